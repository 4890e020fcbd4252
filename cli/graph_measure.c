/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From measures (engine/graph/measures) to named figures. The active graph, which has no dormant ties, is
 * measured in full; all ties together only where they differ in kind: degrees, mixing, layers. */
#include "graph_measure.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { OVERLAP_SAMPLES = 200000, RECIPROCITY_SAMPLES = 1000000 };

static double share_of(uint64_t part, uint64_t whole)
{
    return whole ? (double)part / (double)whole : (double)NAN;
}

/* ---- One graph ---- */

static void put_degrees(gx_findings *all, const char *subject, const gx_graph_measures *found,
                        const gx_rows *rows)
{
    gx_findings_add(all, GX_FINDING_degree, subject, "degree_mean", "mean number of ties", "",
                    found->degree_mean);
    gx_findings_add(all, GX_FINDING_degree, subject, "degree_sd", "standard deviation", "", found->degree_sd);
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "degree_p10", "one in ten has at most", "",
                          found->degree_p10);
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "degree_p50", "median", "", found->degree_p50);
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "degree_p90", "nine in ten have at most", "",
                          found->degree_p90);
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "degree_p99", "99 in 100 have at most", "",
                          found->degree_p99);
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "degree_max", "largest", "", found->degree_max);
    gx_findings_add(all, GX_FINDING_degree, subject, "degree_second_ratio", "<k^2> / <k>", "",
                    found->degree_second_ratio);
    gx_findings_add(all, GX_FINDING_degree, subject, "degree_gini", "inequality (Gini)", "",
                    found->degree_gini);
    gx_findings_add(all, GX_FINDING_degree, subject, "share_200", "share with 200 or more", "",
                    gx_rows_share(rows, 200, UINT32_MAX));
    gx_findings_add(all, GX_FINDING_degree, subject, "share_500", "share with 500 or more", "",
                    gx_rows_share(rows, 500, UINT32_MAX));
    gx_findings_add_whole(all, GX_FINDING_degree, subject, "isolated", "without any tie", "nodes",
                          found->isolated);
    gx_findings_add(all, GX_FINDING_mixing, subject, "assortativity", "correlation of degrees over ties", "",
                    found->assortativity);
    if (all->profiles < GX_PROFILES_MAX) {
        struct gx_profile *profile = &all->profile[all->profiles++];
        snprintf(profile->subject, sizeof profile->subject, "%s", subject);
        profile->bins = found->degree_bins;
        memcpy(profile->bin, found->degree_bin, sizeof profile->bin);
    }
}

static void put_whole_shape(gx_findings *all, const char *subject, const gx_graph_measures *found)
{
    gx_findings_add(all, GX_FINDING_clustering, subject, "clustering_average", "mean local clustering", "",
                    found->clustering_average);
    gx_findings_add(all, GX_FINDING_clustering, subject, "clustering_defined",
                    "the same, of nodes with two ties or more", "", found->clustering_defined);
    gx_findings_add(all, GX_FINDING_clustering, subject, "clustering_global", "3 triangles / wedges", "",
                    found->clustering_global);
    gx_findings_add_whole(all, GX_FINDING_clustering, subject, "clustering_sampled",
                          "nodes sampled (0: all of them)", "nodes", found->clustering_sampled);
    gx_findings_add(all, GX_FINDING_clustering, subject, "clustering_average_error",
                    "standard error of the mean", "", found->clustering_average_error);
    gx_findings_add(all, GX_FINDING_clustering, subject, "clustering_global_error",
                    "standard error of the ratio", "", found->clustering_global_error);
    gx_findings_add_whole(all, GX_FINDING_components, subject, "components", "components", "",
                          found->components);
    gx_findings_add_whole(all, GX_FINDING_components, subject, "giant", "largest component", "nodes",
                          found->giant);
    gx_findings_add(all, GX_FINDING_components, subject, "giant_share", "its share of the nodes", "",
                    share_of(found->giant, found->nodes));
    gx_findings_add(all, GX_FINDING_components, subject, "core_max", "largest core", "ties",
                    found->core_max ? (double)found->core_max : (double)NAN);
    gx_findings_add(all, GX_FINDING_distances, subject, "distance_mean", "mean distance", "steps",
                    found->distance_mean);
    gx_findings_add(all, GX_FINDING_distances, subject, "distance_p90", "nine in ten are as near", "steps",
                    found->distance_p90);
    gx_findings_add(all, GX_FINDING_distances, subject, "distance_theory", "ln N / ln(<k^2>/<k> - 1)",
                    "steps", found->distance_theory);
    gx_findings_add_whole(all, GX_FINDING_distances, subject, "distance_sources", "sources sampled", "nodes",
                          found->distance_sources);
    gx_findings_add(all, GX_FINDING_communities, subject, "communities", "communities (Leiden)", "",
                    isnan(found->modularity) ? (double)NAN : (double)found->communities);
    gx_findings_add(all, GX_FINDING_communities, subject, "modularity", "their modularity", "",
                    found->modularity);
}

