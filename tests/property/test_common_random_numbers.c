/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two runs of one seed that differ in one thing differ by what that thing does, and by nothing else: every
 * draw is keyed by what it decides, so one packet more does not reshuffle the luck of those who never hear of
 * it. */
#include "run/trial.h"
#include <gx/base/memory.h>
#include <string.h>

enum { USERS = 50000, COLUMNS = 7 };

/* Ten cities, each a world of its own, on the evening of the festival. */
static const char evening[] = "version: 1\n"
                              "shards: 16\n"
                              "time: {start: 2016-02-07T17:00, duration: 6h, tick: 5s}\n"
                              "population: {users: 50k, cities: 10}\n"
                              "graph: {cities_apart: yes}\n"
                              "record: {what: series}\n"
                              "models: {sending: {per_day: 1}}\n"
                              "variants:\n"
                              "  - name: same\n"
                              "    set: {models.sending.per_day: 1, audit.sweep: 2h, record.what: series}\n";

static const char one_packet_more[] =
    "scheduled: [{at: 1h, sender: 30000, kind: lucky, audience: 0, shares: 20, amount: 200}]\n";
enum { SENDER = 30000 };

static trial with(const char *extra, char *text, size_t room)
{
    snprintf(text, room, "%s%s", evening, extra);
    return trial_of(text);
}

/* ---- Components: who could ever hear of whom, by ties and by groups
 * ----------------------------------------- */

static uint32_t parent[USERS];

static uint32_t root_of(uint32_t u)
{
    while (parent[u] != u)
        u = parent[u] = parent[parent[u]];
    return u;
}

static void join_rows(const gx_reader *reader, const char *layer, bool members)
{
    char path[100];
    size_t rows;
    snprintf(path, sizeof path, "%s/indptr", layer);
    uint64_t *first = words_of(reader, path, &rows);
    snprintf(path, sizeof path, "%s/indices", layer);
    uint64_t *to = words_of(reader, path, NULL);
    for (size_t r = 0; r + 1 < rows; r++)
        for (uint64_t i = first[r]; i < first[r + 1]; i++)
            parent[root_of((uint32_t)to[i])] = root_of(members ? (uint32_t)to[first[r]] : (uint32_t)r);
    gx_free(first);
    gx_free(to);
}

static void find_components(const gx_reader *reader)
{
    for (uint32_t u = 0; u < USERS; u++)
        parent[u] = u;
    join_rows(reader, "/layers/friends", false);
    join_rows(reader, "/groups", true);
}

/* ---- One packet more
 * -------------------------------------------------------------------------------------------- */

START_TEST(one_packet_more_is_felt_by_few_and_by_none_elsewhere)
{
    static const char *const columns[COLUMNS] = {
        "/users/end/balance",  "/users/end/card",         "/users/end/sent",          "/users/end/received",
        "/users/end/sent_fen", "/users/end/received_fen", "/users/end/first_received"};
    char text[2000], more_text[2000];
    trial base = with("", text, sizeof text), more = with(one_packet_more, more_text, sizeof more_text);
    base.options.output = scratch("base.h5");
    more.options.output = scratch("more.h5");
    trial_good(&base);
    trial_good(&more);
    ck_assert_uint_ne(base.result.digest, more.result.digest);
    ck_assert_int_gt(base.result.packets, 5000);
    gx_reader *a = open_recording(scratch("base.h5")), *b = open_recording(scratch("more.h5"));
    static bool differs[USERS];
    for (size_t c = 0; c < COLUMNS; c++) {
        uint64_t *x = words_of(a, columns[c], NULL), *y = words_of(b, columns[c], NULL);
        for (uint32_t u = 0; u < USERS; u++)
            differs[u] |= x[u] != y[u];
        gx_free(x);
        gx_free(y);
    }
    find_components(a);
    uint64_t *city = words_of(a, "/users/city", NULL);
    uint32_t count = 0, outside = 0, elsewhere = 0, component = 0, citizens = 0;
    for (uint32_t u = 0; u < USERS; u++) {
        bool inside = root_of(u) == root_of(SENDER);
        component += inside;
        citizens += city[u] == city[SENDER];
        count += differs[u];
        outside += differs[u] && !inside;
        elsewhere += differs[u] && city[u] != city[SENDER];
    }
    printf("one packet more: %u of %d users differ; %u in the sender's component, %u in the city\n", count,
           USERS, component, citizens);
    ck_assert(differs[SENDER]);
    ck_assert_uint_ge(count, 3); /* the sender and some who took a share */
    ck_assert_uint_lt(count, USERS / 100);
    ck_assert_uint_eq(outside, 0);
    ck_assert_uint_eq(elsewhere, 0);
    ck_assert_uint_gt(component, 100); /* it could have spread far */
    ck_assert_uint_lt(component, USERS / 2);
    gx_free(city);
    gx_reader_close(a);
    gx_reader_close(b);
    scratch_clear();
}
END_TEST

