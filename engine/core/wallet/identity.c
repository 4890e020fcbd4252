/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiers of identity and their limits (W1), payment without a password (W7): the theme's state, and what it
 * says of every payment that leaves a user's balance. The figures and exceptions are in the public header.
 *
 * One stamp of day and year serves both sums: it is that of the last payment counted. A payment on the
 * stamp's day falls in its year too, so the civil calendar is asked only at a user's first payment of a day.
 */
#include "wallet/identity.h"

#include <gx/base/memory.h>

/* ---- State */

static bool start(gx_book *book)
{
    struct gx_identity *identity = gx_alloc(1, sizeof *identity);
    if (identity == NULL)
        return false;
    book->identity = identity;
    identity->rules = gx_identity_rules_default();
    identity->paying = gx_alloc_columns(book->users, sizeof *identity->paying);
    identity->known = gx_alloc_columns(book->users, sizeof *identity->known);
    return identity->paying != NULL && identity->known != NULL;
}

static void stop(gx_book *book)
{
    if (book->identity == NULL)
        return;
    gx_free(book->identity->known);
    gx_free(book->identity->paying);
    gx_free(book->identity);
    book->identity = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->identity +
           book->users * (sizeof *book->identity->paying + sizeof *book->identity->known);
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held;
    bool sound = true;
    for (uint32_t i = 0; i < book->users; i++) {
        const gx_identity_paying *paying = &book->identity->paying[i];
        sound &= paying->tier <= GX_TIER_MAX && paying->free <= GX_FREE_OFF && paying->in_year >= 0 &&
                 paying->ever >= paying->in_year;
    }
    return sound;
}

static void digest_user(const gx_book *book, uint32_t user, gx_digest *digest)
{
    const gx_identity_paying *paying = &book->identity->paying[user];
    const gx_identity_known *known = &book->identity->known[user];
    gx_digest_number(digest, (uint64_t)paying->ever);
    gx_digest_number(digest, (uint64_t)paying->in_year);
    gx_digest_number(digest, (uint64_t)paying->on_day << 32 | paying->day);
    gx_digest_number(digest, (uint64_t)(uint32_t)paying->year << 32 | (uint64_t)paying->place << 16 |
                                 (uint64_t)paying->tier << 8 | paying->free);
    gx_digest_number(digest, (uint64_t)known->badges << 32 | (uint64_t)known->sex << 16 |
                                 (uint64_t)known->age << 8 | known->occupation);
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    gx_digest digest = {0};
    digest_user(book, user, &digest);
    return digest.value;
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const gx_identity_rules *rules = &book->identity->rules;
    gx_digest_number(digest, (uint64_t)rules->real_name << 2 | (uint64_t)rules->limits << 1 |
                                 rules->free_unless_chosen);
    gx_digest_number(digest, (uint64_t)rules->lifetime_max);
    gx_digest_number(digest, (uint64_t)rules->year_max);
    gx_digest_number(digest, (uint64_t)rules->year_max_full);
    gx_digest_number(digest, (uint64_t)rules->free_payment_max);
    gx_digest_number(digest, (uint64_t)rules->free_day_max);
    for (uint32_t i = 0; i < book->users; i++)
        digest_user(book, i, digest);
}

/* ---- What is asked of a payment */

/* Moves to the own card and into the own fund are no payments. */
static bool is_payment(gx_purpose purpose)
{
    return purpose != GX_FOR_WITHDRAWAL && purpose != GX_FOR_FUND;
}

static bool pays_free(const gx_identity_rules *rules, const gx_identity_paying *paying)
{
    return paying->free == GX_FREE_NEVER_CHOSE ? rules->free_unless_chosen : paying->free == GX_FREE_ON;
}

static gx_fen paid_in_year(const gx_book *book, const gx_identity_paying *paying, uint32_t now)
{
    if (paying->in_year == 0)
        return 0;
    bool same = paying->day == (uint32_t)gx_day_of(book, now) || paying->year == gx_year_of(book, now);
    return same ? paying->in_year : 0;
}

static gx_fen paid_on_day(const gx_book *book, const gx_identity_paying *paying, uint32_t now)
{
    return paying->on_day == 0 || paying->day != (uint32_t)gx_day_of(book, now) ? 0 : paying->on_day;
}

static gx_fen room(gx_fen most, gx_fen used)
{
    return used < most ? most - used : 0;
}

/* What the tier still lets a user pay. */
static gx_fen tier_room(const gx_book *book, const gx_identity_paying *paying, uint32_t now)
{
    const gx_identity_rules *rules = &book->identity->rules;
    if (paying->tier < 2)
        return room(rules->lifetime_max, paying->ever);
    return room(paying->tier == 2 ? rules->year_max : rules->year_max_full, paid_in_year(book, paying, now));
}

