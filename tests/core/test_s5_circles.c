/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S5: circles with a gate before each right; S6: their operators; S12: real names among strangers. */
#include "social.h"

enum { KEEPER = FIRST_MERCHANT, FAN = STRANGER };

static void set_gate(gx_book *book, gx_circle_ref circle, gx_right right, uint8_t alternative, gx_gate gate)
{
    expect_done(gx_circle_set_gate(book, circle, KEEPER, right, alternative, &gate, NOW), 0);
}

/* The six rights, as operations on a circle and on a post of the keeper's in it. */
static gx_answer ask(gx_book *book, gx_circle_ref circle, gx_post_ref post, const gx_pass *pass,
                     gx_right right)
{
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    gx_ref made;
    switch (right) {
    case GX_RIGHT_JOIN:
        return gx_circle_join(book, circle, pass, NOW);
    case GX_RIGHT_READ:
        return gx_post_read(book, post, pass, NOW, NULL);
    case GX_RIGHT_LIKE:
        return gx_post_like(book, post, pass, NOW);
    case GX_RIGHT_TIP:
        return gx_tip_take(book, post, pass, 5, NOW, NULL);
    case GX_RIGHT_COMMENT:
        return gx_post_comment(book, post, pass, NOW, &made);
    default:
        return gx_circle_post(book, circle, pass, &order, NOW, &made);
    }
}

