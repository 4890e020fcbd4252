/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Risk control (K6): what the book remembers of a user's payments, and what it says of the next one.
 *
 * Velocity is a leaky bucket kept as one tick a user: the one at which the bucket will have run empty. A ring
 * of the last n payments would say "n in w ticks" to the letter, at 4 n bytes a user; this takes 8 whatever n
 * is, has no edges of windows to be gamed, and the header says exactly what it allows. */
#include "credit/risk.h"

#include <gx/base/memory.h>
#include <string.h>

/* ---- What is seen of a user */

uint32_t gx_risk_signal(const struct gx_risk *risk, gx_party user, uint32_t now)
{
    const gx_risk_rules *rules = &risk->rules;
    uint8_t flags = risk->user[user].flags;
    uint32_t signal = 0;
    if (risk->user[user].devices >= rules->devices_min)
        signal += rules->weight_devices;
    if ((flags & GX_USER_CARD_KNOWN) != 0 && (int64_t)now - risk->user[user].card_bound < rules->card_ticks)
        signal += rules->weight_card;
    if (risk->user[user].granted >= rules->grant_min &&
        (flags & (GX_USER_CASHED_OUT | GX_USER_LIVED)) == GX_USER_CASHED_OUT)
        signal += rules->weight_drain;
    return signal;
}

gx_fen gx_risk_paid_today(const gx_book *book, gx_party user, uint32_t now)
{
    const struct gx_risk *risk = book->risk;
    return gx_day_of(book, risk->user[user].paid_at) == gx_day_of(book, now) ? risk->user[user].paid : 0;
}

static gx_answer stop_for(gx_risk_rule *rule, gx_risk_rule which, int64_t have, int64_t need)
{
    *rule = which;
    return gx_refuse(GX_REFUSED_RISK, have, need);
}

/* The rules in their order; *rule is the one that stops it, or GX_RISK_NONE. */
gx_answer gx_risk_ask(const gx_book *book, const gx_spend *spend, gx_risk_rule *rule)
{
    const struct gx_risk *risk = book->risk;
    const gx_risk_rules *rules = &risk->rules;
    gx_party user = spend->party;
    *rule = GX_RISK_NONE;
    if (user >= book->users || (rules->purposes & GX_PURPOSE_BIT(spend->purpose)) == 0)
        return gx_done(spend->amount);
    if ((risk->user[user].flags & GX_USER_BLOCKED) != 0)
        return stop_for(rule, GX_RISK_BLOCKED, 1, 0);
    if (rules->amount_max > 0 && spend->amount > rules->amount_max)
        return stop_for(rule, GX_RISK_AMOUNT, rules->amount_max, spend->amount);
    if (rules->day_max > 0) {
        gx_fen room = rules->day_max - gx_risk_paid_today(book, user, spend->now);
        if (spend->amount > room)
            return stop_for(rule, GX_RISK_DAY, room > 0 ? room : 0, spend->amount);
    }
    if (rules->burst > 0) {
        uint64_t depth = (rules->burst - UINT64_C(1)) * rules->refill_ticks;
        if (risk->user[user].empty > spend->now + depth)
            return stop_for(rule, GX_RISK_VELOCITY, spend->now, (int64_t)(risk->user[user].empty - depth));
    }
    if (rules->withdraw_threshold > 0 && spend->purpose == GX_FOR_WITHDRAWAL) {
        uint32_t signal = gx_risk_signal(risk, user, spend->now);
        if (signal >= rules->withdraw_threshold)
            return stop_for(rule, GX_RISK_WITHDRAWAL, signal, rules->withdraw_threshold);
    }
    return gx_done(spend->amount);
}

static gx_answer check_spend(const gx_book *book, const gx_spend *spend)
{
    gx_risk_rule rule;
    return gx_risk_ask(book, spend, &rule);
}

/* How a payment shows what the user is here for. */
static uint8_t sign_of(gx_purpose purpose)
{
    if (purpose == GX_FOR_FUND)
        return 0;
    return purpose == GX_FOR_WITHDRAWAL || purpose == GX_FOR_TRANSFER ? GX_USER_CASHED_OUT : GX_USER_LIVED;
}

