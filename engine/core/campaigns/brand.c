/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enterprise and star packets (R8). The product limits how often one brand may reach one user, and how fast a
 * brand may send at all; both are counts that are kept with the tick of the last packet, so a new minute or
 * day needs no reset. They belong to the brand and not to its campaigns: two campaigns of one brand share
 * them. */
#include "campaigns/campaigns.h"

static gx_brand_state *brand_of(const gx_book *book, gx_party owner)
{
    return &book->campaigns->brands[owner - book->users];
}

gx_brand_rules gx_brand_rules_default(void)
{
    return (gx_brand_rules){.share_min = 100,
                            .share_max = 200 * 100,
                            .user_minute = 1,
                            .user_day = 10,
                            .night_from = 0,
                            .night_until = 8 * 60,
                            .brand_minute = 1800};
}

gx_answer gx_rule_brand_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_brand_rules *args = &op->args.brand_rules;
    if (args->share_min < 1)
        return gx_refuse(GX_REFUSED_RULE, args->share_min, 1);
    if (args->share_max < args->share_min)
        return gx_refuse(GX_REFUSED_RULE, args->share_max, args->share_min);
    if (args->share_max > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->share_max, GX_CAMPAIGN_BUDGET_MAX);
    if (args->user_minute < 1 || args->user_day < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (args->night_from > 1439)
        return gx_refuse(GX_REFUSED_RULE, args->night_from, 1439);
    if (args->night_until > 1440)
        return gx_refuse(GX_REFUSED_RULE, args->night_until, 1440);
    if (args->brand_minute < 1)
        return gx_refuse(GX_REFUSED_RULE, 0, 1);
    book->campaigns->rules = (gx_brand_rules){.share_min = args->share_min,
                                              .share_max = args->share_max,
                                              .user_minute = args->user_minute,
                                              .user_day = args->user_day,
                                              .night_from = args->night_from,
                                              .night_until = args->night_until,
                                              .brand_minute = args->brand_minute};
    return gx_done(0);
}

gx_answer gx_rule_brand_terms(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_brand_terms *args = &op->args.brand_terms;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_fresh(book, args->campaign, GX_CAMPAIGN_BRAND, &record);
    if (answer.code != GX_DONE)
        return answer;
    if (args->share_low < 1)
        return gx_refuse(GX_REFUSED_RULE, args->share_low, 1);
    if (args->share_high < args->share_low)
        return gx_refuse(GX_REFUSED_RULE, args->share_high, args->share_low);
    if (args->share_high > GX_CAMPAIGN_BUDGET_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->share_high, GX_CAMPAIGN_BUDGET_MAX);
    if (args->coupon_ppm > GX_PPM)
        return gx_refuse(GX_REFUSED_RULE, args->coupon_ppm, GX_PPM);
    if (args->follow > 1)
        return gx_refuse(GX_REFUSED_RULE, args->follow, 1);
    if (!gx_slab_reserve(&book->campaigns->terms[GX_CAMPAIGN_BRAND]))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_brand_record *brand = gx_campaign_become(book, record, GX_CAMPAIGN_BRAND);
    brand->terms = (gx_brand_terms){.share_low = args->share_low,
                                    .share_high = args->share_high,
                                    .coupon = args->coupon,
                                    .coupon_ppm = args->coupon_ppm,
                                    .follow = args->follow == 1};
    return gx_done(0);
}

/* ---- A packet */

/* Packets of a brand to a user: when the last came, how many in its minute, how many in its day. */
static uint64_t pace_word(uint32_t tick, uint32_t in_minute, uint32_t in_day)
{
    return (uint64_t)tick << 32 | in_minute << 16 | in_day;
}

static bool same_minute(const gx_book *book, uint32_t a, uint32_t b)
{
    return gx_clock_of(book, a, 60) == gx_clock_of(book, b, 60);
}

/* The user's counts in the minute and the day of `now`. */
static void read_pace(const gx_book *book, const gx_pair *pair, uint32_t now, uint32_t *minute, uint32_t *day)
{
    *minute = *day = 0;
    if (pair == NULL)
        return;
    uint32_t tick = (uint32_t)(pair->value >> 32);
    if (same_minute(book, tick, now))
        *minute = (uint32_t)(pair->value >> 16) & 0xffff;
    if (gx_day_of(book, tick) == gx_day_of(book, now))
        *day = (uint32_t)pair->value & 0xffff;
}

