/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/keys.h"

#include <gx/base/memory.h>
#include <gx/base/status.h>
#include <string.h>

enum { LEAST_SHIFT = 3, LINE = 64, TAG_BYTES = 6, HAS_REST = 0x100, CONTENT_SHIFT = 9 };

static const size_t chunk_bytes_wanted = (size_t)4 << 20;

_Static_assert(GX_ANSWER_COUNT < 255, "an answer's code has 8 bits of a tag");
_Static_assert(8 + 4 * (8 + TAG_BYTES) == LINE, "a window of 4 is hot in one cache line");

/* ---- Places */

/* Halves and quarters of a cache line, or whole ones. */
static size_t hot_bytes_of(uint32_t window)
{
    size_t bytes = 8 + (size_t)window * (8 + TAG_BYTES);
    size_t rounded = LINE / 4;
    while (rounded < bytes)
        rounded += rounded < LINE ? rounded : LINE;
    return rounded;
}

static uint64_t *highest_of(unsigned char *hot)
{
    return (uint64_t *)(void *)hot;
}

static int64_t *first_of(unsigned char *hot, uint32_t place)
{
    return (int64_t *)(void *)hot + 1 + place;
}

static unsigned char *tag_of(unsigned char *hot, uint32_t window, uint32_t place)
{
    return hot + 8 + (size_t)window * 8 + (size_t)place * TAG_BYTES;
}

static uint64_t get_tag(unsigned char *hot, uint32_t window, uint32_t place)
{
    uint64_t tag = 0;
    memcpy(&tag, tag_of(hot, window, place), TAG_BYTES);
    return tag;
}

static void set_tag(unsigned char *hot, uint32_t window, uint32_t place, uint64_t tag)
{
    memcpy(tag_of(hot, window, place), &tag, TAG_BYTES);
}

/* ---- Memory */

static size_t bytes_of_party(const gx_keys *keys)
{
    return keys->hot_bytes + (size_t)keys->window * sizeof(gx_key_rest);
}

bool gx_keys_init(gx_keys *keys, uint32_t parties, uint32_t window)
{
    *keys = (gx_keys){.window = window, .chunk_shift = LEAST_SHIFT, .hot_bytes = hot_bytes_of(window)};
    if (window == 0)
        return true;
    while (bytes_of_party(keys) << keys->chunk_shift < chunk_bytes_wanted && parties >> keys->chunk_shift > 1)
        keys->chunk_shift++;
    keys->chunk_count = (parties >> keys->chunk_shift) + 1;
    keys->chunks = gx_alloc(keys->chunk_count, sizeof *keys->chunks);
    return keys->chunks != NULL;
}

void gx_keys_free(gx_keys *keys)
{
    for (uint32_t i = 0; keys->chunks != NULL && i < keys->chunk_count; i++)
        gx_free(keys->chunks[i]);
    gx_free(keys->chunks);
    keys->chunks = NULL;
}

/* Makes sure that the chunk of a party is there; false when memory is exhausted. */
static bool have_chunk(gx_keys *keys, gx_party party)
{
    unsigned char **chunk = &keys->chunks[party >> keys->chunk_shift];
    if (*chunk != NULL)
        return true;
    size_t parties = (size_t)1 << keys->chunk_shift;
    *chunk = gx_alloc_columns(parties, bytes_of_party(keys));
    if (*chunk == NULL)
        return false;
    keys->bytes += parties * bytes_of_party(keys);
    return true;
}

/* ---- Entries */

static gx_outcome outcome_of(uint64_t tag, int64_t first, const gx_key_rest *entry)
{
    gx_key_rest rest = (tag & HAS_REST) != 0 ? *entry : (gx_key_rest){0};
    gx_outcome outcome = {.slot = rest.slot, .life = rest.life};
    outcome.answer.code = (gx_answer_code)((tag & 0xff) - 1);
    if (outcome.answer.code == GX_DONE) {
        outcome.answer.amount = first;
        outcome.second = rest.second;
    } else {
        outcome.answer.have = first;
        outcome.answer.need = rest.second;
    }
    return outcome;
}

bool gx_keys_admit(gx_keys *keys, gx_party party, uint32_t serial, uint64_t content, gx_ticket *ticket,
                   gx_outcome *known)
{
    uint32_t window = keys->window;
    ticket->hot = NULL;
    if (window == 0)
        return true;
    if (!have_chunk(keys, party)) {
        *known = (gx_outcome){.answer.code = GX_REFUSED_MEMORY};
        return false;
    }
    ticket->hot = gx_keys_hot(keys, party);
    ticket->rest = gx_keys_rest(keys, party);
    ticket->content = content >> (64 - (8 * TAG_BYTES - CONTENT_SHIFT));
    ticket->serial = serial;
    uint64_t highest = *highest_of(ticket->hot);
    if (serial >= highest)
        return true;
    if ((uint64_t)serial + window < highest) {
        *known = (gx_outcome){
            .answer = {.code = GX_REFUSED_KEY_OLD, .have = serial, .need = (int64_t)(highest - window)}};
        return false;
    }
    uint32_t place = serial % window;
    uint64_t tag = get_tag(ticket->hot, window, place);
    if (tag == 0)
        return true;
    *known = tag >> CONTENT_SHIFT == ticket->content
                 ? outcome_of(tag, *first_of(ticket->hot, place), &ticket->rest[place])
                 : (gx_outcome){.answer.code = GX_REFUSED_KEY_CONTENT};
    return false;
}

