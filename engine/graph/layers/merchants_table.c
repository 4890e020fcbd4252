/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/layer.h>

static const gx_field fields[] = {
    {.name = "users_a_merchant",
     .type = GX_TYPE_REAL,
     .unit = "users",
     .fallback = "40",
     .min = 1,
     .max = 1e6,
     .offset = offsetof(gx_merchants_config, users_a_merchant),
     .help = "Users for each merchant: sets how many merchants there are.",
     .source = "third national economic census (end of 2013): 32.8 M licensed self-employed and 10.9 M legal "
               "entities for 1.36 bn people, one for 31, not all of whom sell to consumers; 20 to 200",
     .role = GX_ROLE_INPUT},
    {.name = "online_share",
     .type = GX_TYPE_REAL,
     .unit = "of merchants",
     .fallback = "0.1",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_merchants_config, online_share),
     .help = "Share of merchants that sell online, to the whole nation; the others have a shop.",
     .source = "assumption: 0.02 to 0.25",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "size_zipf",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "1.1",
     .min = 0,
     .max = 3,
     .offset = offsetof(gx_merchants_config, size_zipf),
     .help = "Exponent of a merchant's size by its rank within its kind and district (online: the nation).",
     .source =
         "assumption: 1.0 to 1.2, as firms are distributed (Axtell, Zipf distribution of U.S. firm sizes, "
         "Science 293, 2001: 1.06)",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "kind_shares",
     .type = GX_TYPE_REALS,
     .unit = "of merchants",
     .fallback = "[0.30, 0.25, 0.12, 0.06, 0.05, 0.07, 0.05, 0.10]",
     .min = 0,
     .max = 1e6,
     .offset = offsetof(gx_merchants_config, kind_shares),
     .help = "Shares of the kinds grocery, food, clothing, electronics, health, transport, leisure, other; "
             "scaled "
             "to a sum of 1.",
     .source = "assumption: retail half of all and catering next, as the economic census orders the "
               "self-employed; each to a factor of 2",
     .role = GX_ROLE_ASSUMPTION},
};

const gx_table gx_merchants_table = {
    .path = "merchants",
    .help = "Merchants: how many, what they sell, how large they are.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_merchants_config),
    .repeat_max = 0,
};
