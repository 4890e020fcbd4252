/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers beside friends and chat groups: interest circles, who follows whom, merchants and who buys where.
 * Each is made only when asked for, from the same population and key, and changes no other. */
#ifndef GX_GRAPH_LAYER_H
#define GX_GRAPH_LAYER_H

#include <gx/graph/network.h>

/* ---- Interest circles: large, national, by interest; their members are strangers (section `circles`) ----
 */

typedef struct gx_interests_config {
    double per_user; /* mean number of circles a user of mean activity is in */
    int64_t
        users_a_circle; /* how many users of the population there are for each circle: sets their number */
    double zipf;        /* exponent of popularity by rank */
} gx_interests_config;
extern const gx_table gx_interests_table;

typedef struct gx_interests {
    gx_rows members;      /* circle -> users */
    gx_rows user_circles; /* user -> circles */
} gx_interests;

gx_status gx_interests_make(gx_interests *out, const gx_population *population,
                            const gx_interests_config *config, gx_key key, uint32_t threads, gx_error *error);
void gx_interests_free(gx_interests *interests);

/* ---- Followers: directed ties of the microblog, with stars (section `followers`) ---- */

typedef struct gx_followers_config {
    double mean;      /* users followed by an account of mean activity */
    double star_tail; /* exponent of the tail of attractiveness (Pareto): the smaller, the larger the stars */
    double star_reach; /* largest share of the accounts that may be expected to follow one */
    double local;      /* share of those followed who live in one's own city */
    double reciprocal; /* share of ties to people like oneself that are returned */
} gx_followers_config;
extern const gx_table gx_followers_table;

/* Row u: whom u follows; ascending, no loops. Only users with a microblog account follow and are followed. */
gx_status gx_followers_make(gx_rows *out, const gx_population *population, const gx_followers_config *config,
                            gx_key key, uint32_t threads, gx_error *error);

/* ---- Merchants and trade (sections `merchants`, `trade`) ---- */

#define GX_MERCHANT_KIND_TABLE(X)                                                                            \
    X(GROCERY, grocery)                                                                                      \
    X(FOOD, food)                                                                                            \
    X(CLOTHING, clothing)                                                                                    \
    X(ELECTRONICS, electronics) X(HEALTH, health) X(TRANSPORT, transport) X(LEISURE, leisure) X(OTHER, other)
typedef enum gx_merchant_kind {
#define X(name, word) GX_MERCHANT_##name,
    GX_MERCHANT_KIND_TABLE(X)
#undef X
        GX_MERCHANT_KINDS
} gx_merchant_kind;
extern const char *const gx_merchant_kind_words[GX_MERCHANT_KINDS + 1];

typedef struct gx_merchants_config {
    double users_a_merchant; /* sets their number */
    double online_share;
    double size_zipf;     /* exponent of size by rank within a kind and district (online: the nation) */
    gx_reals kind_shares; /* of the kinds; scaled to 1 */
} gx_merchants_config;
extern const gx_table gx_merchants_table;

/* One entry a merchant; ordered by district, online ones last. */
typedef struct gx_merchants {
    uint32_t count, online_first;
    uint8_t *kind;            /* gx_merchant_kind */
    uint16_t *size;           /* relative attractiveness, >= 1 */
    uint32_t *place;          /* offline: the user next to whose home it stands; online: its seat's */
    uint32_t *district_first; /* districts + 1: shops of district d are district_first[d] … */
    uint32_t *district_user;  /* districts + 1: users of district d are district_user[d] … */
    uint32_t districts;
} gx_merchants;

gx_status gx_merchants_make(gx_merchants **out, const gx_population *population,
                            const gx_merchants_config *config, gx_key key, uint32_t threads, gx_error *error);
void gx_merchants_free(gx_merchants *merchants);

typedef struct gx_trade_config {
    double merchants_a_month; /* distinct merchants that a user of mean activity buys from in a month */
    double near, city;        /* shares within 3 km and in the city; the rest is online */
    double near_decay;        /* exponent of distance for those near (Huff 1963) */
    double variety;           /* how much who buys from many buys from small ones too, 0 … 1 */
    double loyalty; /* chance that a purchase repeats an earlier one, in proportion to visits so far */
} gx_trade_config;
extern const gx_table gx_trade_table;

/* Row u: the merchants that u buys from; strength: purchases a month, 1 … 255. */
gx_status gx_trade_make(gx_rows *out, const gx_population *population, const gx_merchants *merchants,
                        const gx_trade_config *config, gx_key key, uint32_t threads, gx_error *error);

#endif
