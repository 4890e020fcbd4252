/* SPDX-License-Identifier: GPL-3.0-or-later */
/* S1 and S3: posts, who sees them, likes, comments, shares, shop links; C8: posts that vanish. */
#include "social.h"

enum { ME = FIRST_USER, FRIENDS = 2, STRANGERS = 3 };

START_TEST(S1_friends_see_what_strangers_do_not)
{
    gx_book *book = make_social_book();
    gx_post_ref to_friends = send_post(book, ME, 1, post_to(GX_AUDIENCE_FRIENDS, FRIENDS));
    gx_post_ref to_nobody = send_post(book, ME, 2, post_to(GX_AUDIENCE_FRIENDS, STRANGERS));
    gx_post_ref to_all = send_post(book, ME, 3, post_to(GX_AUDIENCE_PUBLIC, STRANGERS));
    gx_pass other = pass_of(STRANGER);
    gx_pass author = pass_of(ME);
    gx_comment_ref comment;
    snapshot before = take_snapshot(book);
    const int64_t audience = STRANGERS;
    expect_refused(gx_post_read(book, to_nobody, &other, NOW, NULL), GX_REFUSED_NOT_ADDRESSED, STRANGER,
                   audience);
    expect_refused(gx_post_like(book, to_nobody, &other, NOW), GX_REFUSED_NOT_ADDRESSED, STRANGER, audience);
    expect_refused(gx_post_share(book, to_nobody, &other, NOW), GX_REFUSED_NOT_ADDRESSED, STRANGER, audience);
    expect_refused(gx_post_tap(book, to_nobody, &other, NOW, NULL), GX_REFUSED_NOT_ADDRESSED, STRANGER,
                   audience);
    expect_refused(gx_post_comment(book, to_nobody, &other, NOW, &comment), GX_REFUSED_NOT_ADDRESSED,
                   STRANGER, audience);
    expect_refused(gx_tip_take(book, to_nobody, &other, 5, NOW, NULL), GX_REFUSED_NOT_ADDRESSED, STRANGER,
                   audience);
    expect_refused(gx_post_may(book, to_nobody, &other, GX_RIGHT_READ, NOW), GX_REFUSED_NOT_ADDRESSED,
                   STRANGER, audience);
    expect_unchanged(book, &before);
    expect_done(gx_post_read(book, to_friends, &other, NOW, NULL), 0);
    expect_done(gx_post_read(book, to_all, &other, NOW, NULL), 0);
    expect_done(gx_post_read(book, to_nobody, &author, NOW, NULL), 0); /* his own */
    expect_done(gx_post_may(book, to_friends, &other, GX_RIGHT_LIKE, NOW), 0);
    ck_assert_uint_eq(gx_content_count(book).reads, 3);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_a_like_is_given_once_and_can_be_taken_back)
{
    gx_book *book = make_social_book();
    gx_post_ref post = send_post(book, ME, 1, post_to(GX_AUDIENCE_FRIENDS, FRIENDS));
    gx_pass one = pass_of(FIRST_USER + 1);
    gx_pass two = pass_of(STRANGER);
    gx_post_view view;
    expect_done(gx_post_like(book, post, &one, NOW), 0);
    expect_done(gx_post_like(book, post, &two, NOW), 0);
    expect_refused(gx_post_like(book, post, &one, NOW), GX_REFUSED_TWICE, 1, 0);
    ck_assert(gx_post_look(book, post, &view));
    ck_assert_uint_eq(view.likes, 2);
    expect_done(gx_post_unlike(book, post, one.user, NOW), 0);
    expect_refused(gx_post_unlike(book, post, one.user, NOW), GX_REFUSED_STATE, 0, 1);
    ck_assert(!gx_post_likes(book, post, one.user));
    expect_done(gx_post_like(book, post, &one, NOW), 0);
    ck_assert(gx_post_likes(book, post, one.user));
    ck_assert(gx_post_look(book, post, &view));
    ck_assert_uint_eq(view.likes, 2);
    ck_assert_uint_eq(gx_content_count(book).likes, 3);
    ck_assert_uint_eq(gx_content_count(book).unlikes, 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_comments_are_limited_for_each_person)
{
    gx_book *book = make_social_book();
    gx_content_rules rules = gx_content_rules_default();
    rules.comments_max = 3;
    expect_done(gx_content_set_rules(book, &rules, NOW), 0);
    gx_post_ref post = send_post(book, ME, 1, post_to(GX_AUDIENCE_PUBLIC, 0));
    gx_pass one = pass_of(FIRST_USER + 1);
    gx_pass two = pass_of(STRANGER);
    gx_comment_ref comments[3];
    for (uint32_t i = 0; i < 3; i++) {
        expect_done(gx_post_comment(book, post, &one, NOW + i, &comments[i]), 0);
        ck_assert_uint_eq(gx_post_commented(book, post, one.user), i + 1);
    }
    gx_comment_ref other;
    expect_refused(gx_post_comment(book, post, &one, NOW + 3, &other), GX_REFUSED_LIMIT, 3, 3);
    expect_done(gx_post_comment(book, post, &two, NOW + 3, &other), 0);
    expect_done(gx_comment_delete(book, comments[1], one.user, NOW + 3), 0);
    expect_refused(gx_comment_delete(book, comments[1], one.user, NOW + 3), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_post_comment(book, post, &one, NOW + 3, &other), GX_REFUSED_LIMIT, 3,
                   3); /* made is made */
    gx_post_view view;
    ck_assert(gx_post_look(book, post, &view));
    ck_assert_uint_eq(view.comments, 3);
    gx_comment_view seen;
    ck_assert(gx_comment_look(book, comments[2], &seen));
    ck_assert_uint_eq(seen.author, one.user);
    ck_assert_uint_eq(seen.made, NOW + 2);
    ck_assert_uint_eq(seen.post.slot, post.slot);
    ck_assert_uint_eq(seen.post.life, post.life);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_a_post_that_goes_takes_all_along)
{
    gx_book *book = make_social_book();
    gx_post_order order = post_to(GX_AUDIENCE_PUBLIC, 0);
    order.expires = NOW + 10;
    gx_post_ref first = send_post(book, ME, 1, order);
    gx_post_ref second = send_post(book, ME, 2, order);
    gx_post_ref stays = send_post(book, ME, 3, post_to(GX_AUDIENCE_PUBLIC, 0));
    gx_pass one = pass_of(STRANGER);
    gx_comment_ref comment;
    expect_done(gx_post_comment(book, first, &one, NOW, &comment), 0);
    expect_done(gx_post_like(book, first, &one, NOW), 0);
    expect_refused(gx_post_delete(book, first, STRANGER, NOW), GX_REFUSED_RIGHT, STRANGER, ME);
    expect_refused(gx_comment_delete(book, comment, STRANGER + 1, NOW), GX_REFUSED_RIGHT, STRANGER + 1,
                   STRANGER);
    expect_done(gx_post_delete(book, first, ME, NOW), 0);
    expect_refused(gx_post_delete(book, first, ME, NOW), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_comment_delete(book, comment, STRANGER, NOW), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_post_like(book, first, &one, NOW), GX_REFUSED_RESOLVED, 0, 0);
    ck_assert_uint_eq(gx_comments_open(book), 0);
    expect_refused(gx_post_expire(book, second, NOW + 9), GX_REFUSED_NOT_DUE, NOW + 9, NOW + 10);
    expect_done(gx_post_like(book, second, &one, NOW + 9), 0);
    expect_refused(gx_post_read(book, second, &one, NOW + 10, NULL), GX_REFUSED_EXPIRED, NOW + 10, NOW + 10);
    expect_done(gx_post_unlike(book, second, one.user, NOW + 10), 0); /* always possible */
    expect_done(gx_post_expire(book, second, NOW + 10), 0);
    ck_assert_uint_eq(gx_posts_open(book), 1);
    gx_ref never = {50, 1};
    expect_refused(gx_post_read(book, never, &one, NOW + 10, NULL), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_comment_delete(book, never, ME, NOW + 10), GX_REFUSED_NO_SUCH, 0, 0);
    expect_refused(gx_post_expire(book, stays, UINT32_MAX), GX_REFUSED_NOT_DUE, UINT32_MAX, UINT32_MAX);
    expect_done(gx_post_read(book, stays, &one, UINT32_MAX, NULL), 0);
    expect_done(gx_post_delete(book, stays, GX_PLATFORM, UINT32_MAX), 0);
    ck_assert_uint_eq(gx_content_count(book).deleted, 2);
    ck_assert_uint_eq(gx_content_count(book).expired, 1);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_orders_that_make_no_sense_are_refused)
{
    gx_book *book = make_social_book();
    gx_post_order order = post_to(GX_AUDIENCE_CIRCLE, 0);
    gx_post_ref post;
    snapshot before = take_snapshot(book);
    expect_refused(gx_post_send(book, key_of(ME, 1), &order, NOW, &post), GX_REFUSED_RULE, 2, 1);
    order = post_to(GX_AUDIENCE_PUBLIC, 0);
    expect_refused(gx_post_send(book, key_of(FIRST_MERCHANT, 1), &order, NOW, &post), GX_REFUSED_ACCOUNT, 0,
                   FIRST_MERCHANT);
    order.expires = NOW;
    expect_refused(gx_post_send(book, key_of(ME, 2), &order, NOW, &post), GX_REFUSED_RULE, NOW, NOW + 1);
    order.expires = NOW + 1;
    order.shop_platform = 32;
    expect_refused(gx_post_send(book, key_of(ME, 3), &order, NOW, &post), GX_REFUSED_RULE, 32, 31);
    gx_content_rules rules = gx_content_rules_default();
    rules.tip_max = 0;
    expect_refused(gx_content_set_rules(book, &rules, NOW), GX_REFUSED_RULE, 0, 1);
    rules.tip_max = GX_TIP_LIMIT + 1;
    expect_refused(gx_content_set_rules(book, &rules, NOW), GX_REFUSED_RULE, GX_TIP_LIMIT + 1, GX_TIP_LIMIT);
    rules.tip_max = 1;
    rules.comments_max = GX_COMMENTS_LIMIT + 1;
    expect_refused(gx_content_set_rules(book, &rules, NOW), GX_REFUSED_RULE, GX_COMMENTS_LIMIT + 1,
                   GX_COMMENTS_LIMIT);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_shares_are_counted)
{
    gx_book *book = make_social_book();
    gx_post_ref post = send_post(book, ME, 1, post_to(GX_AUDIENCE_FRIENDS, FRIENDS));
    gx_pass one = pass_of(STRANGER);
    gx_op op = {.kind = GX_OP_POST_SHARE, .now = NOW, .args.post_share = {post, one}};
    gx_result result;
    for (int i = 0; i < 5; i++) {
        expect_done(gx_book_do(book, &op, &result), 0);
        ck_assert_uint_eq(result.who, ME);
    }
    gx_post_view view;
    ck_assert(gx_post_look(book, post, &view));
    ck_assert_uint_eq(view.shares, 5);
    gx_book_free(book);
}
END_TEST

START_TEST(S3_a_tap_leads_to_the_shop_until_links_are_cut)
{
    gx_book *book = make_social_book();
    gx_post_order order = post_to(GX_AUDIENCE_PUBLIC, 0);
    order.shop = SHOP;
    order.shop_platform = 4;
    gx_post_ref rival = send_post(book, ME, 1, order);
    order.shop_platform = 31;
    gx_post_ref own = send_post(book, ME, 2, order);
    gx_post_ref without = send_post(book, ME, 3, post_to(GX_AUDIENCE_PUBLIC, 0));
    gx_pass one = pass_of(STRANGER);
    uint32_t shop;
    expect_done(gx_post_tap(book, rival, &one, NOW, &shop), 0);
    ck_assert_uint_eq(shop, SHOP);
    expect_refused(gx_post_tap(book, without, &one, NOW, &shop), GX_REFUSED_INCOMPLETE, 0, 1);
    ck_assert_uint_eq(shop, GX_NO_SHOP);
    gx_content_rules rules = gx_content_rules_default();
    rules.links_cut = 1u << 4;
    expect_done(gx_content_set_rules(book, &rules, NOW), 0);
    expect_refused(gx_post_tap(book, rival, &one, NOW, &shop), GX_REFUSED_SHUT, 4, 0);
    expect_done(gx_post_tap(book, own, &one, NOW, &shop), 0);
    rules.links_cut = 0;
    expect_done(gx_content_set_rules(book, &rules, NOW), 0);
    expect_done(gx_post_tap(book, rival, &one, NOW, &shop), 0);
    gx_post_view view;
    ck_assert(gx_post_look(book, rival, &view));
    ck_assert_uint_eq(view.taps, 2);
    ck_assert_uint_eq(gx_content_count(book).taps, 3);
    gx_book_free(book);
}
END_TEST

START_TEST(C8_what_vanishes_is_read_once_and_leaves_nothing)
{
    gx_book *book = make_social_book();
    gx_post_order order = post_to(GX_AUDIENCE_FRIENDS, FRIENDS);
    order.addressees = 3;
    order.expires = NOW + 100;
    gx_post_ref post = send_post(book, ME, 1, order);
    gx_pass author = pass_of(ME);
    gx_comment_ref comment;
    bool closed;
    expect_refused(gx_post_read(book, post, &author, NOW, &closed), GX_REFUSED_NOT_ADDRESSED, ME, FRIENDS);
    for (uint32_t i = 1; i <= 3; i++) {
        gx_pass reader = pass_of(FIRST_USER + i);
        expect_refused(gx_post_like(book, post, &reader, NOW), GX_REFUSED_STATE, 1, 0);
        expect_refused(gx_post_comment(book, post, &reader, NOW, &comment), GX_REFUSED_STATE, 1, 0);
        expect_refused(gx_post_share(book, post, &reader, NOW), GX_REFUSED_STATE, 1, 0);
        expect_refused(gx_post_tap(book, post, &reader, NOW, NULL), GX_REFUSED_STATE, 1, 0);
        expect_refused(gx_tip_take(book, post, &reader, 5, NOW, NULL), GX_REFUSED_STATE, 1, 0);
        expect_done(gx_post_read(book, post, &reader, NOW, &closed), 0);
        ck_assert(closed == (i == 3));
        if (!closed) {
            ck_assert(gx_post_has_read(book, post, reader.user));
            expect_refused(gx_post_read(book, post, &reader, NOW, &closed), GX_REFUSED_TWICE, 1, 0);
        }
        expect_balanced(book);
    }
    gx_pass late = pass_of(FIRST_USER + 4);
    expect_refused(gx_post_read(book, post, &late, NOW, &closed), GX_REFUSED_RESOLVED, 0, 0);
    ck_assert_uint_eq(gx_posts_open(book), 0);
    ck_assert_uint_eq(gx_content_count(book).vanished, 1);
    post = send_post(book, ME, 2, order); /* nobody reads this one to its end */
    expect_done(gx_post_read(book, post, &late, NOW, &closed), 0);
    expect_refused(gx_post_read(book, post, &author, NOW + 100, &closed), GX_REFUSED_EXPIRED, NOW + 100,
                   NOW + 100);
    expect_done(gx_post_expire(book, post, NOW + 100), 0);
    ck_assert_uint_eq(gx_posts_open(book), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_repeated_keys_make_one_post)
{
    gx_book *book = make_social_book();
    gx_post_order order = post_to(GX_AUDIENCE_PUBLIC, 0);
    gx_post_ref first = send_post(book, ME, 1, order);
    gx_post_ref again = send_post(book, ME, 1, order);
    ck_assert_uint_eq(first.slot, again.slot);
    ck_assert_uint_eq(first.life, again.life);
    ck_assert_uint_eq(gx_posts_open(book), 1);
    order.occasion = 9;
    expect_refused(gx_post_send(book, key_of(ME, 1), &order, NOW, &again), GX_REFUSED_KEY_CONTENT, 0, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(S1_memory_that_runs_out_changes_nothing)
{
    gx_book *book = make_social_book();
    gx_ref post = {0, 1};
    gx_op send = {.kind = GX_OP_POST_SEND,
                  .now = NOW,
                  .key = {ME, 1},
                  .args.post_send = {.expires = GX_NO_EXPIRY, .shop = GX_NO_SHOP}};
    ck_assert_int_ge(fail_until_done(book, &send), 1);
    gx_op like = {.kind = GX_OP_POST_LIKE, .now = NOW, .args.post_like = {post, pass_of(STRANGER)}};
    ck_assert_int_ge(fail_until_done(book, &like), 2);
    gx_op comment = {.kind = GX_OP_POST_COMMENT, .now = NOW, .args.post_comment = {post, pass_of(STRANGER)}};
    ck_assert_int_ge(fail_until_done(book, &comment), 1);
    for (uint32_t i = 1; i < 1000; i++) { /* over every place where something has to grow */
        like.args.post_like.pass.user = STRANGER + i;
        comment.args.post_comment.pass.user = STRANGER + i;
        send.key.serial = i + 1;
        fail_until_done(book, &like);
        fail_until_done(book, &comment);
        fail_until_done(book, &send);
    }
    gx_book_free(book);
}
END_TEST

START_TEST(S1_a_steady_state_allocates_nothing)
{
    gx_book *book = make_social_book();
    uint64_t allocations = 0;
    for (uint32_t round = 0; round < 200; round++) {
        gx_post_ref post = send_post(book, ME, round + 1, post_to(GX_AUDIENCE_PUBLIC, 0));
        for (uint32_t i = 0; i < 50; i++) {
            gx_pass pass = pass_of(STRANGER + i * 17 + round);
            gx_comment_ref comment;
            expect_done(gx_post_comment(book, post, &pass, NOW, &comment), 0);
            expect_done(gx_post_like(book, post, &pass, NOW), 0);
        }
        expect_done(gx_post_delete(book, post, ME, NOW), 0);
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
    Suite *suite = suite_create("core/s1_posts");
    TCase *tests = tcase_create("posts");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, S1_friends_see_what_strangers_do_not);
    tcase_add_test(tests, S1_a_like_is_given_once_and_can_be_taken_back);
    tcase_add_test(tests, S1_comments_are_limited_for_each_person);
    tcase_add_test(tests, S1_a_post_that_goes_takes_all_along);
    tcase_add_test(tests, S1_orders_that_make_no_sense_are_refused);
    tcase_add_test(tests, S1_shares_are_counted);
    tcase_add_test(tests, S3_a_tap_leads_to_the_shop_until_links_are_cut);
    tcase_add_test(tests, C8_what_vanishes_is_read_once_and_leaves_nothing);
    tcase_add_test(tests, S1_repeated_keys_make_one_post);
    tcase_add_test(tests, S1_memory_that_runs_out_changes_nothing);
    tcase_add_test(tests, S1_a_steady_state_allocates_nothing);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
