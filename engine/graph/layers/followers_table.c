/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/layer.h>

#define HAN                                                                                                  \
    "Han et al., A comparative analysis on Weibo and Twitter, Tsinghua Science and Technology 21(1), 2016"

static const gx_field fields[] = {
    {.name = "mean",
     .type = GX_TYPE_REAL,
     .unit = "accounts",
     .fallback = "120",
     .min = 0,
     .max = 1000,
     .offset = offsetof(gx_followers_config, mean),
     .help = "How many a microblog account of mean activity follows; nobody follows more than 2,000 by own "
             "choice.",
     .source = HAN ": 27 bn links of 222 M users",
     .role = GX_ROLE_INPUT},
    {.name = "star_tail",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "1.3",
     .min = 1.05,
     .max = 10,
     .offset = offsetof(gx_followers_config, star_tail),
     .help =
         "Tail of attractiveness and so of the number of followers: P(more than f) ~ f^-x. The smaller, the "
         "larger the stars.",
     .source =
         "Kwak et al., What is Twitter, a social network or a news media?, WWW 2010: density of the number "
         "of followers ~ f^-2.276; 1.1 to 1.6 is plausible",
     .role = GX_ROLE_INPUT},
    {.name = "star_reach",
     .type = GX_TYPE_REAL,
     .unit = "of accounts",
     .fallback = "0.3",
     .min = 0.001,
     .max = 1,
     .offset = offsetof(gx_followers_config, star_reach),
     .help = "Attractiveness is cut where this share of all accounts is expected to follow one: the largest "
             "stars "
             "of a sample reach no more of it than those of the nation do. 1: no cut.",
     .source =
         "assumption: 0.1 to 0.5; with the mean and tail above, the largest of 222 M accounts would reach "
         "a third",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "local",
     .type = GX_TYPE_REAL,
     .unit = "of ties",
     .fallback = "0.3",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_followers_config, local),
     .help = "Share of those followed that is drawn from one's own city; the others are drawn from all.",
     .source = "assumption: 0.1 to 0.5",
     .role = GX_ROLE_ASSUMPTION},
    {.name = "reciprocal",
     .type = GX_TYPE_REAL,
     .unit = "",
     .fallback = "0.1",
     .min = 0,
     .max = 1,
     .offset = offsetof(gx_followers_config, reciprocal),
     .help = "Chance that who is followed follows back, when neither is a star (the top twentieth by "
             "attractiveness).",
     .source =
         "fitted to 5.5 % of tied pairs mutual: a quarter (" HAN ") of Twitter's 22.1 % (Kwak et al. 2010)",
     .role = GX_ROLE_FIT},
};

const gx_table gx_followers_table = {
    .path = "followers",
    .help = "Who follows whom on the microblog: directed ties to strangers and stars.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_followers_config),
    .repeat_max = 0,
};
