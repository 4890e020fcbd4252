/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule of a tie: what makes two members of one focus friends, and how strong the tie is.
 *
 * A focus is a set of people who meet: a household, a clan, a circle of close friends, a class, a workplace,
 * a chat group, an old class. Whether two of its members are friends is one keyed draw on (kind of focus, the
 * pair, the name of the focus). So the pair can be asked from either end, by any thread, in any order and any
 * number of times, and always answers the same: a row of friends is made alone, and need not be stored. The
 * stored generator (ties.c) and the form that stores nothing (implicit/) ask the same rule.
 *
 *     chance   household 1; clan kin_probability; circle close_probability;
 *              others min(.9, pull (s / 28)^growth / (s - 1)) of s members: friends in a focus
 *              grow as s^growth
 *     sex      outside families times 1 + h for the same sex and 1 - h for the other; h is taken down to
 *              (1 - p) / p, so that the mean over an even mix stays p
 *     strength base(kind), where many meet times (28 / s)^.25, times lognormal noise, 1 … 255; several foci
 *              of one pair add up, so friends whose circles overlap much are strong (Onnela et al. 2007)
 *
 * Both decisions are thresholds on words of the same draw: raising a chance keeps every tie there was, with
 * its strength.
 */
#ifndef GX_GRAPH_RULE_H
#define GX_GRAPH_RULE_H

#include "../purposes.h"
#include "platforms.h"

#include <gx/graph/network.h>

typedef enum gx_focus_kind {
    GX_FOCUS_HOUSEHOLD,
    GX_FOCUS_KIN,
    GX_FOCUS_CLOSE,
    GX_FOCUS_CLASS,
    GX_FOCUS_WORK,
    GX_FOCUS_COMMUNITY,
    GX_FOCUS_PAST,
    GX_FOCUS_KINDS
} gx_focus_kind;

/* A focus as it is asked. The name is a part of the key: two foci of one kind that share a pair must not have
 * one name, and no name may come from a row number, which any focus more would move. */
typedef struct gx_focus {
    gx_focus_kind kind;
    uint32_t size; /* members */
    uint32_t name;
} gx_focus;

enum {
    GX_RULE_SIZES = 2048, /* larger foci are asked as this size */
    GX_RULE_NOISES = 1024,
    GX_RULE_ONE = 256,                  /* fraction of bases and noise */
    GX_RULE_WEAK_BASE = 4 * GX_RULE_ONE /* of a weak tie */
};

/* Thresholds on 31 bits of a word, so that certain is representable and compilers can compare in vectors. */
typedef struct gx_rule_row {
    uint32_t limit[2]; /* of the same sex, of the other: 0 … 2^31 */
    uint32_t base;     /* strength, 2^-8 */
    uint32_t most;     /* the greatest strength that noise makes of it */
} gx_rule_row;

typedef struct gx_rule {
    gx_key key;
    int32_t platform; /* as in the configuration */
    gx_rule_row row[GX_FOCUS_KINDS][GX_RULE_SIZES + 1];
    uint32_t noise[GX_RULE_NOISES];        /* 2^-8, by the word's upper bits */
    gx_chance on_platform[1 << GX_LAYERS]; /* by the layers of a tie */
} gx_rule;

/* GX_ERR_MEMORY. Owned by the caller: gx_rule_free. Some 230 KB; O(sizes). */
gx_status gx_rule_create(gx_rule **out, const gx_network_config *config, gx_key key, gx_error *error);
void gx_rule_free(gx_rule *rule);

/* Of what a focus of this kind makes ties: one bit of gx_rows.layers. Class and work are one layer. */
static inline uint32_t gx_focus_layer(gx_focus_kind kind)
{
    static const uint8_t layers[GX_FOCUS_KINDS] = {
        [GX_FOCUS_HOUSEHOLD] = GX_LAYER_HOUSEHOLD, [GX_FOCUS_KIN] = GX_LAYER_KIN,
        [GX_FOCUS_CLOSE] = GX_LAYER_CLOSE,         [GX_FOCUS_CLASS] = GX_LAYER_CLASS,
        [GX_FOCUS_WORK] = GX_LAYER_CLASS,          [GX_FOCUS_COMMUNITY] = GX_LAYER_GROUP,
        [GX_FOCUS_PAST] = GX_LAYER_DORMANT};
    return layers[kind];
}

