/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What campaigns are to the book: their making and end, what they hold, and what an audit asks of them. Users
 * have no digest here: what a campaign remembers of a user is the campaign's, and lies in the campaign's
 * book, wherever the user's is. */
#include "campaigns/campaigns.h"

#include <gx/base/memory.h>

static bool start(gx_book *book)
{
    static const size_t sizes[GX_CAMPAIGN_KIND_COUNT] = {
        [GX_CAMPAIGN_PLAIN] = sizeof(gx_slab_head),
        [GX_CAMPAIGN_BRAND] = sizeof(gx_brand_record),
        [GX_CAMPAIGN_SHAKE] = sizeof(gx_shake_record),
        [GX_CAMPAIGN_GALA] = sizeof(gx_gala_record),
        [GX_CAMPAIGN_COLLECTION] = sizeof(gx_collection_record),
        [GX_CAMPAIGN_FISSION] = sizeof(gx_fission_record),
    };
    struct gx_campaigns *campaigns = gx_alloc(1, sizeof *campaigns);
    if (campaigns == NULL)
        return false;
    book->campaigns = campaigns;
    gx_slab_init(&campaigns->slab, sizeof(gx_campaign_record));
    for (unsigned kind = 0; kind < GX_CAMPAIGN_KIND_COUNT; kind++)
        gx_slab_init(&campaigns->terms[kind], sizes[kind]);
    gx_relation_init(&campaigns->got);
    gx_relation_init(&campaigns->one);
    gx_relation_init(&campaigns->two);
    gx_relation_init(&campaigns->follows);
    gx_relation_init(&campaigns->packets);
    campaigns->rules = gx_brand_rules_default();
    campaigns->brand_count = book->merchants.count + book->pools.count;
    campaigns->brands = gx_alloc_columns(campaigns->brand_count, sizeof *campaigns->brands);
    if (campaigns->brands == NULL)
        return false;
    for (uint32_t i = 0; i < campaigns->brand_count; i++)
        campaigns->brands[i].follows = campaigns->brands[i].packets = GX_RELATION_NONE;
    return true;
}

static void stop(gx_book *book)
{
    struct gx_campaigns *campaigns = book->campaigns;
    if (campaigns == NULL)
        return;
    gx_free(campaigns->brands);
    gx_relation_free(&campaigns->packets);
    gx_relation_free(&campaigns->follows);
    gx_relation_free(&campaigns->two);
    gx_relation_free(&campaigns->one);
    gx_relation_free(&campaigns->got);
    for (unsigned kind = 0; kind < GX_CAMPAIGN_KIND_COUNT; kind++)
        gx_slab_free(&campaigns->terms[kind]);
    gx_slab_free(&campaigns->slab);
    gx_free(campaigns);
    book->campaigns = NULL;
}

static size_t bytes(const gx_book *book)
{
    const struct gx_campaigns *campaigns = book->campaigns;
    size_t sum = sizeof *campaigns + campaigns->brand_count * sizeof *campaigns->brands;
    sum += gx_slab_bytes(&campaigns->slab);
    for (unsigned kind = 0; kind < GX_CAMPAIGN_KIND_COUNT; kind++)
        sum += gx_slab_bytes(&campaigns->terms[kind]);
    return sum + gx_relation_bytes(&campaigns->got) + gx_relation_bytes(&campaigns->one) +
           gx_relation_bytes(&campaigns->two) + gx_relation_bytes(&campaigns->follows) +
           gx_relation_bytes(&campaigns->packets);
}

/* ---- Audit */

/* Do the users' figures add up to the campaign's, and is no cap exceeded? */
static bool audit_users(const gx_book *book, const gx_campaign_record *record)
{
    const gx_relation *got = &book->campaigns->got;
    const gx_campaign_order *order = &record->order;
    gx_fen fen = 0;
    uint64_t payments = 0;
    bool sound = true;
    for (const gx_pair *pair = gx_relation_at(got, record->got); pair != NULL;
         pair = gx_relation_at(got, pair->next_of_thing)) {
        fen += gx_got_fen(pair->value);
        payments += gx_got_payments(pair->value);
        sound &= order->user_fen == 0 || gx_got_fen(pair->value) <= order->user_fen;
        sound &= order->user_count == 0 || gx_got_payments(pair->value) <= order->user_count;
    }
    return sound && fen == record->granted && payments == record->payments;
}

/* Money set aside for rounds is there, and no round paid more than it could. */
static bool audit_gala(const gx_gala_record *gala, gx_fen remaining)
{
    gx_fen left = 0;
    for (uint32_t i = 0; i < gala->round_count; i++) {
        const gx_gala_view *view = &gala->rounds[i];
        gx_fen own = view->round.money - view->paid;
        left = gala->carry == GX_GALA_ON ? left + own : own;
        remaining -= own;
        if (left < 0 || view->stock_left > view->round.stock)
            return false;
    }
    return remaining >= 0;
}