static gx_status measure_graph(const gx_measuring *m, const char *subject, const gx_rows *rows, bool whole,
                               gx_error *error)
{
    gx_graph_measures found;
    uint64_t ties = rows->offset[rows->rows] / 2;
    bool large = ties > GX_INFO_SAMPLE_TIES;
    gx_measure_options options = {.distance_sources = whole ? m->sources : 0,
                                  .communities = whole,
                                  .communities_max_edges = GX_INFO_COMMUNITY_TIES,
                                  .sample_edges = whole ? GX_INFO_SAMPLE_TIES : GX_INFO_COMMUNITY_TIES,
                                  .without_core = large || !whole,
                                  .seed = m->seed,
                                  .threads = m->source->threads};
    gx_status status = gx_graph_measure(&found, rows, &options, error);
    if (status != GX_OK)
        return status;
    gx_findings_add_whole(m->findings, GX_FINDING_size, subject, "nodes", "nodes", "", found.nodes);
    gx_findings_add_whole(m->findings, GX_FINDING_size, subject, "ties", "ties", "", found.edges);
    put_degrees(m->findings, subject, &found, rows);
    if (whole)
        put_whole_shape(m->findings, subject, &found);
    return GX_OK;
}

/* ---- Traits ---- */

static gx_status measure_mixing(const gx_measuring *m, const char *subject, const gx_rows *rows,
                                gx_error *error)
{
    gx_status status = GX_OK;
    for (size_t i = 0; i < gx_origin_trait_count(m->source) && status == GX_OK; i++) {
        char key[64];
        uint32_t *kind, kinds;
        gx_mixing mixing;
        const char *name = gx_origin_trait_name(m->source, i);
        status = gx_origin_trait(&kind, &kinds, m->source, i, error);
        if (status != GX_OK || !kind)
            continue;
        status = gx_mixing_measure(&mixing, rows, kind, kinds, error);
        gx_free(kind);
        if (status != GX_OK || kinds < 2)
            continue;
        snprintf(key, sizeof key, "%.40s_assortativity", name);
        gx_findings_add(m->findings, GX_FINDING_mixing, subject, key, "sorting of ties by it (Newman 2003)",
                        "", mixing.assortativity);
        snprintf(key, sizeof key, "%.40s_same", name);
        gx_findings_add(m->findings, GX_FINDING_mixing, subject, key, "share of ties between equals", "",
                        mixing.same);
        if (kinds != 2)
            continue;
        snprintf(key, sizeof key, "%.40s_odds", name);
        gx_findings_add(m->findings, GX_FINDING_mixing, subject, key, "odds ratio of a tie to an equal", "",
                        mixing.odds);
    }
    return status;
}

/* ---- Strength ---- */

