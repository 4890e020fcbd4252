/* SPDX-License-Identifier: GPL-3.0-or-later */
/* R11: cards by their rarity, passed on and swapped; completers share the pool equally, to the fen, once. */
#include "campaign_helper.h"

enum { FIVE = 5, DEADLINE = DAY };

static const uint32_t ppm[FIVE] = {300000, 300000, 250000, 149000, 1000};

static gx_campaign collection(gx_book *book, gx_fen budget, uint32_t draws, uint8_t first_more)
{
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(budget, WEEK));
    expect_done(gx_collection_set_terms(book, campaign, DEADLINE, draws, first_more, ppm, FIVE, 0), 0);
    return campaign;
}

/* A draw that falls on `card`. */
static gx_draw draw_for(uint32_t card)
{
    uint64_t n = 1;
    for (uint32_t i = 1; i < card; i++)
        n += ppm[i - 1];
    uint64_t high = UINT64_MAX / GX_PPM * n + UINT64_MAX / GX_PPM / 2;
    return (gx_draw){{(uint32_t)(high >> 32), (uint32_t)high, 0, 0}};
}

static void get_card(gx_book *book, gx_campaign campaign, uint32_t user, uint32_t wanted)
{
    uint32_t card;
    expect_done(gx_card_draw(book, campaign, pass_of(user), draw_for(wanted), 0, &card), 0);
    ck_assert_uint_eq(card, wanted);
}

static void complete(gx_book *book, gx_campaign campaign, uint32_t user, uint32_t expected)
{
    for (uint32_t card = 1; card <= FIVE; card++)
        get_card(book, campaign, user, card);
    uint32_t rank;
    expect_done(gx_card_complete(book, campaign, pass_of(user), 0, &rank), 0);
    ck_assert_uint_eq(rank, expected);
}

