/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R7, photo packets: a price for each viewer, paid once, to the poster; from book to book. */
#include "people.h"

#include <math.h>

enum { POSTER = FIRST_USER, VIEWER = FIRST_USER + 1, INVITED = 4, OLD_VERSION = 2 };

static gx_ref post(gx_book *book, uint32_t serial, uint32_t about)
{
    gx_pass pass = {.user = POSTER, .badges = INVITED};
    gx_ref photo;
    expect_done(gx_photo_post(book, key_of(POSTER, serial), &pass, 5, draw_of(2, about), NOON, &photo), 0);
    return photo;
}

START_TEST(r7_a_payment_goes_from_book_to_book_and_unblurs_the_photo)
{
    gx_book *posters = make_social_book(WINDOW, 1000);
    gx_book_config config = {
        .first_user = 500, .users = 1, .key_window = WINDOW, .themes = GX_THEME_SOCIAL_PACKETS};
    gx_book *viewers;
    ck_assert_int_eq(gx_book_create(&viewers, &config, NULL), GX_OK);
    expect_done(gx_open(viewers, 500, 1000), 1000);
    gx_ref photo = post(posters, 1, 1);
    gx_fen price = gx_photo_price(posters, photo, 500);
    ck_assert(price >= 1 && price <= 500);
    ck_assert(!gx_photo_is_open_to(posters, photo, 500));
    expect_done(gx_photo_pay(viewers, key_of(500, 1), POSTER, 5, price, true, NOON), price);
    ck_assert_int_eq(gx_book_balance(viewers, 500), 1000 - price);
    ck_assert_int_eq(gx_book_house(viewers, GX_HOUSE_CLEARING), price);
    uint32_t position;
    expect_done(gx_photo_see(posters, photo, 500, price, NOON + 1, &position), price);
    ck_assert_uint_eq(position, 0);
    ck_assert_int_eq(gx_book_balance(posters, POSTER), 1000 + price);
    ck_assert_int_eq(gx_book_house(posters, GX_HOUSE_CLEARING) + gx_book_house(viewers, GX_HOUSE_CLEARING),
                     0);
    ck_assert(gx_photo_is_open_to(posters, photo, 500) && gx_photo_is_open_to(posters, photo, POSTER));
    ck_assert_int_eq(gx_photo_price(posters, photo, 500), price);
    expect_balanced(posters);
    expect_balanced(viewers);
    gx_book_free(posters);
    gx_book_free(viewers);
}
END_TEST

START_TEST(r7_each_viewer_pays_once_the_exact_price)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_ref photo = post(book, 1, 1);
    gx_fen price = gx_photo_price(book, photo, VIEWER);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, price + 1, NOON, NULL),
                             GX_REFUSED_AMOUNT, price + 1, price);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, INT64_MIN, NOON, NULL),
                             GX_REFUSED_AMOUNT, INT64_MIN, price);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, POSTER, price, NOON, NULL),
                             GX_REFUSED_NOT_ADDRESSED, POSTER, POSTER);
    expect_done(gx_photo_see(book, photo, VIEWER, price, NOON, NULL), price);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, price, NOON, NULL), GX_REFUSED_TWICE, 1,
                             0);
    gx_fen other = gx_photo_price(book, photo, VIEWER + 1);
    uint32_t position;
    expect_done(gx_photo_see(book, photo, VIEWER + 1, other, NOON, &position), other);
    ck_assert_uint_eq(position, 1);
    gx_photo_view view;
    ck_assert(gx_photo_look(book, photo, &view));
    ck_assert(view.poster == POSTER && view.occasion == 5 && view.posted == NOON &&
              view.expires == NOON + DAY && view.viewers == 2 && view.earned == price + other);
    gx_book_free(book);
}
END_TEST