START_TEST(S5_join_and_leave)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    gx_circle_view view;
    expect_refused(gx_circle_leave(book, circle, FAN, NOW), GX_REFUSED_STATE, 0, 1);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    ck_assert_uint_eq(gx_circle_standing(book, circle, FAN), 1);
    expect_refused(gx_circle_set_standing(book, circle, FAN, FAN, 9, NOW), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_refused(gx_circle_set_standing(book, circle, KEEPER, FAN, 0, NOW), GX_REFUSED_RULE, 0, 1);
    expect_refused(gx_circle_set_standing(book, circle, KEEPER, FAN + 1, 9, NOW), GX_REFUSED_STATE, 0, 1);
    expect_done(gx_circle_set_standing(book, circle, KEEPER, FAN, 9, NOW), 0);
    expect_refused(gx_circle_join(book, circle, &fan, NOW), GX_REFUSED_TWICE, 9, 0);
    ck_assert(gx_circle_look(book, circle, &view));
    ck_assert_uint_eq(view.members, 1);
    ck_assert_uint_eq(view.operator_, KEEPER);
    ck_assert_uint_eq(view.topic, 5);
    expect_done(gx_circle_leave(book, circle, FAN, NOW), 0);
    ck_assert_uint_eq(gx_circle_standing(book, circle, FAN), 0);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    ck_assert_uint_eq(gx_circle_standing(book, circle, FAN), 1); /* from the beginning */
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S5_each_condition_stands_before_each_right)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, KEEPER);
    gx_pass fan = pass_of(FAN);
    fan.badges = 6;
    for (gx_right right = GX_RIGHT_JOIN; right < GX_RIGHT_COUNT; right++) {
        gx_gate gates[10];
        for (int i = 0; i < 10; i++)
            gates[i] = gx_gate_open();
        gates[0].tier_min = 3;
        gates[1].score_min = 601;
        gates[2].sexes = 1 << MAN;
        gates[3].age_min = 31;
        gates[4].age_max = 29;
        gates[5].occupations = UINT64_C(1) << STUDENT;
        gates[6].badges_all = 7;
        gates[7].badges_any = 9;
        gates[8].standing_min = 1;
        gates[9].sexes = 0; /* nobody */
        static const int missed[] = {
            GX_MISS_TIER,       GX_MISS_SCORE,      GX_MISS_SEX,        GX_MISS_AGE,      GX_MISS_AGE,
            GX_MISS_OCCUPATION, GX_MISS_BADGES_ALL, GX_MISS_BADGES_ANY, GX_MISS_STANDING, GX_MISS_SEX};
        for (int i = 0; i < 10; i++) {
            set_gate(book, circle, right, 0, gates[i]);
            snapshot before = take_snapshot(book);
            expect_refused(ask(book, circle, post, &fan, right), GX_REFUSED_GATE, missed[i], right);
            expect_refused(gx_circle_may(book, circle, &fan, right, NOW), GX_REFUSED_GATE, missed[i], right);
            expect_unchanged(book, &before);
            ck_assert_uint_eq(gx_gate_misses(&gates[i], &fan, 0), (uint32_t)missed[i]);
        }
        gx_gate exact = {.occupations = UINT64_C(1) << CLERK,
                         .badges_all = 6,
                         .badges_any = 4,
                         .score_min = 600,
                         .tier_min = 2,
                         .sexes = 1 << WOMAN,
                         .age_min = 30,
                         .age_max = 30};
        set_gate(book, circle, right, 0, exact);
        ck_assert_int_eq(ask(book, circle, post, &fan, right).code, GX_DONE);
        expect_done(gx_circle_may(book, circle, &fan, right, NOW), 0);
        if (right == GX_RIGHT_JOIN)
            expect_done(gx_circle_leave(book, circle, FAN, NOW), 0);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(S5_the_gate_of_2016_by_sex_and_750_points)
{
    gx_book *book = make_social_book();
    gx_circle_ref diary = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 1);
    gx_circle_ref variant = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 1);
    gx_gate women = gx_gate_open();
    women.sexes = 1 << WOMAN;
    gx_gate points = gx_gate_open();
    points.score_min = 750;
    set_gate(book, diary, GX_RIGHT_POST, 0, women);
    set_gate(book, diary, GX_RIGHT_COMMENT, 0, women);
    set_gate(book, diary, GX_RIGHT_COMMENT, 1, points); /* women, or 750 points and more */
    gx_pass woman = pass_of(FAN);
    gx_pass man = pass_of(FAN + 1);
    gx_pass rich = pass_of(FAN + 2);
    man.sex = rich.sex = MAN;
    man.score = 749;
    rich.score = 750;
    expect_done(gx_circle_may(book, diary, &woman, GX_RIGHT_POST, NOW), 0);
    expect_refused(gx_circle_may(book, diary, &rich, GX_RIGHT_POST, NOW), GX_REFUSED_GATE, GX_MISS_SEX,
                   GX_RIGHT_POST);
    expect_done(gx_circle_may(book, diary, &woman, GX_RIGHT_COMMENT, NOW), 0);
    expect_done(gx_circle_may(book, diary, &rich, GX_RIGHT_COMMENT, NOW), 0);
    expect_refused(gx_circle_may(book, diary, &man, GX_RIGHT_COMMENT, NOW), GX_REFUSED_GATE, GX_MISS_SEX,
                   GX_RIGHT_COMMENT);
    expect_done(gx_circle_may(book, diary, &man, GX_RIGHT_LIKE, NOW), 0);
    expect_done(gx_circle_may(book, diary, &man, GX_RIGHT_TIP, NOW), 0);
    for (gx_right right = GX_RIGHT_JOIN; right < GX_RIGHT_COUNT; right++) /* and its absence */
        expect_done(gx_circle_may(book, variant, &man, right, NOW), 0);
    set_gate(book, diary, GX_RIGHT_COMMENT, 0, points); /* the second set is forgotten */
    expect_refused(gx_circle_may(book, diary, &woman, GX_RIGHT_COMMENT, NOW), GX_REFUSED_GATE, GX_MISS_SCORE,
                   GX_RIGHT_COMMENT);
    gx_gate gate;
    ck_assert(!gx_circle_look_gate(book, diary, GX_RIGHT_COMMENT, 1, &gate));
    ck_assert(gx_circle_look_gate(book, diary, GX_RIGHT_COMMENT, 0, &gate));
    ck_assert_uint_eq(gate.score_min, 750);
    gx_book_free(book);
}
END_TEST

START_TEST(S5_a_gate_can_ask_for_members_and_their_standing)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    gx_gate members = gx_gate_open();
    members.standing_min = 1;
    gx_gate elders = gx_gate_open();
    elders.standing_min = 5;
    set_gate(book, circle, GX_RIGHT_COMMENT, 0, members);
    set_gate(book, circle, GX_RIGHT_POST, 0, elders);
    expect_refused(gx_circle_may(book, circle, &fan, GX_RIGHT_COMMENT, NOW), GX_REFUSED_GATE,
                   GX_MISS_STANDING, GX_RIGHT_COMMENT);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_done(gx_circle_may(book, circle, &fan, GX_RIGHT_COMMENT, NOW), 0);
    expect_refused(gx_circle_may(book, circle, &fan, GX_RIGHT_POST, NOW), GX_REFUSED_GATE, GX_MISS_STANDING,
                   GX_RIGHT_POST);
    expect_done(gx_circle_set_standing(book, circle, GX_PLATFORM, FAN, 5, NOW), 0);
    expect_done(gx_circle_may(book, circle, &fan, GX_RIGHT_POST, NOW), 0);
    expect_done(gx_circle_leave(book, circle, FAN, NOW), 0);
    expect_refused(gx_circle_may(book, circle, &fan, GX_RIGHT_COMMENT, NOW), GX_REFUSED_GATE,
                   GX_MISS_STANDING, GX_RIGHT_COMMENT);
    gx_book_free(book);
}
END_TEST