START_TEST(R11_rarities_are_what_was_set)
{
    enum { DRAWS = 100000 };
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(1000, WEEK));
    static const uint32_t rare[] = {600000, 200000, 99000, 1000}; /* a tenth draws nothing */
    expect_done(gx_collection_set_terms(book, campaign, DEADLINE, 0, 0, rare, 4, 0), 0);
    uint64_t seen[5] = {0};
    for (uint32_t i = 0; i < DRAWS; i++) {
        uint32_t card;
        expect_done(gx_card_draw(book, campaign, pass_of(i % 5000), draw_of(i % 5000, i), 0, &card), 0);
        seen[card]++;
    }
    expect_binomial(seen[0], DRAWS, 100000);
    uint64_t counted = 0;
    for (uint32_t card = 1; card <= 4; card++) {
        expect_binomial(seen[card], DRAWS, rare[card - 1]);
        for (uint32_t user = 0; user < 5000; user++)
            counted += gx_card_count(book, campaign, user, card);
    }
    ck_assert_uint_eq(counted + seen[0], DRAWS);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_cards_are_given_and_swapped_and_none_is_lost)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = collection(book, 1000, 3, 0);
    get_card(book, campaign, 1, 1);
    get_card(book, campaign, 1, 1);
    get_card(book, campaign, 2, 5);
    expect_done(gx_card_give(book, campaign, 1, 3, 1, 0), 0);
    ck_assert(gx_card_count(book, campaign, 1, 1) == 1 && gx_card_count(book, campaign, 3, 1) == 1);
    expect_done(gx_card_swap(book, campaign, 2, 3, 5, 1, 0), 0);
    ck_assert(gx_card_count(book, campaign, 2, 5) == 0 && gx_card_count(book, campaign, 2, 1) == 1);
    ck_assert(gx_card_count(book, campaign, 3, 5) == 1 && gx_card_count(book, campaign, 3, 1) == 0);
    snapshot before = take_snapshot(book);
    expect_refused(gx_card_give(book, campaign, 3, 4, 1, 0), GX_REFUSED_INCOMPLETE, 0, 1);
    expect_refused(gx_card_give(book, campaign, 9, 4, 1, 0), GX_REFUSED_INCOMPLETE, 0, 1);
    expect_refused(gx_card_give(book, campaign, 3, 3, 5, 0), GX_REFUSED_NOT_ADDRESSED, 3, 3);
    expect_refused(gx_card_give(book, campaign, 3, 4, 0, 0), GX_REFUSED_NO_SUCH, 0, 5);
    expect_refused(gx_card_give(book, campaign, 3, 4, 6, 0), GX_REFUSED_NO_SUCH, 6, 5);
    expect_refused(gx_card_give(book, campaign, 3, 4, 999, 0), GX_REFUSED_NO_SUCH, 255, 5);
    expect_refused(gx_card_swap(book, campaign, 2, 2, 1, 5, 0), GX_REFUSED_NOT_ADDRESSED, 2, 2);
    expect_refused(gx_card_swap(book, campaign, 2, 3, 1, 1, 0), GX_REFUSED_RULE, 1, 1);
    expect_refused(gx_card_swap(book, campaign, 2, 3, 2, 5, 0), GX_REFUSED_INCOMPLETE, 0, 1);
    expect_refused(gx_card_swap(book, campaign, 2, 3, 1, 2, 0), GX_REFUSED_INCOMPLETE, 0, 2);
    expect_refused(gx_card_swap(book, campaign, 2, 3, 9, 2, 0), GX_REFUSED_NO_SUCH, 9, 5);
    expect_refused(gx_card_swap(book, campaign, 2, 3, 1, 9, 0), GX_REFUSED_NO_SUCH, 9, 5);
    expect_unchanged(book, &before);
    get_card(book, campaign, 1, 2);
    uint32_t card;
    expect_refused(gx_card_draw(book, campaign, pass_of(1), draw_for(1), 0, &card), GX_REFUSED_LIMIT, 3, 3);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_a_hand_holds_255_of_a_card)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = collection(book, 1000, 0, 0);
    for (uint32_t i = 0; i < 255; i++)
        get_card(book, campaign, 1, 1);
    get_card(book, campaign, 2, 1);
    get_card(book, campaign, 1, 2);
    snapshot before = take_snapshot(book);
    uint32_t card;
    expect_refused(gx_card_draw(book, campaign, pass_of(1), draw_for(1), 0, &card), GX_REFUSED_CAP, 255, 255);
    expect_refused(gx_card_give(book, campaign, 2, 1, 1, 0), GX_REFUSED_CAP, 255, 255);
    expect_refused(gx_card_swap(book, campaign, 2, 1, 1, 2, 0), GX_REFUSED_CAP, 255, 255);
    expect_refused(gx_card_swap(book, campaign, 1, 2, 2, 1, 0), GX_REFUSED_CAP, 255, 255);
    expect_unchanged(book, &before);
    ck_assert_uint_eq(gx_card_count(book, campaign, 1, 1), 255);
    ck_assert_uint_eq(gx_card_count(book, campaign, 1, 2), 1);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_completing_hands_in_one_of_each)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = collection(book, 1000, 0, 0);
    uint32_t rank;
    expect_refused(gx_card_complete(book, campaign, pass_of(1), 0, &rank), GX_REFUSED_INCOMPLETE, 0, 5);
    get_card(book, campaign, 1, 3);
    get_card(book, campaign, 1, 3);
    get_card(book, campaign, 1, 5);
    expect_refused(gx_card_complete(book, campaign, pass_of(1), 0, &rank), GX_REFUSED_INCOMPLETE, 2, 5);
    complete(book, campaign, 1, 1);
    ck_assert_uint_eq(gx_card_count(book, campaign, 1, 3), 2);
    ck_assert_uint_eq(gx_card_count(book, campaign, 1, 1), 0);
    expect_refused(gx_card_complete(book, campaign, pass_of(1), 0, &rank), GX_REFUSED_TWICE, 1, 0);
    complete(book, campaign, 2, 2);
    ck_assert_uint_eq(gx_collection_completers(book, campaign), 2);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_the_deadline_divides_collecting_from_claiming)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign campaign = collection(book, 1000, 0, 0);
    complete(book, campaign, 1, 1);
    get_card(book, campaign, 2, 1);
    uint32_t rank;
    uint32_t card;
    expect_refused(gx_collection_claim(book, campaign, pass_of(1), DEADLINE - 1, &rank), GX_REFUSED_NOT_DUE,
                   DEADLINE - 1, DEADLINE);
    snapshot before = take_snapshot(book);
    expect_refused(gx_card_draw(book, campaign, pass_of(2), draw_for(2), DEADLINE, &card), GX_REFUSED_EXPIRED,
                   DEADLINE, DEADLINE);
    expect_refused(gx_card_give(book, campaign, 2, 1, 1, DEADLINE), GX_REFUSED_EXPIRED, DEADLINE, DEADLINE);
    expect_refused(gx_card_swap(book, campaign, 2, 1, 1, 2, DEADLINE), GX_REFUSED_EXPIRED, DEADLINE,
                   DEADLINE);
    expect_refused(gx_card_complete(book, campaign, pass_of(2), DEADLINE, &rank), GX_REFUSED_EXPIRED,
                   DEADLINE, DEADLINE);
    expect_refused(gx_collection_claim(book, campaign, pass_of(2), DEADLINE, &rank), GX_REFUSED_RIGHT, 2, 0);
    expect_unchanged(book, &before);
    expect_done(gx_collection_claim(book, campaign, pass_of(1), DEADLINE, &rank), 1000);
    expect_refused(gx_collection_claim(book, campaign, pass_of(1), DEADLINE, &rank), GX_REFUSED_TWICE, 1, 0);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_completers_share_equally_to_the_fen)
{
    for (uint8_t first_more = 0; first_more <= 1; first_more++) {
        gx_book *book = make_campaign_book(100000);
        gx_campaign campaign = collection(book, 10000, 0, first_more);
        enum { COMPLETERS = 37 }; /* 10000 = 37 * 270 + 10 */
        for (uint32_t i = 0; i < COMPLETERS; i++)
            complete(book, campaign, 500 + i, i + 1);
        gx_fen sum = 0;
        for (uint32_t i = COMPLETERS;
             i-- > 0;) { /* in any order of claims: the rank decides, not the arrival */
            gx_op op = {.kind = GX_OP_COLLECTION_CLAIM,
                        .now = DEADLINE,
                        .args.collection_claim = {campaign, pass_of(500 + i)}};
            gx_result result;
            gx_fen share = 270 + (first_more == 1 && i < 10);
            expect_done(gx_book_do(book, &op, &result), share);
            ck_assert(result.number == i + 1 && result.closed == (i == 0));
            sum += share;
        }
        ck_assert_int_eq(sum, first_more == 1 ? 10000 : 9990);
        expect_pool(book, campaign, sum, 10000 - sum);
        expect_done(gx_campaign_close(book, campaign, WEEK, NULL), 10000 - sum);
        expect_balanced(book);
        gx_book_free(book);
    }
}
END_TEST

