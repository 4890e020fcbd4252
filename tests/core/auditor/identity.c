/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for identity: tiers and their limits, attributes, payment without a password (W1, W7).
 */
#include "core/auditor/identity.h"

#include <gx/core/identity.h>
#include <string.h>

typedef enum choice { NEVER_CHOSE, ON, OFF } choice;

/* What is known of one user, and every sum that a limit asks for. */
typedef struct person {
    gx_pass pass; /* tier and attributes */
    choice free;
    gx_fen ever;
    int32_t year;
    gx_fen in_year;
    int64_t day;
    gx_fen free_in_day;
} person;

typedef struct registry {
    gx_identity_rules rules;
    person of[AUD_USERS];
} registry;

extern const aud_part aud_identity;

static registry *registry_of(const aud_book *book)
{
    return aud_state(book, &aud_identity);
}

uint8_t aud_tier(const aud_book *book, uint32_t user)
{
    return aud_has(book, GX_THEME_IDENTITY) ? registry_of(book)->of[user].pass.tier : GX_TIER_MAX;
}

static gx_fen sum_of(gx_fen a, gx_fen b)
{
    return b > INT64_MAX - a ? INT64_MAX : a + b;
}

static gx_fen paid_in_year(const person *user, int32_t year)
{
    return user->year == year ? user->in_year : 0;
}

static gx_fen paid_free_on(const person *user, int64_t day)
{
    return user->day == day ? user->free_in_day : 0;
}

/* ---- Payments */

/* Is it one that real name and limits care for. */
static bool is_counted(gx_purpose purpose)
{
    return purpose != GX_FOR_WITHDRAWAL && purpose != GX_FOR_FUND;
}

static bool lacks_name(const registry *r, const person *user, gx_purpose purpose)
{
    if (user->pass.tier > 0 || r->rules.real_name == GX_REAL_NAME_OFF)
        return false;
    return r->rules.real_name == GX_REAL_NAME_TO_PAY || purpose != GX_FOR_PACKET;
}

/* What he may still pay under his tier's limit. */
static gx_fen limit_left(const registry *r, const person *user, int32_t year)
{
    gx_fen most = r->rules.lifetime_max;
    gx_fen paid = user->ever;
    if (user->pass.tier >= 2) {
        most = user->pass.tier == 2 ? r->rules.year_max : r->rules.year_max_full;
        paid = paid_in_year(user, year);
    }
    return paid < most ? most - paid : 0;
}

static bool pays_free(const registry *r, const person *user)
{
    return user->free == NEVER_CHOSE ? r->rules.free_unless_chosen : user->free == ON;
}

static gx_fen free_left(const registry *r, const person *user, int64_t day)
{
    gx_fen paid = paid_free_on(user, day);
    gx_fen of_day = paid < r->rules.free_day_max ? r->rules.free_day_max - paid : 0;
    if (!pays_free(r, user))
        return 0;
    return of_day < r->rules.free_payment_max ? of_day : r->rules.free_payment_max;
}

static gx_answer check_spend(const aud_book *book, const aud_spend *spend)
{
    const registry *r = registry_of(book);
    if (spend->payer >= AUD_USERS)
        return aud_done(0);
    const person *user = &r->of[spend->payer];
    if (is_counted(spend->purpose) && lacks_name(r, user, spend->purpose))
        return aud_no(GX_REFUSED_IDENTITY, 0, 1);
    gx_fen left = limit_left(r, user, aud_year(book, spend->now));
    gx_fen of_limit = spend->amount - spend->by_card;
    if (is_counted(spend->purpose) && r->rules.limits && of_limit > left)
        return aud_no(GX_REFUSED_LIMIT, left, of_limit);
    gx_fen free = free_left(r, user, aud_day(book, spend->now));
    if (spend->unconfirmed && spend->amount > free)
        return aud_no(GX_REFUSED_CONFIRM, free, spend->amount);
    return aud_done(0);
}

static void note_spend(aud_book *book, const aud_spend *spend)
{
    if (spend->payer >= AUD_USERS)
        return;
    person *user = &registry_of(book)->of[spend->payer];
    int32_t year = aud_year(book, spend->now);
    int64_t day = aud_day(book, spend->now);
    if (is_counted(spend->purpose)) {
        user->ever = sum_of(user->ever, spend->amount - spend->by_card);
        user->in_year = sum_of(paid_in_year(user, year), spend->amount - spend->by_card);
        user->year = year;
    }
    if (spend->unconfirmed) {
        user->free_in_day = sum_of(paid_free_on(user, day), spend->amount);
        user->day = day;
    }
}