START_TEST(what_changes_nothing_changes_nothing)
{
    static const char *const variants[] = {NULL, "same"};
    uint64_t digest = 0, state = 0;
    for (size_t i = 0; i < 3; i++) {
        char text[2000];
        /* The third: a packet that is ordered for after the end. */
        trial t = with(i == 2 ? "scheduled: [{at: 2h, sender: 30000, kind: lucky, audience: 0}]\n" : "", text,
                       sizeof text);
        trial_set(&t, "time.duration=2h");
        t.options.variant = i < 2 ? variants[i] : NULL;
        trial_good(&t);
        digest = i ? digest : t.result.digest;
        state = i ? state : t.result.state_digest;
        ck_assert_uint_eq(t.result.digest, digest);
        ck_assert_uint_eq(t.result.state_digest, state);
    }
}
END_TEST

/* ---- More occasions: those that were there stay what they were
 * ---------------------------------------------------- */

typedef struct sent {
    size_t count;
    uint64_t *sender, *occasion, *tick, *kind, *audience, *shares, *amount, *cause;
} sent;

static sent packets_of(const char *path)
{
    gx_reader *reader = open_recording(path);
    sent s = {.sender = words_of(reader, "/events/packets/sender", &s.count)};
    s.occasion = words_of(reader, "/events/packets/occasion", NULL);
    s.tick = words_of(reader, "/events/packets/tick", NULL);
    s.kind = words_of(reader, "/events/packets/kind", NULL);
    s.audience = words_of(reader, "/events/packets/audience", NULL);
    s.shares = words_of(reader, "/events/packets/shares", NULL);
    s.amount = words_of(reader, "/events/packets/amount", NULL);
    s.cause = words_of(reader, "/events/packets/cause", NULL);
    gx_reader_close(reader);
    return s;
}

static void forget(sent *s)
{
    uint64_t *columns[] = {s->sender,   s->occasion, s->tick,   s->kind,
                           s->audience, s->shares,   s->amount, s->cause};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        gx_free(columns[i]);
}

/* Everybody has a card and no habits, so that what one does on an occasion depends on nothing but the
 * occasion. A second occasion in the same tick waits for the next one, so a packet may be a tick or two
 * later. */
START_TEST(more_occasions_leave_the_others_alone)
{
    static const char text[] = "version: 1\n"
                               "time: {start: 2016-02-07T12:00, duration: 24h, tick: 1s}\n"
                               "population: {users: 3000, cities: 3}\n"
                               "record: {what: events}\n"
                               "models: {sending: {per_day: 1}, binding: {cards_at_start: 1}}\n";
    trial few = trial_of(text), many = trial_of(text);
    few.options.output = scratch("few.h5");
    many.options.output = scratch("many.h5");
    trial_set(&many, "models.sending.per_day=2.5");
    trial_good(&few);
    trial_good(&many);
    sent a = packets_of(scratch("few.h5")), b = packets_of(scratch("many.h5"));
    size_t daily = 0, moved = 0;
    for (size_t i = 0; i < a.count; i++) {
        if (a.cause[i] != 0)
            continue;
        size_t k = 0;
        while (k < b.count && (b.sender[k] != a.sender[i] || b.occasion[k] != a.occasion[i]))
            k++;
        ck_assert_msg(k < b.count, "packet %zu is not sent any more", i);
        ck_assert_uint_eq(b.kind[k], a.kind[i]);
        ck_assert_uint_eq(b.audience[k], a.audience[i]);
        ck_assert_uint_eq(b.shares[k], a.shares[i]);
        ck_assert_uint_eq(b.amount[k], a.amount[i]);
        ck_assert_uint_ge(b.tick[k], a.tick[i]);
        ck_assert_uint_le(b.tick[k], a.tick[i] + 2);
        moved += b.tick[k] != a.tick[i];
        daily++;
    }
    printf("more occasions: %zu packets stay, %zu a tick later; %zu packets instead of %zu\n", daily, moved,
           b.count, a.count);
    ck_assert_uint_gt(daily, 1500);
    ck_assert_uint_le(moved, daily / 200);
    ck_assert_uint_gt(b.count, 2 * a.count);
    forget(&a);
    forget(&b);
    scratch_clear();
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("common random numbers");
    tcase_add_test(tests, one_packet_more_is_felt_by_few_and_by_none_elsewhere);
    tcase_add_test(tests, what_changes_nothing_changes_nothing);
    tcase_add_test(tests, more_occasions_leave_the_others_alone);
    return trial_main("property: common random numbers", tests);
}
