/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members: points by what is paid, tiers by what grew in a period (K5).
 *
 * Points are differences of floor(paid × rate / 100), so nothing below a point is lost between two payments
 * and no remainder need be kept: `paid` holds it. Growth is not kept at all, but made from paid and activity.
 */
#include "ledger/book_internal.h"

#include <gx/base/civil.h>
#include <gx/base/memory.h>
#include <gx/core/member.h>
#include <string.h>

enum { POINTS_PER_YUAN_MAX = 1000 };

/* What is added up for a user. */
typedef struct member {
    gx_fen paid;
    int64_t points;
    uint32_t activity;
    uint8_t kept;       /* tier */
    uint8_t nothing[3]; /* 0: no gap, so that it can be digested as bytes */
} member;
_Static_assert(sizeof(member) == 24, "no gaps");

struct gx_members {
    gx_member_rules rules;
    uint32_t closed; /* tick of the last closing; 0 before the first */
    member *user;
};

gx_member_rules gx_member_rules_default(void)
{
    return (gx_member_rules){.purposes = GX_PURPOSE_BIT(GX_FOR_MERCHANT) | GX_PURPOSE_BIT(GX_FOR_ORDER) |
                                         GX_PURPOSE_BIT(GX_FOR_TIP) | GX_PURPOSE_BIT(GX_FOR_PHOTO) |
                                         GX_PURPOSE_BIT(GX_FOR_SERVICE) | GX_PURPOSE_BIT(GX_FOR_REPAYMENT),
                             .points_per_yuan = 1,
                             .period = GX_MEMBER_QUARTER,
                             .gold = 2000,
                             .platinum = 6000,
                             .diamond = 18000,
                             .diamond_activity = 500,
                             .activity_max = 3000};
}

/* ---- Arithmetic */

static int64_t points_of(const struct gx_members *members, gx_fen paid)
{
    return paid * members->rules.points_per_yuan / 100;
}

static void give(struct gx_members *members, gx_party user, int64_t points)
{
    int64_t room = GX_MEMBER_POINTS_MAX - members->user[user].points;
    members->user[user].points += points < room ? points : room;
}

static uint64_t growth_of(const struct gx_members *members, gx_party user)
{
    return (uint64_t)points_of(members, members->user[user].paid) + members->user[user].activity;
}

static uint8_t tier_by_growth(const struct gx_members *members, gx_party user)
{
    const gx_member_rules *rules = &members->rules;
    uint64_t growth = growth_of(members, user);
    if (growth >= rules->diamond && members->user[user].activity >= rules->diamond_activity)
        return GX_TIER_DIAMOND;
    if (growth >= rules->platinum)
        return GX_TIER_PLATINUM;
    return growth >= rules->gold ? GX_TIER_GOLD : GX_TIER_COMMON;
}

static uint8_t tier_of(const struct gx_members *members, gx_party user)
{
    uint8_t grown = tier_by_growth(members, user);
    return members->user[user].kept > grown ? members->user[user].kept : grown;
}

static int64_t period_of(const gx_book *book, uint32_t now)
{
    gx_civil civil = gx_civil_of(gx_second_of(book, now));
    if (book->members->rules.period == GX_MEMBER_YEAR)
        return civil.year;
    return (int64_t)civil.year * 4 + (civil.month - 1) / 3;
}

/* ---- The theme */

static bool start(gx_book *book)
{
    struct gx_members *members = gx_alloc(1, sizeof *members);
    book->members = members;
    if (members == NULL)
        return false;
    members->rules = gx_member_rules_default();
    members->user = gx_alloc_columns(book->users, sizeof *members->user);
    return members->user != NULL;
}