/* What may still be paid without a confirmation. */
static gx_fen free_room(const gx_book *book, const gx_identity_paying *paying, uint32_t now)
{
    const gx_identity_rules *rules = &book->identity->rules;
    if (!pays_free(rules, paying))
        return 0;
    gx_fen left = room(rules->free_day_max, paid_on_day(book, paying, now));
    return left < rules->free_payment_max ? left : rules->free_payment_max;
}

static gx_answer check_spend(const gx_book *book, const gx_spend *spend)
{
    if (spend->party >= book->users)
        return gx_done(spend->amount);
    const gx_identity_rules *rules = &book->identity->rules;
    const gx_identity_paying *paying = &book->identity->paying[spend->party];
    if (is_payment(spend->purpose)) {
        bool named = rules->real_name == GX_REAL_NAME_TO_PAY ||
                     (rules->real_name == GX_REAL_NAME_BUT_PACKETS && spend->purpose != GX_FOR_PACKET);
        if (named && paying->tier == 0)
            return gx_refuse(GX_REFUSED_IDENTITY, 0, 1);
        gx_fen counted = spend->amount - spend->from_card;
        gx_fen left = rules->limits ? tier_room(book, paying, spend->now) : INT64_MAX;
        if (counted > left)
            return gx_refuse(GX_REFUSED_LIMIT, left, counted);
    }
    if (spend->unconfirmed) {
        gx_fen left = free_room(book, paying, spend->now);
        if (spend->amount > left)
            return gx_refuse(GX_REFUSED_CONFIRM, left, spend->amount);
    }
    return gx_done(spend->amount);
}

static gx_fen add_up(gx_fen sum, gx_fen amount)
{
    return amount > INT64_MAX - sum ? INT64_MAX : sum + amount;
}

/* Sums of a day or a year that is over are dropped. */
static void turn_day(const gx_book *book, gx_identity_paying *paying, uint32_t now)
{
    uint32_t day = (uint32_t)gx_day_of(book, now);
    if (paying->day == day && paying->ever > 0)
        return;
    int32_t year = gx_year_of(book, now);
    if (paying->year != year)
        paying->in_year = 0;
    if (paying->day != day)
        paying->on_day = 0;
    paying->day = day;
    paying->year = year;
}

static void note_spend(gx_book *book, const gx_spend *spend)
{
    if (spend->party >= book->users || (!is_payment(spend->purpose) && !spend->unconfirmed))
        return;
    gx_identity_paying *paying = &book->identity->paying[spend->party];
    gx_keep(book, paying, sizeof *paying);
    turn_day(book, paying, spend->now);
    if (is_payment(spend->purpose)) {
        gx_fen counted = spend->amount - spend->from_card;
        paying->ever = add_up(paying->ever, counted);
        paying->in_year = add_up(paying->in_year, counted);
    }
    if (spend->unconfirmed)
        paying->on_day += (uint32_t)spend->amount;
}

static void fetch(const gx_book *book, uint32_t party)
{
    if (party < book->users)
        gx_fetch(&book->identity->paying[party]);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_identity *identity = book->identity;
    GX_ARCHIVE(archive, identity->rules);
    gx_archive_bytes(archive, identity->paying, book->users * sizeof *identity->paying);
    gx_archive_bytes(archive, identity->known, book->users * sizeof *identity->known);
}

const gx_theme gx_theme_identity = {.name = "identity",
                                    .start = start,
                                    .stop = stop,
                                    .archive = archive,
                                    .bytes = bytes,
                                    .audit = audit,
                                    .user_digest = user_digest,
                                    .state_digest = state_digest,
                                    .check_spend = check_spend,
                                    .note_spend = note_spend,
                                    .fetch = fetch};

bool gx_identity_look(const gx_book *book, uint32_t user, uint32_t now, gx_identity_paid *out)
{
    *out = (gx_identity_paid){0};
    if (book->identity == NULL || !gx_is_user(book, user))
        return false;
    const gx_identity_paying *paying = &book->identity->paying[gx_party_of(book, user)];
    *out = (gx_identity_paid){.ever = paying->ever,
                              .year = paid_in_year(book, paying, now),
                              .free_day = paid_on_day(book, paying, now)};
    return true;
}

bool gx_identity_pays_free(const gx_book *book, uint32_t user)
{
    return book->identity != NULL && gx_is_user(book, user) &&
           pays_free(&book->identity->rules, &book->identity->paying[gx_party_of(book, user)]);
}
