/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of a recording: absent, whole, damaged. */
#include "stats/synth.h"

#include <check.h>
#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { USERS = 10, ROWS = 5 };
static const synth_root root = {USERS, 1000, 0, 100, 1};

static void put_packets(synth *s, uint32_t sender)
{
    gx_packets p;
    synth_make(&p, GX_TABLE_PACKETS, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) {
        p.sender[i] = i == 3 ? sender : i;
        p.occasion[i] = 7;
        p.amount[i] = 100 + i;
        p.answers_sender[i] = GX_NOBODY;
    }
    synth_put(s, GX_TABLE_PACKETS, &p);
    gx_table_unload(&p, GX_TABLE_PACKETS);
}

START_TEST(only_what_is_wanted)
{
    synth s;
    gx_facts facts;
    gx_packets p;
    gx_claims c;
    gx_error error;
    bool present;
    synth_begin(&s, "tables", &root);
    put_packets(&s, 3);
    gx_reader *reader = synth_end(&s);
    ck_assert_int_eq(gx_facts_read(&facts, reader, &error), GX_OK);
    ck_assert_int_eq(facts.users, USERS);
    ck_assert(facts.complete && !facts.all_events);
    ck_assert_int_eq(gx_table_load(&p, GX_TABLE_PACKETS, "sender amount", reader, &facts, &present, &error),
                     GX_OK);
    ck_assert(present && p.rows == ROWS && p.tick == NULL && p.amount[4] == 104 && p.sender[2] == 2);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    ck_assert(p.rows == 0 && p.sender == NULL);
    ck_assert_int_eq(gx_table_load(&p, GX_TABLE_PACKETS, NULL, reader, &facts, &present, &error), GX_OK);
    ck_assert(present && p.answers_sender[0] == GX_NOBODY && p.shares != NULL);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    ck_assert_int_eq(gx_table_load(&c, GX_TABLE_CLAIMS, "tick", reader, &facts, &present, &error), GX_OK);
    ck_assert(!present && c.rows == 0 && c.tick == NULL);
    synth_remove(&s, reader);
}
END_TEST

static void expect(synth *s, gx_recording_table table, const char *says)
{
    gx_facts facts;
    gx_error error;
    bool present;
    union {
        gx_packets packets;
        gx_users users;
    } t;
    gx_reader *reader = synth_end(s);
    ck_assert_int_eq(gx_facts_read(&facts, reader, &error), GX_OK);
    ck_assert_int_eq(gx_table_load(&t, table, "sender city", reader, &facts, &present, &error),
                     GX_ERR_FORMAT);
    ck_assert_msg(strstr(error.message, says) != NULL, "'%s' does not say '%s'", error.message, says);
    ck_assert(!present);
    synth_remove(s, reader);
}

START_TEST(nobody_beyond_the_population)
{
    synth s;
    synth_begin(&s, "stranger", &root);
    put_packets(&s, USERS);
    gx_facts facts;
    gx_error error;
    gx_packets p;
    bool present;
    gx_reader *reader = synth_end(&s);
    ck_assert_int_eq(gx_facts_read(&facts, reader, &error), GX_OK);
    ck_assert_int_eq(gx_table_load(&p, GX_TABLE_PACKETS, "tick sender", reader, &facts, &present, &error),
                     GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "/events/packets/sender"));
    ck_assert_ptr_nonnull(strstr(error.message, "row 3"));
    synth_remove(&s, reader);
}
END_TEST

START_TEST(as_many_rows_as_users)
{
    synth s;
    const uint32_t city[3] = {0};
    synth_begin(&s, "short", &root);
    synth_array(&s, "/users", "city", GX_U32, city, 3);
    expect(&s, GX_TABLE_USERS, "/users/city has 3 rows");
}
END_TEST

START_TEST(columns_equally_long)
{
    synth s;
    gx_facts facts;
    gx_error error;
    gx_packets p;
    bool present;
    const uint32_t a[4] = {0};
    synth_begin(&s, "uneven", &root);
    synth_array(&s, "/events/packets", "tick", GX_U32, a, 4);
    synth_array(&s, "/events/packets", "sender", GX_U32, a, 3);
    gx_reader *reader = synth_end(&s);
    ck_assert_int_eq(gx_facts_read(&facts, reader, &error), GX_OK);
    ck_assert_int_eq(gx_table_load(&p, GX_TABLE_PACKETS, "tick sender", reader, &facts, &present, &error),
                     GX_ERR_FORMAT);
    ck_assert_ptr_nonnull(strstr(error.message, "/events/packets/sender"));
    facts.complete = false; /* of a run that died the common rows are taken */
    ck_assert_int_eq(gx_table_load(&p, GX_TABLE_PACKETS, "tick sender", reader, &facts, &present, &error),
                     GX_OK);
    ck_assert(present && p.rows == 3);
    gx_table_unload(&p, GX_TABLE_PACKETS);
    synth_remove(&s, reader);
}
END_TEST

