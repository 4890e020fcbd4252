/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collection (R11). A hand of cards is one word: a byte a kind of card. Whoever completes hands in one of
 * each, as in the real product, so completers are counted while it runs, and at the deadline their number is
 * known without going through anybody's hand. */
#include "campaigns/campaigns.h"

/* The second word: draws (32 bits) | rank (31) | claimed (1). */
static uint64_t collector(uint32_t draws, uint32_t rank, bool claimed)
{
    return (uint64_t)draws << 32 | (uint64_t)rank << 1 | claimed;
}

static uint32_t draws_of(uint64_t word)
{
    return (uint32_t)(word >> 32);
}

static uint32_t rank_of(uint64_t word)
{
    return (uint32_t)word >> 1;
}

static bool has_claimed(uint64_t word)
{
    return (word & 1) != 0;
}

/* How many of a card (from 1) are in a hand; and the hand with one more or less. */
static uint32_t count_of(uint64_t hand, uint32_t card)
{
    return (uint32_t)(hand >> (8 * (card - 1))) & 0xff;
}

static uint64_t one_of(uint32_t card)
{
    return UINT64_C(1) << (8 * (card - 1));
}

static uint64_t hand_of(const gx_book *book, const gx_campaign_record *record, uint32_t user)
{
    return gx_campaign_word(book, record, &book->campaigns->one, user);
}

static void set_hand(gx_book *book, gx_campaign_record *record, uint32_t user, uint64_t hand)
{
    gx_campaign_note(book, record, &book->campaigns->one, &record->one, user, hand);
}

static uint64_t collector_of(const gx_book *book, const gx_campaign_record *record, uint32_t user)
{
    return gx_campaign_word(book, record, &book->campaigns->two, user);
}

static void set_collector(gx_book *book, gx_campaign_record *record, uint32_t user, uint64_t word)
{
    gx_campaign_note(book, record, &book->campaigns->two, &record->two, user, word);
}

static gx_collection_record *collection_of(const gx_book *book, const gx_campaign_record *record)
{
    return gx_campaign_terms(book, record);
}

/* ---- Setting up */

static gx_answer check_terms(const gx_campaign_record *record, const gx_op *op)
{
    const gx_args_collection_terms *args = &op->args.collection_terms;
    if (op->listed < 1 || op->listed > GX_COLLECTION_CARDS)
        return gx_refuse(GX_REFUSED_LIST, op->listed, GX_COLLECTION_CARDS);
    uint64_t sum = 0;
    for (uint32_t i = 0; i < op->listed; i++) {
        if (op->list[i] < 1)
            return gx_refuse(GX_REFUSED_RULE, 0, 1);
        sum += op->list[i];
    }
    if (sum > GX_PPM)
        return gx_refuse(GX_REFUSED_RULE, (int64_t)sum, GX_PPM);
    if (args->deadline <= record->order.start)
        return gx_refuse(GX_REFUSED_RULE, args->deadline, (int64_t)record->order.start + 1);
    if (args->deadline >= record->order.end)
        return gx_refuse(GX_REFUSED_RULE, args->deadline, (int64_t)record->order.end - 1);
    if (args->first_more > 1)
        return gx_refuse(GX_REFUSED_RULE, args->first_more, 1);
    return gx_done(0);
}

gx_answer gx_rule_collection_terms(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_collection_terms *args = &op->args.collection_terms;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_fresh(book, args->campaign, GX_CAMPAIGN_COLLECTION, &record);
    if (answer.code == GX_DONE)
        answer = check_terms(record, op);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&book->campaigns->terms[GX_CAMPAIGN_COLLECTION]))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_collection_record *collection = gx_campaign_become(book, record, GX_CAMPAIGN_COLLECTION);
    *collection = (gx_collection_record){.head = collection->head,
                                         .deadline = args->deadline,
                                         .draws = args->draws,
                                         .cards = (uint8_t)op->listed,
                                         .first_more = args->first_more == 1};
    for (uint32_t i = 0; i < op->listed; i++)
        collection->ppm[i] = op->list[i];
    return answer;
}

/* ---- Cards */

/* HANDLE, KIND, RUNNING, BEFORE. */
static gx_answer check_on(const gx_book *book, gx_campaign campaign, uint32_t now, gx_campaign_record **out)
{
    gx_answer answer = gx_campaign_on(book, campaign, GX_CAMPAIGN_COLLECTION, now, out);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t deadline = collection_of(book, *out)->deadline;
    return now >= deadline ? gx_refuse(GX_REFUSED_EXPIRED, now, deadline) : answer;
}

