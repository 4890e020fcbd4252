/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coupon batches (M5): issue, grant, close; and the purchases that target rules ask for. What becomes of a
 * coupon once somebody has it is in redeem.c.
 *
 * The budget of a batch is held at its face: count coupons times the most that one can take off. So whatever
 * is granted, passed on and redeemed, the hold covers it, and nothing need be reserved when a coupon is
 * granted. */
#include "merchants/coupons.h"

#include <gx/base/memory.h>

enum { MILLION = 1000000 };

/* ---- Issuing */

static gx_answer check_worth(const gx_args_coupon_issue *args)
{
    if (args->kind > GX_COUPON_PERCENT)
        return gx_refuse(GX_REFUSED_RULE, args->kind, GX_COUPON_PERCENT);
    if (args->count < 1)
        return gx_refuse(GX_REFUSED_RULE, args->count, 1);
    if (args->count > GX_COUPONS_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->count, GX_COUPONS_MAX);
    gx_fen most = GX_BOOK_LIMIT / args->count;
    if (args->face < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->face, 1);
    if (args->face > most)
        return gx_refuse(GX_REFUSED_AMOUNT, args->face, most);
    uint32_t least = args->kind == GX_COUPON_PERCENT ? 1 : 0;
    uint32_t highest = args->kind == GX_COUPON_PERCENT ? MILLION : 0;
    if (args->off_ppm < least)
        return gx_refuse(GX_REFUSED_RULE, args->off_ppm, least);
    if (args->off_ppm > highest)
        return gx_refuse(GX_REFUSED_RULE, args->off_ppm, highest);
    return args->floor < 0 ? gx_refuse(GX_REFUSED_AMOUNT, args->floor, 0) : gx_done(0);
}

static gx_answer check_rule(const gx_args_coupon_issue *args, uint32_t now)
{
    if (args->per_user < 1)
        return gx_refuse(GX_REFUSED_RULE, args->per_user, 1);
    if (args->from >= args->until)
        return gx_refuse(GX_REFUSED_SCHEDULE, args->from, args->until);
    if (now >= args->until)
        return gx_refuse(GX_REFUSED_EXPIRED, now, args->until);
    if (args->bought_max < args->bought_min)
        return gx_refuse(GX_REFUSED_RULE, args->bought_max, args->bought_min);
    if (args->age_max != 0 && args->age_max < args->age_min)
        return gx_refuse(GX_REFUSED_RULE, args->age_max, args->age_min);
    return gx_done(0);
}

static void fill_batch(gx_batch_record *batch, const gx_args_coupon_issue *args)
{
    *batch = (gx_batch_record){.head = batch->head,
                               .face = args->face,
                               .floor = args->floor,
                               .count = args->count,
                               .off_ppm = args->off_ppm,
                               .from = args->from,
                               .partner = args->partner,
                               .bought_min = args->bought_min,
                               .bought_max = args->bought_max,
                               .badges = args->badges,
                               .coupons = GX_SLAB_NONE,
                               .given_to = GX_RELATION_NONE,
                               .per_user = args->per_user,
                               .passes_max = args->passes_max,
                               .score_min = args->score_min,
                               .place = args->place,
                               .kind = args->kind,
                               .tier_min = args->tier_min,
                               .sex = args->sex,
                               .age_min = args->age_min,
                               .age_max = args->age_max,
                               .occupation = args->occupation};
}

gx_answer gx_rule_coupon_issue(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_coupon_issue *args = &op->args.coupon_issue;
    gx_slab *batches = &book->coupons->batches;
    gx_spend spend = {
        .party = gx_party_of(book, op->key.account), .now = op->now, .purpose = GX_FOR_CAMPAIGN};
    if (spend.party >= book->users + book->merchants.count)
        return gx_refuse_party(op->key.account);
    gx_answer answer = check_worth(args);
    if (answer.code == GX_DONE)
        answer = check_rule(args, op->now);
    if (answer.code != GX_DONE)
        return answer;
    spend.amount = args->face * args->count;
    answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(batches))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(batches);
    gx_batch_record *batch = gx_batch_at(book, out->made.slot);
    out->made.life = batch->head.life;
    fill_batch(batch, args);
    gx_held_open(book, &batch->held, spend.party, spend.amount, args->until);
    gx_note_spend(book, &spend);
    return answer;
}

