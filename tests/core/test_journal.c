/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal: replayed it gives the same book to the digest, cut or altered it is found out at the last
 * whole entry, its postings alone give the balances, and a sink that fails changes nothing. */
#include "any_op.h"
#include "tape.h"

#include "ledger/book_internal.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* Does `count` operations at random, one by one or in batches with linked groups. */
static void live(gx_book *book, any_op *a, uint32_t count, bool in_batches)
{
    gx_op ops[16];
    gx_result results[16];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t n = in_batches ? 1 + any_below(a, 16) : 1;
        for (uint32_t k = 0; k < n; k++) {
            ops[k] = any_next(a);
            if (n > 1) { /* the list lies in `a` until the next one only */
                ops[k].listed = 0;
                ops[k].list = NULL;
                ops[k].linked = gx_op_is_linkable((gx_op_kind)ops[k].kind) && any_below(a, 3) != 0;
            }
        }
        if (n == 1)
            gx_book_do(book, ops, results);
        else
            gx_book_batch(book, ops, n, results);
        for (uint32_t k = 0; k < n; k++)
            any_saw(a, &results[k]);
    }
}

static void expect_replays(const gx_book *book, const tape *t, uint32_t themes, uint32_t window)
{
    gx_book_config config = tape_config(NULL, themes, window);
    config.membership = (gx_membership){0}; /* what the directory said is in the journal */
    gx_book *again;
    gx_error error = {0};
    gx_journal_report report;
    ck_assert_int_eq(gx_book_create(&again, &config, NULL), GX_OK);
    gx_status status = gx_journal_replay(again, t->bytes, t->count, &report, &error);
    ck_assert_msg(status == GX_OK, "%s; %s", error.message, gx_op_name(report.kind));
    ck_assert_uint_eq(report.end, t->count);
    ck_assert_int_eq(report.why, GX_JOURNAL_END);
    ck_assert_uint_eq(gx_book_digest(again), gx_book_digest(book));
    ck_assert_uint_eq(gx_book_keyless_digest(again), gx_book_keyless_digest(book));
    ck_assert_uint_eq(gx_book_state_digest(again), gx_book_state_digest(book));
    expect_balanced(again);
    gx_book_free(again);
}

static void expect_history_replays(uint64_t seed, uint32_t themes, uint32_t window, uint32_t count)
{
    tape t = {0};
    any_op a = {.state = seed, .themes = themes};
    gx_book *book = tape_book(&t, themes, window);
    any_open(book, 20000);
    live(book, &a, count, seed % 2 == 0);
    ck_assert(gx_book_flush(book));
    expect_balanced(book);
    expect_replays(book, &t, themes, window);
    gx_book_free(book);
    free(t.bytes);
}

START_TEST(a_replayed_journal_gives_the_same_book)
{
    for (uint64_t seed = 1; seed <= 40; seed++)
        expect_history_replays(seed, 0, (uint32_t)(seed % 6), 400);
}
END_TEST

START_TEST(with_all_themes_as_well)
{
    for (uint64_t seed = 101; seed <= 140; seed++)
        expect_history_replays(seed, GX_THEMES_ALL, (uint32_t)(seed % 6), 600);
}
END_TEST

