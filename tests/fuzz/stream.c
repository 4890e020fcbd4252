/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz/stream.h"

#include <gx/base/bits.h>
#include <gx/core/journal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    USERS = 9,
    MERCHANTS = 3,
    POOLS = 3,
    PARTIES = USERS + MERCHANTS + POOLS,
    MADE = 256,
    BATCH = 16,
    WORDS = 24
};

void stream_expect(bool right, const char *what)
{
    if (right)
        return;
    fprintf(stderr, "fuzz: not so: %s\n", what);
    abort();
}

/* ---- Bytes to numbers */

typedef struct feed {
    const uint8_t *at, *end;
    uint32_t now;
    gx_ref made[MADE];
    uint32_t made_count;
    uint32_t serial[PARTIES];
} feed;

static uint8_t byte(feed *f)
{
    return f->at < f->end ? *f->at++ : 0;
}

static void raw(feed *f, void *out, size_t count)
{
    unsigned char *bytes = out;
    for (size_t i = 0; i < count; i++)
        bytes[i] = byte(f);
}

static uint32_t party_name(unsigned party)
{
    if (party < USERS)
        return 100 + party;
    return party < USERS + MERCHANTS ? 1000 + party - USERS : 2000 + party - USERS - MERCHANTS;
}

static uint32_t number(feed *f)
{
    uint8_t b = byte(f);
    uint32_t out;
    if (b < PARTIES)
        return party_name(b);
    if (b < 64)
        return b - PARTIES;
    if (b < 128)
        return f->now + (b - 64u);
    if (b < 224)
        return (b - 128u) * 50;
    raw(f, &out, sizeof out);
    return out;
}

static gx_fen fen(feed *f)
{
    static const gx_fen odd[] = {0,      -1,      INT64_MIN, INT64_MAX, (gx_fen)1 << 60, (gx_fen)1 << 59,
                                 100000, 99999999};
    uint8_t b = byte(f);
    gx_fen out;
    if (b < 200)
        return 1 + b;
    if (b < 232)
        return (b - 199) * 137;
    if (b < 240)
        return odd[b - 232];
    raw(f, &out, sizeof out);
    return out;
}

static gx_ref ref(feed *f)
{
    uint8_t b = byte(f);
    gx_ref out = {b & 3u, 1 + (b & 1u)};
    if (b < 200 && f->made_count > 0)
        return f->made[(f->made_count - 1 - b % f->made_count) % MADE];
    if (b >= 240)
        raw(f, &out, sizeof out);
    return out;
}

static gx_pass pass(feed *f)
{
    gx_pass out = {.user = number(f)};
    out.badges = byte(f);
    out.score = (uint16_t)(byte(f) * 4);
    out.place = byte(f) & 3;
    out.tier = byte(f) & 3;
    out.sex = byte(f) & 3;
    out.age = byte(f);
    out.occupation = byte(f) & 7;
    return out;
}

static gx_draw draw(feed *f)
{
    uint8_t b = byte(f);
    gx_draw out;
    uint64_t words[2] = {gx_mix64(b), gx_mix64(b + 1000u)};
    if (b == 0 || b == 255)
        memset(&out, b, sizeof out);
    else
        memcpy(&out, words, sizeof out);
    return out;
}

static uint64_t wide(feed *f)
{
    uint8_t b = byte(f);
    uint64_t out;
    if (b < 224)
        return b;
    raw(f, &out, sizeof out);
    return out;
}

#define TAKE_u8(f)   byte(f)
#define TAKE_u16(f)  (uint16_t) wide(f)
#define TAKE_u32(f)  number(f)
#define TAKE_u64(f)  wide(f)
#define TAKE_fen(f)  fen(f)
#define TAKE_ref(f)  ref(f)
#define TAKE_pass(f) pass(f)
#define TAKE_draw(f) draw(f)

/* ---- Bytes to operations */

static const uint8_t kinds[] = {
#define X(number, NAME, name, theme, keyed, rows, help) number,
    GX_OP_TABLE(X)
#undef X
};

static void take_args(feed *f, gx_op *op)
{
    switch (op->kind) {
#define FIELD(type, field) args->field = TAKE_##type(f);
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number: {                                                                                           \
        gx_args_##name *args = &op->args.name;                                                               \
        GX_ARGS_##name(FIELD) break;                                                                         \
    }
        GX_OP_TABLE(X)
#undef X
#undef FIELD
    default:
        break;
    }
}

static void take_key(feed *f, gx_op *op, bool again)
{
    uint8_t party = byte(f) % (PARTIES + 1);
    op->key.account = party == PARTIES ? 7 : party_name(party);
    if (party == PARTIES)
        return;
    op->key.serial = again ? f->serial[party] - byte(f) % 8 : f->serial[party]++;
}

