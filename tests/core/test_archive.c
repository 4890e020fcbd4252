/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book that was saved and loaded is the book that went on: the same answers for ever after, the same
 * digests, the same journal; whatever was asked of it before, of every operation of the table. */
#include "any_op.h"
#include "tape.h"

#include "ledger/book_internal.h"

#include <gx/base/memory.h>
#include <stdio.h>
#include <unistd.h>

enum { SEEDS = 24, BEFORE = 3000, AFTER = 1500 };

static char folder[64], path[96];

static void setup(void)
{
    snprintf(folder, sizeof folder, "/dev/shm/gx-book-XXXXXX"); /* a save waits until it is durable */
    if (mkdtemp(folder) == NULL) {
        snprintf(folder, sizeof folder, "/tmp/gx-book-XXXXXX");
        ck_assert_ptr_nonnull(mkdtemp(folder));
    }
    snprintf(path, sizeof path, "%s/book", folder);
}

static void teardown(void)
{
    remove(path);
    rmdir(folder);
}

static void save(gx_book *book)
{
    gx_archive *archive;
    gx_error error;
    ck_assert_int_eq(gx_archive_save(&archive, path, &error), GX_OK);
    gx_book_archive(archive, book);
    gx_status status = gx_archive_end(archive, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

static gx_status load(gx_book *book, gx_error *error)
{
    gx_archive *archive;
    gx_status status = gx_archive_load(&archive, path, error);
    if (status != GX_OK)
        return status;
    gx_book_archive(archive, book);
    return gx_archive_end(archive, error);
}

static void load_done(gx_book *book)
{
    gx_error error = {0};
    gx_status status = load(book, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
}

static bool same_result(const gx_result *a, const gx_result *b)
{
    return a->answer.code == b->answer.code && a->answer.have == b->answer.have &&
           a->answer.need == b->answer.need && a->answer.amount == b->answer.amount &&
           a->made.slot == b->made.slot && a->made.life == b->made.life && a->second == b->second &&
           a->number == b->number && a->repeated == b->repeated && a->closed == b->closed &&
           a->who == b->who && a->third == b->third;
}

static void expect_same(const gx_book *a, const gx_book *b)
{
    gx_book_counts one = gx_book_count(a), two = gx_book_count(b);
    ck_assert_uint_eq(gx_book_digest(a), gx_book_digest(b));
    ck_assert_uint_eq(gx_book_state_digest(a), gx_book_state_digest(b));
    ck_assert_mem_eq(&one, &two, sizeof one);
    expect_balanced(b);
}

/* Asks both the same; `met` counts what is done, by kind. */
static void go_on(any_op *any, gx_book *one, gx_book *two, uint32_t count, uint64_t met[256])
{
    for (uint32_t i = 0; i < count; i++) {
        gx_op op = any_next(any);
        gx_result a, b;
        gx_book_do(one, &op, &a);
        any_saw(any, &a);
        met[op.kind] += a.answer.code == GX_DONE;
        if (two == NULL)
            continue;
        gx_book_do(two, &op, &b);
        if (!same_result(&a, &b))
            ck_abort_msg("%s: %s and %s", gx_op_name((gx_op_kind)op.kind), gx_answer_name(a.answer.code),
                         gx_answer_name(b.answer.code));
    }
}

/* Themes and window of a history: all, none, or some. */
static gx_book_config config_of(uint64_t seed, tape *t)
{
    uint32_t themes = seed % 3 == 0 ? GX_THEMES_ALL : (uint32_t)gx_mix64(seed) & GX_THEMES_ALL;
    return tape_config(t, seed == 1 ? 0 : themes, seed % 4 == 0 ? 0 : (uint32_t)(seed % 7));
}

static gx_book *made(const gx_book_config *config)
{
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, config, NULL), GX_OK);
    return book;
}

/* A loaded book need not be new: what it did before is gone. */
static void spoil(gx_book *book, uint64_t seed)
{
    any_op any = {.state = seed + 1000, .themes = book->themes};
    uint64_t met[256] = {0};
    any_open(book, 999);
    go_on(&any, book, NULL, 500, met);
}

/* A book that takes up what `book` is, and writes on where its journal is; `book` is gone. */
static gx_book *reborn(gx_book *book, const gx_book_config *config)
{
    tape *journal = config->journal.host;
    save(book);
    gx_book *again = made(config);
    load_done(again);
    size_t written = journal->count; /* what the old one writes at its end is the new one's to write */
    gx_book_free(book);
    journal->count = written;
    return again;
}

/* One book goes on, the other is archived and taken up again and again. */
static void one_history(uint64_t seed, uint64_t met[256])
{
    tape tapes[2] = {{0}, {0}};
    bool journal = seed % 2 == 0;
    gx_book_config config = config_of(seed, journal ? &tapes[0] : NULL);
    gx_book *one = made(&config);
    any_op any = {.state = seed, .themes = config.themes};
    any_open(one, 100000);
    go_on(&any, one, NULL, BEFORE, met);
    save(one);
    config.journal.host = &tapes[1];
    gx_book *two = made(&config);
    if (seed % 5 == 0)
        spoil(two, seed);
    free(tapes[1].bytes);
    tapes[1] = (tape){0};
    if (tapes[0].count > 0)
        tape_write(&tapes[1], tapes[0].bytes, tapes[0].count); /* the host's part: what was written so far */
    load_done(two);
    expect_same(one, two);
    for (uint32_t left = AFTER, done = 0; left > 0; left -= done) {
        done = 1 + any_below(&any, left < 500 ? left : 500);
        go_on(&any, one, two, done, met);
        two = reborn(two, &config);
        expect_same(one, two);
    }
    gx_book_free(one);
    gx_book_free(two);
    ck_assert_uint_eq(tapes[0].count, tapes[1].count);
    if (tapes[0].count > 0)
        ck_assert_mem_eq(tapes[0].bytes, tapes[1].bytes, tapes[0].count);
    free(tapes[0].bytes);
    free(tapes[1].bytes);
}

START_TEST(a_loaded_book_goes_on_like_the_one_that_was_saved)
{
    uint64_t met[256] = {0};
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        one_history(seed, met);
    unsigned kinds = 0, done = 0;
    for (unsigned kind = 1; kind < 256; kind++) {
        kinds += gx_op_name((gx_op_kind)kind) != NULL;
        done += met[kind] > 0;
    }
    ck_assert_uint_ge(done * 2, kinds); /* blindly made ones; the auditor (test_auditor) does all of them */
}
END_TEST

/* ---- What a small history has not: many chunks */

static gx_packet_ref send_one(gx_book *book, uint32_t serial, uint32_t shares, gx_fen amount)
{
    gx_packet_order order = {
        .kind = GX_PACKET_LUCKY, .audience = 2, .shares = shares, .amount = amount, .occasion = serial};
    gx_packet_ref ref;
    gx_packet_send(book, key_of(FIRST_USER + serial % USERS, serial), &order, 5, &ref, NULL);
    return ref;
}

START_TEST(hundreds_of_thousands_of_packets_come_back_to_their_places)
{
    enum { MANY = 150000 };
    gx_book *one = make_rich_book(2, INT64_C(1) << 40);
    gx_book *two = make_book(2);
    static gx_packet_ref refs[MANY];
    gx_packet_share share;
    for (uint32_t i = 0; i < MANY; i++)
        refs[i] = send_one(one, i + 1, 1 + i % 9, 900);
    for (uint32_t i = 0; i < MANY; i++)
        for (uint32_t k = 0; k < i % 11; k++)
            gx_packet_claim(one, refs[i], k, draw_of(i, k), 6, &share);
    save(one);
    load_done(two);
    expect_same(one, two);
    ck_assert_uint_eq(gx_packets_open(one), gx_packets_open(two));
    bool same = true;
    for (uint32_t i = 0; i < MANY; i++) {
        gx_packet_ref a = send_one(one, MANY + i + 1, 1 + i % 7, 700);
        gx_packet_ref b = send_one(two, MANY + i + 1, 1 + i % 7, 700);
        same &= a.slot == b.slot && a.life == b.life;
    }
    ck_assert(same);
    expect_same(one, two);
    gx_book_free(one);
    gx_book_free(two);
}
END_TEST

/* ---- What cannot be loaded */

static gx_book *busy_book(uint32_t themes)
{
    gx_book_config config = tape_config(NULL, themes, 3);
    gx_book *book = made(&config);
    any_op any = {.state = 7, .themes = themes};
    uint64_t met[256] = {0};
    any_open(book, 100000);
    go_on(&any, book, NULL, BEFORE, met);
    return book;
}

static void expect_stranger(gx_book_config config, const char *word)
{
    gx_error error = {0};
    gx_book *book = made(&config);
    ck_assert_int_eq(load(book, &error), GX_ERR_FORMAT);
    ck_assert_msg(strstr(error.message, word) != NULL, "'%s' is not in: %s", word, error.message);
    gx_book_free(book);
}

START_TEST(the_archive_of_another_book_is_refused)
{
    gx_book *book = busy_book(GX_THEME_FUND | GX_THEME_CIRCLES);
    save(book);
    gx_book_free(book);
    const gx_book_config right = tape_config(NULL, GX_THEME_FUND | GX_THEME_CIRCLES, 3);
    gx_book_config wrong = right;
    wrong.first_user--;
    expect_stranger(wrong, "first user");
    wrong = right;
    wrong.users--;
    expect_stranger(wrong, "users");
    wrong = right;
    wrong.merchants.count++;
    expect_stranger(wrong, "merchants");
    wrong = right;
    wrong.pools.first++;
    expect_stranger(wrong, "first pool");
    wrong = right;
    wrong.themes = GX_THEME_FUND;
    expect_stranger(wrong, "themes");
    wrong = right;
    wrong.key_window = 4;
    expect_stranger(wrong, "key window");
    wrong = right;
    wrong.calendar.start++;
    expect_stranger(wrong, "calendar");
    wrong = right;
    wrong.calendar.tick_ms = 999;
    expect_stranger(wrong, "tick");
    tape t = {0};
    wrong = right;
    wrong.journal = (gx_journal_sink){tape_write, &t};
    expect_stranger(wrong, "journal");
    free(t.bytes);
    gx_book *again = made(&right);
    load_done(again);
    gx_book_free(again);
}
END_TEST

START_TEST(memory_may_run_out_at_every_allocation_of_a_load)
{
    gx_book *book = busy_book(GX_THEMES_ALL);
    save(book);
    gx_book_config config = tape_config(NULL, GX_THEMES_ALL, 3);
    long failures = 0;
    for (;; failures++) {
        gx_book *again = made(&config);
        gx_error error = {0};
        gx_memory_fail_after(failures);
        gx_status status = load(again, &error);
        gx_memory_fail_after(-1);
        if (status == GX_OK) {
            expect_same(book, again);
            gx_book_free(again);
            break;
        }
        ck_assert_int_eq(status, GX_ERR_MEMORY);
        gx_book_free(again);
    }
    ck_assert_int_gt(failures, 20);
    gx_book_free(book);
}
END_TEST

START_TEST(books_that_do_not_balance_are_not_archived)
{
    gx_book *book = make_rich_book(2, 1000);
    book->balance[0]++;
    book->inside_total++;
    gx_archive *archive;
    ck_assert_int_eq(gx_archive_save(&archive, path, NULL), GX_OK);
    gx_book_archive(archive, book);
    ck_assert_int_eq(gx_archive_end(archive, NULL), GX_ERR_AUDIT);
    ck_assert_int_ne(access(path, F_OK), 0);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/archive");
    TCase *tests = tcase_create("archive");
    tcase_set_timeout(tests, 60);
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, a_loaded_book_goes_on_like_the_one_that_was_saved);
    tcase_add_test(tests, hundreds_of_thousands_of_packets_come_back_to_their_places);
    tcase_add_test(tests, the_archive_of_another_book_is_refused);
    tcase_add_test(tests, memory_may_run_out_at_every_allocation_of_a_load);
    tcase_add_test(tests, books_that_do_not_balance_are_not_archived);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