static gx_status measure_strength(const gx_measuring *m, const char *subject, const gx_rows *rows,
                                  gx_error *error)
{
    gx_tie_overlap *overlap = &m->findings->overlap;
    gx_status status =
        gx_tie_overlap_measure(overlap, rows, OVERLAP_SAMPLES, m->seed, m->source->threads, error);
    if (status != GX_OK)
        return status;
    m->findings->has_overlap = rows->strength != NULL;
    gx_findings_add(m->findings, GX_FINDING_strength, subject, "overlap_mean",
                    "mean share of two friends' other friends that they share", "", overlap->mean);
    gx_findings_add(m->findings, GX_FINDING_strength, subject, "overlap_strength_correlation",
                    "rank correlation of strength and overlap", "", overlap->correlation);
    gx_findings_add_whole(m->findings, GX_FINDING_strength, subject, "overlap_ties", "ties measured", "ties",
                          overlap->ties);
    return GX_OK;
}

/* ---- Layers ---- */

/* Mean ties a node that some layer of `mask` made. */
static double mean_of(const gx_layers_measures *layers, unsigned mask, uint64_t nodes)
{
    uint64_t ties = 0;
    for (unsigned set = 0; set < 1U << GX_LAYERS; set++)
        ties += set & mask ? layers->sets[set] : 0;
    return nodes ? 2 * (double)ties / (double)nodes : (double)NAN;
}

static gx_status measure_layers(const gx_measuring *m, const gx_rows *rows, gx_error *error)
{
    gx_findings *all = m->findings;
    gx_layers_measures *layers = &all->layers;
    gx_status status = gx_layers_measure(layers, rows, error);
    if (status != GX_OK)
        return status;
    all->has_layers = true;
    unsigned family = GX_LAYER_HOUSEHOLD | GX_LAYER_KIN, near = family | GX_LAYER_CLOSE;
    gx_findings_add(all, GX_FINDING_layers, "inner", "family_mean", "relatives", "ties",
                    mean_of(layers, family, rows->rows));
    gx_findings_add(all, GX_FINDING_layers, "inner", "close_mean", "and close friends", "ties",
                    mean_of(layers, near, rows->rows));
    gx_findings_add(all, GX_FINDING_layers, "inner", "daily_mean", "and class or workplace", "ties",
                    mean_of(layers, near | GX_LAYER_CLASS, rows->rows));
    gx_findings_add(all, GX_FINDING_layers, "inner", "dormant_share",
                    "share of ties that are only from the past", "",
                    share_of(layers->sets[GX_LAYER_DORMANT], rows->offset[rows->rows] / 2));
    for (unsigned layer = 0; layer < GX_LAYERS; layer++) {
        const gx_layer_measures *own = &layers->layer[layer];
        const char *word = gx_layer_words[layer];
        if (!own->ties)
            continue;
        gx_findings_add(all, GX_FINDING_layers, word, "degree_mean", "mean number of ties", "",
                        own->degree_mean);
        gx_findings_add_whole(all, GX_FINDING_layers, word, "degree_max", "largest", "", own->degree_max);
        gx_findings_add_whole(all, GX_FINDING_layers, word, "ties", "ties", "", own->ties);
        gx_findings_add(all, GX_FINDING_layers, word, "nodes_share", "share of nodes with such a tie", "",
                        share_of(own->nodes, rows->rows));
        gx_findings_add(all, GX_FINDING_layers, word, "assortativity", "correlation of degrees over ties", "",
                        own->assortativity);
    }
    return GX_OK;
}

/* ---- Two kinds of nodes ---- */

/* Do those who have many friends have many of these too? */
static gx_status put_correlation(const gx_measuring *m, gx_finding_section section, const char *subject,
                                 const gx_rows *rows, gx_error *error)
{
    double found;
    gx_status status = gx_rows_rank_correlation(&found, rows, m->source->friends, error);
    if (status == GX_OK)
        gx_findings_add(m->findings, section, subject, "friends_correlation",
                        "rank correlation with the number of friends", "", found);
    return status;
}

