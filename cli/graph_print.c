/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "graph_print.h"

#include "listing.h"
#include "spark.h"
#include "talk.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

gx_target_setting gx_setting_of(const gx_origin *source, const gx_references *targets)
{
    gx_target_setting setting = {source->kind == GX_ORIGIN_SCENARIO, source->nodes, source->name,
                                 source->variant, false};
    setting.preset =
        gx_targets_have_preset(targets, source->name) || gx_targets_have_preset(targets, source->variant);
    return setting;
}

static void name_of(char buffer[128], const gx_finding *finding)
{
    snprintf(buffer, 128, "%s.%s", finding->subject, finding->key);
}

/* A number to read: whole ones in full, others with four digits. */
static const char *readable(char buffer[32], double value)
{
    if (isnan(value))
        return "";
    if (fabs(value) < 1e15 && value == floor(value))
        return gx_format_count(buffer, (int64_t)value);
    snprintf(buffer, 32, fabs(value) >= 1e4 ? "%.0f" : "%.4g", value);
    return buffer;
}

void gx_target_range(gx_text *out, const gx_reference *target)
{
    char low[32], high[32], value[32];
    bool has_low = !isnan(target->low), has_high = !isnan(target->high);
    if (!isnan(target->value))
        gx_text_append(out, "%s%s", readable(value, target->value), has_low || has_high ? " (" : "");
    if (has_low && has_high)
        gx_text_append(out, "%s to %s", readable(low, target->low), readable(high, target->high));
    else if (has_low)
        gx_text_append(out, "at least %s", readable(low, target->low));
    else if (has_high)
        gx_text_append(out, "at most %s", readable(high, target->high));
    if (!isnan(target->value) && (has_low || has_high))
        gx_text_append(out, ")");
}

gx_tally gx_findings_tally(const gx_findings *findings, const gx_origin *source, const gx_references *targets)
{
    gx_tally tally = {0, 0};
    gx_target_setting setting = gx_setting_of(source, targets);
    for (size_t i = 0; i < gx_references_count(targets); i++) {
        const gx_reference *target = gx_references_at(targets, i);
        const gx_finding *finding = gx_findings_find(findings, target->metric);
        if (!finding)
            continue;
        gx_verdict verdict = gx_target_judge(target, &setting, finding->value);
        tally.met += verdict == GX_MET;
        tally.missed += verdict == GX_MISSED;
    }
    return tally;
}

/* ---- Figures --------------------------------------------------------------------------------- */

static void put_target(gx_listing *listing, const gx_finding *finding, const gx_references *targets,
                       const gx_target_setting *setting)
{
    char name[128];
    gx_text range = {0};
    name_of(name, finding);
    const gx_reference *target = gx_target_for(targets, setting, name);
    if (target)
        gx_target_range(&range, target);
    gx_listing_cell(listing, "%s", gx_text_get(&range));
    gx_listing_cell(listing, "%s",
                    target ? gx_verdict_words[gx_target_judge(target, setting, finding->value)] : "");
    gx_listing_cell(listing, "%s", target ? target->source : "");
    listing->cells.failed = listing->cells.failed || range.failed;
    gx_text_free(&range);
}

/* Errors of what was not sampled say nothing. */
static bool worth_showing(const gx_finding *finding)
{
    bool about_sample = strstr(finding->key, "_error") || strstr(finding->key, "_sampled");
    return !about_sample || finding->value > 0;
}

static void put_row(gx_listing *listing, const char *heading, const gx_finding *finding,
                    const gx_references *targets, const gx_target_setting *setting)
{
    char name[128], value[32];
    gx_text range = {0};
    name_of(name, finding);
    const gx_reference *target = gx_target_for(targets, setting, name);
    if (target)
        gx_target_range(&range, target);
    gx_listing_cell(listing, "%s", heading);
    gx_listing_cell(listing, "%s", name);
    gx_listing_cell(listing, "%s", readable(value, finding->value));
    gx_listing_cell(listing, "%s", gx_text_get(&range));
    gx_listing_cell(listing, "%s",
                    target ? gx_verdict_words[gx_target_judge(target, setting, finding->value)] : "");
    gx_listing_cell(listing, "%s%s%s", finding->label, *finding->unit ? ", " : "", finding->unit);
    listing->cells.failed = listing->cells.failed || range.failed;
    gx_text_free(&range);
}

