/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for members: points and tiers (K5). */
#include "core/auditor/auditor.h"

#include <gx/core/member.h>

typedef struct member {
    gx_fen paid;
    int64_t activity, points;
    gx_member_tier kept;
} member;

typedef struct club {
    gx_member_rules rules;
    member of[AUD_USERS];
    uint32_t closed_at; /* tick */
} club;

extern const aud_part aud_members;

static club *here(const aud_book *book)
{
    return aud_state(book, &aud_members);
}

static void begin(aud_book *book)
{
    uint32_t counting = 0;
    const gx_purpose what[] = {GX_FOR_MERCHANT, GX_FOR_ORDER,   GX_FOR_TIP,
                               GX_FOR_PHOTO,    GX_FOR_SERVICE, GX_FOR_REPAYMENT};
    for (int i = 0; i < 6; i++)
        counting |= 1u << what[i];
    here(book)->rules = (gx_member_rules){.purposes = counting,
                                          .points_per_yuan = 1,
                                          .gold = 2000,
                                          .platinum = 6000,
                                          .diamond = 18000,
                                          .diamond_activity = 500,
                                          .activity_max = 3000};
}

/* ---- What a member has */

static int64_t earned(const aud_book *book, gx_fen paid)
{
    return paid * here(book)->rules.points_per_yuan / 100;
}

static void add_points(member *m, int64_t points)
{
    int64_t most = 1000000000000000;
    m->points = points > most - m->points ? most : m->points + points;
}

static gx_member_tier by_growth(const aud_book *book, const member *m)
{
    const gx_member_rules *rules = &here(book)->rules;
    int64_t growth = earned(book, m->paid) + m->activity;
    if (growth >= rules->diamond && m->activity >= rules->diamond_activity)
        return GX_TIER_DIAMOND;
    if (growth >= rules->platinum)
        return GX_TIER_PLATINUM;
    return growth >= rules->gold ? GX_TIER_GOLD : GX_TIER_COMMON;
}

static gx_member_tier tier_of(const aud_book *book, const member *m)
{
    gx_member_tier now = by_growth(book, m);
    return m->kept > now ? m->kept : now;
}

static void note_spend(aud_book *book, const aud_spend *spend)
{
    if (spend->payer >= AUD_USERS || (here(book)->rules.purposes >> spend->purpose & 1) == 0)
        return;
    member *m = &here(book)->of[spend->payer];
    int64_t before = earned(book, m->paid);
    gx_fen most = (gx_fen)1 << 50;
    m->paid = spend->amount > most - m->paid ? most : m->paid + spend->amount;
    add_points(m, earned(book, m->paid) - before);
}

/* ---- Rules */

static void generate_rules(aud_world *world, aud_step *step)
{
    gx_args_member_rules *args = &step->op.args.member_rules;
    args->purposes = (uint32_t)aud_any(world) & GX_PURPOSES_ALL;
    args->points_per_yuan = (uint16_t)aud_below(world, aud_odds(world, 50) ? 120 : 1001);
    args->period = (uint8_t)aud_below(world, 2);
    args->gold = aud_below(world, 100);
    args->platinum = args->gold + aud_below(world, 500);
    args->diamond = args->platinum + aud_below(world, 1000);
    args->diamond_activity = aud_below(world, 60);
    if (aud_odds(world, 10)) /* at the bounds */
        args->diamond = args->platinum = args->gold;
    if (aud_odds(world, 10))
        args->points_per_yuan = 1000;
    args->activity_max = aud_below(world, 500);
    uint32_t odd = aud_below(world, 24);
    if (odd == 0)
        args->purposes |= 1u << 31;
    if (odd == 1)
        args->points_per_yuan = (uint16_t)(1001 + aud_below(world, 9));
    if (odd == 2)
        args->period = 2;
    if (odd == 3)
        args->gold = args->platinum + 1;
    if (odd == 4)
        args->platinum = args->diamond + 1;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_member_rules *args = &op->args.member_rules;
    if ((args->purposes & ~GX_PURPOSES_ALL) != 0)
        return aud_no(GX_REFUSED_RULE, args->purposes, GX_PURPOSES_ALL);
    if (args->points_per_yuan > 1000)
        return aud_no(GX_REFUSED_RULE, args->points_per_yuan, 1000);
    if (args->period > 1)
        return aud_no(GX_REFUSED_RULE, args->period, 1);
    if (args->platinum < args->gold)
        return aud_no(GX_REFUSED_RULE, args->platinum, args->gold);
    if (args->diamond < args->platinum)
        return aud_no(GX_REFUSED_RULE, args->diamond, args->platinum);
    here(book)->rules = (gx_member_rules){.purposes = args->purposes,
                                          .points_per_yuan = args->points_per_yuan,
                                          .period = args->period,
                                          .gold = args->gold,
                                          .platinum = args->platinum,
                                          .diamond = args->diamond,
                                          .diamond_activity = args->diamond_activity,
                                          .activity_max = args->activity_max};
    return aud_done(0);
}

/* ---- Points */

static void generate_activity(aud_world *world, aud_step *step)
{
    gx_args_member_activity *args = &step->op.args.member_activity;
    args->user = aud_odds(world, 95) ? aud_some_user(world, step->book) : aud_anybody(world);
    args->points = aud_odds(world, 95) ? aud_below(world, 60) : (uint32_t)aud_any(world);
    uint32_t user = aud_user(aud_book_of(world, step->book), args->user);
    if (user == AUD_NOBODY || aud_odds(world, 80))
        return; /* just what there is room for, or one more */
    const club *c = here(aud_book_of(world, step->book));
    int64_t room = (int64_t)c->rules.activity_max - c->of[user].activity;
    args->points = (uint32_t)(room < 0 ? 1 : room) + aud_below(world, 2);
}

