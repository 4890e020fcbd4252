/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contests: who wins is a matter of the tie alone, and nobody's chances or fate depend on strangers. */
#include <check.h>
#include <gx/base/memory.h>
#include <gx/sim/sim.h>
#include <string.h>

enum { PACKETS = 1200, MEMBERS = 20, USERS = PACKETS * MEMBERS, CLAIM = 2, WON = 3, ANSWER_WITHIN = 4 };

/* Entities: first the users, then the packets. The members of packet p are p * MEMBERS … + MEMBERS - 1. */
typedef struct contest_state {
    uint32_t taken[PACKETS]; /* claims served */
    uint32_t winner[PACKETS];
    uint32_t wins[USERS];
    uint64_t state[USERS + PACKETS];
    gx_key key;
} contest_state;

static void on_claim(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    contest_state *contest = context;
    for (size_t i = 0; i < count; i++) {
        uint32_t packet = span[i].target - USERS;
        contest->state[span[i].target] = gx_mix_pair(contest->state[span[i].target], span[i].source);
        if (contest->taken[packet]++ == 0) {
            contest->winner[packet] = span[i].source;
            gx_message won = {.target = span[i].source,
                              .due_kind = gx_due_kind(lane->tick + 1 + span[i].tie % ANSWER_WITHIN, WON),
                              .source = span[i].target};
            gx_send(lane, &won);
        }
        gx_note(lane, gx_mix_pair(span[i].target, span[i].source));
    }
}

static void on_won(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    contest_state *contest = context;
    for (size_t i = 0; i < count; i++) {
        contest->wins[span[i].target]++;
        contest->state[span[i].target] = gx_mix_pair(contest->state[span[i].target], lane->tick);
    }
}

/* All members of every packet claim it in the same tick and subtick; `without` is a packet nobody claims. */
static contest_state *play(uint32_t seed, uint32_t threads, uint32_t without)
{
    contest_state *contest = gx_alloc(1, sizeof(*contest));
    gx_sim *sim = NULL;
    gx_error error;
    gx_sim_config config = {.entities = USERS + PACKETS, .shards = 16, .threads = threads};
    ck_assert_ptr_nonnull(contest);
    contest->key = gx_key_make(seed, 0);
    ck_assert_int_eq(gx_sim_create(&sim, &config, &error), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, CLAIM, "claim", on_claim, contest), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, WON, "won", on_won, contest), GX_OK);
    uint32_t refused = 0;
    for (uint32_t user = 0; user < USERS; user++) {
        uint32_t packet = USERS + user / MEMBERS;
        gx_draw tie = gx_draw_at(contest->key, 0xf010, packet, user, 0);
        gx_message claim = {.target = packet,
                            .due_kind = gx_due_kind(1 + packet % 5, CLAIM),
                            .tie = tie.word[0],
                            .source = user};
        if (packet - USERS != without) {
            refused += gx_sim_post(sim, &claim, &error) != GX_OK;
        }
    }
    ck_assert_uint_eq(refused, 0);
    ck_assert_int_eq(gx_sim_run(sim, 100, NULL, &error), GX_OK);
    gx_sim_free(sim);
    return contest;
}

/* The winner's place among the members is uniform: chi-square with 19 degrees of freedom over 1,200 packets
 * of each of eight seeds. The bound has the upper tail of 4.5 sigma of the normal law, by Wilson and
 * Hilferty's formula: 19 (1 - 2/171 + 4.5 sqrt(2/171))^3 = 61. */
START_TEST(the_winner_does_not_depend_on_the_id)
{
    uint32_t wins[MEMBERS] = {0};
    uint32_t packets = 0;
    for (uint32_t seed = 1; seed <= 8; seed++) {
        contest_state *contest = play(seed, 2, PACKETS);
        for (uint32_t packet = 0; packet < PACKETS; packet++, packets++) {
            ck_assert_uint_eq(contest->taken[packet], MEMBERS);
            ck_assert_uint_eq(contest->winner[packet] / MEMBERS, packet);
            ck_assert_uint_eq(contest->wins[contest->winner[packet]], 1);
            wins[contest->winner[packet] % MEMBERS]++;
        }
        gx_free(contest);
    }
    double expected = (double)packets / MEMBERS;
    double chi_square = 0;
    for (uint32_t member = 0; member < MEMBERS; member++) {
        chi_square += (wins[member] - expected) * (wins[member] - expected) / expected;
    }
    ck_assert_double_lt(chi_square, 61.0);
    ck_assert_double_gt(chi_square, 2.0); /* too even is as suspicious */
}
END_TEST

/* The winner is the one with the smallest tie, whatever the order of posting was. */
START_TEST(the_smallest_tie_wins)
{
    contest_state *contest = play(3, 2, PACKETS);
    for (uint32_t packet = 0; packet < PACKETS; packet++) {
        uint32_t best = packet * MEMBERS;
        for (uint32_t user = best; user < (packet + 1) * MEMBERS; user++) {
            uint32_t tie = gx_draw_at(contest->key, 0xf010, USERS + packet, user, 0).word[0];
            best = tie < gx_draw_at(contest->key, 0xf010, USERS + packet, best, 0).word[0] ? user : best;
        }
        ck_assert_uint_eq(contest->winner[packet], best);
    }
    gx_free(contest);
}
END_TEST

/* Common random numbers: without one packet, its members fare differently and nobody else does. */
START_TEST(a_packet_that_is_missing_changes_nobody_else)
{
    enum { MISSING = 321 };
    contest_state *with = play(5, 2, PACKETS);
    contest_state *without = play(5, 1, MISSING);
    ck_assert_uint_eq(without->taken[MISSING], 0);
    uint32_t strangers = 0;
    for (uint32_t entity = 0; entity < USERS + PACKETS; entity++) {
        bool touched = entity / MEMBERS == MISSING || entity == USERS + MISSING;
        strangers += !touched && with->state[entity] != without->state[entity];
    }
    ck_assert_uint_eq(strangers, 0);
    ck_assert_uint_ne(with->state[USERS + MISSING], without->state[USERS + MISSING]);
    gx_free(with);
    gx_free(without);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/contest");
    TCase *tests = tcase_create("contest");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, the_winner_does_not_depend_on_the_id);
    tcase_add_test(tests, the_smallest_tie_wins);
    tcase_add_test(tests, a_packet_that_is_missing_changes_nobody_else);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
