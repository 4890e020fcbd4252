/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Set-up: tables of realms for each slot of the recipe. */
#include "implicit.h"
#include "../people/tables.h"
#include "lots.h"
#include "ranks.h"
#include "recipe.h"

#include <gx/base/memory.h>

/* How much more users are sorted than the configuration says, as a cell of eight sorts less than a list does
 * (cells.c): chosen so that the sorting over all ties is that of the stored form. */
static const double sharpen_age = 1.5, sharpen_schooling = 2.5;

enum { UNITS_MAX = INT32_MAX }; /* that a shuffle can number */

/* ---- Tables of places ---- */

static gx_status list_cities(gx_implicit *implicit, gx_error *error)
{
    const gx_population *people = implicit->people;
    uint32_t cities = people->cities;
    implicit->city_province = gx_alloc(cities, sizeof *implicit->city_province);
    implicit->province_city = gx_alloc((size_t)cities + 1, sizeof *implicit->province_city);
    implicit->cell_first = gx_alloc((size_t)cities + 1, sizeof *implicit->cell_first);
    implicit->district_first = gx_alloc((size_t)cities + 1, sizeof *implicit->district_first);
    if (implicit->city_province == NULL || implicit->province_city == NULL || implicit->cell_first == NULL ||
        implicit->district_first == NULL)
        return gx_fail_memory(error, "the implicit network");
    for (uint32_t city = 0; city < cities; city++) {
        gx_span span = gx_city_span(people, city);
        if (city > 0 && gx_province_span(people, city).first == span.first)
            implicit->province_city[++implicit->provinces] = city;
        implicit->city_province[city] = implicit->provinces;
        implicit->cell_first[city + 1] =
            implicit->cell_first[city] + (span.end - span.first + GX_CELL - 1) / GX_CELL;
        implicit->district_first[city + 1] =
            implicit->district_first[city] + people->tables->places.city[city].districts;
    }
    implicit->province_city[++implicit->provinces] = cities;
    return GX_OK;
}

/* ---- Realms of a slot ---- */

static uint64_t fraction(double share)
{
    return share >= 1 ? UINT64_C(1) << 32 : (uint64_t)(share * 4294967296.0);
}

/* Units before a city. */
static uint64_t units_before(const gx_implicit *implicit, const gx_slot *slot, uint32_t city)
{
    uint32_t district = implicit->district_first[city];
    switch (slot->unit) {
    case GX_UNIT_LOT:
        return implicit->cell_first[city];
    case GX_UNIT_HOUSEHOLD:
        return implicit->district[district].households;
    case GX_UNIT_CHILD:
        return implicit->district[district].children;
    default:
        return implicit->people->city_first[city] - implicit->district[district].children;
    }
}

/* A law shared by the realms whose windows allow blocks as large; made when first asked for. */
static gx_status find_sizes(const gx_sizes **out, gx_implicit *implicit, gx_size_law law, gx_error *error)
{
    for (uint32_t at = 0; at < implicit->laws; at++) {
        const gx_size_law *seen = &implicit->sizes[at]->law;
        if (seen->median == law.median && seen->sigma == law.sigma && seen->low == law.low &&
            seen->high == law.high) {
            *out = implicit->sizes[at];
            return GX_OK;
        }
    }
    GX_ASSERT(implicit->laws < GX_LAW_MAX);
    uint64_t key = gx_draw_high(gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_PHASE, 0, implicit->laws, 1));
    gx_status status = gx_sizes_create(&implicit->sizes[implicit->laws], law, key, error);
    if (status == GX_OK)
        *out = implicit->sizes[implicit->laws++];
    return status;
}

/* No group holds more than a quarter of the people around, as in the stored form, nor more than half of the
 * places that there are. Limits below that of the law are 4, 6, 8, 12, 16 …, so that laws are few. */
