/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recipe of ties/ in slots. What a user has a random number of there, a slot gives at most once here; so
 * a mean of m places becomes several slots, each of which takes a share of the users.
 *
 * Clans: households of a district by chance; as many of them as are away from their hometown are in a clan
 * of the nation instead. 1 + Poisson(m) households, as in ties/clans.c.
 *
 * Close circles, of children and of grown-ups: sorted in cells of eight, cut into 8 to 20.
 *
 * Class and work: children as long as the share of those at school lasts, the oldest of each eight last;
 * then grown-ups, as long as the share of those at work. Who is a child is known by the place in the
 * household, who is a pupil is not: a quarter of a class are none. The test says how many.
 *
 * Communities and old classes: slots of lots, one of eight neighbours by activity; 8 * mean / slots of the
 * cells take part. Old classes are of the district, or of the nation for those who are away.
 *
 * Weak ties: lots by activity^weak_activity, each of them one end of one tie, matched in pairs (weak.c). Ties
 * that fall with distance as d^-2 are equally many in each ring of equal log distance; so reaches get shares
 * by the logarithms of their radii.
 */
#include "recipe.h"
#include "../people/tables.h"

#include <gx/base/exact.h>

enum { ASKED = 4096, CIRCLE_MIN = 8, CIRCLE_MAX = 20, GROUP_MIN = 3, THIN_MOST = 3 };

/* Radii, in km, where reaches end: of a home's surroundings, a district, a city, a province, the nation;
 * assumption, as only their logarithms count. */
static const double reach_km[] = {0.1, 1, 15, 250, 2000};

gx_people_shares gx_people_ask(const gx_population *people, gx_key key)
{
    uint32_t school = 0, work = 0, away = 0, household = 0;
    double relation[GX_RELATIONS];
    gx_households_relations(&people->tables->households, relation);
    for (uint32_t number = 0; number < ASKED; number++) {
        gx_draw draw = gx_draw_at(key, GX_DRAW_IMPLICIT_SAMPLE, number, 0, 0);
        uint32_t user = gx_below32(draw.word[0], people->users);
        gx_person person = gx_person_of(people, user);
        bool student = person.occupation == GX_OCCUPATION_student;
        school += student;
        work += !student && person.occupation != GX_OCCUPATION_home;
        away += person.city != person.hometown;
        household += 60u / person.household_size; /* a household is asked as often as it is large */
    }
    return (gx_people_shares){.at_school = (double)school / ASKED,
                              .at_work = (double)work / ASKED,
                              .away = (double)away / ASKED,
                              .household = 60.0 * ASKED / (double)household,
                              .children = relation[GX_RELATION_child]};
}

typedef struct pen {
    gx_slot_plan *plan;
    uint32_t count;
    const gx_network_config *config;
    gx_people_shares shares;
} pen;

static void add(pen *to, gx_slot_plan plan)
{
    if (plan.share > 0 && to->count < GX_SLOTS_MAX)
        to->plan[to->count] = plan;
    to->count += plan.share > 0;
}

/* As many slots of lots as a mean number of places a user needs: a slot is at most one of each cell. */
static void add_lots(pen *to, gx_slot_plan plan, double mean)
{
    double cells = mean * GX_CELL;
    uint32_t slots = (uint32_t)cells + ((double)(uint32_t)cells < cells);
    for (plan.number = 0; plan.number < slots; plan.number++) {
        plan.share = cells / slots;
        add(to, plan);
    }
}

static gx_size_law group_law(const gx_network_config *config, double median, double sigma)
{
    return (gx_size_law){
        .median = median, .sigma = sigma, .low = GROUP_MIN, .high = (uint32_t)config->group_size_max};
}

/* See ties/clans.c for m. Clans of one household are none: those households are left out of the slot. */
static void add_clans(pen *to)
{
    double r = to->config->kin_mean / to->shares.household;
    double more = r <= 0 ? 0 : ((r - 2) + gx_pow(r * r + 4, 0.5)) / 2;
    double in_clans = 1 - gx_exp(-more) / (1 + more);
    gx_slot_plan plan = {.unit = GX_UNIT_HOUSEHOLD,
                         .kind = GX_FOCUS_KIN,
                         .law = {.median = more, .sigma = GX_LAW_CLANS, .low = 2, .high = 24},
                         .chat = true,
                         .group_kind = GX_GROUP_FAMILY};
    double away = to->config->cities_apart ? 0 : to->shares.away;
    plan.reach = GX_REACH_DISTRICT;
    plan.share = in_clans * (1 - away);
    add(to, plan);
    plan.reach = GX_REACH_NATION;
    plan.share = in_clans * away;
    for (; plan.share > 0 && plan.share * 2 <= 1 && plan.thin < THIN_MOST; plan.thin++)
        plan.share *= 2;
    add(to, plan);
}