static bool audit_kind(const gx_book *book, const gx_campaign_record *record)
{
    if (record->kind == GX_CAMPAIGN_GALA)
        return audit_gala(gx_campaign_terms(book, record), record->held.remaining);
    if (record->kind == GX_CAMPAIGN_COLLECTION) {
        const gx_collection_record *collection = gx_campaign_terms(book, record);
        return collection->claims <= collection->completers;
    }
    return true;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    const gx_slab *slab = &book->campaigns->slab;
    bool sound = true;
    for (uint32_t i = 0; i < slab->used; i++) {
        const gx_campaign_record *record = gx_slab_at(slab, i);
        if (record->head.next != GX_SLAB_IN_USE)
            continue;
        gx_fen remaining = record->held.remaining;
        *held = (gx_fen)((uint64_t)*held + (uint64_t)remaining);
        sound &= remaining >= 0 && record->held.owner >= book->users && record->held.owner < book->parties;
        sound &= record->order.budget == record->granted + record->returned + remaining;
        sound &= record->order.hour_count == 0 || record->hour_count <= record->order.hour_count;
        sound &= record->order.hour_fen == 0 || record->hour_fen <= record->order.hour_fen;
        sound &= audit_users(book, record) && audit_kind(book, record);
    }
    return sound;
}

/* ---- Digest of state */

static void digest_order(const gx_campaign_order *order, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)order->budget);
    gx_digest_number(digest, (uint64_t)order->start << 32 | order->end);
    gx_digest_number(digest, (uint64_t)order->on_from << 32 | order->on_until);
    gx_digest_number(digest, (uint64_t)order->hour_count << 32 | order->user_count);
    gx_digest_number(digest, (uint64_t)order->hour_fen);
    gx_digest_number(digest, (uint64_t)order->user_fen);
    gx_digest_number(digest, (uint64_t)order->stop_below);
    gx_digest_number(digest, (uint64_t)order->badges << 32 | (uint32_t)order->tier << 8 | order->rest);
}

static void digest_ref(gx_ref ref, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)ref.slot << 32 | ref.life);
}

static void digest_brand(const gx_brand_terms *terms, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)terms->share_low);
    gx_digest_number(digest, (uint64_t)terms->share_high);
    gx_digest_number(digest, (uint64_t)terms->coupon_ppm << 1 | terms->follow);
    digest_ref(terms->coupon, digest);
}

static void digest_shake(const gx_shake_record *shake, gx_digest *digest)
{
    gx_digest_number(digest, shake->shakes);
    gx_digest_number(digest, (uint64_t)shake->window_count << 32 | shake->prize_count);
    gx_digest_number(digest, (uint64_t)shake->tries << 32 | shake->place);
    for (uint32_t i = 0; i < shake->window_count; i++)
        gx_digest_number(digest, (uint64_t)shake->windows[i].from << 32 | shake->windows[i].until);
    for (uint32_t i = 0; i < shake->prize_count; i++) {
        const gx_shake_prize *prize = &shake->prizes[i];
        gx_digest_number(digest, (uint64_t)prize->ppm << 32 | prize->stock);
        gx_digest_number(digest, (uint64_t)prize->low);
        gx_digest_number(digest, (uint64_t)prize->high);
        digest_ref(prize->coupon, digest);
    }
}

static void digest_gala(const gx_gala_record *gala, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)gala->cost);
    gx_digest_number(digest, (uint64_t)gala->wins << 32 | gala->carry);
    gx_digest_number(digest, gala->round_count);
    for (uint32_t i = 0; i < gala->round_count; i++) {
        const gx_gala_view *view = &gala->rounds[i];
        gx_digest_number(digest, (uint64_t)view->round.from << 32 | view->round.until);
        gx_digest_number(digest, (uint64_t)view->round.money);
        gx_digest_number(digest, (uint64_t)view->round.stock << 32 | view->round.win_ppm);
        gx_digest_number(digest, (uint64_t)view->stock_left << 32 | view->round.split);
        gx_digest_number(digest, (uint64_t)view->paid);
        gx_digest_number(digest, view->grabs);
    }
}

static void digest_collection(const gx_collection_record *collection, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)collection->pool);
    gx_digest_number(digest, (uint64_t)collection->deadline << 32 | collection->draws);
    gx_digest_number(digest, (uint64_t)collection->completers << 32 | collection->claims);
    gx_digest_number(digest, (uint64_t)collection->cards << 1 | collection->first_more);
    gx_digest_bytes(digest, collection->ppm, sizeof collection->ppm);
}