static gx_size_law limited(gx_size_law law, uint32_t people, uint32_t places)
{
    uint32_t most = people / 4 < places / 2 ? people / 4 : places / 2, high = 4;
    if (law.sigma == GX_LAW_CLANS || most >= law.high)
        return law;
    while (high * 2 <= most)
        high *= 2;
    high += high + high / 2 <= most ? high / 2 : 0;
    law.high = high > law.low ? high : law.low;
    return law;
}

static gx_status make_realm(gx_realm *realm, gx_implicit *implicit, const gx_slot *slot, gx_size_law law,
                            uint32_t people, gx_error *error)
{
    uint32_t places = gx_places_before(slot, realm->units);
    const gx_sizes *sizes = NULL;
    gx_status status = find_sizes(&sizes, implicit, limited(law, people / realm->windows, places), error);
    if (status != GX_OK)
        return status;
    uint32_t word =
        gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_PHASE, slot->name, realm->unit_first, 0).word[0];
    realm->run = gx_run_of(sizes, places, word % GX_SIZES);
    uint32_t half = places / realm->windows / 2;
    realm->near = half > 0 ? 2 * sizes->law.high / half : UINT32_MAX;
    realm->window_rate = places > 0 ? ((uint64_t)realm->windows << 32) / places : 0;
    return GX_OK;
}

/* The cities first … end - 1 are one realm. */
static gx_realm plan_realm(const gx_implicit *implicit, const gx_slot *slot, uint32_t first, uint32_t end)
{
    uint32_t before = (uint32_t)units_before(implicit, slot, first);
    gx_realm realm = {.unit_first = before,
                      .units = ((uint32_t)units_before(implicit, slot, end) - before) >> slot->thin,
                      .windows = 1,
                      .city = first,
                      .district_first = implicit->district_first[first]};
    uint32_t cells =
        (implicit->cell_first[end] - implicit->cell_first[first] + GX_WINDOW_CELLS / 2) / GX_WINDOW_CELLS;
    if (slot->reach == GX_REACH_DISTRICT && slot->unit == GX_UNIT_LOT)
        realm.windows = cells > 0 ? cells : 1;
    else if (slot->reach == GX_REACH_DISTRICT)
        realm.windows = implicit->district_first[end] - implicit->district_first[first];
    return realm;
}

static gx_status make_realms(gx_slot *slot, gx_implicit *implicit, gx_size_law law, uint64_t *groups,
                             gx_error *error)
{
    bool wide = slot->reach == GX_REACH_NATION, province = slot->reach == GX_REACH_PROVINCE;
    uint32_t places = 0;
    if (units_before(implicit, slot, implicit->cities) > UNITS_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "graph: more users than form: implicit can number");
    slot->realms = wide ? 1 : province ? implicit->provinces : implicit->cities;
    slot->realm = gx_alloc(slot->realms, sizeof *slot->realm);
    if (slot->realm == NULL)
        return gx_fail_memory(error, "the implicit network");
    for (uint32_t at = 0; at < slot->realms; at++) {
        uint32_t first = wide ? 0 : province ? implicit->province_city[at] : at;
        uint32_t end = wide ? implicit->cities : province ? implicit->province_city[at + 1] : at + 1;
        gx_realm *realm = &slot->realm[at];
        *realm = plan_realm(implicit, slot, first, end);
        uint32_t people = implicit->people->city_first[end] - implicit->people->city_first[first];
        gx_status status = make_realm(realm, implicit, slot, law, people, error);
        if (status != GX_OK)
            return status;
        realm->place_base = places;
        realm->group_base = (uint32_t)*groups;
        places += realm->run.places;
        *groups += slot->chat ? realm->run.blocks : 0;
        if (*groups > UINT32_MAX)
            return gx_fail(error, GX_ERR_LIMIT,
                           "graph: more chat groups than 32 bits can number; ask for "
                           "fewer or larger ones (groups_extra, group_size_median)");
    }
    return GX_OK;
}

/* ---- Slots ---- */