START_TEST(r7_what_the_poster_cannot_take_goes_home)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_ref photo = post(book, 1, 1);
    gx_fen price = gx_photo_price(book, photo, VIEWER);
    expect_done(gx_photo_pay(book, key_of(VIEWER, 1), POSTER, 5, price, false, NOON), price);
    expect_done(gx_account_flags(book, POSTER, GX_ACCOUNT_NO_CREDIT, 0, NOON), 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, price, NOON, NULL), GX_REFUSED_FROZEN, 0,
                             0);
    expect_done(gx_account_flags(book, POSTER, GX_ACCOUNT_CAPPED, 1000, NOON), 0);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, price, NOON, NULL), GX_REFUSED_CAP, 0,
                             price);
    expect_done(gx_transfer_return(book, VIEWER, price, NOON), price);
    ck_assert_int_eq(gx_book_balance(book, VIEWER), 1000);
    ck_assert(!gx_photo_is_open_to(book, photo, VIEWER));
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(r7_in_the_beta_only_the_invited_post)
{
    gx_book *book = make_social_book(0, 1000);
    gx_social_rules rules = gx_social_rules_default();
    rules.photo_badges = INVITED | OLD_VERSION;
    expect_done(gx_social_set_rules(book, &rules, NOON), 0);
    gx_ref photo;
    gx_pass pass = {.user = POSTER, .badges = INVITED};
    gx_op_key key = key_of(POSTER, 1);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_post(book, key, &pass, 5, draw_of(1, 1), NOON, &photo),
                             GX_REFUSED_GATE, INVITED, INVITED | OLD_VERSION);
    pass.badges = INVITED | OLD_VERSION | 64;
    expect_done(gx_photo_post(book, key, &pass, 5, draw_of(1, 1), NOON, &photo), 0);
    /* Those without a badge can look: the gate is on posting. */
    gx_fen price = gx_photo_price(book, photo, VIEWER);
    expect_done(gx_photo_see(book, photo, VIEWER, price, NOON, NULL), price);
    pass.user = VIEWER;
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_post(book, key, &pass, 5, draw_of(1, 1), NOON, &photo),
                             GX_REFUSED_RIGHT, VIEWER, POSTER);
    pass.user = FIRST_MERCHANT;
    EXPECT_REFUSED_UNCHANGED(
        book, gx_photo_post(book, key_of(FIRST_MERCHANT, 1), &pass, 5, draw_of(1, 1), NOON, &photo),
        GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    gx_book_free(book);
}
END_TEST

START_TEST(r7_it_leaves_the_feed_at_its_end_and_not_before)
{
    gx_book *book = make_social_book(0, 1000);
    gx_ref photo = post(book, 1, 1);
    gx_fen price = gx_photo_price(book, photo, VIEWER);
    const uint32_t end = NOON + DAY;
    expect_done(gx_photo_see(book, photo, VIEWER, price, end - 1, NULL), price);
    expect_refused(gx_photo_expire(book, photo, end - 1), GX_REFUSED_NOT_DUE, end - 1, end);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER + 1, 1, end, NULL), GX_REFUSED_EXPIRED,
                             end, end);
    gx_op op = {.kind = GX_OP_PHOTO_EXPIRE, .now = end, .args.photo_expire = {photo}};
    gx_result result;
    expect_done(gx_book_do(book, &op, &result), 0);
    ck_assert_uint_eq(result.number, 1);
    ck_assert_int_eq(result.second, price);
    EXPECT_REFUSED_UNCHANGED(book, gx_photo_see(book, photo, VIEWER, price, end, NULL), GX_REFUSED_RESOLVED,
                             0, 0);
    expect_refused(gx_photo_expire(book, photo, end), GX_REFUSED_RESOLVED, 0, 0);
    expect_refused(gx_photo_expire(book, (gx_ref){7, 1}, end), GX_REFUSED_NO_SUCH, 0, 0);
    ck_assert(!gx_photo_is_open_to(book, photo, VIEWER));
    ck_assert_int_eq(gx_photo_price(book, photo, VIEWER), 0);
    gx_book_free(book);
}
END_TEST

START_TEST(r7_paying_is_the_viewers_own_and_covered)
{
    gx_book *book = make_social_book(WINDOW, 1000);
    gx_op_key key = key_of(VIEWER, 1);
    expect_done(gx_photo_pay(book, key, POSTER, 5, 300, true, NOON), 300);
    snapshot before = take_snapshot(book);
    expect_done(gx_photo_pay(book, key, POSTER, 5, 300, true, NOON), 300); /* the same order again */
    expect_refused(gx_photo_pay(book, key, POSTER, 6, 300, true, NOON), GX_REFUSED_KEY_CONTENT, 0, 0);
    expect_unchanged(book, &before);
    expect_refused(gx_photo_pay(book, key_of(VIEWER, 2), POSTER, 5, 701, true, NOON), GX_REFUSED_FUNDS, 700,
                   701);
    expect_refused(gx_photo_pay(book, key_of(VIEWER, 3), POSTER, 5, 0, true, NOON), GX_REFUSED_AMOUNT, 0, 1);
    expect_refused(gx_photo_pay(book, key_of(VIEWER, 4), VIEWER, 5, 1, true, NOON), GX_REFUSED_NOT_ADDRESSED,
                   VIEWER, VIEWER);
    expect_refused(gx_photo_pay(book, key_of(FIRST_MERCHANT, 1), POSTER, 5, 1, true, NOON),
                   GX_REFUSED_ACCOUNT, 0, FIRST_MERCHANT);
    expect_unchanged(book, &before);
    gx_book_free(book);
}
END_TEST