/* ---- Operations */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.identity_rules = (gx_args_identity_rules){
        .real_name = (uint8_t)(aud_odds(world, 97) ? aud_below(world, 3) : 3),
        .limits = (uint8_t)(aud_odds(world, 97) ? aud_odds(world, 60) : 2),
        .lifetime_max = aud_below(world, 6000),
        .year_max = aud_below(world, 12000),
        .year_max_full = aud_below(world, 20000),
        .free_payment_max = aud_below(world, 600),
        .free_day_max = aud_below(world, 3000),
        .free_unless_chosen = (uint8_t)(aud_odds(world, 97) ? aud_odds(world, 50) : 7)};
    const person *user = &registry_of(aud_book_of(world, step->book))->of[aud_below(world, AUD_USERS)];
    if (aud_odds(world, 50)) { /* the edge of what this user may still pay */
        step->op.args.identity_rules.lifetime_max = sum_of(user->ever, aud_below(world, 300));
        step->op.args.identity_rules.year_max = sum_of(user->in_year, aud_below(world, 300));
        step->op.args.identity_rules.year_max_full = step->op.args.identity_rules.year_max;
    }
    if (aud_odds(world, 5))
        step->op.args.identity_rules.free_day_max = (gx_fen)UINT32_MAX + aud_below(world, 2);
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_identity_rules *args = &op->args.identity_rules;
    const gx_fen figures[] = {args->lifetime_max, args->year_max, args->year_max_full, args->free_payment_max,
                              args->free_day_max};
    if (args->real_name > GX_REAL_NAME_BUT_PACKETS)
        return aud_no(GX_REFUSED_RULE, args->real_name, GX_REAL_NAME_BUT_PACKETS);
    if (args->limits > 1)
        return aud_no(GX_REFUSED_RULE, args->limits, 1);
    if (args->free_unless_chosen > 1)
        return aud_no(GX_REFUSED_RULE, args->free_unless_chosen, 1);
    for (int i = 0; i < 5; i++)
        if (figures[i] < 0)
            return aud_no(GX_REFUSED_RULE, figures[i], 0);
    for (int i = 3; i < 5; i++)
        if (figures[i] > UINT32_MAX)
            return aud_no(GX_REFUSED_RULE, figures[i], UINT32_MAX);
    registry_of(book)->rules = (gx_identity_rules){.real_name = (gx_real_name)args->real_name,
                                                   .limits = args->limits == 1,
                                                   .lifetime_max = figures[0],
                                                   .year_max = figures[1],
                                                   .year_max_full = figures[2],
                                                   .free_payment_max = figures[3],
                                                   .free_day_max = figures[4],
                                                   .free_unless_chosen = args->free_unless_chosen == 1};
    return aud_done(0);
}

static void generate_tier(aud_world *world, aud_step *step)
{
    gx_args_identity_tier *args = &step->op.args.identity_tier;
    if (aud_odds(world, 90))
        args->user = aud_some_user(world, step->book);
    args->tier = (uint8_t)(aud_odds(world, 90) ? 1 + aud_below(world, 3) : aud_below(world, 6));
}

static gx_answer predict_tier(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_identity_tier *args = &op->args.identity_tier;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    if (args->tier > 3)
        return aud_no(GX_REFUSED_RULE, args->tier, 3);
    registry_of(book)->of[user].pass.tier = args->tier;
    return aud_done(0);
}

static void generate_attributes(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 90))
        step->op.args.attributes_set.user = aud_some_user(world, step->book);
}

static gx_answer predict_attributes(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_attributes_set *args = &op->args.attributes_set;
    uint32_t user = aud_user(book, args->user);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->user);
    gx_pass *pass = &registry_of(book)->of[user].pass;
    pass->badges = args->badges;
    pass->place = args->place;
    pass->sex = args->sex;
    pass->age = args->age;
    pass->occupation = args->occupation;
    return aud_done(0);
}