static void digest_fission(const gx_fission_terms *terms, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)terms->tickets << 32 | terms->generations);
    gx_digest_number(digest, (uint64_t)terms->friend_amount);
    gx_digest_number(digest, (uint64_t)terms->sharer_amount);
    gx_digest_number(digest, terms->life);
}

static void digest_kind(const gx_book *book, const gx_campaign_record *record, gx_digest *digest)
{
    if (record->kind == GX_CAMPAIGN_PLAIN)
        return;
    gx_digest_number(digest, record->terms);
    const void *terms = gx_campaign_terms(book, record);
    if (record->kind == GX_CAMPAIGN_BRAND)
        digest_brand(&((const gx_brand_record *)terms)->terms, digest);
    else if (record->kind == GX_CAMPAIGN_SHAKE)
        digest_shake(terms, digest);
    else if (record->kind == GX_CAMPAIGN_GALA)
        digest_gala(terms, digest);
    else if (record->kind == GX_CAMPAIGN_COLLECTION)
        digest_collection(terms, digest);
    else
        digest_fission(&((const gx_fission_record *)terms)->terms, digest);
}

static void digest_campaign(const gx_book *book, const gx_campaign_record *record, gx_digest *digest)
{
    gx_held_digest(&record->held, digest);
    digest_order(&record->order, digest);
    gx_digest_number(digest, (uint64_t)record->granted);
    gx_digest_number(digest, (uint64_t)record->returned);
    gx_digest_number(digest, (uint64_t)record->hour_fen);
    gx_digest_number(digest, record->payments);
    gx_digest_number(digest, (uint64_t)record->hour_tick << 32 | record->hour_count);
    gx_digest_number(digest, (uint64_t)record->kind << 1 | record->stopped);
    digest_kind(book, record, digest);
    gx_relation_digest(&book->campaigns->got, record->got, digest);
    gx_relation_digest(&book->campaigns->one, record->one, digest);
    gx_relation_digest(&book->campaigns->two, record->two, digest);
}

static void digest_brands(const struct gx_campaigns *campaigns, gx_digest *digest)
{
    const gx_brand_rules *rules = &campaigns->rules;
    gx_digest_number(digest, (uint64_t)rules->share_min);
    gx_digest_number(digest, (uint64_t)rules->share_max);
    gx_digest_number(digest, (uint64_t)rules->user_minute << 48 | (uint64_t)rules->user_day << 32 |
                                 (uint32_t)rules->night_from << 16 | rules->night_until);
    gx_digest_number(digest, rules->brand_minute);
    for (uint32_t i = 0; i < campaigns->brand_count; i++) {
        const gx_brand_state *brand = &campaigns->brands[i];
        gx_digest_number(digest, brand->exposures);
        gx_digest_number(digest, (uint64_t)brand->tick << 32 | brand->minute_count);
        gx_digest_number(digest, brand->followers);
        gx_relation_digest(&campaigns->follows, brand->follows, digest);
        gx_relation_digest(&campaigns->packets, brand->packets, digest);
    }
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const gx_slab *slab = &book->campaigns->slab;
    gx_slab_digest(slab, digest);
    for (unsigned kind = 0; kind < GX_CAMPAIGN_KIND_COUNT; kind++)
        gx_slab_digest(&book->campaigns->terms[kind], digest);
    for (uint32_t i = 0; i < slab->used; i++) {
        const gx_campaign_record *record = gx_slab_at(slab, i);
        if (record->head.next == GX_SLAB_IN_USE)
            digest_campaign(book, record, digest);
    }
    digest_brands(book->campaigns, digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_campaigns *campaigns = book->campaigns;
    GX_ARCHIVE(archive, campaigns->rules);
    gx_slab_archive(archive, &campaigns->slab);
    for (unsigned kind = 0; kind < GX_CAMPAIGN_KIND_COUNT; kind++)
        gx_slab_archive(archive, &campaigns->terms[kind]);
    gx_relation_archive(archive, &campaigns->got);
    gx_relation_archive(archive, &campaigns->one);
    gx_relation_archive(archive, &campaigns->two);
    gx_relation_archive(archive, &campaigns->follows);
    gx_relation_archive(archive, &campaigns->packets);
    gx_archive_bytes(archive, campaigns->brands, campaigns->brand_count * sizeof *campaigns->brands);
}

const gx_theme gx_theme_campaigns = {.name = "campaigns",
                                     .start = start,
                                     .stop = stop,
                                     .archive = archive,
                                     .bytes = bytes,
                                     .audit = audit,
                                     .state_digest = state_digest};