/* What the pool holds is promised: its stop rule does not keep the last completer from his share. */
START_TEST(R11_the_last_share_is_paid_like_the_first)
{
    gx_book *book = make_campaign_book(100000);
    gx_campaign_order order = plain_order(1000, WEEK);
    order.stop_below = 300;
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    expect_done(gx_collection_set_terms(book, campaign, DEADLINE, 0, 0, ppm, FIVE, 0), 0);
    for (uint32_t i = 0; i < 4; i++)
        complete(book, campaign, 500 + i, i + 1);
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t rank;
        expect_done(gx_collection_claim(book, campaign, pass_of(500 + i), DEADLINE, &rank), 250);
    }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_a_pool_smaller_than_its_completers)
{
    for (uint8_t first_more = 0; first_more <= 1; first_more++) {
        gx_book *book = make_campaign_book(100);
        gx_campaign campaign = collection(book, 2, 0, first_more);
        for (uint32_t i = 0; i < 3; i++)
            complete(book, campaign, i, i + 1);
        uint32_t rank;
        expect_refused(gx_collection_claim(book, campaign, pass_of(2), DEADLINE, &rank), GX_REFUSED_EMPTY, 2,
                       3);
        gx_answer first = gx_collection_claim(book, campaign, pass_of(0), DEADLINE, &rank);
        if (first_more == 1) {
            expect_done(first, 1);
            expect_done(gx_collection_claim(book, campaign, pass_of(1), DEADLINE, &rank), 1);
            expect_refused(gx_collection_claim(book, campaign, pass_of(2), DEADLINE, &rank), GX_REFUSED_EMPTY,
                           2, 3);
        } else {
            expect_refused(first, GX_REFUSED_EMPTY, 2, 3);
        }
        gx_book_free(book);
    }
}
END_TEST