START_TEST(a_long_journal_goes_through_many_blocks)
{
    tape t = {0};
    any_op a = {.state = 7};
    gx_book *book = tape_book(&t, 0, WINDOW);
    any_open(book, 2000000);
    live(book, &a, 30000, false);
    ck_assert(gx_book_flush(book) && gx_book_flush(book));
    ck_assert_uint_gt(t.blocks, 3);
    expect_replays(book, &t, 0, WINDOW);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

/* ---- Damage */

/* A short journal, and the digest of the state after each entry at whose end a reader may stop. */
enum { SHORT_MAX = 200 };

typedef struct marked {
    tape t;
    size_t end[SHORT_MAX];
    uint64_t digest[SHORT_MAX];
    uint32_t stops;
} marked;

static void write_short(marked *m, uint32_t steps)
{
    any_op a = {.state = 11};
    *m = (marked){0};
    gx_book *book = tape_book(&m->t, 0, WINDOW);
    for (uint32_t i = 0; i < 3; i++)
        expect_done(gx_open(book, FIRST_USER + i, 5000), 5000);
    for (uint32_t i = 0; i < steps; i++)
        live(book, &a, 1, i % 3 == 0);
    gx_book_free(book);
}

/* Fills in the places where a group ends, by replaying each prefix that a reader finds. */
static void find_stops(marked *m)
{
    gx_journal_reader reader;
    gx_book_config config;
    gx_journal_entry entry;
    m->stops = 0;
    ck_assert(gx_journal_read(&reader, m->t.bytes, m->t.count, &config));
    size_t end = reader.at;
    do {
        if (end == 0)
            continue;
        gx_book *book = tape_book(NULL, 0, WINDOW);
        gx_journal_report report;
        ck_assert_int_eq(gx_journal_replay(book, m->t.bytes, end, &report, NULL), GX_OK);
        ck_assert_uint_eq(report.end, end);
        ck_assert_uint_lt(m->stops, SHORT_MAX);
        m->end[m->stops] = end;
        m->digest[m->stops++] = gx_book_state_digest(book);
        gx_book_free(book);
        end = 0;
    } while (gx_journal_next(&reader, &entry) && (end = entry.op.linked ? 0 : entry.end, true));
    ck_assert_int_eq(reader.stop, GX_JOURNAL_END);
}

/* Replays damaged bytes; they must end at the last stop that lies at or before `whole`. */
static void expect_found(const marked *m, const unsigned char *bytes, size_t count, size_t whole)
{
    gx_book *book = tape_book(NULL, 0, WINDOW);
    gx_journal_report report;
    gx_status status = gx_journal_replay(book, bytes, count, &report, NULL);
    uint32_t stop = 0;
    while (stop + 1 < m->stops && m->end[stop + 1] <= whole)
        stop++;
    if (whole < GX_JOURNAL_HEADER) {
        ck_assert_int_eq(status, GX_ERR_FORMAT);
        ck_assert_uint_eq(report.end, 0);
    } else {
        bool complete = count == m->end[stop];
        ck_assert_int_eq(status, complete ? GX_OK : GX_ERR_FORMAT);
        ck_assert_uint_eq(report.end, m->end[stop]);
        ck_assert_uint_eq(gx_book_state_digest(book), m->digest[stop]);
        ck_assert(complete || report.why == GX_JOURNAL_TORN || report.why == GX_JOURNAL_ALTERED);
    }
    gx_book_free(book);
}

START_TEST(a_journal_cut_anywhere_ends_at_the_last_whole_group)
{
    marked m;
    write_short(&m, 60);
    find_stops(&m);
    for (size_t count = 0; count <= m.t.count; count++)
        expect_found(&m, m.t.bytes, count, count);
    free(m.t.bytes);
}
END_TEST

START_TEST(every_flipped_bit_is_found_and_cut_off)
{
    marked m;
    write_short(&m, 18);
    find_stops(&m);
    for (size_t bit = 0; bit < 8 * m.t.count; bit++) {
        m.t.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
        expect_found(&m, m.t.bytes, m.t.count, bit / 8);
        m.t.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    free(m.t.bytes);
}
END_TEST

START_TEST(entries_cannot_be_dropped_or_swapped)
{
    marked m;
    write_short(&m, 30);
    find_stops(&m);
    unsigned char *bytes = malloc(m.t.count);
    ck_assert_ptr_nonnull(bytes);
    for (uint32_t i = 0; i + 2 < m.stops; i++) {
        size_t one = m.end[i + 1] - m.end[i];
        size_t two = m.end[i + 2] - m.end[i + 1];
        memcpy(bytes, m.t.bytes, m.end[i]);
        memcpy(bytes + m.end[i], m.t.bytes + m.end[i + 1], m.t.count - m.end[i + 1]);
        expect_found(&m, bytes, m.t.count - one, m.end[i]);
        memcpy(bytes, m.t.bytes, m.t.count);
        memcpy(bytes + m.end[i], m.t.bytes + m.end[i + 1], two);
        memcpy(bytes + m.end[i] + two, m.t.bytes + m.end[i], one);
        expect_found(&m, bytes, m.t.count, m.end[i]);
    }
    free(bytes);
    free(m.t.bytes);
}
END_TEST

/* Writes the checksums of all entries anew, as a forger would who knows the format. */
static void seal(unsigned char *bytes, size_t count)
{
    uint64_t chain = XXH3_64bits(bytes, GX_JOURNAL_HEADER - 8);
    memcpy(bytes + GX_JOURNAL_HEADER - 8, &chain, 8);
    for (size_t at = GX_JOURNAL_HEADER; at < count;) {
        uint16_t size;
        memcpy(&size, bytes + at, sizeof size);
        chain = XXH3_64bits_withSeed(bytes + at, size - sizeof chain, chain);
        memcpy(bytes + at + size - sizeof chain, &chain, sizeof chain);
        at += size;
    }
}

START_TEST(a_forged_answer_or_posting_is_not_what_comes_out)
{
    tape t = {0};
    gx_book *book = tape_book(&t, 0, WINDOW);
    expect_done(gx_open(book, FIRST_USER, 500), 500);
    ck_assert(gx_book_flush(book));
    size_t at = t.count;
    expect_done(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 77, 5), 77);
    ck_assert(gx_book_flush(book));
    gx_book_free(book);
    /* size 2, kind, marks, tick 4, key 8, to 4, amount 8, balancing, answer, amount 8, postings, 4 4 8 */
    const size_t forged[] = {8, 16, 20, 29, 30, 39, 43, 47};
    for (size_t i = 0; i < sizeof forged / sizeof forged[0]; i++) {
        unsigned char *byte = &t.bytes[at + forged[i]];
        *byte ^= 1;
        seal(t.bytes, t.count);
        gx_journal_report report;
        gx_error error = {0};
        book = tape_book(NULL, 0, WINDOW);
        gx_status status = gx_journal_replay(book, t.bytes, t.count, &report, &error);
        ck_assert_msg(status == GX_ERR_DIVERGED || status == GX_ERR_FORMAT, "byte %zu: %d", forged[i],
                      status);
        ck_assert_uint_eq(report.entries, 1);
        ck_assert_uint_eq(report.end, at);
        ck_assert(status == GX_ERR_FORMAT || (report.kind == GX_OP_TRANSFER && report.told.code == GX_DONE) ||
                  forged[i] == 29);
        gx_book_free(book);
        *byte ^= 1;
    }
    free(t.bytes);
}
END_TEST

/* Changes a byte of an entry, but none of its size, and seals the journal again. */
static void forge(any_op *a, unsigned char *bytes, size_t count)
{
    size_t entry = GX_JOURNAL_HEADER;
    uint16_t size;
    for (uint32_t skip = any_below(a, 400); skip > 0; skip--) {
        memcpy(&size, bytes + entry, sizeof size);
        if (entry + size < count)
            entry += size;
    }
    memcpy(&size, bytes + entry, sizeof size);
    bytes[entry + 2 + any_below(a, size - 2U)] = (unsigned char)any_word(a);
    seal(bytes, count);
}

START_TEST(nothing_that_a_forger_writes_does_harm)
{
    tape t = {0};
    any_op a = {.state = 31, .themes = GX_THEMES_ALL};
    gx_book *book = tape_book(&t, GX_THEMES_ALL, WINDOW);
    any_open(book, 100000);
    live(book, &a, 300, true);
    ck_assert(gx_book_flush(book));
    gx_book_free(book);
    unsigned char *bytes = malloc(t.count);
    ck_assert_ptr_nonnull(bytes);
    uint32_t refused = 0;
    for (int round = 0; round < 300; round++) {
        memcpy(bytes, t.bytes, t.count);
        forge(&a, bytes, t.count);
        gx_journal_report report;
        book = tape_book(NULL, GX_THEMES_ALL, WINDOW);
        gx_status status = gx_journal_replay(book, bytes, t.count, &report, NULL);
        refused += status != GX_OK;
        if (!gx_book_audit_full(book).balanced)
            ck_abort_msg("round %d: a forged journal unbalanced its book", round);
        gx_book_free(book);
    }
    ck_assert_uint_gt(refused, 100); /* the others changed an order into another one that comes to the same */
    free(bytes);
    free(t.bytes);
}
END_TEST

START_TEST(a_journal_belongs_to_its_book)
{
    tape t = {0};
    gx_book *book = tape_book(&t, 0, WINDOW);
    expect_done(gx_open(book, FIRST_USER, 500), 500);
    ck_assert(gx_book_flush(book));
    gx_book_free(book);
    gx_book_config configs[6];
    for (int i = 0; i < 6; i++)
        configs[i] = tape_config(NULL, 0, WINDOW);
    configs[0].first_user--;
    configs[1].users--;
    configs[2].key_window--;
    configs[3].merchants.count--;
    configs[4].calendar.start++;
    configs[5].calendar.tick_ms = 10;
    gx_journal_report report;
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(gx_book_create(&book, &configs[i], NULL), GX_OK);
        uint64_t before = gx_book_state_digest(book);
        ck_assert_int_eq(gx_journal_replay(book, t.bytes, t.count, &report, NULL), GX_ERR_FORMAT);
        ck_assert_int_eq(report.why, GX_JOURNAL_OTHER_BOOK);
        ck_assert_uint_eq(gx_book_state_digest(book), before);
        gx_book_free(book);
    }
    book = tape_book(NULL, 0, WINDOW);
    ck_assert_int_eq(gx_journal_replay(book, "hello, world", 12, &report, NULL), GX_ERR_FORMAT);
    ck_assert_int_eq(report.why, GX_JOURNAL_NONE);
    ck_assert_int_eq(gx_journal_replay(book, t.bytes, t.count, &report, NULL), GX_OK);
    ck_assert_int_eq(gx_journal_replay(book, t.bytes, t.count, &report, NULL), GX_ERR_ARGUMENT);
    ck_assert_int_eq(gx_book_balance(book, FIRST_USER), 500);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

/* ---- What is in it */

START_TEST(the_postings_alone_give_all_balances)
{
    tape t = {0};
    any_op a = {.state = 21, .themes = GX_THEMES_ALL};
    gx_book *book = tape_book(&t, GX_THEMES_ALL, WINDOW);
    any_open(book, 100000);
    live(book, &a, 3000, true);
    ck_assert(gx_book_flush(book));
    gx_fen *balance = calloc(book->accounts, sizeof *balance);
    ck_assert_ptr_nonnull(balance);
    gx_journal_reader reader;
    gx_journal_entry entry;
    gx_book_config config;
    ck_assert(gx_journal_read(&reader, t.bytes, t.count, &config));
    ck_assert_uint_eq(config.users, USERS);
    while (gx_journal_next(&reader, &entry))
        for (unsigned i = 0; i < entry.postings; i++) {
            balance[entry.posting[i].debit] -= entry.posting[i].amount;
            balance[entry.posting[i].credit] += entry.posting[i].amount;
        }
    ck_assert_int_eq(reader.stop, GX_JOURNAL_END);
    for (gx_account i = 0; i < book->accounts; i++)
        ck_assert_int_eq(balance[i], gx_balance(book, i));
    gx_book_free(book);
    free(balance);
    free(t.bytes);
}
END_TEST

static size_t entries_of(gx_book *book, const tape *t)
{
    gx_journal_reader reader;
    gx_journal_entry entry;
    gx_book_config config;
    size_t count = 0;
    ck_assert(gx_book_flush(book));
    ck_assert(gx_journal_read(&reader, t->bytes, t->count, &config));
    while (gx_journal_next(&reader, &entry))
        count++;
    return count;
}

START_TEST(what_changed_something_is_in_it_and_nothing_else)
{
    tape t = {0};
    gx_book *book = tape_book(&t, 0, WINDOW);
    expect_done(gx_open(book, FIRST_USER, 500), 500);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 501, 0), GX_REFUSED_FUNDS, 500,
                   501);
    ck_assert_uint_eq(entries_of(book, &t), 2); /* the key remembers its refusal */
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 501, 0), GX_REFUSED_FUNDS, 500,
                   501);
    expect_refused(gx_transfer(book, key_of(FIRST_USER, 1), FIRST_USER + 1, 1, 0), GX_REFUSED_KEY_CONTENT, 0,
                   0);
    expect_refused(gx_transfer_in(book, FIRST_USER, 0, 0), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_hold_void(book, (gx_hold){1, 1}, 0), GX_REFUSED_NO_SUCH, 0, 0);
    ck_assert_uint_eq(entries_of(book, &t), 2);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 1, 0), 1);
    expect_done(gx_transfer(book, key_of(FIRST_USER, 2), FIRST_USER + 1, 1, 0), 1);
    ck_assert_uint_eq(entries_of(book, &t), 3);
    expect_replays(book, &t, 0, WINDOW);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