/* ---- Candidates: a tie seen from one end, as one word that sorts by the other end -------------------- */

/* other << 32 | layers << 16 | strength. */
typedef uint64_t gx_candidate;

static inline gx_candidate gx_candidate_of(uint32_t other, uint32_t layers, uint32_t strength)
{
    return (uint64_t)other << 32 | layers << 16 | strength;
}

static inline uint32_t gx_candidate_other(gx_candidate tie)
{
    return (uint32_t)(tie >> 32);
}

static inline uint8_t gx_candidate_strength(gx_candidate tie)
{
    return (uint8_t)tie;
}

/* A tie is dormant only when nothing else makes it. */
static inline uint8_t gx_candidate_layers(gx_candidate tie)
{
    uint32_t layers = (uint32_t)tie >> 16, active = layers & ~(uint32_t)GX_LAYER_DORMANT;
    return (uint8_t)(active != 0 ? active : layers);
}

/* Two candidates of one pair: layers of both, the sum of strengths, at most 255. */
static inline gx_candidate gx_candidate_join(gx_candidate a, gx_candidate b)
{
    uint64_t sum = (a & 0xffff) + (b & 0xffff);
    return ((a | b) & ~UINT64_C(0xffff)) | (sum < 255 ? sum : 255);
}

/* ---- Asking --------------------------------------------------------------------------------------- */

static inline const gx_rule_row *gx_rule_row_of(const gx_rule *rule, gx_focus focus)
{
    return &rule->row[focus.kind][focus.size < GX_RULE_SIZES ? focus.size : GX_RULE_SIZES];
}

static inline uint32_t gx_rule_strength(const gx_rule *rule, uint32_t base, uint32_t word)
{
    uint32_t strength = (base * rule->noise[word / (UINT32_MAX / GX_RULE_NOISES + 1)]) >> 16;
    return strength < 1 ? 1 : strength > 255 ? 255 : strength;
}

/* Strength of the tie that a focus makes of a pair, or 0. low < high. O(1), one Philox. */
static inline uint32_t gx_rule_ask_pair(const gx_rule *rule, gx_focus focus, uint32_t low, uint32_t high,
                                        bool same_sex)
{
    const gx_rule_row *row = gx_rule_row_of(rule, focus);
    gx_draw draw = gx_draw_at(rule->key, GX_DRAW_FOCUS_TIE + (uint32_t)focus.kind, low, high, focus.name);
    bool tied = draw.word[0] >> 1 < row->limit[!same_sex];
    return tied ? gx_rule_strength(rule, row->base, draw.word[1]) : 0;
}

/* The ties of `user` that a focus makes with member[0 … count-1], in their order, into out (room for
 * `count`); returns how many. differs[i] is 1 when member i is not of the user's sex, else 0. The user itself
 * among the members is passed over. O(count), about 3 ns each. */
uint32_t gx_rule_ask(gx_candidate *out, const gx_rule *rule, gx_focus focus, uint32_t user,
                     const uint32_t *member, const uint8_t *differs, uint32_t count);

/* Candidate of a weak tie (whoever drew it), seen from `user`. */
gx_candidate gx_rule_weak(const gx_rule *rule, uint32_t user, uint32_t other);

/* Whether a finished tie (layers as gx_candidate_layers gives them) is one on the configuration's platform,
 * provided that both have an account there: a keyed draw on (pair, platform) against a chance by layer, the
 * largest of its layers (platforms.c). Always true without a platform. */
static inline bool gx_rule_keeps(const gx_rule *rule, uint32_t low, uint32_t high, uint32_t layers)
{
    if (rule->platform == 0)
        return true;
    return gx_platform_keeps(rule->key, rule->platform, rule->on_platform[layers & 0xff], low, high);
}

#endif
