/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rule.h"
#include "platforms.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <string.h>

/* Strengths, of 255: assumption; chosen so that the friends of two friends overlap the more, the stronger
 * their tie, up to the eighth tenth or beyond (Granovetter 1973; Onnela et al. 2007: but for the
 * strongest 5 %). Who shares a class shares many friends; kin of another household share few, so they are
 * weaker than friends of every day. */
static const double family_strength = 96, kin_strength = 32, close_strength = 64;
static const double class_strength = 64, group_strength = 16, past_strength = 8;
static const double strength_size = 28, strength_fall = 0.25; /* base (28 / size)^0.25 where many meet */
static const double strength_sigma = 0.5;                     /* of the logarithm: assumption, 0.5 to 1 */
static const double chance_most = 0.9;                        /* in classes, workplaces and chat groups */

static double chance_of(const gx_network_config *config, gx_focus_kind kind, double size)
{
    if (kind == GX_FOCUS_HOUSEHOLD)
        return 1;
    if (kind == GX_FOCUS_KIN)
        return config->kin_probability;
    if (kind == GX_FOCUS_CLOSE)
        return config->close_probability;
    double friends = config->friend_pull * gx_pow(size / 28.0, config->friend_pull_growth);
    double chance = friends / (size - 1);
    return chance < chance_most ? chance : chance_most;
}

static double base_of(gx_focus_kind kind, double size)
{
    if (kind == GX_FOCUS_HOUSEHOLD)
        return family_strength;
    if (kind == GX_FOCUS_KIN)
        return kin_strength;
    if (kind == GX_FOCUS_CLOSE)
        return close_strength;
    double base = kind == GX_FOCUS_PAST        ? past_strength
                  : kind == GX_FOCUS_COMMUNITY ? group_strength
                                               : class_strength;
    base *= gx_pow(strength_size / size, strength_fall);
    return base < family_strength ? base : family_strength;
}

static uint32_t limit_of(double chance)
{
    return chance <= 0 ? 0 : chance >= 1 ? UINT32_C(1) << 31 : (uint32_t)(chance * 2147483648.0 + 0.5);
}

static gx_rule_row row_of(const gx_network_config *config, gx_focus_kind kind, double size)
{
    double chance = chance_of(config, kind, size);
    double most = chance > 0 ? (1 - chance) / chance : 1;
    double tilt = config->homophily_sex < most ? config->homophily_sex : most;
    if (kind == GX_FOCUS_HOUSEHOLD || kind == GX_FOCUS_KIN)
        tilt = 0;
    return (gx_rule_row){.limit = {limit_of(chance * (1 + tilt)), limit_of(chance * (1 - tilt))},
                         .base = (uint32_t)(GX_RULE_ONE * base_of(kind, size))};
}

gx_status gx_rule_create(gx_rule **out, const gx_network_config *config, gx_key key, gx_error *error)
{
    gx_rule *rule = *out = gx_alloc(1, sizeof *rule);
    if (rule == NULL)
        return gx_fail_memory(error, "the rule of ties");
    rule->key = key;
    rule->platform = config->platform;
    for (uint32_t kind = 0; kind < GX_FOCUS_KINDS; kind++)
        for (uint32_t size = 2; size <= GX_RULE_SIZES; size++)
            rule->row[kind][size] = row_of(config, (gx_focus_kind)kind, size);
    for (uint32_t at = 0; at < GX_RULE_NOISES; at++) {
        double quantile = gx_normal_quantile(((double)at + 0.5) / GX_RULE_NOISES);
        rule->noise[at] = (uint32_t)(GX_RULE_ONE * gx_exp(strength_sigma * quantile) + 0.5);
    }
    for (uint32_t kind = 0; kind < GX_FOCUS_KINDS; kind++)
        for (uint32_t size = 2; size <= GX_RULE_SIZES; size++)
            rule->row[kind][size].most = gx_rule_strength(rule, rule->row[kind][size].base, UINT32_MAX);
    for (uint32_t layers = 0; layers < 1 << GX_LAYERS; layers++)
        rule->on_platform[layers] = gx_platform_chance(config->platform, layers);
    return GX_OK;
}

void gx_rule_free(gx_rule *rule)
{
    gx_free(rule);
}