/* Empties the places of the serials between the highest and the new one; most often there are none. */
static void clear_skipped(unsigned char *hot, uint32_t window, uint64_t highest, uint32_t serial)
{
    uint64_t from = serial - highest < window ? highest : (uint64_t)serial - window + 1;
    for (uint64_t skipped = from; skipped < serial; skipped++)
        set_tag(hot, window, (uint32_t)(skipped % window), 0);
}

/* Notes that a serial is used. */
static void go_forward(unsigned char *hot, uint32_t window, uint32_t serial)
{
    uint64_t *highest = highest_of(hot);
    if (serial < *highest)
        return;
    if (*highest != 0)
        clear_skipped(hot, window, *highest, serial);
    *highest = (uint64_t)serial + 1;
}

bool gx_keys_remember(const gx_keys *keys, const gx_ticket *ticket, const gx_outcome *outcome)
{
    const gx_answer *answer = &outcome->answer;
    unsigned char *hot = ticket->hot;
    uint32_t window = keys->window;
    if (hot == NULL || (uint64_t)ticket->serial + window < *highest_of(hot))
        return false;
    bool done = answer->code == GX_DONE;
    GX_ASSERT(done ? answer->have == 0 && answer->need == 0 : answer->amount == 0 && outcome->second == 0);
    go_forward(hot, window, ticket->serial);
    uint32_t place = ticket->serial % window;
    uint64_t tag = ticket->content << CONTENT_SHIFT | (1 + (uint64_t)answer->code);
    gx_key_rest rest = {
        .second = done ? outcome->second : answer->need, .slot = outcome->slot, .life = outcome->life};
    if (rest.second != 0 || rest.life != 0) {
        tag |= HAS_REST;
        ticket->rest[place] = rest;
    }
    *first_of(hot, place) = done ? answer->amount : answer->have;
    set_tag(hot, window, place, tag);
    return true;
}

/* ---- Digest */

static void digest_ring(const gx_keys *keys, gx_party party, gx_digest *digest)
{
    unsigned char *hot = gx_keys_hot(keys, party);
    for (uint32_t place = 0; place < keys->window; place++) {
        uint64_t tag = get_tag(hot, keys->window, place);
        if (tag == 0)
            continue;
        gx_digest_number(digest, place);
        gx_digest_number(digest, tag);
        gx_digest_number(digest, (uint64_t)*first_of(hot, place));
        if ((tag & HAS_REST) != 0)
            gx_digest_bytes(digest, &gx_keys_rest(keys, party)[place], sizeof(gx_key_rest));
    }
}

void gx_keys_digest(const gx_keys *keys, gx_digest *digest)
{
    gx_digest_number(digest, keys->window);
    for (uint32_t c = 0; c < keys->chunk_count; c++) {
        uint32_t first = c << keys->chunk_shift;
        for (uint32_t a = 0; keys->chunks[c] != NULL && a >> keys->chunk_shift == 0; a++) {
            uint64_t highest = *highest_of(gx_keys_hot(keys, first + a));
            if (highest == 0)
                continue;
            gx_digest_number(digest, first + a);
            gx_digest_number(digest, highest);
            digest_ring(keys, first + a, digest);
        }
    }
}

/* ---- Archive */

static void drop_chunk(gx_keys *keys, uint32_t chunk)
{
    if (keys->chunks[chunk] == NULL)
        return;
    keys->bytes -= bytes_of_party(keys) << keys->chunk_shift;
    gx_free(keys->chunks[chunk]);
    keys->chunks[chunk] = NULL;
}

void gx_keys_archive(gx_archive *archive, gx_keys *keys)
{
    gx_archive_same(archive, keys->window, "the key window of a book");
    for (uint32_t c = 0; c < keys->chunk_count && gx_archive_good(archive); c++) {
        uint8_t is_there = keys->chunks[c] != NULL;
        GX_ARCHIVE(archive, is_there);
        if (is_there == 0) {
            drop_chunk(keys, c);
        } else if (!have_chunk(keys, c << keys->chunk_shift)) {
            gx_archive_fail(archive, GX_ERR_MEMORY,
                            "memory is exhausted: cannot allocate the keys of a book");
        } else {
            gx_archive_bytes(archive, keys->chunks[c], bytes_of_party(keys) << keys->chunk_shift);
        }
    }
}