static void stop(gx_book *book)
{
    struct gx_members *members = book->members;
    if (members == NULL)
        return;
    gx_free(members->user);
    gx_free(members);
    book->members = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->members + book->users * sizeof *book->members->user;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held;
    const struct gx_members *members = book->members;
    bool sound = true;
    for (gx_party user = 0; user < book->users; user++)
        sound &= members->user[user].paid >= 0 && members->user[user].paid <= GX_MEMBER_PAID_MAX &&
                 members->user[user].points >= 0 && members->user[user].points <= GX_MEMBER_POINTS_MAX &&
                 members->user[user].kept <= GX_TIER_DIAMOND;
    return sound;
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    static const member nothing;
    const member *known = &book->members->user[user];
    if (memcmp(known, &nothing, sizeof nothing) == 0)
        return 0;
    gx_digest digest = {1};
    gx_digest_bytes(&digest, known, sizeof *known);
    return digest.value;
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_members *members = book->members;
    const gx_member_rules *rules = &members->rules;
    gx_digest_number(digest, (uint64_t)rules->purposes << 32 | rules->points_per_yuan);
    gx_digest_number(digest, (uint64_t)rules->period << 32 | rules->gold);
    gx_digest_number(digest, (uint64_t)rules->platinum << 32 | rules->diamond);
    gx_digest_number(digest, (uint64_t)rules->diamond_activity << 32 | rules->activity_max);
    gx_digest_number(digest, members->closed);
    gx_digest_bytes(digest, members->user, book->users * sizeof *members->user);
}

static void note_spend(gx_book *book, const gx_spend *spend)
{
    struct gx_members *members = book->members;
    gx_party user = spend->party;
    if (user >= book->users || (members->rules.purposes & GX_PURPOSE_BIT(spend->purpose)) == 0)
        return;
    member *own = &members->user[user];
    gx_keep(book, own, sizeof *own);
    gx_fen paid = own->paid;
    gx_fen room = GX_MEMBER_PAID_MAX - paid;
    own->paid = paid + (spend->amount < room ? spend->amount : room);
    give(members, user, points_of(members, own->paid) - points_of(members, paid));
}

static void fetch(const gx_book *book, gx_party party)
{
    if (party < book->users)
        gx_fetch(&book->members->user[party]);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_members *members = book->members;
    GX_ARCHIVE(archive, members->rules);
    GX_ARCHIVE(archive, members->closed);
    gx_archive_bytes(archive, members->user, book->users * sizeof *members->user);
}

const gx_theme gx_theme_members = {.name = "members",
                                   .start = start,
                                   .stop = stop,
                                   .archive = archive,
                                   .bytes = bytes,
                                   .audit = audit,
                                   .user_digest = user_digest,
                                   .state_digest = state_digest,
                                   .note_spend = note_spend,
                                   .fetch = fetch};

/* ---- Rules */

gx_answer gx_rule_member_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_member_rules *args = &op->args.member_rules;
    if ((args->purposes & ~GX_PURPOSES_ALL) != 0)
        return gx_refuse(GX_REFUSED_RULE, args->purposes, GX_PURPOSES_ALL);
    if (args->points_per_yuan > POINTS_PER_YUAN_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->points_per_yuan, POINTS_PER_YUAN_MAX);
    if (args->period > GX_MEMBER_YEAR)
        return gx_refuse(GX_REFUSED_RULE, args->period, GX_MEMBER_YEAR);
    if (args->platinum < args->gold)
        return gx_refuse(GX_REFUSED_RULE, args->platinum, args->gold);
    if (args->diamond < args->platinum)
        return gx_refuse(GX_REFUSED_RULE, args->diamond, args->platinum);
    book->members->rules = (gx_member_rules){.purposes = args->purposes,
                                             .points_per_yuan = args->points_per_yuan,
                                             .period = args->period,
                                             .gold = args->gold,
                                             .platinum = args->platinum,
                                             .diamond = args->diamond,
                                             .diamond_activity = args->diamond_activity,
                                             .activity_max = args->activity_max};
    return gx_done(0);
}