START_TEST(packets_by_name)
{
    enum { MANY = 5000 };
    static uint32_t sender[MANY], occasion[MANY];
    gx_packet_index index;
    gx_error error;
    for (uint32_t i = 0; i < MANY; i++) {
        sender[i] = i / 7;
        occasion[i] = i % 7 * 1000;
    }
    ck_assert_int_eq(gx_packet_index_create(&index, sender, occasion, MANY, &error), GX_OK);
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert_uint_eq(gx_packet_find(&index, sender[i], occasion[i]), i);
        ck_assert_uint_eq(gx_packet_find(&index, sender[i], occasion[i] + 1), UINT32_MAX);
    }
    gx_packet_index_free(&index);
    sender[9] = sender[8];
    occasion[9] = occasion[8];
    ck_assert_int_eq(gx_packet_index_create(&index, sender, occasion, MANY, &error), GX_OK);
    ck_assert_uint_eq(index.repeats, 1);
    for (uint32_t i = 0; i < MANY; i++) /* of two of one name the first stands */
        ck_assert_uint_eq(gx_packet_find(&index, sender[i], occasion[i]), i == 9 ? 8 : i);
    gx_packet_index_free(&index);
    ck_assert_int_eq(gx_packet_index_create(&index, sender, occasion, 0, &error), GX_OK);
    ck_assert_uint_eq(index.repeats, 0);
    ck_assert_uint_eq(gx_packet_find(&index, 1, 1), UINT32_MAX);
    gx_packet_index_free(&index);
}
END_TEST

/* The facts of a recording with one root attribute changed. */
static gx_status facts_with(const char *name, int64_t value, const double *share, gx_facts *facts,
                            gx_error *error)
{
    synth s;
    synth_begin(&s, "facts", &root);
    gx_status status = share ? gx_writer_real_attribute(s.writer, "/", "event_share", *share, error)
                             : gx_writer_int_attribute(s.writer, "/", name, value, error);
    ck_assert_int_eq(status, GX_OK);
    gx_reader *reader = synth_end(&s);
    status = gx_facts_read(facts, reader, error);
    synth_remove(&s, reader);
    return status;
}

START_TEST(attributes_within_reason)
{
    static const struct {
        const char *name;
        int64_t low, high;
    } ranges[] = {
#define X(name, low, high) {#name, low, high},
        GX_FACT_RANGES(X)
#undef X
    };
    gx_facts facts;
    gx_error error;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const int64_t good[] = {ranges[i].low, ranges[i].high};
        const int64_t bad[] = {ranges[i].low - 1, ranges[i].high + 1, INT64_C(1) << 62, INT64_MIN};
        char quoted[40];
        snprintf(quoted, sizeof quoted, "'%s'", ranges[i].name);
        for (size_t k = 0; k < 2; k++)
            ck_assert_msg(facts_with(ranges[i].name, good[k], NULL, &facts, &error) == GX_OK, "%s",
                          error.message);
        for (size_t k = 0; k < 4; k++) {
            ck_assert_int_eq(facts_with(ranges[i].name, bad[k], NULL, &facts, &error), GX_ERR_FORMAT);
            ck_assert_msg(strstr(error.message, quoted) != NULL, "%s", error.message);
        }
    }
    const double shares[] = {0, 1, -0.01, 1.01, (double)INFINITY, (double)NAN};
    for (size_t k = 0; k < 6; k++) {
        ck_assert_int_eq(facts_with(NULL, 0, &shares[k], &facts, &error), k < 2 ? GX_OK : GX_ERR_FORMAT);
        ck_assert(k < 2 || strstr(error.message, "'event_share'") != NULL);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stats/tables");
    TCase *tests = tcase_create("tables");
    tcase_add_test(tests, only_what_is_wanted);
    tcase_add_test(tests, nobody_beyond_the_population);
    tcase_add_test(tests, as_many_rows_as_users);
    tcase_add_test(tests, columns_equally_long);
    tcase_add_test(tests, packets_by_name);
    tcase_add_test(tests, attributes_within_reason);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