START_TEST(r7_prices_are_uniform_within_the_range_and_stay)
{
    enum { MIN = 50, PRICES = 20, VIEWERS = 40000 };
    gx_book *book = make_social_book(0, 1000);
    gx_social_rules rules = gx_social_rules_default();
    rules.photo_min = MIN;
    rules.photo_max = MIN + PRICES - 1;
    expect_done(gx_social_set_rules(book, &rules, NOON), 0);
    gx_ref photo = post(book, 1, 1);
    gx_ref other = post(book, 2, 2);
    rules.photo_min = rules.photo_max = 1; /* for later photos */
    expect_done(gx_social_set_rules(book, &rules, NOON), 0);
    uint32_t seen[PRICES] = {0};
    double sum = 0;
    double product = 0;
    for (uint32_t v = 1000; v < 1000 + VIEWERS; v++) {
        gx_fen price = gx_photo_price(book, photo, v);
        ck_assert(price >= MIN && price < MIN + PRICES);
        ck_assert_int_eq(price, gx_photo_price(book, photo, v));
        seen[price - MIN]++;
        double here = (double)(price - MIN) - (PRICES - 1) / 2.0;
        double there = (double)(gx_photo_price(book, other, v) - MIN) - (PRICES - 1) / 2.0;
        sum += here;
        product += here * there;
    }
    double chi2 = 0;
    const double expected = VIEWERS / (double)PRICES;
    for (int i = 0; i < PRICES; i++)
        chi2 += (seen[i] - expected) * (seen[i] - expected) / expected;
    ck_assert_double_lt(chi2, 57.5); /* 19 degrees of freedom, p = 1e-5 */
    double variance = (PRICES * PRICES - 1) / 12.0;
    ck_assert_double_le(fabs(sum), 4.5 * sqrt(VIEWERS * variance));
    ck_assert_double_le(fabs(product),
                        4.5 * sqrt(VIEWERS) * variance); /* two photos' prices are independent */
    gx_book_free(book);
}
END_TEST

START_TEST(r7_rules_out_of_range_are_refused)
{
    gx_book *book = make_social_book(0, 1000);
    gx_social_rules rows[9];
    for (int i = 0; i < 9; i++)
        rows[i] = gx_social_rules_default();
    rows[0].face_window = rows[1].code_tries = rows[2].guesses_max = rows[3].request_life = 0;
    rows[4].photo_life = 0;
    rows[5].photo_min = 0;
    rows[6].photo_min = INT64_MIN;
    rows[7].photo_min = 501;
    rows[8].photo_max = INT64_MAX;
    const int64_t figures[9][2] = {{0, 1},         {0, 1},     {0, 1},
                                   {0, 1},         {0, 1},     {0, 1},
                                   {INT64_MIN, 1}, {500, 501}, {INT64_MAX, INT64_C(1) << 30}};
    for (int i = 0; i < 9; i++)
        EXPECT_REFUSED_UNCHANGED(book, gx_social_set_rules(book, &rows[i], NOON), GX_REFUSED_RULE,
                                 figures[i][0], figures[i][1]);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r7_photo");
    TCase *tests = tcase_create("R7");
    tcase_add_test(tests, r7_a_payment_goes_from_book_to_book_and_unblurs_the_photo);
    tcase_add_test(tests, r7_each_viewer_pays_once_the_exact_price);
    tcase_add_test(tests, r7_what_the_poster_cannot_take_goes_home);
    tcase_add_test(tests, r7_in_the_beta_only_the_invited_post);
    tcase_add_test(tests, r7_it_leaves_the_feed_at_its_end_and_not_before);
    tcase_add_test(tests, r7_paying_is_the_viewers_own_and_covered);
    tcase_add_test(tests, r7_prices_are_uniform_within_the_range_and_stay);
    tcase_add_test(tests, r7_rules_out_of_range_are_refused);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