enum { LANES = 16, FEW = 5 };

/* What one call asks. */
typedef struct question {
    const gx_rule *rule;
    gx_rule_row row;
    uint32_t purpose, name, layer, user;
} question;

/* Of LANES pairs: the candidate it would be, and 1 when tied. All loops are of fixed length, so that
 * compilers turn them into vectors. */
static inline void ask_lanes(gx_candidate value[LANES], uint32_t tied[LANES], const question *of,
                             const uint32_t *restrict other, const uint8_t *restrict differs)
{
    uint32_t noise[LANES];
    const gx_key key = of->rule->key;
    const uint32_t user = of->user, same = of->row.limit[0], across = of->row.limit[1];
    for (uint32_t at = 0; at < LANES; at++) {
        uint32_t low = other[at] < user ? other[at] : user;
        uint32_t high = other[at] < user ? user : other[at];
        gx_draw draw = gx_draw_at(key, of->purpose, low, high, of->name);
        uint32_t limit = differs[at] != 0 ? across : same;
        tied[at] = (draw.word[0] >> 1 < limit) & (other[at] != user);
        noise[at] = draw.word[1];
    }
    for (uint32_t at = 0; at < LANES; at++)
        value[at] =
            gx_candidate_of(other[at], of->layer, gx_rule_strength(of->rule, of->row.base, noise[at]));
}

/* One pair, when lanes would be empty; 1 when tied. */
static inline uint32_t ask_one(gx_candidate *out, const question *of, uint32_t other, uint32_t differs)
{
    uint32_t low = other < of->user ? other : of->user, high = other < of->user ? of->user : other;
    gx_draw draw = gx_draw_at(of->rule->key, of->purpose, low, high, of->name);
    *out = gx_candidate_of(other, of->layer, gx_rule_strength(of->rule, of->row.base, draw.word[1]));
    return draw.word[0] >> 1 < of->row.limit[differs];
}

/* Processors with wider vectors ask more pairs at once; integers, so the answers are the same. */
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
__attribute__((target_clones("avx512f", "avx2", "default")))
#endif
uint32_t
gx_rule_ask(gx_candidate *out, const gx_rule *rule, gx_focus focus, uint32_t user, const uint32_t *member,
            const uint8_t *differs, uint32_t count)
{
    gx_candidate value[LANES];
    uint32_t tied[LANES], friends = 0;
    question of = {.rule = rule,
                   .row = *gx_rule_row_of(rule, focus),
                   .purpose = GX_DRAW_FOCUS_TIE + (uint32_t)focus.kind,
                   .name = focus.name,
                   .layer = gx_focus_layer(focus.kind),
                   .user = user};
    if (of.row.limit[0] == 0 && of.row.limit[1] == 0)
        return 0;
    uint32_t whole = count / LANES * LANES;
    for (uint32_t first = 0; first < whole; first += LANES) {
        ask_lanes(value, tied, &of, member + first, differs + first);
        for (uint32_t at = 0; at < LANES; at++) { /* no branch: nobody could foretell it */
            out[friends] = value[at];
            friends += tied[at];
        }
    }
    uint32_t few = count - whole <= FEW ? count : whole;
    for (uint32_t at = whole; at < few; at++)
        if (member[at] != user)
            friends += ask_one(out + friends, &of, member[at], differs[at]);
    if (few < count) {
        uint32_t rest[LANES] = {0};
        uint8_t apart[LANES] = {0};
        memcpy(rest, member + whole, (count - whole) * sizeof *rest);
        memcpy(apart, differs + whole, count - whole);
        ask_lanes(value, tied, &of, rest, apart);
        for (uint32_t at = 0; at < count - whole; at++) {
            out[friends] = value[at];
            friends += tied[at];
        }
    }
    return friends;
}

gx_candidate gx_rule_weak(const gx_rule *rule, uint32_t user, uint32_t other)
{
    uint32_t low = other < user ? other : user, high = other < user ? user : other;
    gx_draw draw = gx_draw_at(rule->key, GX_DRAW_WEAK_STRENGTH, low, high, 0);
    return gx_candidate_of(other, GX_LAYER_WEAK, gx_rule_strength(rule, GX_RULE_WEAK_BASE, draw.word[0]));
}