START_TEST(S5_codes_above_the_bits_share_the_last_one)
{
    gx_gate gate = gx_gate_open();
    gx_pass pass = pass_of(FAN);
    gate.sexes = 0x80;
    gate.occupations = UINT64_C(1) << 63;
    pass.sex = 200;
    pass.occupation = 200;
    ck_assert_uint_eq(gx_gate_misses(&gate, &pass, 0), 0);
    pass.sex = 7;
    pass.occupation = 63;
    ck_assert_uint_eq(gx_gate_misses(&gate, &pass, 0), 0);
    pass.sex = 6;
    pass.occupation = 62;
    ck_assert_uint_eq(gx_gate_misses(&gate, &pass, 0), GX_MISS_SEX | GX_MISS_OCCUPATION);
}
END_TEST

START_TEST(S5_only_operator_and_platform_set_gates)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_gate gate = gx_gate_open();
    snapshot before = take_snapshot(book);
    expect_refused(gx_circle_set_gate(book, circle, FAN, GX_RIGHT_JOIN, 0, &gate, NOW), GX_REFUSED_RIGHT, FAN,
                   KEEPER);
    expect_refused(gx_circle_set_gate(book, circle, KEEPER, GX_RIGHT_COUNT, 0, &gate, NOW), GX_REFUSED_RULE,
                   6, 5);
    expect_refused(gx_circle_set_gate(book, circle, KEEPER, GX_RIGHT_JOIN, 2, &gate, NOW), GX_REFUSED_RULE, 2,
                   1);
    gate.age_min = 9;
    gate.age_max = 8;
    expect_refused(gx_circle_set_gate(book, circle, KEEPER, GX_RIGHT_JOIN, 0, &gate, NOW), GX_REFUSED_RULE, 9,
                   8);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(S6_fans_post_among_themselves_or_only_the_operator_does)
{
    gx_book *book = make_social_book();
    gx_circle_ref community = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_circle_ref official = open_circle(book, KEEPER, GX_CIRCLE_OFFICIAL, 0);
    gx_pass fan = pass_of(FAN);
    gx_pass other = pass_of(FAN + 1);
    gx_pass keeper = {.user = KEEPER};
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    gx_post_ref post;
    gx_comment_ref comment;
    expect_done(gx_circle_post(book, community, &fan, &order, NOW, &post), 0);
    expect_done(gx_post_comment(book, post, &other, NOW, &comment), 0);
    expect_refused(gx_circle_post(book, official, &fan, &order, NOW, &post), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_done(gx_circle_post(book, official, &keeper, &order, NOW, &post), 0);
    expect_done(gx_post_comment(book, post, &fan, NOW, &comment), 0);
    gx_gate nobody = gx_gate_open();
    nobody.sexes = 0;
    set_gate(book, official, GX_RIGHT_COMMENT, 0, nobody); /* one way altogether */
    expect_refused(gx_post_comment(book, post, &fan, NOW, &comment), GX_REFUSED_GATE, GX_MISS_SEX,
                   GX_RIGHT_COMMENT);
    expect_done(gx_post_comment(book, post, &keeper, NOW, &comment), 0); /* no gate is for him */
    gx_circle_view view;
    ck_assert(gx_circle_look(book, official, &view)); /* content stays */
    ck_assert_uint_eq(view.posts, 1);
    expect_done(gx_post_read(book, post, &fan, UINT32_MAX, NULL), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(S6_who_may_operate_is_a_rule)
{
    gx_book *book = make_social_book();
    gx_circle_rules rules = {.operators = GX_OPERATORS_MERCHANTS};
    gx_circle_order order = {.mode = GX_CIRCLE_COMMUNITY};
    gx_circle_ref circle;
    expect_done(gx_circle_set_rules(book, &rules, NOW), 0);
    expect_refused(gx_circle_open(book, key_of(FIRST_USER, 1), &order, NOW, &circle), GX_REFUSED_RIGHT, 0, 2);
    expect_refused(gx_circle_open(book, key_of(FIRST_POOL, 1), &order, NOW, &circle), GX_REFUSED_RIGHT, 0, 2);
    expect_done(gx_circle_open(book, key_of(KEEPER, 1), &order, NOW, &circle), 0);
    order.mode = GX_CIRCLE_MODES;
    expect_refused(gx_circle_open(book, key_of(KEEPER, 2), &order, NOW, &circle), GX_REFUSED_RULE, 2, 1);
    rules.operators = 4;
    expect_refused(gx_circle_set_rules(book, &rules, NOW), GX_REFUSED_RULE, 4, 3);
    rules.act_cost = -1;
    expect_refused(gx_circle_set_rules(book, &rules, NOW), GX_REFUSED_RULE, -1, 0);
    rules.act_cost = GX_ACT_COST_MAX + 1;
    expect_refused(gx_circle_set_rules(book, &rules, NOW), GX_REFUSED_RULE, GX_ACT_COST_MAX + 1,
                   GX_ACT_COST_MAX);
    gx_book_free(book);
}
END_TEST

START_TEST(S6_a_circle_closes_when_it_is_empty)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, FAN);
    gx_pass fan = pass_of(FAN);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_refused(gx_circle_close(book, circle, FAN, NOW), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_refused(gx_circle_close(book, circle, KEEPER, NOW), GX_REFUSED_STATE, 1, 0);
    expect_done(gx_post_delete(book, post, FAN, NOW), 0);
    expect_done(gx_circle_close(book, circle, KEEPER, NOW), 0);
    expect_refused(gx_circle_join(book, circle, &fan, NOW), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_circle_close(book, circle, KEEPER, NOW), GX_REFUSED_RESOLVED, 0, 0);
    gx_ref never = {9, 1};
    expect_refused(gx_circle_may(book, never, &fan, GX_RIGHT_READ, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_circle_may(book, never, &fan, GX_RIGHT_COUNT, NOW), GX_REFUSED_RULE, 6, 5);
    gx_circle_ref next = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    ck_assert_uint_eq(next.slot, circle.slot);
    ck_assert_uint_eq(gx_circle_standing(book, next, FAN), 0); /* nothing of the tenant before */
    ck_assert_uint_eq(gx_circles_open(book), 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S6_circle_posts_need_both_themes)
{
    gx_book *book = make_book_with(GX_THEME_CIRCLES, WINDOW);
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    gx_post_ref post;
    expect_refused(gx_circle_post(book, circle, &fan, &order, NOW, &post), GX_REFUSED_THEME, 0,
                   GX_THEME_CONTENT);
    expect_refused(gx_post_send(book, key_of(FIRST_USER, 1), &order, NOW, &post), GX_REFUSED_THEME, 0,
                   GX_THEME_CONTENT);
    gx_book_free(book);
}
END_TEST

START_TEST(S12_strangers_need_a_real_name)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 1);
    gx_post_ref post = post_in(book, circle, FAN);
    gx_pass nameless = pass_of(FAN + 1);
    nameless.tier = 0;
    gx_gate gate = gx_gate_open();
    gate.score_min = 900; /* the name is asked before the gate */
    for (gx_right right = GX_RIGHT_JOIN; right < GX_RIGHT_COUNT; right++) {
        if (right == GX_RIGHT_READ) {
            expect_done(ask(book, circle, post, &nameless, right), 0); /* the unverified can look */
            continue;
        }
        set_gate(book, circle, right, 0, gate);
        snapshot before = take_snapshot(book);
        expect_refused(ask(book, circle, post, &nameless, right), GX_REFUSED_IDENTITY, 0, 1);
        expect_unchanged(book, &before);
        nameless.tier = 1;
        expect_refused(ask(book, circle, post, &nameless, right), GX_REFUSED_GATE, GX_MISS_SCORE, right);
        nameless.tier = 0;
    }
    expect_refused(gx_circle_set_real_name(book, circle, FAN, 0, NOW), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_done(gx_circle_set_real_name(book, circle, KEEPER, 0, NOW), 0); /* and without the rule */
    set_gate(book, circle, GX_RIGHT_JOIN, 0, gx_gate_open());
    expect_done(ask(book, circle, post, &nameless, GX_RIGHT_JOIN), 0);
    expect_done(gx_circle_set_real_name(book, circle, GX_PLATFORM, 3, NOW), 0);
    nameless.tier = 2;
    expect_refused(ask(book, circle, post, &nameless, GX_RIGHT_LIKE), GX_REFUSED_IDENTITY, 2, 3);
    gx_book_free(book);
}
END_TEST

START_TEST(S12_the_pass_is_what_his_own_book_says)
{
    gx_book *home = make_book_with(GX_THEME_IDENTITY, WINDOW);
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 1);
    gx_gate women = gx_gate_open();
    women.sexes = 1 << WOMAN;
    set_gate(book, circle, GX_RIGHT_POST, 0, women);
    gx_pass attributes = pass_of(FIRST_USER);
    attributes.sex = MAN;
    expect_done(gx_identity_set_attributes(home, &attributes, NOW), 0);
    gx_pass pass = gx_wallet_pass(home, FIRST_USER);
    expect_refused(gx_circle_join(book, circle, &pass, NOW), GX_REFUSED_IDENTITY, 0, 1);
    expect_done(gx_identity_set_tier(home, FIRST_USER, 1, NOW), 0);
    pass = gx_wallet_pass(home, FIRST_USER);
    expect_done(gx_circle_join(book, circle, &pass, NOW), 0);
    expect_refused(gx_circle_may(book, circle, &pass, GX_RIGHT_POST, NOW), GX_REFUSED_GATE, GX_MISS_SEX,
                   GX_RIGHT_POST);
    gx_book_free(home);
    gx_book_free(book);
}
END_TEST

START_TEST(S5_memory_that_runs_out_changes_nothing)
{
    gx_book *book = make_social_book();
    gx_op open = {.kind = GX_OP_CIRCLE_OPEN, .now = NOW, .key = {KEEPER, 1}, .args.circle_open = {0, 0, 0}};
    ck_assert_int_ge(fail_until_done(book, &open), 1);
    gx_ref circle = {0, 1};
    for (uint32_t i = 0; i < 500; i++) {
        gx_op join = {.kind = GX_OP_CIRCLE_JOIN, .now = NOW, .args.circle_join = {circle, pass_of(FAN + i)}};
        gx_op mute = {.kind = GX_OP_CIRCLE_MUTE,
                      .now = NOW,
                      .args.circle_mute = {circle, KEEPER, 3 * FAN + i, NOW + 9}};
        gx_op ban = {.kind = GX_OP_CIRCLE_BAN, .now = NOW, .args.circle_ban = {circle, KEEPER, 5 * FAN + i}};
        gx_op post = {.kind = GX_OP_CIRCLE_POST,
                      .now = NOW,
                      .args.circle_post = {circle, pass_of(FAN), 0, GX_NO_EXPIRY, 0, GX_NO_SHOP, 0}};
        fail_until_done(book, &join);
        fail_until_done(book, &mute);
        fail_until_done(book, &ban);
        fail_until_done(book, &post);
        open.key.serial = i + 2;
        fail_until_done(book, &open);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(S5_a_steady_state_allocates_nothing)
{
    gx_book *book = make_social_book();
    uint64_t allocations = 0;
    for (uint32_t round = 0; round < 200; round++) {
        gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
        for (uint32_t i = 0; i < 100; i++) {
            gx_pass fan = pass_of(FAN + i * 13 + round);
            expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
            if (i % 3 == 0)
                expect_done(gx_moderate_ban(book, circle, KEEPER, fan.user, NOW), 0);
            else if (i % 3 == 1)
                expect_done(gx_circle_leave(book, circle, fan.user, NOW), 0);
        }
        expect_done(gx_circle_close(book, circle, KEEPER, NOW), 0);
        if (round == 0)
            allocations = gx_memory_allocations();
    }
    ck_assert_uint_eq(gx_memory_allocations(), allocations);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/s5_circles");
    TCase *tests = tcase_create("circles");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, S5_join_and_leave);
    tcase_add_test(tests, S5_each_condition_stands_before_each_right);
    tcase_add_test(tests, S5_the_gate_of_2016_by_sex_and_750_points);
    tcase_add_test(tests, S5_a_gate_can_ask_for_members_and_their_standing);
    tcase_add_test(tests, S5_codes_above_the_bits_share_the_last_one);
    tcase_add_test(tests, S5_only_operator_and_platform_set_gates);
    tcase_add_test(tests, S6_fans_post_among_themselves_or_only_the_operator_does);
    tcase_add_test(tests, S6_who_may_operate_is_a_rule);
    tcase_add_test(tests, S6_a_circle_closes_when_it_is_empty);
    tcase_add_test(tests, S6_circle_posts_need_both_themes);
    tcase_add_test(tests, S12_strangers_need_a_real_name);
    tcase_add_test(tests, S12_the_pass_is_what_his_own_book_says);
    tcase_add_test(tests, S5_memory_that_runs_out_changes_nothing);
    tcase_add_test(tests, S5_a_steady_state_allocates_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
