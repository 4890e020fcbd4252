/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long random histories of every operation, valid and hostile, on three books at once, against the auditor
 * (core/auditor/auditor.h). A failure is made small and told, with its seed.
 *
 * By hand:  core-test_auditor SEED [SEEDS [STEPS [THEMES]]]   plays these histories and prints what they came
 * to; books have no other themes than these bits. */
#include "core/auditor/world.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define SLOW 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SLOW 1
#endif
#endif
#ifndef SLOW
#define SLOW 0
#endif

enum { HISTORIES = SLOW ? 50 : 200, STEPS = 2000, ROOM = 60000, SHRINK_SECONDS = 20 };

/* Plays the histories of `count` seeds; a failure is shrunk, told, and ends it. */
static bool play_seeds(FILE *tell, aud_tally *tally, uint64_t seed, uint64_t count, uint32_t steps)
{
    aud_history *history = aud_history_new(steps + ROOM);
    bool right = true;
    for (uint64_t i = 0; i < count && right; i++) {
        right = aud_try(history, tally, seed + i, steps, AUD_SOUND);
        if (right)
            continue;
        aud_shrink(history, tally, AUD_SOUND, SHRINK_SECONDS);
        aud_tell(tell, history, tally, AUD_SOUND);
    }
    aud_history_free(history);
    return right;
}

/* ---- Is everything met? */

/* What the door says of any operation. */
static bool is_of_the_door(const aud_form *form, unsigned code)
{
    static const gx_answer_code all[] = {GX_REFUSED_OPERATION, GX_REFUSED_THEME,  GX_REFUSED_CLOCK,
                                         GX_REFUSED_LIST,      GX_REFUSED_MEMORY, GX_REFUSED_LINKED};
    static const gx_answer_code keyed[] = {GX_REFUSED_ACCOUNT, GX_REFUSED_KEY_CONTENT, GX_REFUSED_KEY_OLD};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i] == code)
            return true;
    for (size_t i = 0; form->keyed && i < sizeof keyed / sizeof keyed[0]; i++)
        if (keyed[i] == code)
            return true;
    return false;
}

/* How often an answer must be met in the gate. */
enum { DONE_OFTEN = SLOW ? 0 : 10, REFUSED_OFTEN = SLOW ? 0 : 2 };

static unsigned check_rule(const aud_tally *tally, const aud_rule *rule)
{
    const aud_form *form = aud_form_of(rule->kind);
    const uint64_t *met = tally->answers[rule->kind];
    unsigned wrong = 0;
    for (unsigned code = 0; code < GX_ANSWER_COUNT; code++) {
        uint64_t bit = UINT64_C(1) << code;
        uint64_t least = code == GX_DONE ? DONE_OFTEN : (rule->may & bit) != 0 ? REFUSED_OFTEN : 0;
        bool expected =
            code == GX_DONE || ((rule->may | rule->seldom) & bit) != 0 || is_of_the_door(form, code);
        if (met[code] < least)
            fprintf(stderr, "auditor: %s is answered %s %llu times only\n", form->name,
                    gx_answer_name((gx_answer_code)code), (unsigned long long)met[code]);
        if (met[code] > 0 && !expected)
            fprintf(stderr, "auditor: %s is answered %s, which its rule does not list\n", form->name,
                    gx_answer_name((gx_answer_code)code));
        wrong += met[code] < least || (met[code] > 0 && !expected);
    }
    return wrong;
}

/* Each operation is done often, each refuses in all of its ways, and in no other. */
static unsigned check_variety(const aud_tally *tally)
{
    unsigned wrong = 0;
    for (unsigned kind = 1; kind < 256; kind++) {
        const aud_part *part;
        const aud_rule *rule = aud_rule_of(kind, &part);
        if (rule != NULL)
            wrong += check_rule(tally, rule);
    }
    return wrong;
}

START_TEST(every_operation_has_a_part)
{
    for (unsigned kind = 1; kind < 256; kind++) {
        const aud_part *part;
        bool exists = gx_op_name((gx_op_kind)kind) != NULL;
        ck_assert_msg(exists == (aud_rule_of(kind, &part) != NULL), "no part predicts %s",
                      exists ? gx_op_name((gx_op_kind)kind) : "an operation that there is not");
    }
}
END_TEST