static void print_figures(gx_text *out, const gx_findings *findings, const gx_origin *source,
                          const gx_references *targets, gx_format format)
{
    static const gx_listing_column columns[] = {{"section", false}, {"figure", false},  {"value", true},
                                                {"target", false},  {"verdict", false}, {"meaning", false}};
    gx_listing listing = {columns, 6, {0}, 0};
    gx_target_setting setting = gx_setting_of(source, targets);
    for (unsigned section = 0; section < GX_FINDING_SECTIONS; section++) {
        bool first = true;
        for (size_t i = 0; i < findings->count; i++)
            if (findings->at[i].section == section && worth_showing(&findings->at[i])) {
                put_row(&listing, first ? gx_finding_headings[section] : "", &findings->at[i], targets,
                        &setting);
                first = false;
            }
    }
    gx_listing_print(&listing, format, out);
    gx_listing_free(&listing);
}

/* Where the targets shown are from. */
static void print_sources(gx_text *out, const gx_findings *findings, const gx_origin *source,
                          const gx_references *targets, gx_format format)
{
    static const gx_listing_column columns[] = {{"target", false}, {"source", false}, {"scale", false}};
    gx_listing listing = {columns, 3, {0}, 0};
    gx_target_setting setting = gx_setting_of(source, targets);
    for (size_t i = 0; i < findings->count; i++) {
        char name[128];
        name_of(name, &findings->at[i]);
        const gx_reference *target = gx_target_for(targets, &setting, name);
        if (!target)
            continue;
        gx_listing_cell(&listing, "%s", name);
        gx_listing_cell(&listing, "%s", target->source);
        gx_listing_cell(&listing, "%s", target->scale_note);
    }
    if (listing.count) {
        gx_text_append(out, format == GX_FORMAT_MD ? "\n### targets\n\n" : "\n");
        gx_listing_print(&listing, format, out);
    }
    gx_listing_free(&listing);
}

static void print_csv(gx_text *out, const gx_findings *findings, const gx_origin *source,
                      const gx_references *targets)
{
    static const gx_listing_column columns[] = {{"section", false}, {"subject", false}, {"figure", false},
                                                {"value", true},    {"unit", false},    {"target", false},
                                                {"verdict", false}, {"source", false},  {"meaning", false}};
    gx_listing listing = {columns, 9, {0}, 0};
    gx_target_setting setting = gx_setting_of(source, targets);
    for (size_t i = 0; i < findings->count; i++) {
        const gx_finding *finding = &findings->at[i];
        gx_listing_cell(&listing, "%s", gx_finding_headings[finding->section]);
        gx_listing_cell(&listing, "%s", finding->subject);
        gx_listing_cell(&listing, "%s", finding->key);
        gx_listing_real(&listing, finding->value);
        gx_listing_cell(&listing, "%s", finding->unit);
        put_target(&listing, finding, targets, &setting);
        gx_listing_cell(&listing, "%s", finding->label);
    }
    gx_listing_print(&listing, GX_FORMAT_CSV, out);
    gx_listing_free(&listing);
}

/* ---- Layers over each other, and curves ------------------------------------------------------ */

static void title(gx_text *out, const char *text, gx_format format)
{
    gx_text_append(out, format == GX_FORMAT_MD ? "\n### %s\n\n" : "\n%s\n", text);
}

static void print_overlaps(gx_text *out, const gx_layers_measures *layers, gx_format format)
{
    static const gx_listing_column columns[] = {{"layer", false},
                                                {"and", false},
                                                {"ties of both", true},
                                                {"Jaccard", true},
                                                {"rank correlation", true}};
    gx_listing listing = {columns, 5, {0}, 0};
    for (unsigned a = 0; a < GX_LAYERS; a++)
        for (unsigned b = a + 1; b < GX_LAYERS; b++) {
            char buffer[32];
            if (!layers->layer[a].ties || !layers->layer[b].ties)
                continue;
            gx_listing_cell(&listing, "%s", gx_layer_words[a]);
            gx_listing_cell(&listing, "%s", gx_layer_words[b]);
            gx_listing_cell(&listing, "%s", gx_format_count(buffer, (int64_t)layers->both[a][b]));
            gx_listing_cell(&listing, "%s", readable(buffer, layers->jaccard[a][b]));
            gx_listing_cell(&listing, "%s", readable(buffer, layers->degree_correlation[a][b]));
        }
    if (listing.count) {
        title(out, "layers over each other: shared ties, and correlation of the nodes' degrees", format);
        gx_listing_print(&listing, format, out);
    }
    gx_listing_free(&listing);
}