/* Marks of an operation in its second byte. */
enum { LINKED = 1, JOINED = 2, LISTED = 4, AGAIN = 8, TIME = 0x70, WATCHED = 0x80 };

static uint8_t take_op(feed *f, gx_op *op, uint32_t *words)
{
    static const uint32_t steps[] = {0, 0, 1, 1, 10, 100, 86400, 2600000};
    *op = (gx_op){.kind = byte(f)};
    if (op->kind == 255)
        op->kind = byte(f); /* whatever it is */
    else if (gx_op_name((gx_op_kind)op->kind) == NULL)
        op->kind = kinds[op->kind % sizeof kinds];
    uint8_t marks = byte(f);
    uint32_t step = steps[(marks & TIME) >> 4];
    f->now = f->now > UINT32_MAX - step ? UINT32_MAX : f->now + step;
    op->now = f->now;
    op->linked = (marks & LINKED) != 0;
    if (gx_op_is_keyed((gx_op_kind)op->kind))
        take_key(f, op, (marks & AGAIN) != 0);
    take_args(f, op);
    if ((marks & LISTED) != 0) {
        op->listed = byte(f);
        op->listed = op->listed > WORDS ? GX_LIST_MAX + 1 : op->listed;
        for (unsigned i = 0; i < op->listed && i < WORDS; i++)
            words[i] = number(f);
    }
    op->list = words;
    return marks;
}

static void remember_made(feed *f, const gx_result *result)
{
    if (result->made.life != 0)
        f->made[f->made_count++ % MADE] = result->made;
}

/* Takes and does the next operation, or the next batch. */
static void next(feed *f, gx_book *book)
{
    gx_op ops[BATCH];
    uint32_t words[BATCH][WORDS];
    gx_result results[BATCH];
    size_t count = 0;
    uint8_t marks = 0;
    do {
        memset(words[count], 0, sizeof words[count]);
        marks = take_op(f, &ops[count], words[count]);
        count++;
    } while ((marks & JOINED) != 0 && count < BATCH && f->at < f->end);
    uint64_t before = (marks & WATCHED) != 0 ? gx_book_keyless_digest(book) : 0;
    if (count > 1 || ops[0].linked)
        gx_book_batch(book, ops, count, results);
    else
        gx_book_do(book, ops, results);
    bool done = false;
    for (size_t i = 0; i < count; i++) {
        remember_made(f, &results[i]);
        done |= results[i].answer.code == GX_DONE;
    }
    stream_expect(gx_book_audit_quick(book).balanced, "the book balances after every operation");
    if ((marks & WATCHED) != 0) {
        stream_expect(gx_book_audit_full(book).balanced, "the full audit finds nothing");
        stream_expect(done || gx_book_keyless_digest(book) == before, "what is refused changes nothing");
    }
}

/* ---- The book */

static bool keep(void *host, const void *bytes, size_t count)
{
    stream_journal *kept = host;
    if (kept->count + count > kept->room) {
        kept->room = (kept->count + count) * 2;
        kept->bytes = realloc(kept->bytes, kept->room);
    }
    memcpy(kept->bytes + kept->count, bytes, count);
    kept->count += count;
    return true;
}

static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    return ((uint64_t)user + group) % 5 != 0;
}

static gx_book_config take_config(feed *f, stream_journal *journal)
{
    static const int64_t starts[] = {1452816000, 0, -86399, 951782400};
    static const uint32_t ticks[] = {0, 1000, 60000, 250};
    uint8_t first = byte(f);
    uint32_t themes = byte(f);
    themes = GX_THEMES_ALL & ~(themes < 128 ? 0 : 1u << themes % 13); /* mostly all */
    return (gx_book_config){.first_user = 100,
                            .users = USERS,
                            .key_window = first & 7u,
                            .themes = themes,
                            .merchants = {1000, MERCHANTS},
                            .pools = {2000, POOLS},
                            .calendar = {starts[first >> 3 & 3], ticks[first >> 5 & 3]},
                            .membership = {is_member, NULL},
                            .journal = {keep, journal}};
}

gx_book *stream_play(const uint8_t *bytes, size_t count, stream_journal *journal, gx_book_config *config)
{
    feed f = {.at = bytes, .end = bytes + count, .now = 10};
    *journal = (stream_journal){0};
    if (count < 2)
        return NULL;
    *config = take_config(&f, journal);
    gx_book *book;
    gx_error error;
    stream_expect(gx_book_create(&book, config, &error) == GX_OK, "the book is made");
    for (unsigned i = 0; i < PARTIES; i++) {
        gx_open(book, party_name(i), 5000 + 1000 * (gx_fen)i);
        if (i < USERS && i % 3 != 0)
            gx_wallet_bind_card(book, party_name(i), 1);
    }
    while (f.at < f.end)
        next(&f, book);
    stream_expect(gx_book_audit_full(book).balanced, "the full audit finds nothing");
    return book;
}