/* Of children, then of grown-ups: a class has pupils of both when children are too few. */
static void add_day(pen *to)
{
    const gx_network_config *config = to->config;
    const gx_people_shares *of = &to->shares;
    double grown = 1 - of->children, pupils = of->children > 0 ? of->at_school / of->children : 0;
    double old_pupils = pupils > 1 && grown > 0 ? (of->at_school - of->children) / grown : 0;
    double workers = grown > 0 ? of->at_work / grown : 0;
    gx_slot_plan plan = {.unit = GX_UNIT_CHILD,
                         .reach = GX_REACH_DISTRICT,
                         .kind = GX_FOCUS_CLASS,
                         .trait = GX_SORT_DAY,
                         .share = pupils < 1 ? pupils : 1,
                         .law = group_law(config, config->class_size_median, config->class_size_sigma),
                         .chat = true,
                         .group_kind = GX_GROUP_CLASS};
    add(to, plan);
    plan.unit = GX_UNIT_GROWN;
    plan.share = old_pupils < 0.96 ? old_pupils : 0.96;
    add(to, plan);
    plan.kind = GX_FOCUS_WORK;
    plan.before = plan.share;
    double left = 0.97 - plan.before; /* rounding must not send two to one place */
    plan.share = workers < left ? workers : left;
    plan.law = group_law(config, config->work_size_median, config->work_size_sigma);
    plan.group_kind = GX_GROUP_WORK;
    add(to, plan);
}

static void add_communities(pen *to)
{
    const gx_network_config *config = to->config;
    double rest = 1 - config->group_local - config->group_city;
    double local = config->group_local, city = config->group_city;
    if (config->cities_apart) { /* what would have gone farther stays in the city */
        city += rest > 0 ? rest : 0;
        rest = 0;
    }
    double share[] = {local, city, rest > 0 ? rest / 2 : 0, rest > 0 ? rest / 2 : 0};
    for (gx_reach reach = GX_REACH_DISTRICT; reach <= GX_REACH_NATION; reach++) {
        gx_slot_plan plan = {.unit = GX_UNIT_LOT,
                             .reach = reach,
                             .kind = GX_FOCUS_COMMUNITY,
                             .trait = GX_LOTS_COMMUNITY,
                             .law = group_law(config, config->group_size_median, config->group_size_sigma),
                             .chat = true,
                             .group_kind = GX_GROUP_COMMUNITY};
        add_lots(to, plan, config->groups_extra * share[reach]);
    }
}

static void add_close(pen *to)
{
    gx_slot_plan plan = {.unit = GX_UNIT_CHILD,
                         .reach = GX_REACH_DISTRICT,
                         .kind = GX_FOCUS_CLOSE,
                         .trait = GX_SORT_CLOSE,
                         .share = 1,
                         .law = {.sigma = GX_LAW_ALIKE, .low = CIRCLE_MIN, .high = CIRCLE_MAX}};
    add(to, plan);
    plan.unit = GX_UNIT_GROWN;
    add(to, plan);
}

static void add_past(pen *to)
{
    const gx_network_config *config = to->config;
    double away = config->cities_apart ? 0 : to->shares.away;
    gx_slot_plan plan = {.unit = GX_UNIT_LOT,
                         .reach = GX_REACH_DISTRICT,
                         .kind = GX_FOCUS_PAST,
                         .trait = GX_LOTS_PAST,
                         .law = group_law(config, config->past_size_median, config->class_size_sigma)};
    add_lots(to, plan, config->past_groups * (1 - away));
    plan.reach = GX_REACH_NATION;
    add_lots(to, plan, config->past_groups * away);
}

uint32_t gx_recipe_weak(gx_weak_plan plan[GX_WEAK_REACHES], const gx_network_config *config)
{
    double whole = 0, share[GX_WEAK_REACHES];
    for (uint32_t at = 0; at < GX_WEAK_REACHES; at++) { /* the integral of d^(1 - decay) over the ring */
        double low = gx_log(reach_km[at]), high = gx_log(reach_km[at + 1]), power = 2 - config->weak_decay;
        bool flat = power > -1e-6 && power < 1e-6;
        share[at] = flat ? high - low : (gx_exp(power * high) - gx_exp(power * low)) / power;
        share[at] = config->cities_apart && at > GX_REACH_CITY ? 0 : share[at];
        whole += share[at];
    }
    double circles = config->cities_apart ? 0 : config->weak_circles;
    uint32_t count = 0;
    for (gx_reach reach = GX_REACH_DISTRICT; reach <= GX_REACH_NATION; reach++) {
        double mean = config->weak_mean * (share[reach] / whole * (1 - circles));
        mean += reach == GX_REACH_NATION ? config->weak_mean * circles : 0;
        double lots = mean * GX_CELL;
        uint32_t each = (uint32_t)lots + ((double)(uint32_t)lots < lots);
        if (each > 0)
            plan[count++] = (gx_weak_plan){.reach = reach, .each = each, .share = lots / each};
    }
    return count;
}

uint32_t gx_recipe(gx_slot_plan plan[GX_SLOTS_MAX], const gx_network_config *config, gx_people_shares shares)
{
    pen to = {.plan = plan, .config = config, .shares = shares};
    add_clans(&to);
    add_day(&to);
    add_communities(&to);
    add_close(&to);
    add_past(&to);
    return to.count <= GX_SLOTS_MAX ? to.count : GX_SLOTS_MAX + 1;
}