/* A directory that says something else each time it is asked. */
static bool moody(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    static uint64_t asked;
    return gx_mix64(++asked ^ group ^ user) % 2 == 0;
}

START_TEST(what_the_host_said_is_not_asked_again)
{
    tape t = {0};
    gx_book_config config = tape_config(&t, 0, WINDOW);
    config.membership.is_member = moody;
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
    any_open(book, 100000);
    any_op a = {.state = 77};
    live(book, &a, 2000, false);
    ck_assert(gx_book_flush(book));
    expect_replays(book, &t, 0, WINDOW);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

/* ---- Sinks */

START_TEST(a_sink_that_fails_changes_nothing)
{
    tape t = {0};
    any_op a = {.state = 5};
    gx_book *book = tape_book(&t, 0, WINDOW);
    any_open(book, 100000);
    t.refuses = true;
    gx_result result = {0};
    gx_op op;
    uint32_t done = 0;
    for (; result.answer.code != GX_REFUSED_JOURNAL; done++) { /* the block has room for a while */
        ck_assert_uint_lt(done, 100000);
        op = any_next(&a);
        gx_book_do(book, &op, &result);
        any_saw(&a, &result);
    }
    ck_assert_uint_gt(done, 1000);
    uint64_t before = gx_book_state_digest(book);
    ck_assert(!gx_book_flush(book));
    op = (gx_op){.kind = GX_OP_TRANSFER_IN, .now = a.now, .args.transfer_in = {FIRST_POOL, 5, 1}};
    expect_refused(gx_book_do(book, &op, NULL), GX_REFUSED_JOURNAL, 0, 0);
    gx_op pair[2] = {op, op};
    pair[0].linked = true;
    gx_result results[2];
    gx_book_batch(book, pair, 2, results);
    expect_refused(results[0].answer, GX_REFUSED_JOURNAL, 0, 0);
    expect_refused(results[1].answer, GX_REFUSED_LINKED, 0, 0);
    ck_assert_uint_eq(gx_book_state_digest(book), before);
    expect_balanced(book); /* looks go on */
    ck_assert_uint_eq(t.count, 0);
    t.refuses = false;
    ck_assert_int_eq(gx_book_do(book, &op, NULL).code, GX_DONE);
    ck_assert(gx_book_flush(book));
    expect_replays(book, &t, 0, WINDOW);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

START_TEST(the_end_of_a_book_hands_over_what_is_left)
{
    tape t = {0};
    gx_book *book = tape_book(&t, 0, WINDOW);
    expect_done(gx_open(book, FIRST_USER, 500), 500);
    ck_assert_uint_eq(t.count, 0);
    uint64_t digest = gx_book_state_digest(book);
    gx_book_free(book);
    gx_journal_report report;
    book = tape_book(NULL, 0, WINDOW);
    ck_assert_int_eq(gx_journal_replay(book, t.bytes, t.count, &report, NULL), GX_OK);
    ck_assert_uint_eq(gx_book_state_digest(book), digest);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

START_TEST(a_recovered_book_goes_on_with_its_journal)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        tape t = {0};
        any_op a = {.state = seed};
        gx_book *book = tape_book(&t, 0, WINDOW);
        any_open(book, 100000);
        live(book, &a, 300, true);
        ck_assert(gx_book_flush(book));
        gx_book_free(book); /* … and the machine stops while a block is written */
        size_t torn = t.count - (size_t)(1 + seed * 7);
        gx_journal_report report;
        gx_status status;
        book = tape_book(&t, 0, WINDOW);
        status = gx_journal_replay(book, t.bytes, torn, &report, NULL);
        ck_assert(status == GX_OK || report.why == GX_JOURNAL_TORN);
        t.count = report.end;
        live(book, &a, 300, true);
        ck_assert(gx_book_flush(book));
        expect_replays(book, &t, 0, WINDOW);
        gx_book_free(book);
        free(t.bytes);
    }
}
END_TEST

START_TEST(the_largest_entries_fit_into_a_block)
{
    tape t = {0};
    gx_book *book = tape_book(&t, 0, WINDOW);
    any_open(book, 1000000);
    uint32_t list[GX_LIST_MAX];
    for (uint32_t i = 0; i < GX_LIST_MAX; i++)
        list[i] = i * 977;
    gx_op ops[GX_GROUP_MAX];
    gx_result results[GX_GROUP_MAX];
    for (uint32_t round = 0; round < 40; round++) {
        for (uint32_t i = 0; i < GX_GROUP_MAX; i++)
            ops[i] = (gx_op){.kind = GX_OP_TRANSFER,
                             .linked = i + 1 < GX_GROUP_MAX,
                             .listed = GX_LIST_MAX,
                             .list = list,
                             .key = key_of(FIRST_USER + i % USERS, round * GX_GROUP_MAX + i),
                             .args.transfer = {FIRST_USER + (i + 1) % USERS, 3, 0}};
        gx_book_batch(book, ops, GX_GROUP_MAX, results);
        for (uint32_t i = 0; i < GX_GROUP_MAX; i++)
            expect_done(results[i].answer, 3);
    }
    ck_assert(gx_book_flush(book));
    expect_replays(book, &t, 0, WINDOW);
    gx_book_free(book);
    free(t.bytes);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/journal");
    TCase *tests = tcase_create("journal");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_replayed_journal_gives_the_same_book);
    tcase_add_test(tests, with_all_themes_as_well);
    tcase_add_test(tests, a_long_journal_goes_through_many_blocks);
    tcase_add_test(tests, a_journal_cut_anywhere_ends_at_the_last_whole_group);
    tcase_add_test(tests, every_flipped_bit_is_found_and_cut_off);
    tcase_add_test(tests, entries_cannot_be_dropped_or_swapped);
    tcase_add_test(tests, a_forged_answer_or_posting_is_not_what_comes_out);
    tcase_add_test(tests, nothing_that_a_forger_writes_does_harm);
    tcase_add_test(tests, a_journal_belongs_to_its_book);
    tcase_add_test(tests, the_postings_alone_give_all_balances);
    tcase_add_test(tests, what_changed_something_is_in_it_and_nothing_else);
    tcase_add_test(tests, what_the_host_said_is_not_asked_again);
    tcase_add_test(tests, a_sink_that_fails_changes_nothing);
    tcase_add_test(tests, the_end_of_a_book_hands_over_what_is_left);
    tcase_add_test(tests, a_recovered_book_goes_on_with_its_journal);
    tcase_add_test(tests, the_largest_entries_fit_into_a_block);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