static gx_status measure_groups(const gx_measuring *m, const gx_rows *groups, gx_error *error)
{
    gx_bipartite_measures found;
    gx_findings *all = m->findings;
    gx_status status = gx_bipartite_measure(&found, groups, m->source->nodes, error);
    if (status != GX_OK)
        return status;
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "groups", "chat groups", "", found.left.nodes);
    gx_findings_add(all, GX_FINDING_groups, "groups", "size_mean", "mean members", "", found.left.mean);
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "size_p10", "one in ten has at most", "",
                          found.left.p10);
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "size_p50", "median", "", found.left.p50);
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "size_p90", "nine in ten have at most", "",
                          found.left.p90);
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "size_max", "largest", "", found.left.max);
    gx_findings_add(all, GX_FINDING_groups, "groups", "share_small", "share with ten members or fewer", "",
                    gx_rows_share(groups, 0, 10));
    gx_findings_add(all, GX_FINDING_groups, "groups", "memberships_mean", "groups a user", "",
                    found.right.mean);
    gx_findings_add_whole(all, GX_FINDING_groups, "groups", "memberships_max", "most groups of a user", "",
                          found.right.max);
    gx_findings_add(all, GX_FINDING_groups, "groups", "without_share", "share of users in none", "",
                    share_of(found.right.without, found.right.nodes));
    gx_rows of_users;
    status = gx_rows_turned(&of_users, groups, m->source->nodes, error);
    if (status == GX_OK)
        status = put_correlation(m, GX_FINDING_groups, "groups", &of_users, error);
    gx_rows_free(&of_users);
    return status;
}

/* Words for the two sides of a layer beside the friends. */
typedef struct gx_side_words {
    const char *subject, *left, *right, *right_max;
} gx_side_words;

static gx_status measure_beside(const gx_measuring *m, const gx_rows *rows, uint32_t columns,
                                const gx_side_words *words, gx_error *error)
{
    gx_bipartite_measures found;
    gx_findings *all = m->findings;
    gx_status status = gx_bipartite_measure(&found, rows, columns, error);
    if (status != GX_OK)
        return status;
    gx_findings_add_whole(all, GX_FINDING_beside, words->subject, "ties", "ties", "", found.ties);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "left_mean", words->left, "", found.left.mean);
    gx_findings_add_whole(all, GX_FINDING_beside, words->subject, "left_p90", "nine in ten have at most", "",
                          found.left.p90);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "right_mean", words->right, "", found.right.mean);
    gx_findings_add_whole(all, GX_FINDING_beside, words->subject, "right_p50", "median", "", found.right.p50);
    gx_findings_add_whole(all, GX_FINDING_beside, words->subject, "right_max", words->right_max, "",
                          found.right.max);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "right_gini", "inequality (Gini)", "",
                    found.right.gini);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "assortativity",
                    "correlation of degrees over ties, both sides in one (Newman)", "", found.assortativity);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "degree_correlation",
                    "the same of one side's degree with the other's", "", found.degree_correlation);
    gx_findings_add(all, GX_FINDING_beside, words->subject, "rank_correlation", "rank correlation of these",
                    "", found.rank_correlation);
    return m->source->kind == GX_ORIGIN_SCENARIO
               ? put_correlation(m, GX_FINDING_beside, words->subject, rows, error)
               : GX_OK;
}

/* Followers and friends are ties of the same users: how much one is the other. */
static void put_followers(const gx_measuring *m, const gx_rows *followers, const gx_rows *friends)
{
    uint64_t common = gx_rows_common(followers, friends);
    uint64_t either = followers->offset[followers->rows] + friends->offset[friends->rows] - common;
    gx_findings_add(m->findings, GX_FINDING_beside, "followers", "reciprocity", "share that is returned", "",
                    gx_rows_reciprocity(followers, RECIPROCITY_SAMPLES, m->seed));
    gx_findings_add(m->findings, GX_FINDING_beside, "followers", "friends_jaccard",
                    "overlap with friends (Jaccard)", "", share_of(common, either));
}

