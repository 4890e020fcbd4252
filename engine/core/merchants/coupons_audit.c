/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of coupons whatever was done, their bytes, and their digest. */
#include "merchants/coupons.h"

size_t gx_coupons_bytes(const gx_book *book)
{
    const struct gx_coupons *coupons = book->coupons;
    return sizeof *coupons + gx_slab_bytes(&coupons->batches) + gx_slab_bytes(&coupons->coupons) +
           gx_relation_bytes(&coupons->given) + gx_relation_bytes(&coupons->bought);
}

/* A batch against its coupons, counted one by one. */
static bool audit_batch(const gx_book *book, uint32_t place)
{
    const gx_batch_record *batch = gx_batch_at(book, place);
    uint32_t granted = 0, used = 0;
    gx_fen discounts = 0;
    bool right = true;
    for (uint32_t i = batch->coupons; i != GX_SLAB_NONE && granted <= batch->count; granted++) {
        const gx_coupon_record *coupon = gx_coupon_at(book, i);
        right &= coupon->head.next == GX_SLAB_IN_USE && coupon->batch == place &&
                 coupon->passed <= batch->passes_max && coupon->discount <= batch->face;
        used += coupon->used;
        discounts += coupon->discount;
        i = coupon->earlier;
    }
    return right && granted == batch->granted && granted <= batch->count && used == batch->used &&
           discounts == batch->discounts && batch->held.remaining + discounts == batch->face * batch->count;
}

bool gx_coupons_audit(const gx_book *book, gx_fen *held)
{
    const struct gx_coupons *coupons = book->coupons;
    uint32_t granted = 0;
    bool right = true;
    for (uint32_t i = 0; i < coupons->batches.used; i++) {
        const gx_batch_record *batch = gx_batch_at(book, i);
        if (batch->head.next != GX_SLAB_IN_USE)
            continue;
        *held += batch->held.remaining;
        granted += batch->granted;
        right &= audit_batch(book, i);
    }
    return right && granted == coupons->coupons.live;
}

static void digest_batch(const gx_book *book, const gx_batch_record *batch, gx_digest *digest)
{
    const uint64_t numbers[] = {(uint64_t)batch->face,
                                (uint64_t)batch->floor,
                                (uint64_t)batch->discounts,
                                batch->passes,
                                (uint64_t)batch->count << 32 | batch->granted,
                                (uint64_t)batch->used << 32 | batch->off_ppm,
                                (uint64_t)batch->from << 32 | batch->partner,
                                (uint64_t)batch->bought_min << 32 | batch->bought_max,
                                (uint64_t)batch->badges << 32 | batch->coupons,
                                (uint64_t)batch->per_user << 48 | (uint64_t)batch->passes_max << 32 |
                                    (uint64_t)batch->score_min << 16 | batch->place,
                                (uint64_t)batch->kind << 40 | (uint64_t)batch->tier_min << 32 |
                                    (uint64_t)batch->sex << 24 | (uint64_t)batch->age_min << 16 |
                                    (uint64_t)batch->age_max << 8 | batch->occupation};
    gx_held_digest(&batch->held, digest);
    gx_digest_bytes(digest, numbers, sizeof numbers);
    gx_relation_digest(&book->coupons->given, batch->given_to, digest);
}

static void digest_coupon(const gx_coupon_record *coupon, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)coupon->discount);
    gx_digest_number(digest, (uint64_t)coupon->batch << 32 | coupon->earlier);
    gx_digest_number(digest, (uint64_t)coupon->holder << 32 | coupon->first_holder);
    gx_digest_number(digest, (uint64_t)coupon->passed << 1 | coupon->used);
}

void gx_coupons_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_coupons *coupons = book->coupons;
    const gx_referral_rules *rules = &coupons->rules;
    gx_digest_number(digest, (uint64_t)rules->open_ppm << 32 | rules->affiliate_ppm);
    gx_digest_number(digest, (uint64_t)rules->cap);
    gx_digest_number(digest, rules->score_min);
    gx_slab_digest(&coupons->batches, digest);
    for (uint32_t i = 0; i < coupons->batches.used; i++)
        if (gx_batch_at(book, i)->head.next == GX_SLAB_IN_USE)
            digest_batch(book, gx_batch_at(book, i), digest);
    gx_slab_digest(&coupons->coupons, digest);
    for (uint32_t i = 0; i < coupons->coupons.used; i++)
        if (gx_coupon_at(book, i)->head.next == GX_SLAB_IN_USE)
            digest_coupon(gx_coupon_at(book, i), digest);
    gx_relation_digest(&coupons->bought, coupons->bought_list, digest);
}