static gx_answer check_pace(const gx_book *book, const gx_campaign_record *record, uint32_t user,
                            uint32_t now)
{
    const struct gx_campaigns *campaigns = book->campaigns;
    const gx_brand_rules *rules = &campaigns->rules;
    const gx_brand_state *brand = brand_of(book, record->held.owner);
    uint32_t sent = same_minute(book, brand->tick, now) ? brand->minute_count : 0;
    if (sent >= rules->brand_minute)
        return gx_refuse(GX_REFUSED_LIMIT, sent, rules->brand_minute);
    uint32_t minute, day;
    read_pace(book, gx_relation_find(&campaigns->packets, record->held.owner, user), now, &minute, &day);
    if (minute >= rules->user_minute)
        return gx_refuse(GX_REFUSED_LIMIT, minute, rules->user_minute);
    if (day >= rules->user_day)
        return gx_refuse(GX_REFUSED_LIMIT, day, rules->user_day);
    return gx_done(0);
}

static gx_answer check_product(const gx_book *book, const gx_campaign_record *record, const gx_pass *pass,
                               uint32_t now)
{
    const gx_brand_rules *rules = &book->campaigns->rules;
    const gx_brand_terms *terms = &((const gx_brand_record *)gx_campaign_terms(book, record))->terms;
    uint32_t minute = gx_minute_of_day(book, now);
    if (rules->night_from != rules->night_until &&
        gx_minute_between(minute, rules->night_from, rules->night_until))
        return gx_refuse(GX_REFUSED_SCHEDULE, minute, rules->night_until);
    gx_answer answer = gx_campaign_gate(record, pass);
    if (answer.code != GX_DONE)
        return answer;
    if (terms->share_low < rules->share_min)
        return gx_refuse(GX_REFUSED_AMOUNT, terms->share_low, rules->share_min);
    if (terms->share_high > rules->share_max)
        return gx_refuse(GX_REFUSED_AMOUNT, terms->share_high, rules->share_max);
    return check_pace(book, record, pass->user, now);
}

static void note_pace(gx_book *book, gx_party owner, uint32_t user, uint32_t now)
{
    struct gx_campaigns *campaigns = book->campaigns;
    gx_brand_state *brand = brand_of(book, owner);
    brand->minute_count = (same_minute(book, brand->tick, now) ? brand->minute_count : 0) + 1;
    brand->tick = now;
    brand->exposures++;
    gx_pair *pair = gx_relation_find(&campaigns->packets, owner, user);
    uint32_t minute, day;
    read_pace(book, pair, now, &minute, &day);
    uint64_t word = pace_word(now, minute + 1, day + 1);
    if (pair == NULL)
        gx_relation_add(&campaigns->packets, &brand->packets, owner, user, word);
    else
        pair->value = word;
}

/* Room for everything that a packet notes. */
static bool reserve_packet(gx_book *book, const gx_campaign_record *record, uint32_t user)
{
    struct gx_campaigns *campaigns = book->campaigns;
    gx_party owner = record->held.owner;
    return gx_campaign_room(book, record, &campaigns->got, user) &&
           (gx_relation_find(&campaigns->packets, owner, user) != NULL ||
            gx_relation_reserve(&campaigns->packets)) &&
           (gx_relation_find(&campaigns->follows, owner, user) != NULL ||
            gx_relation_reserve(&campaigns->follows));
}

static void begin_follow(gx_book *book, gx_party owner, uint32_t user)
{
    gx_brand_state *brand = brand_of(book, owner);
    gx_relation_add(&book->campaigns->follows, &brand->follows, owner, user, 1);
    brand->followers++;
}

gx_answer gx_rule_brand_packet(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_brand_packet *args = &op->args.brand_packet;
    uint32_t user = args->pass.user;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, args->campaign, GX_CAMPAIGN_BRAND, &record);
    if (answer.code == GX_DONE)
        answer = gx_campaign_owned(book, record, op->key);
    if (answer.code == GX_DONE)
        answer = gx_campaign_running(book, record, op->now);
    if (answer.code == GX_DONE)
        answer = check_product(book, record, &args->pass, op->now);
    if (answer.code != GX_DONE)
        return answer;
    const gx_brand_terms *terms = &((const gx_brand_record *)gx_campaign_terms(book, record))->terms;
    uint64_t span = (uint64_t)(terms->share_high - terms->share_low) + 1;
    gx_fen share = terms->share_low + (gx_fen)gx_below64(gx_draw_high(args->draw), span);
    answer = gx_campaign_may_pay(book, record, user, share, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!reserve_packet(book, record, user))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_campaign_pay(book, record, user, share, op->now);
    note_pace(book, record->held.owner, user, op->now);
    if (terms->coupon.life != 0 && gx_below64(gx_draw_low(args->draw), GX_PPM) < terms->coupon_ppm)
        out->made = terms->coupon;
    if (terms->follow && gx_relation_find(&book->campaigns->follows, record->held.owner, user) == NULL) {
        begin_follow(book, record->held.owner, user);
        out->second = 1;
    }
    return answer;
}