static void print_profile(gx_text *out, const struct gx_profile *profile, gx_format format)
{
    static const gx_listing_column columns[] = {
        {"ties", false}, {"nodes", true}, {"share with as many or more", true}, {"mean clustering", true}};
    gx_listing listing = {columns, 4, {0}, 0};
    int64_t nodes[GX_DEGREE_BINS], clustering[GX_DEGREE_BINS];
    gx_text line = {0};
    for (uint32_t bin = 0; bin < profile->bins; bin++) {
        const gx_degree_bin *own = &profile->bin[bin];
        char buffer[32];
        nodes[bin] = (int64_t)own->nodes;
        clustering[bin] = isnan(own->clustering) ? 0 : (int64_t)(own->clustering * 1e6);
        if (own->from == own->to)
            gx_listing_cell(&listing, "%u", own->from);
        else
            gx_listing_cell(&listing, "%u to %u", own->from, own->to);
        gx_listing_cell(&listing, "%s", gx_format_count(buffer, nodes[bin]));
        gx_listing_cell(&listing, "%s", readable(buffer, own->share));
        gx_listing_cell(&listing, "%s", readable(buffer, own->clustering));
    }
    gx_text_append(&line, "%s: nodes and mean clustering by number of ties", profile->subject);
    title(out, gx_text_get(&line), format);
    gx_listing_print(&listing, format, out);
    if (format == GX_FORMAT_TABLE) {
        gx_text_append(out, "nodes      |");
        gx_spark(out, nodes, profile->bins, GX_DEGREE_BINS, gx_speaks_utf8());
        gx_text_append(out, "|\nclustering |");
        gx_spark(out, clustering, profile->bins, GX_DEGREE_BINS, gx_speaks_utf8());
        gx_text_append(out, "|\n");
    }
    out->failed = out->failed || line.failed;
    gx_text_free(&line);
    gx_listing_free(&listing);
}

static void print_overlap(gx_text *out, const gx_tie_overlap *overlap, gx_format format)
{
    static const gx_listing_column columns[] = {
        {"tenth by strength", true}, {"mean strength", true}, {"mean overlap", true}};
    gx_listing listing = {columns, 3, {0}, 0};
    for (unsigned part = 0; part < GX_OVERLAP_PARTS; part++) {
        char buffer[32];
        if (isnan(overlap->overlap[part]))
            continue;
        gx_listing_cell(&listing, "%u", part + 1);
        gx_listing_cell(&listing, "%s", readable(buffer, overlap->strength[part]));
        gx_listing_cell(&listing, "%s", readable(buffer, overlap->overlap[part]));
    }
    if (listing.count) {
        title(out, "share of their other friends that two friends share, by strength of the tie", format);
        gx_listing_print(&listing, format, out);
    }
    gx_listing_free(&listing);
}

void gx_findings_print(gx_text *out, const gx_findings *findings, const gx_origin *source,
                       const gx_references *targets, gx_format format)
{
    if (format == GX_FORMAT_JSON) {
        gx_findings_json(out, findings, source, targets);
        return;
    }
    if (format == GX_FORMAT_CSV) {
        print_csv(out, findings, source, targets);
        return;
    }
    print_figures(out, findings, source, targets, format);
    for (size_t i = 0; i < findings->profiles; i++)
        print_profile(out, &findings->profile[i], format);
    if (findings->has_overlap)
        print_overlap(out, &findings->overlap, format);
    if (findings->has_layers)
        print_overlaps(out, &findings->layers, format);
    print_sources(out, findings, source, targets, format);
    gx_tally tally = gx_findings_tally(findings, source, targets);
    if (tally.met + tally.missed)
        gx_text_append(out, "\n%u of %u targets met\n", tally.met, tally.met + tally.missed);
}
