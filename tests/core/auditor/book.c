/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's books: who is who, things, states of parts; and copies of all of it, for groups that fail. */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t strangers[AUD_STRANGERS] = {0,  1,  2,  3,  4,  5,  6,  7,  8,          9,
                                                  10, 11, 12, 13, 14, 15, 17, 99, 0x7fffffff, UINT32_MAX};

uint32_t aud_user_name(unsigned book, unsigned user)
{
    return 100 + 100 * book + user;
}

uint32_t aud_merchant_name(unsigned book, unsigned merchant)
{
    return 1000 + 100 * book + merchant;
}

uint32_t aud_pool_name(unsigned book, unsigned pool)
{
    return 2000 + 100 * book + pool;
}

uint32_t aud_name(unsigned seat)
{
    if (seat >= AUD_BOOKS * AUD_PARTIES)
        return strangers[seat - AUD_BOOKS * AUD_PARTIES];
    unsigned book = seat / AUD_PARTIES;
    unsigned party = seat % AUD_PARTIES;
    if (party < AUD_USERS)
        return aud_user_name(book, party);
    party -= AUD_USERS;
    return party < AUD_MERCHANTS ? aud_merchant_name(book, party)
                                 : aud_pool_name(book, party - AUD_MERCHANTS);
}

unsigned aud_seat(uint32_t name)
{
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        if (aud_name(seat) == name)
            return seat;
    fprintf(stderr, "auditor: the name %u is not in play: no generator may make it up\n", name);
    abort();
}

bool aud_is_member(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    return ((uint64_t)user + group) % 5 != 0;
}

uint32_t aud_party(const aud_book *book, uint32_t name)
{
    for (unsigned party = 0; party < AUD_PARTIES; party++)
        if (aud_name(book->number * AUD_PARTIES + party) == name)
            return party;
    return AUD_NOBODY;
}

uint32_t aud_user(const aud_book *book, uint32_t name)
{
    uint32_t party = aud_party(book, name);
    return party < AUD_USERS ? party : AUD_NOBODY;
}

bool aud_has(const aud_book *book, uint32_t themes)
{
    return (book->themes & themes) == themes;
}

static size_t part_count(void)
{
    size_t count = 0;
    while (aud_parts[count] != NULL)
        count++;
    return count;
}

void *aud_state(const aud_book *book, const aud_part *part)
{
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        if (aud_parts[i] == part)
            return book->state[i];
    abort();
}

const aud_rule *aud_rule_of(unsigned kind, const aud_part **part)
{
    static const aud_rule *rules[256];
    static const aud_part *parts[256];
    static bool made;
    for (size_t i = 0; !made && aud_parts[i] != NULL; i++)
        for (const aud_rule *rule = aud_parts[i]->rules; rule->kind != 0; rule++) {
            rules[rule->kind] = rule;
            parts[rule->kind] = aud_parts[i];
        }
    made = true;
    *part = parts[kind & 255];
    return rules[kind & 255];
}

/* ---- Things */

aud_thing *aud_new(aud_book *book, aud_kind kind, size_t bytes)
{
    if (book->thing_count == book->thing_room) {
        book->thing_room = book->thing_room * 2 + 64;
        book->things = realloc(book->things, book->thing_room * sizeof *book->things);
    }
    aud_thing *thing = calloc(1, sizeof *thing + bytes);
    thing->kind = kind;
    thing->bytes = bytes;
    thing->owner = AUD_NOBODY;
    book->things[book->thing_count++] = thing;
    return thing;
}

aud_thing *aud_find(const aud_book *book, aud_kind kind, gx_ref ref)
{
    if (ref.life == 0)
        return NULL; /* no handle has life 0; new things do until they are bound */
    for (size_t i = book->thing_count; i-- > 0;) {
        aud_thing *thing = book->things[i];
        if (thing->kind == kind && thing->ref.slot == ref.slot && thing->ref.life == ref.life)
            return thing;
    }
    return NULL;
}

gx_answer aud_lives(const aud_thing *thing)
{
    if (thing == NULL)
        return aud_no(GX_REFUSED_NO_SUCH, 0, 0);
    return thing->gone ? aud_no(GX_REFUSED_RESOLVED, 0, 0) : aud_done(0);
}

/* ---- Making, copying, freeing */

void aud_book_open(aud_book *book, unsigned number, const aud_setting *setting)
{
    *book = (aud_book){.number = number,
                       .themes = setting->themes[number],
                       .window = setting->window[number],
                       .calendar = setting->calendar};
    size_t parts = part_count();
    book->state = calloc(parts, sizeof *book->state);
    for (size_t i = 0; i < parts; i++)
        book->state[i] = calloc(1, aud_parts[i]->state_bytes + 1);
    for (size_t i = 0; i < parts; i++)
        if (aud_parts[i]->begin != NULL)
            aud_parts[i]->begin(book);
}

void aud_book_close(aud_book *book)
{
    for (size_t i = 0; i < book->thing_count; i++)
        free(book->things[i]);
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        free(book->state[i]);
    for (size_t i = 0; i < AUD_PARTIES; i++)
        free(book->keys[i]);
    free(book->things);
    free(book->state);
    free(book->words);
}

static void *copy_of(const void *bytes, size_t count)
{
    void *copy = malloc(count + 1);
    if (count > 0)
        memcpy(copy, bytes, count);
    return copy;
}

void aud_book_copy(aud_book *to, const aud_book *from)
{
    *to = *from;
    to->things = malloc((from->thing_room + 1) * sizeof *to->things);
    for (size_t i = 0; i < from->thing_count; i++)
        to->things[i] = copy_of(from->things[i], sizeof *from->things[i] + from->things[i]->bytes);
    size_t parts = part_count();
    to->state = calloc(parts, sizeof *to->state);
    for (size_t i = 0; i < parts; i++)
        to->state[i] = copy_of(from->state[i], aud_parts[i]->state_bytes);
    for (size_t i = 0; i < AUD_PARTIES; i++)
        to->keys[i] = copy_of(from->keys[i], from->key_room[i] * sizeof *from->keys[i]);
    to->words = copy_of(from->words, from->word_room * sizeof *from->words);
}