/* Lots for a slot, or a reach of weak ties; false: there is no room for them. */
static bool add_lots(gx_lot_table *table, uint32_t what, uint32_t each)
{
    if (each > GX_LOTS_MAX - table->count)
        return false;
    for (uint32_t number = 0; number < each; number++)
        table->what[table->count++] = (gx_lot){(uint16_t)what, (uint16_t)number};
    return true;
}

static gx_status fail_lots(gx_error *error)
{
    return gx_fail(error, GX_ERR_LIMIT,
                   "graph: form: implicit has room for %u places of eight neighbours; take groups_extra, "
                   "past_groups or weak_mean down",
                   (unsigned)GX_LOTS_MAX);
}

static gx_status make_slot(gx_implicit *implicit, const gx_slot_plan *plan, uint64_t *groups, gx_error *error)
{
    uint32_t number = implicit->slots++;
    gx_slot *slot = &implicit->slot[number];
    /* Class and work share a day: one order of the users, one name, so one shuffle. */
    uint32_t kind = plan->kind == GX_FOCUS_WORK ? GX_FOCUS_CLASS : plan->kind;
    uint32_t name = (uint32_t)plan->unit << 20 | kind << 16 | (uint32_t)plan->reach << 12 | plan->number;
    gx_lot_table *lots = plan->unit == GX_UNIT_LOT ? &implicit->lots[plan->trait] : NULL;
    *slot = (gx_slot){
        .unit = plan->unit,
        .reach = plan->reach,
        .kind = plan->kind,
        .chat = plan->chat,
        .group_kind = (uint8_t)plan->group_kind,
        .trait = plan->trait,
        .thin = plan->thin,
        .name = name,
        .lot = lots != NULL ? lots->count : 0,
        .key = gx_draw_high(gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_SLOT, name, 0, 0)),
        .pair_key =
            gx_draw_high(gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_PAIR, name, (uint32_t)plan->kind, 0)),
        .before = fraction(plan->before),
        .share = fraction(plan->share),
    };
    if (lots != NULL && !add_lots(lots, number, 1))
        return fail_lots(error);
    return make_realms(slot, implicit, plan->law, groups, error);
}

static gx_status make_weak(gx_implicit *implicit, const gx_network_config *config, gx_error *error)
{
    gx_weak_plan plan[GX_WEAK_REACHES];
    implicit->weaks = gx_recipe_weak(plan, config);
    gx_lot_table *lots = &implicit->lots[GX_LOTS_WEAK];
    for (uint32_t at = 0; at < implicit->weaks; at++) {
        uint32_t reach = (uint32_t)plan[at].reach;
        implicit->weak[at] =
            (gx_weak){.reach = plan[at].reach,
                      .each = plan[at].each,
                      .key = gx_draw_high(gx_draw_at(implicit->key, GX_DRAW_IMPLICIT_WEAK, reach, 0, 0)),
                      .share = fraction(plan[at].share)};
        if (!add_lots(lots, at, plan[at].each))
            return fail_lots(error);
    }
    return GX_OK;
}

/* How many friends a slot makes for who takes part, on the mean; by the largest realm's sizes. */
static double friends_in(const gx_implicit *implicit, const gx_slot *slot)
{
    const gx_realm *realm = &slot->realm[0];
    for (uint32_t at = 1; at < slot->realms; at++)
        realm = slot->realm[at].run.places > realm->run.places ? &slot->realm[at] : realm;
    const gx_sizes *sizes = realm->run.sizes;
    double friends = 0;
    for (uint32_t at = 0; at < GX_SIZES; at++) {
        uint32_t size = sizes->start[at + 1] - sizes->start[at];
        gx_rule_row row = *gx_rule_row_of(implicit->rule, (gx_focus){.kind = slot->kind, .size = size});
        double chance = ((double)row.limit[0] + row.limit[1]) / 4294967296.0;
        friends += (double)size * (size - 1) * chance;
    }
    return friends / sizes->pattern.by * (slot->unit == GX_UNIT_HOUSEHOLD ? 3 : 1); /* some 3 in one */
}

