/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interests.h"

const gx_interests_config gx_interests_usual = {.per_user = 3, .users_a_circle = 2000, .zipf = 1};

static const gx_field fields[] = {
    {.name = "per_user",
     .type = GX_TYPE_REAL,
     .unit = "circles",
     .fallback = "3",
     .min = 0,
     .max = 50,
     .offset = offsetof(gx_interests_config, per_user),
     .help = "Mean number of interest circles that a user of mean activity is in.",
     .source = "assumption: 1 to 10",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "users_a_circle",
     .type = GX_TYPE_INTEGER,
     .unit = "users",
     .fallback = "2000",
     .min = 1,
     .max = 1e9,
     .offset = offsetof(gx_interests_config, users_a_circle),
     .help = "Users of the whole population for each circle: sets how many circles there are, at least one.",
     .source = "assumption: 200 to 20,000; with per_user the mean circle has 6,000 members",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "zipf",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "1",
     .min = 0,
     .max = 3,
     .offset = offsetof(gx_interests_config, zipf),
     .help = "Exponent of a circle's popularity by rank: members ~ rank^-x. 0: all alike.",
     .source = "assumption: 0.7 to 1.2, Zipf's law, as popularities mostly fall (Newman, Power laws, Pareto "
               "distributions and Zipf's law, Contemporary Physics 46, 2005)",
     .role = GX_ROLE_ASSUMPTION},
};

const gx_table gx_interests_table = {
    .path = "circles",
    .help = "Interest circles: large, all over the nation; their members are strangers.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_interests_config),
    .repeat_max = 0,
};