static void generate_switch(aud_world *world, aud_step *step)
{
    if (aud_odds(world, 10))
        step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_switch(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    uint32_t user = aud_user(book, op->key.account);
    if (user == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    registry_of(book)->of[user].free = op->args.free_switch.on == 0 ? OFF : ON;
    return aud_done(0);
}

/* ---- The part */

static void begin(aud_book *book)
{
    registry_of(book)->rules = (gx_identity_rules){.real_name = GX_REAL_NAME_TO_PAY,
                                                   .lifetime_max = 100000,
                                                   .year_max = 10000000,
                                                   .year_max_full = 20000000,
                                                   .free_payment_max = 20000,
                                                   .free_day_max = 100000,
                                                   .free_unless_chosen = true};
}

static void prepare(aud_world *world, unsigned book)
{
    if (!aud_has(aud_book_of(world, book), GX_THEME_IDENTITY))
        return;
    for (unsigned user = 0; user < AUD_USERS; user++) {
        aud_step *step = aud_make(world, book, GX_OP_IDENTITY_TIER);
        step->op.args.identity_tier.user = aud_user_name(book, user);
        step->op.args.identity_tier.tier = (uint8_t)(aud_odds(world, 85) ? 1 + aud_below(world, 3) : 0);
        aud_do(world, step);
    }
}

static bool same_pass(const gx_pass *core, const gx_pass *own)
{
    return core->badges == own->badges && core->place == own->place && core->tier == own->tier &&
           core->sex == own->sex && core->age == own->age && core->occupation == own->occupation;
}

static void look_at_user(aud_world *world, unsigned book, uint32_t name)
{
    const gx_book *core = aud_core_of(world, book);
    const aud_book *own = aud_book_of(world, book);
    uint32_t user = aud_user(own, name);
    bool known = user != AUD_NOBODY && aud_has(own, GX_THEME_IDENTITY);
    person who = {0};
    if (known)
        who = registry_of(own)->of[user];
    gx_pass pass = gx_wallet_pass(core, name);
    aud_expect(world, pass.user == name && same_pass(&pass, &who.pass), "a user's pass");
    aud_expect(world, aud_has(own, GX_THEME_CREDIT) || pass.score == 0, "a score without credit");
    aud_expect(world, gx_identity_tier(core, name) == who.pass.tier, "a user's tier");
    aud_expect(world, gx_identity_pays_free(core, name) == (known && pays_free(registry_of(own), &who)),
               "whether a user pays without a password");
    gx_identity_paid paid;
    aud_expect(world, gx_identity_look(core, name, own->now, &paid) == known, "whose payments are counted");
    if (!known)
        return;
    aud_expect_fen(world, paid.ever, who.ever, "what a user ever paid");
    aud_expect_fen(world, paid.year, paid_in_year(&who, aud_year(own, own->now)),
                   "what a user paid this year");
    aud_expect_fen(world, paid.free_day, paid_free_on(&who, aud_day(own, own->now)),
                   "what a user paid today without a password");
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    gx_identity_rules rules = gx_identity_rules_now(aud_core_of(world, book));
    gx_identity_rules want = {0};
    if (aud_has(own, GX_THEME_IDENTITY))
        want = registry_of(own)->rules;
    aud_expect(
        world,
        rules.real_name == want.real_name && rules.limits == want.limits &&
            rules.lifetime_max == want.lifetime_max && rules.year_max == want.year_max &&
            rules.year_max_full == want.year_max_full && rules.free_payment_max == want.free_payment_max &&
            rules.free_day_max == want.free_day_max && rules.free_unless_chosen == want.free_unless_chosen,
        "the rules of identity");
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        look_at_user(world, book, aud_name(seat));
}

static const aud_rule rules[] = {
    {GX_OP_IDENTITY_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_IDENTITY_TIER, 2, generate_tier, predict_tier, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_ATTRIBUTES_SET, 2, generate_attributes, predict_attributes, AUD_MAY(ACCOUNT), 0},
    {GX_OP_FREE_SWITCH, 2, generate_switch, predict_switch, AUD_MAY(ACCOUNT), 0},
    {0}};

const aud_part aud_identity = {.name = "identity",
                               .theme = GX_THEME_IDENTITY,
                               .rules = rules,
                               .state_bytes = sizeof(registry),
                               .begin = begin,
                               .prepare = prepare,
                               .check_spend = check_spend,
                               .note_spend = note_spend,
                               .look = look};