/* A row that does not fit would lose ties that the other end has; so who takes part in everything must fit.
 */
static gx_status check_room(const gx_implicit *implicit, gx_error *error)
{
    double friends = 0, most = GX_FRIENDS_MAX * 0.75;
    for (uint32_t at = 0; at < implicit->slots; at++)
        friends += friends_in(implicit, &implicit->slot[at]);
    for (uint32_t at = 0; at < implicit->weaks; at++)
        friends += implicit->weak[at].each;
    return friends <= most ? GX_OK
                           : gx_fail(error, GX_ERR_LIMIT,
                                     "graph: form: implicit has room for %.0f "
                                     "friends of one who takes part in "
                                     "everything, these would be %.0f: take "
                                     "friend_pull, groups_extra, "
                                     "past_groups or weak_mean down",
                                     most, friends);
}

static gx_status make_slots(gx_implicit *implicit, const gx_network_config *config, gx_error *error)
{
    gx_slot_plan *plan = gx_alloc(GX_SLOTS_MAX, sizeof *plan);
    if (plan == NULL)
        return gx_fail_memory(error, "the implicit network");
    uint64_t groups = 0;
    gx_status status = GX_OK;
    uint32_t slots = gx_recipe(plan, config, gx_people_ask(implicit->people, implicit->key));
    if (slots > GX_SLOTS_MAX)
        status = gx_fail(error, GX_ERR_LIMIT,
                         "graph: form: implicit has room for %u kinds of foci a user; take groups_extra or "
                         "past_groups down",
                         (unsigned)GX_SLOTS_MAX);
    for (uint32_t at = 0; at < slots && status == GX_OK; at++) {
        status = make_slot(implicit, &plan[at], &groups, error);
        implicit->chats += plan[at].chat;
        if (status == GX_OK && plan[at].unit != GX_UNIT_LOT)
            implicit->fixed_slot[implicit->fixed++] = (uint8_t)at;
    }
    if (status == GX_OK)
        status = make_weak(implicit, config, error);
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++)
        gx_lots_arrange(&implicit->lots[trait]);
    implicit->groups = (uint32_t)groups;
    gx_free(plan);
    return status;
}

gx_status gx_implicit_create(gx_implicit **out, const gx_population *population,
                             const gx_network_config *config, gx_key key, gx_error *error)
{
    *out = NULL;
    gx_implicit *implicit = gx_alloc(1, sizeof *implicit);
    if (implicit == NULL)
        return gx_fail_memory(error, "the implicit network");
    implicit->people = population;
    implicit->key = key;
    implicit->users = population->users;
    implicit->cities = population->cities;
    implicit->by_age = gx_chance_of(sharpen_age * config->homophily_age);
    implicit->by_schooling = gx_chance_of(sharpen_schooling * config->homophily_schooling);
    for (uint32_t trait = 0; trait < GX_LOT_WEIGHTS; trait++) {
        gx_lots_weigh(&implicit->lots[trait], population, trait == GX_LOTS_WEAK ? config->weak_activity : 1);
        implicit->lots[trait].uneven = trait == GX_LOTS_WEAK;
        implicit->lots[trait].key = gx_draw_high(gx_draw_at(key, GX_DRAW_IMPLICIT_LOT, trait, 0, 0));
    }
    for (uint32_t sorting = 0; sorting < GX_SORTINGS; sorting++)
        implicit->sort_key[sorting] = gx_draw_high(gx_draw_at(key, GX_DRAW_IMPLICIT_SORT, sorting, 0, 0));
    implicit->home_key = gx_draw_high(gx_draw_at(key, GX_DRAW_IMPLICIT_PAIR, 0, GX_FOCUS_HOUSEHOLD, 0));
    gx_status status = gx_rule_create(&implicit->rule, config, key, error);
    if (status == GX_OK)
        status = list_cities(implicit, error);
    if (status == GX_OK)
        status = gx_homes_make(implicit, error);
    if (status == GX_OK)
        status = make_slots(implicit, config, error);
    if (status == GX_OK)
        status = gx_groups_index(implicit, error);
    if (status == GX_OK)
        status = check_room(implicit, error);
    if (status == GX_OK)
        *out = implicit;
    else
        gx_implicit_free(implicit);
    return status;
}