static void note_spend(gx_book *book, const gx_spend *spend)
{
    struct gx_risk *risk = book->risk;
    if (spend->party >= book->users)
        return;
    gx_risk_user *user = &risk->user[spend->party];
    gx_keep(book, user, sizeof *user);
    user->flags |= sign_of(spend->purpose);
    if ((risk->rules.purposes & GX_PURPOSE_BIT(spend->purpose)) == 0)
        return;
    gx_fen paid = gx_risk_paid_today(book, spend->party, spend->now);
    gx_fen room = GX_BOOK_LIMIT - paid;
    user->paid = paid + (spend->amount < room ? spend->amount : room);
    user->paid_at = spend->now;
    if (risk->rules.burst > 0)
        user->empty = (user->empty > spend->now ? user->empty : spend->now) + risk->rules.refill_ticks;
}

/* What the two above will look at. */
static void fetch(const gx_book *book, gx_party party)
{
    if (party < book->users)
        gx_fetch(&book->risk->user[party]);
}

gx_answer gx_risk_ask_grant(const gx_book *book, uint32_t name, gx_fen amount, uint32_t now)
{
    const struct gx_risk *risk = book->risk;
    if (!gx_is_user(book, name))
        return gx_refuse_party(name);
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    gx_party user = gx_party_of(book, name);
    if ((risk->user[user].flags & GX_USER_BLOCKED) != 0)
        return gx_refuse(GX_REFUSED_RISK, 1, 0);
    uint32_t signal = gx_risk_signal(risk, user, now);
    uint32_t threshold = risk->rules.grant_threshold;
    if (threshold > 0 && signal >= threshold)
        return gx_refuse(GX_REFUSED_RISK, signal, threshold);
    return gx_done(amount);
}

/* ---- The theme */

static bool start(gx_book *book)
{
    struct gx_risk *risk = gx_alloc(1, sizeof *risk);
    book->risk = risk;
    if (risk == NULL)
        return false;
    risk->rules = gx_risk_rules_default();
    risk->user = gx_alloc_columns(book->users, sizeof *risk->user);
    return risk->user != NULL;
}

static void stop(gx_book *book)
{
    struct gx_risk *risk = book->risk;
    if (risk == NULL)
        return;
    gx_free(risk->user);
    gx_free(risk);
    book->risk = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->risk + book->users * sizeof *book->risk->user;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held;
    const struct gx_risk *risk = book->risk;
    bool sound = true;
    for (gx_party user = 0; user < book->users; user++)
        sound &= risk->user[user].paid >= 0 && risk->user[user].paid <= GX_BOOK_LIMIT &&
                 risk->user[user].paid_at <= book->now;
    return sound;
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    static const gx_risk_user nothing;
    const gx_risk_user *known = &book->risk->user[user];
    if (memcmp(known, &nothing, sizeof nothing) == 0)
        return 0;
    gx_digest digest = {1};
    gx_digest_bytes(&digest, known, sizeof *known);
    return digest.value;
}

static void digest_rules(const struct gx_risk *risk, gx_digest *digest)
{
    const gx_risk_rules *rules = &risk->rules;
    gx_digest_number(digest, rules->purposes);
    gx_digest_number(digest, (uint64_t)rules->amount_max);
    gx_digest_number(digest, (uint64_t)rules->day_max);
    gx_digest_number(digest, (uint64_t)rules->burst << 32 | rules->refill_ticks);
    gx_digest_number(digest, (uint64_t)rules->devices_min << 32 | rules->card_ticks);
    gx_digest_number(digest, (uint64_t)rules->weight_devices << 32 | rules->grant_min);
    gx_digest_number(digest, (uint64_t)rules->weight_card << 32 | rules->weight_drain);
    gx_digest_number(digest, (uint64_t)rules->grant_threshold << 32 | rules->withdraw_threshold);
    gx_digest_bytes(digest, risk->stopped, sizeof risk->stopped);
    gx_digest_bytes(digest, &risk->grants, sizeof risk->grants);
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_risk *risk = book->risk;
    digest_rules(risk, digest);
    gx_digest_bytes(digest, risk->user, book->users * sizeof *risk->user);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_risk *risk = book->risk;
    GX_ARCHIVE(archive, risk->rules);
    GX_ARCHIVE(archive, risk->stopped);
    GX_ARCHIVE(archive, risk->grants);
    gx_archive_bytes(archive, risk->user, book->users * sizeof *risk->user);
}

const gx_theme gx_theme_risk = {.name = "risk",
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
