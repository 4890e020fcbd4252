/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/layer.h>

#define KRUMME "Krumme et al., The predictability of consumer visitation patterns, Scientific Reports 3, 2013"

static const gx_field fields[] = {
    {.name = "merchants_a_month",
     .type = GX_TYPE_REAL,
     .unit = "merchants",
     .fallback = "10",
     .min = 0,
     .max = 100,
     .offset = offsetof(gx_trade_config, merchants_a_month),
     .help = "Different merchants that a user of mean activity buys from in a month.",
     .source = "assumption: 5 to 15; " KRUMME " keep customers with 10 to 50",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "near",
     .type = GX_TYPE_REAL,
     .unit = "of merchants",
     .fallback = "0.7",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_trade_config, near),
     .help =
         "Share of a user's merchants that stand in the own district within 3 km (when none does, anywhere "
         "in the district).",
     .source = "assumption: 0.5 to 0.8",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "city",
     .type = GX_TYPE_REAL,
     .unit = "of merchants",
     .fallback = "0.2",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_trade_config, city),
     .help = "Share of a user's merchants that stand anywhere in the city; the rest is online.",
     .source = "assumption: 0.1 to 0.3",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "near_decay",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "2",
     .min = 0,
     .max = 4,
     .offset = offsetof(gx_trade_config, near_decay),
     .help = "Exponent of distance for merchants that are near: drawn in proportion to size * distance^-x.",
     .source =
         "Huff, A probabilistic analysis of shopping center trade areas, Land Economics 39, 1963; 1 to 3",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "variety",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "1",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_trade_config, variety),
     .help = "How much those who buy from many buy from small merchants too: the n-th further merchant of a "
             "user is "
             "the smaller of two drawn with the chance x n / (n + 10).",
     .source =
         "assumption: 0.3 to 1; light buyers keep to the large, heavy buyers do not (McPhee, Formal "
         "Theories of Mass Behavior, 1963; Ehrenberg et al., Double jeopardy revisited, J. Marketing 54, "
         "1990)",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "loyalty",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "0.65",
     .min = 0,
     .max = 0.95,
     .offset = offsetof(gx_trade_config, loyalty),
     .help =
         "Chance that a purchase repeats an earlier one, any with the same chance (Simon 1955): a user makes "
         "1 / (1 - x) purchases a merchant.",
     .source = "assumption: 0.5 to 0.85; " KRUMME ": 50 to 120 purchases with 10 to 50 merchants a month",
     .role = GX_ROLE_ASSUMPTION},
};

const gx_table gx_trade_table = {
    .path = "trade",
    .help = "Who buys from which merchants, and how often.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_trade_config),
    .repeat_max = 0,
};