gx_status gx_implicit_keep(gx_implicit *implicit, uint32_t threads, gx_error *error)
{
    gx_status status = implicit->activity == NULL ? gx_lots_keep(implicit, threads, error) : GX_OK;
    return status == GX_OK && implicit->order == NULL ? gx_ranks_keep(implicit, threads, error) : status;
}

void gx_implicit_free(gx_implicit *implicit)
{
    if (implicit == NULL)
        return;
    for (uint32_t slot = 0; slot < implicit->slots; slot++)
        gx_free(implicit->slot[slot].realm);
    for (uint32_t law = 0; law < implicit->laws; law++)
        gx_sizes_free(implicit->sizes[law]);
    gx_free(implicit->city_province);
    gx_free(implicit->province_city);
    gx_free(implicit->cell_first);
    gx_free(implicit->district_first);
    gx_homes_free(implicit);
    gx_free(implicit->activity);
    gx_free(implicit->order);
    gx_free(implicit->range);
    gx_free(implicit->range_hint);
    gx_rule_free(implicit->rule);
    gx_free(implicit);
}

size_t gx_implicit_bytes(const gx_implicit *implicit)
{
    size_t bytes = sizeof *implicit + sizeof *implicit->rule;
    for (uint32_t slot = 0; slot < implicit->slots; slot++)
        bytes += implicit->slot[slot].realms * sizeof *implicit->slot[slot].realm;
    for (uint32_t law = 0; law < implicit->laws; law++)
        bytes += sizeof *implicit->sizes[law] +
                 implicit->sizes[law]->pattern.by / GX_SIZES_GUIDE * sizeof(uint16_t);
    bytes += gx_homes_bytes(implicit);
    bytes += implicit->activity != NULL ? implicit->users : 0;
    bytes += implicit->order != NULL ? implicit->cells * GX_SORTINGS * sizeof *implicit->order : 0;
    bytes += ((size_t)implicit->ranges + 1) * sizeof *implicit->range;
    bytes += (size_t)GX_RANGE_BUCKETS * sizeof *implicit->range_hint;
    return bytes + ((size_t)implicit->cities + 1) * 4 * sizeof *implicit->cell_first;
}

uint64_t gx_implicit_digest(const gx_implicit *implicit)
{
    uint64_t digest = gx_mix_pair(implicit->users, implicit->groups);
    digest = gx_mix_pair(digest, (uint64_t)implicit->key.word[0] << 32 | implicit->key.word[1]);
    for (uint32_t at = 0; at < implicit->slots; at++) {
        const gx_slot *slot = &implicit->slot[at];
        digest = gx_mix_pair(digest, slot->key ^ slot->share);
        for (uint32_t realm = 0; realm < slot->realms; realm++)
            digest = gx_mix_pair(digest, (uint64_t)slot->realm[realm].run.blocks << 32 |
                                             slot->realm[realm].run.places);
    }
    for (uint32_t at = 0; at < implicit->weaks; at++)
        digest =
            gx_mix_pair(digest, implicit->weak[at].key ^ implicit->weak[at].share ^ implicit->weak[at].each);
    for (uint32_t kind = 0; kind < GX_FOCUS_KINDS; kind++)
        for (uint32_t size = 2; size <= GX_RULE_SIZES; size++) {
            const gx_rule_row *row = &implicit->rule->row[kind][size];
            digest = gx_mix_pair(digest, (uint64_t)row->limit[0] << 32 | (row->limit[1] ^ row->base));
        }
    digest = gx_mix_pair(digest, implicit->by_age.threshold ^ implicit->by_schooling.threshold << 1);
    return gx_mix_pair(digest, (uint64_t)implicit->rule->platform);
}