static gx_answer predict_activity(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_member_activity *args = &op->args.member_activity;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->points == 0)
        return aud_no(GX_REFUSED_AMOUNT, 0, 1);
    member *m = &here(book)->of[user];
    int64_t room = (int64_t)here(book)->rules.activity_max - m->activity;
    if (room < 0)
        room = 0;
    if (args->points > room)
        return aud_no(GX_REFUSED_LIMIT, room, args->points);
    m->activity += args->points;
    add_points(m, args->points);
    return aud_done(args->points);
}

static void generate_spend(aud_world *world, aud_step *step)
{
    uint32_t user = aud_user(aud_book_of(world, step->book), step->op.key.account);
    int64_t has = user == AUD_NOBODY ? 0 : here(aud_book_of(world, step->book))->of[user].points;
    step->op.args.member_spend.points =
        aud_odds(world, 80) && has < 1000000 ? aud_below(world, (uint32_t)has + 3) : aud_below(world, 50);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_spend(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->key.account);
    uint32_t points = op->args.member_spend.points;
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (points == 0)
        return aud_no(GX_REFUSED_AMOUNT, 0, 1);
    member *m = &here(book)->of[user];
    if (points > m->points)
        return aud_no(GX_REFUSED_FUNDS, m->points, points);
    m->points -= points;
    return aud_done(points);
}

/* ---- Periods */

static bool leaps(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* 0 … 11: month by month from the new year on. */
static int month_of(const aud_book *book, uint32_t now)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = aud_year(book, now);
    int64_t left = aud_day(book, now);
    for (int32_t y = 1970; y < year; y++)
        left -= leaps(y) ? 366 : 365;
    for (int32_t y = year; y < 1970; y++)
        left += leaps(y) ? 366 : 365;
    int month = 0;
    for (; left >= days[month] + (month == 1 && leaps(year)); month++)
        left -= days[month] + (month == 1 && leaps(year));
    return month;
}

static int64_t period_of(const aud_book *book, uint32_t now)
{
    int64_t year = aud_year(book, now);
    return here(book)->rules.period == GX_MEMBER_YEAR ? year : year * 4 + month_of(book, now) / 3;
}

static void generate_close(aud_world *world, aud_step *step)
{
    step->op.args.member_close.keep_points = (uint8_t)(aud_odds(world, 90) ? aud_below(world, 2) : 2);
}

static gx_answer predict_close(aud_book *book, const gx_op *op, aud_want *want)
{
    club *c = here(book);
    uint8_t keep = op->args.member_close.keep_points;
    if (keep > 1)
        return aud_no(GX_REFUSED_RULE, keep, 1);
    int64_t now = period_of(book, op->now);
    int64_t next = period_of(book, c->closed_at) + 1;
    if (now < next)
        return aud_no(GX_REFUSED_NOT_DUE, now, next);
    uint32_t diamonds = 0;
    for (int user = 0; user < AUD_USERS; user++) {
        member *m = &c->of[user];
        *m = (member){.kept = by_growth(book, m), .points = keep == 1 ? m->points : 0};
        diamonds += tier_of(book, m) == GX_TIER_DIAMOND;
    }
    c->closed_at = op->now;
    want->result.number = diamonds;
    return aud_done(0);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    aud_step *step = aud_make(world, book, GX_OP_MEMBER_RULES);
    generate_rules(world, step);
    if (aud_odds(world, 90))
        aud_do(world, step);
}

static void look(aud_world *world, unsigned book)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t name = aud_name(seat);
        uint32_t user = aud_user(own, name);
        gx_member_view view;
        bool is = gx_member_look(core, name, &view);
        aud_expect(world, is == (user != AUD_NOBODY), "who is a member");
        if (!is) {
            aud_expect(world, gx_member_tier_of(core, name) == GX_TIER_COMMON, "a stranger's tier");
            continue;
        }
        const member *m = &here(own)->of[user];
        aud_expect_fen(world, view.paid, m->paid, "what a member paid");
        aud_expect_fen(world, view.activity, m->activity, "a member's activity");
        aud_expect_fen(world, view.points, m->points, "a member's points");
        aud_expect_fen(world, (gx_fen)view.growth, earned(own, m->paid) + m->activity, "a member's growth");
        aud_expect(world, view.kept == m->kept, "the tier that was kept");
        aud_expect(world, view.tier == tier_of(own, m) && gx_member_tier_of(core, name) == view.tier,
                   "a tier");
    }
}

static const aud_rule rules[] = {
    {GX_OP_MEMBER_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_MEMBER_ACTIVITY, 5, generate_activity, predict_activity,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(LIMIT), 0},
    {GX_OP_MEMBER_SPEND, 3, generate_spend, predict_spend,
     AUD_MAY(ACCOUNT) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS), 0},
    {GX_OP_MEMBER_CLOSE, 2, generate_close, predict_close, AUD_MAY(RULE) | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_members = {.name = "members",
                              .theme = GX_THEME_MEMBERS,
                              .rules = rules,
                              .state_bytes = sizeof(club),
                              .begin = begin,
                              .prepare = prepare,
                              .note_spend = note_spend,
                              .look = look};