START_TEST(long_histories_agree)
{
    aud_tally *tally = aud_tally_new();
    ck_assert_msg(play_seeds(stderr, tally, 1, HISTORIES, STEPS), "%s", tally->failure);
    ck_assert_uint_eq(check_variety(tally), 0);
    uint64_t steps = tally->steps;
    ck_assert_uint_ge(steps, (uint64_t)HISTORIES * STEPS);
    ck_assert_uint_gt(tally->moved, steps / 5); /* not only refusals */
    ck_assert_uint_lt(tally->moved, steps * 4 / 5);
    ck_assert_uint_gt(tally->repeats, steps / 400);
    ck_assert_uint_gt(tally->groups, steps / 200);
    ck_assert_uint_gt(tally->group_failures, tally->groups / 20);
    ck_assert_uint_gt(tally->watched, steps / 40);
    ck_assert_uint_gt(tally->choked, 0);
    ck_assert_uint_gt(tally->replays, 0);
    ck_assert_uint_gt(tally->rebirths, steps / 500);
    aud_tally_free(tally);
}
END_TEST

/* ---- Can it fail? Defects are put in on purpose, found, and told in a few steps. */

static void expect_found(aud_defect defect, gx_op_kind culprit, uint32_t steps_at_most)
{
    aud_tally *tally = aud_tally_new();
    aud_history *history = aud_history_new(STEPS + ROOM);
    bool right = true;
    for (uint64_t seed = 1; seed <= 20 && right; seed++)
        right = aud_try(history, tally, seed, STEPS, defect);
    ck_assert_msg(!right, "defect %d is not found", (int)defect);
    aud_shrink(history, tally, defect, SHRINK_SECONDS);
    bool named = false;
    for (uint32_t i = 0; i < history->count; i++)
        named |= history->steps[i].op.kind == culprit;
    if (!named || history->count > steps_at_most)
        aud_tell(stderr, history, tally, defect);
    ck_assert_msg(named, "the operation that was spoiled is not in the smallest history");
    ck_assert_msg(history->count <= steps_at_most, "%u steps are not a small history", history->count);
    aud_history_free(history);
    aud_tally_free(tally);
}

START_TEST(an_answer_that_is_one_fen_off_is_found)
{
    expect_found(AUD_ANSWER_OFF, GX_OP_TRANSFER, 4);
}
END_TEST

START_TEST(a_fen_that_appears_is_found)
{
    expect_found(AUD_FEN_APPEARS, GX_OP_HOLD_VOID, 6);
}
END_TEST

START_TEST(an_operation_that_is_answered_and_not_done_is_found)
{
    expect_found(AUD_OP_LOST, GX_OP_PACKET_EXPIRE, 6);
}
END_TEST

START_TEST(a_crash_is_found)
{
    expect_found(AUD_CRASH, GX_OP_WITHDRAW, 4);
}
END_TEST

/* ---- By hand */

static int by_hand(int count, char **words)
{
    uint64_t seed = strtoull(words[1], NULL, 10);
    uint64_t seeds = count > 2 ? strtoull(words[2], NULL, 10) : 1;
    uint32_t steps = count > 3 ? (uint32_t)strtoul(words[3], NULL, 10) : STEPS;
    aud_themes_allowed = count > 4 ? (uint32_t)strtoul(words[4], NULL, 0) : UINT32_MAX;
    aud_tally *tally = aud_tally_new();
    bool right = play_seeds(stdout, tally, seed, seeds, steps);
    printf("seeds %llu to %llu: %llu operations, %llu done, %llu repeated, %llu groups, %llu without memory, "
           "%llu journals replayed, "
           "%llu times archived and loaded: %s\n",
           (unsigned long long)seed, (unsigned long long)(seed + seeds - 1), (unsigned long long)tally->steps,
           (unsigned long long)tally->moved, (unsigned long long)tally->repeats,
           (unsigned long long)tally->groups, (unsigned long long)tally->choked,
           (unsigned long long)tally->replays, (unsigned long long)tally->rebirths,
           right ? "agreed" : "FAILED");
    aud_tally_free(tally);
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **words)
{
    if (count > 1)
        return by_hand(count, words);
    Suite *suite = suite_create("core/auditor");
    TCase *tests = tcase_create("auditor");
    tcase_set_timeout(tests, 280);
    tcase_add_test(tests, every_operation_has_a_part);
    tcase_add_test(tests, long_histories_agree);
    tcase_add_test(tests, an_answer_that_is_one_fen_off_is_found);
    tcase_add_test(tests, a_fen_that_appears_is_found);
    tcase_add_test(tests, an_operation_that_is_answered_and_not_done_is_found);
    tcase_add_test(tests, a_crash_is_found);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