START_TEST(R11_terms_out_of_range_change_nothing)
{
    gx_book *book = make_campaign_book(1000);
    gx_campaign_order order = {.budget = 100, .start = 10, .end = 20};
    gx_campaign campaign = open_campaign(book, POOL, 1, order);
    static const uint32_t nine[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    static const uint32_t zero[2] = {1, 0};
    static const uint32_t much[2] = {UINT32_MAX, UINT32_MAX};
    snapshot before = take_snapshot(book);
    expect_refused(gx_collection_set_terms(book, campaign, 15, 0, 0, NULL, 0, 0), GX_REFUSED_LIST, 0, 8);
    expect_refused(gx_collection_set_terms(book, campaign, 15, 0, 0, nine, 9, 0), GX_REFUSED_LIST, 9, 8);
    expect_refused(gx_collection_set_terms(book, campaign, 15, 0, 0, zero, 2, 0), GX_REFUSED_RULE, 0, 1);
    expect_refused(gx_collection_set_terms(book, campaign, 15, 0, 0, much, 2, 0), GX_REFUSED_RULE,
                   2 * (int64_t)UINT32_MAX, GX_PPM);
    expect_refused(gx_collection_set_terms(book, campaign, 10, 0, 0, nine, 8, 0), GX_REFUSED_RULE, 10, 11);
    expect_refused(gx_collection_set_terms(book, campaign, 20, 0, 0, nine, 8, 0), GX_REFUSED_RULE, 20, 19);
    expect_refused(gx_collection_set_terms(book, campaign, 15, 0, 2, nine, 8, 0), GX_REFUSED_RULE, 2, 1);
    expect_unchanged(book, &before);
    expect_done(gx_collection_set_terms(book, campaign, 15, 0, 1, nine, 8, 0), 0);
    gx_book_free(book);
}
END_TEST

/* Cards are neither made nor lost by anything but draws and completing, whatever people do with them. */
START_TEST(R11_cards_are_conserved_under_hostile_swaps)
{
    enum { PEOPLE = 12, STEPS = 20000 };
    gx_book *book = make_campaign_book(100000);
    gx_campaign campaign = collection(book, 10000, 0, 1);
    uint64_t drawn[FIVE] = {0};
    uint32_t completers = 0;
    for (uint32_t i = 0; i < STEPS; i++) {
        gx_draw draw = draw_of(i, 3);
        uint32_t one = draw.word[0] % PEOPLE;
        uint32_t other = draw.word[1] % PEOPLE;
        uint32_t a = draw.word[2] % 7;
        uint32_t b = draw.word[3] % 7;
        uint32_t card;
        uint32_t rank;
        switch (i % 4) {
        case 0:
            if (gx_card_draw(book, campaign, pass_of(one), draw, i, &card).code == GX_DONE && card != 0)
                drawn[card - 1]++;
            break;
        case 1:
            gx_card_give(book, campaign, one, other, a, i);
            break;
        case 2:
            gx_card_swap(book, campaign, one, other, a, b, i);
            break;
        default:
            if (gx_card_complete(book, campaign, pass_of(one), i, &rank).code == GX_DONE)
                ck_assert_uint_eq(rank, ++completers);
        }
    }
    for (uint32_t card = 1; card <= FIVE; card++) {
        uint64_t held = 0;
        for (uint32_t user = 0; user < PEOPLE; user++)
            held += gx_card_count(book, campaign, user, card);
        ck_assert_uint_eq(held + completers, drawn[card - 1]);
    }
    ck_assert_uint_ge(completers, 3);
    gx_fen sum = 0;
    for (uint32_t user = 0; user < PEOPLE; user++) {
        uint32_t rank;
        sum += gx_collection_claim(book, campaign, pass_of(user), DEADLINE, &rank).amount;
    }
    ck_assert_int_eq(sum, 10000);
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

START_TEST(R11_memory_can_fail_anywhere_and_a_steady_state_needs_none)
{
    long failures = 0;
    gx_book *book = make_campaign_book(100000);
    gx_campaign campaign = open_campaign(book, POOL, 1, plain_order(10000, WEEK));
    gx_op terms = {.kind = GX_OP_COLLECTION_TERMS,
                   .listed = FIVE,
                   .args.collection_terms = {campaign, DEADLINE, 0, 0},
                   .list = ppm};
    expect_done(do_choked(book, &terms, NULL, &failures), 0);
    for (uint32_t i = 0; i < 300; i++) {
        gx_op draw = {.kind = GX_OP_CARD_DRAW, .args.card_draw = {campaign, pass_of(i), draw_for(1 + i % 5)}};
        expect_done(do_choked(book, &draw, NULL, &failures), 0);
        gx_op give = {.kind = GX_OP_CARD_GIVE,
                      .args.card_give = {campaign, i, 1000 + i, (uint8_t)(1 + i % 5)}};
        expect_done(do_choked(book, &give, NULL, &failures), 0);
    }
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t card = 1; card <= FIVE; card++)
            get_card(book, campaign, 2000 + i, card);
    for (uint32_t i = 0; i < 5; i++) {
        gx_op done = {.kind = GX_OP_CARD_COMPLETE, .args.card_complete = {campaign, pass_of(2000 + i)}};
        expect_done(do_choked(book, &done, NULL, &failures), 0);
    }
    ck_assert_int_ge(failures, 10);
    uint64_t before = gx_memory_allocations();
    for (uint32_t i = 0; i < 1000; i++)
        get_card(book, campaign, i % 300, 1 + i % 5);
    ck_assert_uint_eq(gx_memory_allocations(), before);
    for (uint32_t i = 0; i < 5; i++) {
        gx_op claim = {.kind = GX_OP_COLLECTION_CLAIM,
                       .now = DEADLINE,
                       .args.collection_claim = {campaign, pass_of(2000 + i)}};
        expect_done(do_choked(book, &claim, NULL, &failures), 2000);
    }
    expect_balanced(book);
    gx_book_free(book);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/r11_collection");
    TCase *tests = tcase_create("R11");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, R11_rarities_are_what_was_set);
    tcase_add_test(tests, R11_cards_are_given_and_swapped_and_none_is_lost);
    tcase_add_test(tests, R11_a_hand_holds_255_of_a_card);
    tcase_add_test(tests, R11_completing_hands_in_one_of_each);
    tcase_add_test(tests, R11_the_deadline_divides_collecting_from_claiming);
    tcase_add_test(tests, R11_completers_share_equally_to_the_fen);
    tcase_add_test(tests, R11_the_last_share_is_paid_like_the_first);
    tcase_add_test(tests, R11_a_pool_smaller_than_its_completers);
    tcase_add_test(tests, R11_terms_out_of_range_change_nothing);
    tcase_add_test(tests, R11_cards_are_conserved_under_hostile_swaps);
    tcase_add_test(tests, R11_memory_can_fail_anywhere_and_a_steady_state_needs_none);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
