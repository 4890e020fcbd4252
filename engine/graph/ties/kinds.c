/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kinds.h"

enum { EVERYBODY = (1 << GX_OCCUPATIONS) - 1, STUDENTS = 1 << GX_OCCUPATION_student };
enum { WORKERS = EVERYBODY & ~STUDENTS & ~(1 << GX_OCCUPATION_home) };

#define FIELD(name) offsetof(gx_network_config, name)

/* In years: a class. */
static uint32_t by_age(gx_traits own, gx_traits age, gx_traits schooling)
{
    (void)own;
    (void)schooling;
    return gx_traits_age(age);
}

/* Friends, present and past: like by like as far as the shares of homophily go. */
static uint32_t by_age_and_schooling(gx_traits own, gx_traits age, gx_traits schooling)
{
    (void)own;
    return gx_traits_age(age) << 2 | gx_traits_schooling(schooling);
}

static uint32_t by_occupation(gx_traits own, gx_traits age, gx_traits schooling)
{
    (void)age;
    return gx_traits_occupation(own) << 2 | gx_traits_schooling(schooling);
}

/* Steps of twelve years: who shares an interest need not share a year of birth; and two places of one user
 * must not always meet in one group. */
static uint32_t by_generation(gx_traits own, gx_traits age, gx_traits schooling)
{
    (void)own;
    return gx_traits_age(age) / 12 << 2 | gx_traits_schooling(schooling);
}

const gx_kind gx_kind_of_class = {.kind = GX_FOCUS_CLASS,
                                  .near = GX_SCOPE_DISTRICT,
                                  .far = GX_SCOPE_DISTRICT,
                                  .occupations = STUDENTS,
                                  .size_median = FIELD(class_size_median),
                                  .size_sigma = FIELD(class_size_sigma),
                                  .order = by_age};
const gx_kind gx_kind_of_work = {.kind = GX_FOCUS_WORK,
                                 .near = GX_SCOPE_DISTRICT,
                                 .far = GX_SCOPE_CITY,
                                 .occupations = WORKERS,
                                 .homophily = true,
                                 .size_median = FIELD(work_size_median),
                                 .size_sigma = FIELD(work_size_sigma),
                                 .order = by_occupation};
const gx_kind gx_kind_of_community = {.kind = GX_FOCUS_COMMUNITY,
                                      .near = GX_SCOPE_DISTRICT,
                                      .far = GX_SCOPE_NATION,
                                      .occupations = EVERYBODY,
                                      .places_mean = FIELD(groups_extra),
                                      .by_activity = true,
                                      .homophily = true,
                                      .size_median = FIELD(group_size_median),
                                      .size_sigma = FIELD(group_size_sigma),
                                      .order = by_generation};
const gx_kind gx_kind_of_close = {.kind = GX_FOCUS_CLOSE,
                                  .near = GX_SCOPE_DISTRICT,
                                  .far = GX_SCOPE_DISTRICT,
                                  .occupations = EVERYBODY,
                                  .homophily = true,
                                  .order = by_age_and_schooling};
const gx_kind gx_kind_of_past = {.kind = GX_FOCUS_PAST,
                                 .near = GX_SCOPE_HOME,
                                 .far = GX_SCOPE_HOME,
                                 .occupations = EVERYBODY,
                                 .places_mean = FIELD(past_groups),
                                 .by_activity = true,
                                 .homophily = true,
                                 .size_median = FIELD(past_size_median),
                                 .size_sigma = FIELD(class_size_sigma),
                                 .order = by_age_and_schooling};