gx_answer gx_rule_member_activity(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_member_activity *args = &op->args.member_activity;
    struct gx_members *members = book->members;
    if (!gx_is_user(book, args->user))
        return gx_refuse_party(args->user);
    if (args->points < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->points, 1);
    gx_party user = gx_party_of(book, args->user);
    uint32_t had = members->user[user].activity;
    uint32_t room = members->rules.activity_max > had ? members->rules.activity_max - had : 0;
    if (args->points > room)
        return gx_refuse(GX_REFUSED_LIMIT, room, args->points);
    members->user[user].activity += args->points;
    give(members, user, args->points);
    return gx_done(args->points);
}

gx_answer gx_rule_member_spend(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    uint32_t points = op->args.member_spend.points;
    if (!gx_is_user(book, op->key.account))
        return gx_refuse_party(op->key.account);
    if (points < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, points, 1);
    int64_t *has = &book->members->user[gx_party_of(book, op->key.account)].points;
    if (points > *has)
        return gx_refuse(GX_REFUSED_FUNDS, *has, points);
    *has -= points;
    return gx_done(points);
}

gx_answer gx_rule_member_close(gx_book *book, const gx_op *op, gx_result *out)
{
    struct gx_members *members = book->members;
    bool keep = op->args.member_close.keep_points == 1;
    if (op->args.member_close.keep_points > 1)
        return gx_refuse(GX_REFUSED_RULE, op->args.member_close.keep_points, 1);
    int64_t period = period_of(book, op->now);
    int64_t next = period_of(book, members->closed) + 1;
    if (period < next)
        return gx_refuse(GX_REFUSED_NOT_DUE, period, next);
    members->closed = op->now;
    for (gx_party user = 0; user < book->users; user++) {
        members->user[user].kept = tier_by_growth(members, user);
        out->number += members->user[user].kept == GX_TIER_DIAMOND;
        members->user[user].paid = 0;
        members->user[user].activity = 0;
        if (!keep)
            members->user[user].points = 0;
    }
    return gx_done(0);
}

/* ---- Calls and looks */

gx_answer gx_member_set_rules(gx_book *book, const gx_member_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_MEMBER_RULES,
                .now = now,
                .args.member_rules = {.purposes = rules->purposes,
                                      .points_per_yuan = rules->points_per_yuan,
                                      .period = rules->period,
                                      .gold = rules->gold,
                                      .platinum = rules->platinum,
                                      .diamond = rules->diamond,
                                      .diamond_activity = rules->diamond_activity,
                                      .activity_max = rules->activity_max}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_member_activity(gx_book *book, uint32_t user, uint32_t points, uint32_t now)
{
    gx_op op = {.kind = GX_OP_MEMBER_ACTIVITY, .now = now, .args.member_activity = {user, points}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_member_spend(gx_book *book, gx_op_key key, uint32_t points, uint32_t now)
{
    gx_op op = {.kind = GX_OP_MEMBER_SPEND, .now = now, .key = key, .args.member_spend = {points}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_member_close(gx_book *book, uint8_t keep_points, uint32_t now, uint32_t *diamonds)
{
    gx_op op = {.kind = GX_OP_MEMBER_CLOSE, .now = now, .args.member_close = {keep_points}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (diamonds != NULL)
        *diamonds = result.number;
    return result.answer;
}

bool gx_member_look(const gx_book *book, uint32_t user, gx_member_view *out)
{
    *out = (gx_member_view){0};
    const struct gx_members *members = book->members;
    if (members == NULL || !gx_is_user(book, user))
        return false;
    gx_party party = gx_party_of(book, user);
    *out = (gx_member_view){.tier = (gx_member_tier)tier_of(members, party),
                            .kept = (gx_member_tier)members->user[party].kept,
                            .points = members->user[party].points,
                            .growth = growth_of(members, party),
                            .paid = members->user[party].paid,
                            .activity = members->user[party].activity};
    return true;
}

gx_member_tier gx_member_tier_of(const gx_book *book, uint32_t user)
{
    gx_member_view view;
    gx_member_look(book, user, &view);
    return view.tier;
}