/* ---- Granting */

static gx_answer check_batch(const gx_book *book, gx_ref ref)
{
    gx_slab_state state = gx_slab_look(&book->coupons->batches, ref.slot, ref.life);
    return state == GX_SLAB_LIVE ? gx_done(0) : gx_refuse_handle(state);
}

/* What the pass of a user says against him. */
static gx_answer check_target(const gx_batch_record *batch, const gx_pass *user)
{
    if (user->tier < batch->tier_min)
        return gx_refuse(GX_REFUSED_IDENTITY, user->tier, batch->tier_min);
    if (user->score < batch->score_min)
        return gx_refuse(GX_REFUSED_SCORE, user->score, batch->score_min);
    if (batch->place != 0 && user->place != batch->place)
        return gx_refuse(GX_REFUSED_PLACE, user->place, batch->place);
    if ((batch->badges & ~user->badges) != 0)
        return gx_refuse(GX_REFUSED_GATE, batch->badges & user->badges, batch->badges);
    if (batch->sex != 0 && user->sex != batch->sex)
        return gx_refuse(GX_REFUSED_GATE, user->sex, batch->sex);
    if (user->age < batch->age_min)
        return gx_refuse(GX_REFUSED_GATE, user->age, batch->age_min);
    if (batch->age_max != 0 && user->age > batch->age_max)
        return gx_refuse(GX_REFUSED_GATE, user->age, batch->age_max);
    if (batch->occupation != 0 && user->occupation != batch->occupation)
        return gx_refuse(GX_REFUSED_GATE, user->occupation, batch->occupation);
    return gx_done(0);
}

static gx_answer check_history(const gx_book *book, const gx_batch_record *batch, uint32_t user)
{
    uint32_t bought = gx_coupons_purchases(book, batch->held.owner, user);
    if (bought < batch->bought_min)
        return gx_refuse(GX_REFUSED_GATE, bought, batch->bought_min);
    return bought > batch->bought_max ? gx_refuse(GX_REFUSED_GATE, bought, batch->bought_max) : gx_done(0);
}

static gx_answer check_grant(const gx_book *book, const gx_args_coupon_grant *args, uint32_t now)
{
    gx_answer answer = check_batch(book, args->batch);
    if (answer.code != GX_DONE)
        return answer;
    const gx_batch_record *batch = gx_batch_at(book, args->batch.slot);
    if (now >= batch->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, batch->held.expires);
    if (batch->granted == batch->count)
        return gx_refuse(GX_REFUSED_STOCK, 0, 1);
    const gx_pair *given = gx_relation_find(&book->coupons->given, args->batch.slot, args->to.user);
    if (given != NULL && given->value >= batch->per_user)
        return gx_refuse(GX_REFUSED_LIMIT, (int64_t)given->value, batch->per_user);
    answer = check_target(batch, &args->to);
    return answer.code == GX_DONE ? check_history(book, batch, args->to.user) : answer;
}

/* One more in a relation of counts, after a reserve. */
static void count_pair(gx_relation *relation, uint32_t *list, uint32_t thing, uint32_t user)
{
    gx_pair *pair = gx_relation_find(relation, thing, user);
    if (pair == NULL)
        gx_relation_add(relation, list, thing, user, 1);
    else if (pair->value < UINT32_MAX)
        pair->value++;
}

gx_answer gx_rule_coupon_grant(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_coupon_grant *args = &op->args.coupon_grant;
    struct gx_coupons *coupons = book->coupons;
    gx_answer answer = check_grant(book, args, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(&coupons->coupons) || !gx_relation_reserve(&coupons->given))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_batch_record *batch = gx_batch_at(book, args->batch.slot);
    out->made.slot = gx_slab_take(&coupons->coupons);
    gx_coupon_record *coupon = gx_coupon_at(book, out->made.slot);
    out->made.life = coupon->head.life;
    *coupon = (gx_coupon_record){.head = coupon->head,
                                 .batch = args->batch.slot,
                                 .earlier = batch->coupons,
                                 .holder = args->to.user,
                                 .first_holder = args->to.user};
    batch->coupons = out->made.slot;
    out->number = batch->granted++;
    count_pair(&coupons->given, &batch->given_to, args->batch.slot, args->to.user);
    return answer;
}

