/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S7: deleting, muting, banning, shutting and opening at a given time, by the operator or the platform; and
 * what it costs. */
#include "social.h"

enum { KEEPER = FIRST_MERCHANT, FAN = STRANGER };

START_TEST(S7_a_mute_lasts_until_its_time)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, FAN);
    gx_pass fan = pass_of(FAN);
    gx_comment_ref comment;
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    expect_refused(gx_moderate_mute(book, circle, FAN, FAN, NOW + 10, NOW), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, KEEPER, NOW + 10, NOW), GX_REFUSED_ACCOUNT, 0,
                   KEEPER);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, FAN, NOW, NOW), GX_REFUSED_RULE, NOW, NOW + 1);
    expect_done(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 10, NOW), 0);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 10, NOW), GX_REFUSED_TWICE, NOW + 10, 0);
    expect_refused(gx_post_comment(book, post, &fan, NOW + 9, &comment), GX_REFUSED_MUTED, NOW + 9, NOW + 10);
    expect_refused(gx_circle_post(book, circle, &fan, &order, NOW + 9, &post), GX_REFUSED_MUTED, NOW + 9,
                   NOW + 10);
    post = (gx_post_ref){0, 1};
    expect_done(gx_post_like(book, post, &fan, NOW + 9), 0); /* he can do all but speak */
    expect_done(gx_circle_join(book, circle, &fan, NOW + 9), 0);
    expect_done(gx_circle_leave(book, circle, FAN, NOW + 9), 0); /* and that does not help him */
    ck_assert_uint_eq(gx_moderation_muted(book, circle, FAN), NOW + 10);
    expect_done(gx_post_comment(book, post, &fan, NOW + 10, &comment), 0);
    expect_done(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 20, NOW + 10), 0);
    expect_done(gx_moderate_lift(book, circle, KEEPER, FAN, NOW + 11), 0);
    expect_refused(gx_moderate_lift(book, circle, KEEPER, FAN, NOW + 11), GX_REFUSED_STATE, 0, 1);
    expect_done(gx_post_comment(book, post, &fan, NOW + 11, &comment), 0);
    gx_moderation_counts counts = gx_moderation_count(book);
    ck_assert_uint_eq(counts.by_operators[GX_MODERATION_MUTE], 2);
    ck_assert_uint_eq(counts.by_operators[GX_MODERATION_LIFT], 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_a_mute_that_has_run_out_is_forgotten_with_its_member)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_done(gx_moderate_mute(book, circle, GX_PLATFORM, FAN, NOW + 10, NOW), 0);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 99, NOW + 9), GX_REFUSED_RIGHT, KEEPER,
                   GX_PLATFORM);
    expect_done(gx_circle_leave(book, circle, FAN, NOW + 10), 0);
    ck_assert_uint_eq(gx_moderation_muted(book, circle, FAN), 0);
    expect_done(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 99, NOW + 10), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_what_the_platform_did_counts_while_it_lasts)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    for (uint32_t fan = FAN; fan < FAN + 4; fan++) {
        expect_done(gx_moderate_mute(book, circle, GX_PLATFORM, fan, NOW + 10, NOW), 0);
        expect_refused(gx_moderate_lift(book, circle, KEEPER, fan, NOW + 9), GX_REFUSED_RIGHT, KEEPER,
                       GX_PLATFORM);
        expect_refused(gx_moderate_ban(book, circle, KEEPER, fan, NOW + 9), GX_REFUSED_RIGHT, KEEPER,
                       GX_PLATFORM);
    }
    expect_done(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 20, NOW + 10), 0);
    expect_done(gx_moderate_lift(book, circle, KEEPER, FAN, NOW + 11), 0); /* it is his own by now */
    expect_done(gx_moderate_ban(book, circle, KEEPER, FAN + 1, NOW + 11), 0);
    expect_done(gx_moderate_lift(book, circle, KEEPER, FAN + 1, NOW + 11), 0);
    expect_done(gx_moderate_lift(book, circle, KEEPER, FAN + 2, NOW + 11), 0);
    expect_done(gx_moderate_ban(book, circle, GX_PLATFORM, FAN + 3, NOW + 11), 0); /* lasts for good */
    expect_refused(gx_moderate_lift(book, circle, KEEPER, FAN + 3, NOW + 99), GX_REFUSED_RIGHT, KEEPER,
                   GX_PLATFORM);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_a_ban_takes_every_right)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, FAN);
    gx_pass fan = pass_of(FAN);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_done(gx_post_like(book, post, &fan, NOW), 0);
    expect_done(gx_moderate_ban(book, circle, KEEPER, FAN, NOW), 0);
    ck_assert(gx_moderation_banned(book, circle, FAN));
    ck_assert_uint_eq(gx_circle_standing(book, circle, FAN), 0);
    for (gx_right right = GX_RIGHT_JOIN; right < GX_RIGHT_COUNT; right++)
        expect_refused(gx_circle_may(book, circle, &fan, right, NOW), GX_REFUSED_BANNED, 0, 0);
    expect_refused(gx_post_read(book, post, &fan, NOW, NULL), GX_REFUSED_BANNED, 0, 0);
    expect_refused(gx_circle_join(book, circle, &fan, NOW), GX_REFUSED_BANNED, 0, 0);
    expect_refused(gx_circle_leave(book, circle, FAN, NOW), GX_REFUSED_STATE, 0, 1);
    expect_refused(gx_moderate_ban(book, circle, KEEPER, FAN, NOW), GX_REFUSED_TWICE, 1, 0);
    expect_refused(gx_moderate_ban(book, circle, KEEPER, KEEPER, NOW), GX_REFUSED_ACCOUNT, 0, KEEPER);
    expect_done(gx_post_unlike(book, post, FAN, NOW), 0); /* a like can be taken back always */
    expect_done(gx_post_delete(book, post, FAN, NOW), 0); /* and so can what is his own */
    expect_done(gx_moderate_ban(book, circle, GX_PLATFORM, FAN, NOW), 0);
    expect_refused(gx_moderate_lift(book, circle, KEEPER, FAN, NOW), GX_REFUSED_RIGHT, KEEPER, GX_PLATFORM);
    expect_refused(gx_moderate_ban(book, circle, KEEPER, FAN, NOW), GX_REFUSED_RIGHT, KEEPER, GX_PLATFORM);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 5, NOW), GX_REFUSED_RIGHT, KEEPER,
                   GX_PLATFORM);
    expect_done(gx_moderate_lift(book, circle, GX_PLATFORM, FAN, NOW), 0);
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_a_circle_shuts_and_opens_at_the_given_time)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    gx_pass keeper = {.user = KEEPER};
    expect_done(gx_circle_join(book, circle, &fan, NOW), 0);
    expect_refused(gx_moderate_reopen(book, circle, KEEPER, NOW, NOW), GX_REFUSED_STATE, 0, 1);
    expect_refused(gx_moderate_shut(book, circle, FAN, NOW, NOW + 5, NOW), GX_REFUSED_RIGHT, FAN, KEEPER);
    expect_refused(gx_moderate_shut(book, circle, KEEPER, 1, NOW, NOW), GX_REFUSED_RULE, NOW, NOW + 1);
    expect_refused(gx_moderate_shut(book, circle, KEEPER, NOW + 7, NOW + 7, NOW), GX_REFUSED_RULE, NOW + 7,
                   NOW + 8);
    expect_done(gx_moderate_shut(book, circle, KEEPER, NOW + 5, NOW + 9, NOW), 0);
    expect_refused(gx_moderate_shut(book, circle, KEEPER, NOW + 5, NOW + 9, NOW), GX_REFUSED_TWICE, NOW + 5,
                   0);
    expect_done(gx_circle_may(book, circle, &fan, GX_RIGHT_POST, NOW + 4), 0);
    for (gx_right right = GX_RIGHT_JOIN; right < GX_RIGHT_COUNT; right++) {
        expect_refused(gx_circle_may(book, circle, &fan, right, NOW + 5), GX_REFUSED_SHUT, NOW + 5, NOW + 9);
        expect_refused(gx_circle_may(book, circle, &keeper, right, NOW + 8), GX_REFUSED_SHUT, NOW + 8,
                       NOW + 9);
        expect_done(gx_circle_may(book, circle, &fan, right, NOW + 9), 0);
    }
    expect_done(gx_moderate_reopen(book, circle, KEEPER, NOW + 7, NOW + 5), 0);
    expect_refused(gx_moderate_reopen(book, circle, KEEPER, NOW + 7, NOW + 5), GX_REFUSED_TWICE, NOW + 7, 0);
    expect_refused(gx_circle_may(book, circle, &fan, GX_RIGHT_READ, NOW + 6), GX_REFUSED_SHUT, NOW + 6,
                   NOW + 7);
    expect_done(gx_circle_leave(book, circle, FAN, NOW + 6), 0); /* nobody is kept in */
    expect_done(gx_moderate_reopen(book, circle, KEEPER, 0, NOW + 6), 0);
    expect_done(gx_circle_may(book, circle, &fan, GX_RIGHT_READ, NOW + 6), 0);
    expect_refused(gx_moderate_reopen(book, circle, KEEPER, 0, NOW + 6), GX_REFUSED_STATE, 0, 1);
    expect_done(gx_moderate_shut(book, circle, GX_PLATFORM, 0, UINT32_MAX, NOW + 6), 0); /* for good */
    expect_refused(gx_circle_may(book, circle, &fan, GX_RIGHT_READ, UINT32_MAX), GX_REFUSED_SHUT, UINT32_MAX,
                   UINT32_MAX);
    expect_refused(gx_moderate_reopen(book, circle, KEEPER, 0, NOW + 7), GX_REFUSED_RIGHT, KEEPER,
                   GX_PLATFORM);
    expect_refused(gx_moderate_shut(book, circle, KEEPER, 0, NOW + 9, NOW + 7), GX_REFUSED_RIGHT, KEEPER,
                   GX_PLATFORM);
    expect_done(gx_moderate_reopen(book, circle, GX_PLATFORM, NOW + 10, NOW + 7), 0);
    expect_done(gx_circle_may(book, circle, &fan, GX_RIGHT_READ, NOW + 10), 0);
    expect_done(gx_moderate_shut(book, circle, KEEPER, 0, NOW + 19, NOW + 10),
                0); /* the platform's is over */
    gx_circle_view view;
    ck_assert(gx_circle_look(book, circle, &view));
    ck_assert_uint_eq(view.open_from, NOW + 19);
    ck_assert(!view.shut_by_platform);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_posts_and_comments_are_deleted_by_who_may)
{
    gx_book *book = make_social_book();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_pass fan = pass_of(FAN);
    gx_comment_ref comment[3];
    gx_post_ref posts[3];
    for (int i = 0; i < 3; i++) {
        posts[i] = post_in(book, circle, FAN + 1);
        expect_done(gx_post_comment(book, posts[i], &fan, NOW, &comment[i]), 0);
    }
    expect_refused(gx_comment_delete(book, comment[0], FAN + 2, NOW), GX_REFUSED_RIGHT, FAN + 2, FAN);
    expect_done(gx_comment_delete(book, comment[0], FAN + 1, NOW), 0); /* under his post */
    expect_done(gx_comment_delete(book, comment[1], KEEPER, NOW), 0);
    expect_done(gx_comment_delete(book, comment[2], GX_PLATFORM, NOW), 0);
    expect_refused(gx_post_delete(book, posts[0], FAN, NOW), GX_REFUSED_RIGHT, FAN, FAN + 1);
    expect_done(gx_post_delete(book, posts[0], FAN + 1, NOW), 0);
    expect_done(gx_post_delete(book, posts[1], KEEPER, NOW), 0);
    expect_done(gx_post_delete(book, posts[2], GX_PLATFORM, NOW), 0);
    gx_moderation_counts counts = gx_moderation_count(book);
    ck_assert_uint_eq(counts.by_operators[GX_MODERATION_POST], 1);
    ck_assert_uint_eq(counts.by_platform[GX_MODERATION_POST], 1);
    ck_assert_uint_eq(counts.by_operators[GX_MODERATION_COMMENT], 1);
    ck_assert_uint_eq(counts.by_platform[GX_MODERATION_COMMENT], 1);
    ck_assert_uint_eq(gx_content_count(book).deleted, 3);
    ck_assert_uint_eq(gx_content_count(book).comments_deleted, 3);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S7_moderation_costs_its_operator_money)
{
    gx_book *book = make_social_book();
    gx_circle_rules rules = gx_circle_rules_default();
    gx_circle_ref circle = open_circle(book, KEEPER, GX_CIRCLE_COMMUNITY, 0);
    gx_post_ref post = post_in(book, circle, FAN);
    rules.act_cost = 200;
    expect_done(gx_circle_set_rules(book, &rules, NOW), 0);
    expect_done(gx_moderate_mute(book, circle, KEEPER, FAN, NOW + 5, NOW), 200);
    expect_done(gx_moderate_ban(book, circle, KEEPER, FAN, NOW), 200);
    expect_done(gx_moderate_lift(book, circle, KEEPER, FAN, NOW), 200);
    expect_done(gx_moderate_shut(book, circle, KEEPER, 0, NOW + 9, NOW), 200);
    expect_done(gx_moderate_mute(book, circle, GX_PLATFORM, FAN, NOW + 9, NOW), 0); /* it pays nothing */
    rules.act_cost = 201;
    expect_done(gx_circle_set_rules(book, &rules, NOW), 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_post_delete(book, post, KEEPER, NOW), GX_REFUSED_FUNDS, 200, 201);
    expect_refused(gx_moderate_reopen(book, circle, KEEPER, 0, NOW), GX_REFUSED_FUNDS, 200, 201);
    expect_refused(gx_moderate_shut(book, circle, KEEPER, 0, NOW + 8, NOW), GX_REFUSED_FUNDS, 200, 201);
    expect_refused(gx_moderate_mute(book, circle, KEEPER, FAN + 1, NOW + 5, NOW), GX_REFUSED_FUNDS, 200, 201);
    expect_refused(gx_moderate_ban(book, circle, KEEPER, FAN + 1, NOW), GX_REFUSED_FUNDS, 200, 201);
    expect_unchanged(book, &before);
    ck_assert_int_eq(gx_book_balance(book, KEEPER), 200);
    ck_assert_int_eq(gx_book_house(book, GX_HOUSE_FEES), 800);
    ck_assert_int_eq(gx_moderation_count(book).charged, 800);
    expect_done(gx_post_delete(book, post, FAN, NOW), 0); /* his own: no moderation, no cost */
    gx_book_free(book);
}
END_TEST

START_TEST(S7_handles_are_asked_first)
{
    gx_book *book = make_social_book();
    gx_ref never = {3, 1};
    expect_refused(gx_moderate_mute(book, never, FAN, FAN, 0, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_moderate_ban(book, never, FAN, FAN, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_moderate_lift(book, never, FAN, FAN, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_moderate_shut(book, never, FAN, 0, 0, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_moderate_reopen(book, never, FAN, 0, NOW), GX_REFUSED_NO_SUCH, 0, 0);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/s7_moderation");
    TCase *tests = tcase_create("moderation");
    tcase_add_test(tests, S7_a_mute_lasts_until_its_time);
    tcase_add_test(tests, S7_a_mute_that_has_run_out_is_forgotten_with_its_member);
    tcase_add_test(tests, S7_what_the_platform_did_counts_while_it_lasts);
    tcase_add_test(tests, S7_a_ban_takes_every_right);
    tcase_add_test(tests, S7_a_circle_shuts_and_opens_at_the_given_time);
    tcase_add_test(tests, S7_posts_and_comments_are_deleted_by_who_may);
    tcase_add_test(tests, S7_moderation_costs_its_operator_money);
    tcase_add_test(tests, S7_handles_are_asked_first);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
