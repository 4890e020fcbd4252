/* SPDX-License-Identifier: GPL-3.0-or-later */
/* {"source": {…}, "graphs": {SUBJECT: {KEY: number}}, "degrees": {SUBJECT: […]}, "overlap_by_strength": […],
 * "layers": […], "targets": […]}. Keys are snake_case and stay; what is not defined is null. */
#include "graph_print.h"

#include "json.h"
#include <string.h>

static void text_member(gx_text *out, const char *lead, const char *name, const char *text)
{
    gx_text_append(out, "%s\"%s\": ", lead, name);
    gx_json_text(out, text);
}

static void real_member(gx_text *out, const char *lead, const char *name, double value)
{
    gx_text_append(out, "%s\"%s\": ", lead, name);
    gx_json_real(out, value);
}

static void put_source(gx_text *out, const gx_origin *source)
{
    text_member(out, "{\n \"source\": {", "kind", gx_origin_words[source->kind]);
    text_member(out, ", ", "path", source->path);
    text_member(out, ", ", "name", source->name);
    text_member(out, ", ", "variant", *source->variant ? source->variant : NULL);
    if (source->has_seed)
        gx_text_append(out, ", \"seed\": %llu", (unsigned long long)source->seed);
    else
        gx_text_append(out, ", \"seed\": null");
    gx_text_append(out, ", \"nodes\": %u}", source->nodes);
}

/* Subjects in the order of their first figure. */
static void put_graphs(gx_text *out, const gx_findings *findings)
{
    bool any = false;
    gx_text_append(out, ",\n \"graphs\": {");
    for (size_t i = 0; i < findings->count; i++) {
        const char *subject = findings->at[i].subject;
        bool seen = false;
        for (size_t k = 0; k < i; k++)
            seen = seen || strcmp(findings->at[k].subject, subject) == 0;
        if (seen)
            continue;
        gx_text_append(out, "%s\n  ", any ? "," : "");
        gx_json_text(out, subject);
        gx_text_append(out, ": {");
        any = true;
        bool first = true;
        for (size_t k = i; k < findings->count; k++)
            if (strcmp(findings->at[k].subject, subject) == 0) {
                gx_text_append(out, first ? "" : ", ");
                gx_json_text(out, findings->at[k].key);
                gx_text_append(out, ": ");
                gx_json_real(out, findings->at[k].value);
                first = false;
            }
        gx_text_append(out, "}");
    }
    gx_text_append(out, "}");
}

static void put_degrees(gx_text *out, const gx_findings *findings)
{
    gx_text_append(out, ",\n \"degrees\": {");
    for (size_t i = 0; i < findings->profiles; i++) {
        const struct gx_profile *profile = &findings->profile[i];
        gx_text_append(out, "%s\n  ", i ? "," : "");
        gx_json_text(out, profile->subject);
        gx_text_append(out, ": [");
        for (uint32_t bin = 0; bin < profile->bins; bin++) {
            const gx_degree_bin *own = &profile->bin[bin];
            gx_text_append(out, "%s\n   {\"from\": %u, \"to\": %u, \"nodes\": %llu", bin ? "," : "",
                           own->from, own->to, (unsigned long long)own->nodes);
            real_member(out, ", ", "share_above", own->share);
            real_member(out, ", ", "clustering", own->clustering);
            gx_text_append(out, "}");
        }
        gx_text_append(out, "]");
    }
    gx_text_append(out, "}");
}

static void put_overlap(gx_text *out, const gx_findings *findings)
{
    gx_text_append(out, ",\n \"overlap_by_strength\": [");
    for (unsigned part = 0; findings->has_overlap && part < GX_OVERLAP_PARTS; part++) {
        gx_text_append(out, "%s\n  {\"part\": %u", part ? "," : "", part + 1);
        real_member(out, ", ", "strength", findings->overlap.strength[part]);
        real_member(out, ", ", "overlap", findings->overlap.overlap[part]);
        gx_text_append(out, "}");
    }
    gx_text_append(out, "]");
}

static void put_layers(gx_text *out, const gx_findings *findings)
{
    const gx_layers_measures *layers = &findings->layers;
    bool any = false;
    gx_text_append(out, ",\n \"layers\": [");
    for (unsigned a = 0; findings->has_layers && a < GX_LAYERS; a++)
        for (unsigned b = a + 1; b < GX_LAYERS; b++) {
            if (!layers->layer[a].ties || !layers->layer[b].ties)
                continue;
            text_member(out, any ? ",\n  {" : "\n  {", "one", gx_layer_words[a]);
            text_member(out, ", ", "other", gx_layer_words[b]);
            gx_text_append(out, ", \"ties_of_both\": %llu", (unsigned long long)layers->both[a][b]);
            real_member(out, ", ", "jaccard", layers->jaccard[a][b]);
            real_member(out, ", ", "degree_correlation", layers->degree_correlation[a][b]);
            gx_text_append(out, "}");
            any = true;
        }
    gx_text_append(out, "]");
}

static void put_targets(gx_text *out, const gx_findings *findings, const gx_origin *source,
                        const gx_references *targets)
{
    gx_target_setting setting = gx_setting_of(source, targets);
    bool any = false;
    gx_text_append(out, ",\n \"targets\": [");
    for (size_t i = 0; i < gx_references_count(targets); i++) {
        const gx_reference *target = gx_references_at(targets, i);
        const gx_finding *finding = gx_findings_find(findings, target->metric);
        if (!finding)
            continue;
        text_member(out, any ? ",\n  {" : "\n  {", "id", target->id);
        text_member(out, ", ", "figure", target->metric);
        real_member(out, ", ", "found", finding->value);
        real_member(out, ", ", "value", target->value);
        real_member(out, ", ", "low", target->low);
        real_member(out, ", ", "high", target->high);
        text_member(out, ", ", "verdict",
                    gx_verdict_words[gx_target_judge(target, &setting, finding->value)]);
        text_member(out, ", ", "source", target->source);
        text_member(out, ", ", "note", target->scale_note);
        gx_text_append(out, "}");
        any = true;
    }
    gx_text_append(out, "]\n}\n");
}

void gx_findings_json(gx_text *out, const gx_findings *findings, const gx_origin *source,
                      const gx_references *targets)
{
    put_source(out, source);
    put_graphs(out, findings);
    put_degrees(out, findings);
    put_overlap(out, findings);
    put_layers(out, findings);
    put_targets(out, findings, source, targets);
}