static uint32_t draw_card(const gx_collection_record *collection, gx_draw draw)
{
    uint64_t n = gx_below64(gx_draw_high(draw), GX_PPM);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < collection->cards; i++) {
        sum += collection->ppm[i];
        if (n < sum)
            return i + 1;
    }
    return 0;
}

gx_answer gx_rule_card_draw(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_card_draw *args = &op->args.card_draw;
    struct gx_campaigns *campaigns = book->campaigns;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = check_on(book, args->campaign, op->now, &record);
    if (answer.code == GX_DONE)
        answer = gx_campaign_gate(record, &args->pass);
    if (answer.code != GX_DONE)
        return answer;
    const gx_collection_record *collection = collection_of(book, record);
    uint64_t word = collector_of(book, record, user);
    if (collection->draws != 0 && draws_of(word) >= collection->draws)
        return gx_refuse(GX_REFUSED_LIMIT, draws_of(word), collection->draws);
    uint64_t hand = hand_of(book, record, user);
    uint32_t card = draw_card(collection, args->draw);
    if (card != 0 && count_of(hand, card) == GX_COLLECTION_HAND)
        return gx_refuse(GX_REFUSED_CAP, GX_COLLECTION_HAND, GX_COLLECTION_HAND);
    if (!gx_campaign_room(book, record, &campaigns->two, user) ||
        (card != 0 && !gx_campaign_room(book, record, &campaigns->one, user)))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    uint32_t draws = draws_of(word) == UINT32_MAX ? UINT32_MAX : draws_of(word) + 1;
    set_collector(book, record, user, collector(draws, rank_of(word), has_claimed(word)));
    if (card != 0) {
        set_hand(book, record, user, hand + one_of(card));
        out->third = count_of(hand, card) + 1;
    }
    out->number = card;
    return answer;
}

static gx_answer check_card(const gx_collection_record *collection, uint32_t card)
{
    bool there = card >= 1 && card <= collection->cards;
    return there ? gx_done(0) : gx_refuse(GX_REFUSED_NO_SUCH, card, collection->cards);
}

gx_answer gx_rule_card_give(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_card_give *args = &op->args.card_give;
    gx_campaign_record *record;
    gx_answer answer = check_on(book, args->campaign, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_card(collection_of(book, record), args->card);
    if (answer.code != GX_DONE)
        return answer;
    if (args->from == args->to)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->from, args->to);
    uint64_t from = hand_of(book, record, args->from);
    uint64_t to = hand_of(book, record, args->to);
    if (count_of(from, args->card) == 0)
        return gx_refuse(GX_REFUSED_INCOMPLETE, 0, 1);
    if (count_of(to, args->card) == GX_COLLECTION_HAND)
        return gx_refuse(GX_REFUSED_CAP, GX_COLLECTION_HAND, GX_COLLECTION_HAND);
    if (!gx_campaign_room(book, record, &book->campaigns->one, args->to))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    set_hand(book, record, args->from, from - one_of(args->card));
    set_hand(book, record, args->to, to + one_of(args->card));
    return answer;
}

static gx_answer check_swap(const gx_args_card_swap *args, uint64_t one, uint64_t other)
{
    if (args->one == args->other)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, args->one, args->other);
    if (args->one_card == args->other_card)
        return gx_refuse(GX_REFUSED_RULE, args->one_card, args->other_card);
    if (count_of(one, args->one_card) == 0)
        return gx_refuse(GX_REFUSED_INCOMPLETE, 0, 1);
    if (count_of(other, args->other_card) == 0)
        return gx_refuse(GX_REFUSED_INCOMPLETE, 0, 2);
    if (count_of(one, args->other_card) == GX_COLLECTION_HAND ||
        count_of(other, args->one_card) == GX_COLLECTION_HAND)
        return gx_refuse(GX_REFUSED_CAP, GX_COLLECTION_HAND, GX_COLLECTION_HAND);
    return gx_done(0);
}