static gx_status measure_world(const gx_measuring *m, const gx_graph_world *world, gx_error *error)
{
    static const gx_side_words interests = {"circles", "circles a user", "members a circle",
                                            "largest circle"};
    static const gx_side_words followers = {"followers", "accounts followed by a user",
                                            "followers an account", "most followers"};
    static const gx_side_words trade = {"trade", "merchants a user", "buyers a merchant", "most buyers"};
    gx_status status = GX_OK;
    if (world->interests.user_circles.rows)
        status = measure_beside(m, &world->interests.user_circles, world->interests.members.rows, &interests,
                                error);
    if (status == GX_OK && world->followers.rows) {
        status = measure_beside(m, &world->followers, world->followers.rows, &followers, error);
        if (status == GX_OK)
            put_followers(m, &world->followers, m->source->friends);
    }
    if (status == GX_OK && world->merchants && world->trade.rows)
        status = measure_beside(m, &world->trade, world->merchants->count, &trade, error);
    return status;
}

/* ---- All of it ---- */

static gx_status directed_file(const gx_measuring *m, gx_error *error)
{
    static const gx_side_words words = {"graph", "ties from a node", "ties to a node", "most ties to a node"};
    const gx_rows *rows = m->source->friends;
    gx_findings_add_whole(m->findings, GX_FINDING_size, "graph", "nodes", "nodes", "", rows->rows);
    gx_findings_add(m->findings, GX_FINDING_beside, "graph", "reciprocity", "share that is returned", "",
                    gx_rows_reciprocity(rows, RECIPROCITY_SAMPLES, m->seed));
    return measure_beside(m, rows, rows->rows, &words, error);
}

static gx_status step(const gx_measuring *m, unsigned number, const char *what, gx_error *error)
{
    enum { STEPS = 7 };
    return m->step(number, STEPS, what, m->context)
               ? GX_OK
               : gx_fail(error, GX_ERR_INTERRUPTED, "interrupted before %s", what);
}

gx_status gx_measure_all(const gx_measuring *m, gx_error *error)
{
    const gx_origin *source = m->source;
    const gx_rows *friends = source->friends;
    const char *subject = source->kind == GX_ORIGIN_FILE ? "graph" : friends->layers ? "active" : "friends";
    if (source->kind == GX_ORIGIN_FILE && source->imported.directed)
        return directed_file(m, error);
    gx_rows active = {0};
    gx_status status = step(m, 0, "layers", error);
    if (status == GX_OK && friends->layers) {
        status = measure_layers(m, friends, error);
        if (status == GX_OK)
            status = gx_rows_filter(&active, friends, GX_LAYERS_ACTIVE, source->threads, error);
    }
    const gx_rows *main = active.rows ? &active : friends;
    if (status == GX_OK)
        status = step(m, 1, "ties", error);
    if (status == GX_OK)
        status = measure_graph(m, subject, main, true, error);
    if (status == GX_OK)
        status = step(m, 2, "mixing", error);
    if (status == GX_OK)
        status = measure_mixing(m, subject, main, error);
    if (status == GX_OK)
        status = step(m, 3, "strength", error);
    if (status == GX_OK)
        status = measure_strength(m, subject, main, error);
    gx_rows_free(&active);
    if (status == GX_OK)
        status = step(m, 4, "all ties", error);
    if (status == GX_OK && friends->layers)
        status = measure_graph(m, "friends", friends, false, error);
    if (status == GX_OK)
        status = step(m, 5, "groups", error);
    if (status == GX_OK && source->groups && source->groups->rows)
        status = measure_groups(m, source->groups, error);
    if (status == GX_OK)
        status = step(m, 6, "other layers", error);
    if (status == GX_OK && source->world)
        status = measure_world(m, source->world, error);
    return status == GX_OK && m->findings->failed ? gx_fail_memory(error, "the figures") : status;
}