gx_answer gx_rule_brand_shown(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_brand_shown *args = &op->args.brand_shown;
    gx_campaign_record *record;
    gx_answer answer = gx_campaign_of_kind(book, args->campaign, GX_CAMPAIGN_BRAND, &record);
    if (answer.code == GX_DONE && args->count < 1)
        answer = gx_refuse(GX_REFUSED_AMOUNT, 0, 1);
    if (answer.code == GX_DONE)
        answer = gx_campaign_running(book, record, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_brand_state *brand = brand_of(book, record->held.owner);
    brand->exposures += args->count;
    out->third = (gx_fen)brand->exposures;
    return answer;
}

/* ---- Followers */

/* GX_NO_PARTY when it is no merchant or pool of the book. */
static gx_party brand_party(const gx_book *book, uint32_t name)
{
    return gx_is_user(book, name) ? GX_NO_PARTY : gx_party_of(book, name);
}

gx_answer gx_rule_brand_follow(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_brand_follow *args = &op->args.brand_follow;
    gx_relation *follows = &book->campaigns->follows;
    gx_party owner = brand_party(book, args->brand);
    if (owner == GX_NO_PARTY)
        return gx_refuse_party(args->brand);
    if (args->on > 1)
        return gx_refuse(GX_REFUSED_RULE, args->on, 1);
    gx_brand_state *brand = brand_of(book, owner);
    gx_pair *pair = gx_relation_find(follows, owner, args->user);
    if (args->on == 1 && pair != NULL)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (args->on == 0 && pair == NULL)
        return gx_refuse(GX_REFUSED_NO_SUCH, 0, 0);
    if (args->on == 1 && !gx_relation_reserve(follows))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    if (args->on == 1) {
        begin_follow(book, owner, args->user);
    } else {
        gx_relation_drop(follows, &brand->follows, pair);
        brand->followers--;
    }
    out->number = brand->followers;
    return gx_done(0);
}

/* ---- Looking */

bool gx_brand_is_followed(const gx_book *book, uint32_t brand, uint32_t user)
{
    gx_party owner = brand_party(book, brand);
    return book->campaigns != NULL && owner != GX_NO_PARTY &&
           gx_relation_find(&book->campaigns->follows, owner, user) != NULL;
}

uint32_t gx_brand_followers(const gx_book *book, uint32_t brand)
{
    gx_party owner = brand_party(book, brand);
    return book->campaigns == NULL || owner == GX_NO_PARTY ? 0 : brand_of(book, owner)->followers;
}

uint64_t gx_brand_exposures(const gx_book *book, uint32_t brand)
{
    gx_party owner = brand_party(book, brand);
    return book->campaigns == NULL || owner == GX_NO_PARTY ? 0 : brand_of(book, owner)->exposures;
}

/* ---- Calls */

gx_answer gx_brand_set_rules(gx_book *book, const gx_brand_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BRAND_RULES,
                .now = now,
                .args.brand_rules = {.share_min = rules->share_min,
                                     .share_max = rules->share_max,
                                     .user_minute = rules->user_minute,
                                     .user_day = rules->user_day,
                                     .night_from = rules->night_from,
                                     .night_until = rules->night_until,
                                     .brand_minute = rules->brand_minute}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_brand_set_terms(gx_book *book, gx_campaign campaign, const gx_brand_terms *terms, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BRAND_TERMS,
                .now = now,
                .args.brand_terms = {.campaign = campaign,
                                     .share_low = terms->share_low,
                                     .share_high = terms->share_high,
                                     .coupon = terms->coupon,
                                     .coupon_ppm = terms->coupon_ppm,
                                     .follow = terms->follow}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_brand_packet(gx_book *book, gx_op_key key, gx_campaign campaign, gx_pass pass, gx_draw draw,
                          uint32_t now, gx_brand_gift *out)
{
    gx_op op = {
        .kind = GX_OP_BRAND_PACKET, .now = now, .key = key, .args.brand_packet = {campaign, pass, draw}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = (gx_brand_gift){
        .amount = result.answer.amount, .coupon = result.made, .new_follow = result.second == 1};
    return result.answer;
}

gx_answer gx_brand_shown(gx_book *book, gx_campaign campaign, uint32_t count, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BRAND_SHOWN, .now = now, .args.brand_shown = {campaign, count}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_brand_follow(gx_book *book, uint32_t brand, uint32_t user, bool on, uint32_t now)
{
    gx_op op = {.kind = GX_OP_BRAND_FOLLOW, .now = now, .args.brand_follow = {brand, user, on}};
    return gx_book_do(book, &op, NULL);
}