gx_answer gx_rule_card_swap(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_card_swap *args = &op->args.card_swap;
    gx_campaign_record *record;
    gx_answer answer = check_on(book, args->campaign, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_card(collection_of(book, record), args->one_card);
    if (answer.code == GX_DONE)
        answer = check_card(collection_of(book, record), args->other_card);
    if (answer.code != GX_DONE)
        return answer;
    uint64_t one = hand_of(book, record, args->one);
    uint64_t other = hand_of(book, record, args->other);
    answer = check_swap(args, one, other);
    if (answer.code != GX_DONE)
        return answer;
    set_hand(book, record, args->one, one - one_of(args->one_card) + one_of(args->other_card));
    set_hand(book, record, args->other, other - one_of(args->other_card) + one_of(args->one_card));
    return answer;
}

gx_answer gx_rule_card_complete(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_card_complete *args = &op->args.card_complete;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = check_on(book, args->campaign, op->now, &record);
    if (answer.code == GX_DONE)
        answer = gx_campaign_gate(record, &args->pass);
    if (answer.code != GX_DONE)
        return answer;
    gx_collection_record *collection = collection_of(book, record);
    uint64_t word = collector_of(book, record, user);
    if (rank_of(word) != 0)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    uint64_t hand = hand_of(book, record, user);
    uint32_t has = 0;
    uint64_t rest = hand;
    for (uint32_t card = 1; card <= collection->cards; card++) {
        has += count_of(hand, card) > 0;
        rest -= one_of(card);
    }
    if (has < collection->cards)
        return gx_refuse(GX_REFUSED_INCOMPLETE, has, collection->cards);
    if (!gx_campaign_room(book, record, &book->campaigns->two, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    set_hand(book, record, user, rest);
    out->number = ++collection->completers;
    set_collector(book, record, user, collector(draws_of(word), out->number, false));
    return answer;
}

/* ---- The pool */

static gx_fen share_of(const gx_collection_record *collection, gx_fen pool, uint32_t rank)
{
    gx_fen rest = pool % collection->completers;
    return pool / collection->completers + (collection->first_more && (gx_fen)rank <= rest);
}

/* Is the user of the pass a completer who has not claimed, after the deadline? */
static gx_answer check_claim(const gx_book *book, const gx_campaign_record *record, const gx_pass *pass,
                             uint32_t now)
{
    const gx_collection_record *collection = collection_of(book, record);
    if (now < collection->deadline)
        return gx_refuse(GX_REFUSED_NOT_DUE, now, collection->deadline);
    gx_answer answer = gx_campaign_gate(record, pass);
    if (answer.code != GX_DONE)
        return answer;
    uint64_t word = collector_of(book, record, pass->user);
    if (rank_of(word) == 0)
        return gx_refuse(GX_REFUSED_RIGHT, pass->user, 0);
    return has_claimed(word) ? gx_refuse(GX_REFUSED_TWICE, 1, 0) : gx_done(0);
}

gx_answer gx_rule_collection_claim(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_collection_claim *args = &op->args.collection_claim;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_on(book, args->campaign, GX_CAMPAIGN_COLLECTION, op->now, &record);
    if (answer.code == GX_DONE)
        answer = check_claim(book, record, &args->pass, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_collection_record *collection = collection_of(book, record);
    uint64_t word = collector_of(book, record, user);
    gx_fen pool = collection->claims == 0 ? record->held.remaining : collection->pool;
    gx_fen share = share_of(collection, pool, rank_of(word));
    if (share == 0)
        return gx_refuse(GX_REFUSED_EMPTY, pool, collection->completers);
    answer = gx_campaign_may_pay(book, record, user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_campaign_room(book, record, &book->campaigns->got, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    collection->pool = pool;
    collection->claims++;
    set_collector(book, record, user, collector(draws_of(word), rank_of(word), true));
    gx_campaign_pay(book, record, user, share, op->now);
    out->number = rank_of(word);
    out->closed = collection->claims == collection->completers;
    return answer;
}

/* ---- Looking */

static gx_campaign_record *find(const gx_book *book, gx_campaign campaign)
{
    gx_campaign_record *record;
    if (book->campaigns == NULL ||
        gx_campaign_of_kind(book, campaign, GX_CAMPAIGN_COLLECTION, &record).code != GX_DONE)
        return NULL;
    return record;
}

uint32_t gx_card_count(const gx_book *book, gx_campaign campaign, uint32_t user, uint32_t card)
{
    const gx_campaign_record *record = find(book, campaign);
    if (record == NULL || card < 1 || card > GX_COLLECTION_CARDS)
        return 0;
    return count_of(hand_of(book, record, user), card);
}

uint32_t gx_collection_completers(const gx_book *book, gx_campaign campaign)
{
    const gx_campaign_record *record = find(book, campaign);
    return record == NULL ? 0 : collection_of(book, record)->completers;
}