/* ---- Closing */

gx_answer gx_rule_coupon_close(gx_book *book, const gx_op *op, gx_result *out)
{
    struct gx_coupons *coupons = book->coupons;
    gx_ref ref = op->args.coupon_close.batch;
    gx_answer answer = check_batch(book, ref);
    if (answer.code != GX_DONE)
        return answer;
    gx_batch_record *batch = gx_batch_at(book, ref.slot);
    if (op->now < batch->held.expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, batch->held.expires);
    out->number = batch->granted - batch->used;
    answer.amount = gx_held_refund(book, &batch->held);
    for (uint32_t i = batch->coupons; i != GX_SLAB_NONE;) {
        uint32_t earlier = gx_coupon_at(book, i)->earlier;
        gx_slab_give(&coupons->coupons, i);
        i = earlier;
    }
    gx_relation_drop_all(&coupons->given, &batch->given_to);
    gx_slab_give(&coupons->batches, ref.slot);
    return answer;
}

/* ---- Purchases */

bool gx_coupons_reserve_purchase(gx_book *book)
{
    return book->coupons == NULL || gx_relation_reserve(&book->coupons->bought);
}

void gx_coupons_note_purchase(gx_book *book, gx_party merchant, uint32_t user)
{
    struct gx_coupons *coupons = book->coupons;
    if (coupons != NULL)
        count_pair(&coupons->bought, &coupons->bought_list, merchant, user);
}

void gx_coupons_take_back_purchase(gx_book *book, gx_party merchant, uint32_t user)
{
    struct gx_coupons *coupons = book->coupons;
    gx_pair *pair = coupons == NULL ? NULL : gx_relation_find(&coupons->bought, merchant, user);
    if (pair == NULL)
        return;
    pair->value--;
    if (pair->value == 0)
        gx_relation_drop(&coupons->bought, &coupons->bought_list, pair);
}

uint32_t gx_coupons_purchases(const gx_book *book, gx_party merchant, uint32_t user)
{
    const gx_pair *pair = gx_relation_find(&book->coupons->bought, merchant, user);
    return pair == NULL ? 0 : (uint32_t)pair->value;
}

/* ---- The theme */

static bool start(gx_book *book)
{
    struct gx_coupons *coupons = gx_alloc(1, sizeof *coupons);
    if (coupons == NULL)
        return false;
    *coupons = (struct gx_coupons){.rules = gx_referral_rules_default(), .bought_list = GX_RELATION_NONE};
    gx_slab_init(&coupons->batches, sizeof(gx_batch_record));
    gx_slab_init(&coupons->coupons, sizeof(gx_coupon_record));
    gx_relation_init(&coupons->given);
    gx_relation_init(&coupons->bought);
    book->coupons = coupons;
    return true;
}

static void stop(gx_book *book)
{
    struct gx_coupons *coupons = book->coupons;
    if (coupons == NULL)
        return;
    gx_slab_free(&coupons->batches);
    gx_slab_free(&coupons->coupons);
    gx_relation_free(&coupons->given);
    gx_relation_free(&coupons->bought);
    gx_free(coupons);
    book->coupons = NULL;
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_coupons *coupons = book->coupons;
    GX_ARCHIVE(archive, coupons->rules);
    gx_slab_archive(archive, &coupons->batches);
    gx_slab_archive(archive, &coupons->coupons);
    gx_relation_archive(archive, &coupons->given);
    GX_ARCHIVE(archive, coupons->bought_list);
    gx_relation_archive(archive, &coupons->bought);
}

const gx_theme gx_theme_coupons = {.name = "coupons",
                                   .start = start,
                                   .stop = stop,
                                   .archive = archive,
                                   .bytes = gx_coupons_bytes,
                                   .audit = gx_coupons_audit,
                                   .state_digest = gx_coupons_digest};
