/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi validate: check scenarios without running them. */
#include "exits.h"
#include "input.h"
#include "listing.h"
#include "talk.h"
#include <gx/base/memory.h>
#include <gx/run/run.h>
#include <string.h>

typedef struct gx_validate_words {
    const char *variant;
    gx_texts set;
    int32_t format;
    bool effective;
} gx_validate_words;

static const gx_option options[] = {
    {"print-effective", 'p', GX_OPTION_FLAG, NULL,
     "print every value and where it came from, as YAML that can be run (of one file)", NULL,
     offsetof(gx_validate_words, effective), 0, 0, NULL, NULL},
    GX_SET_OPTION(gx_validate_words),
    GX_VARIANT_OPTION(gx_validate_words),
    GX_FORMAT_OPTION(gx_validate_words),
};

/* Errors of scenarios go to stderr as a compiler's do, what was found to stdout. */
static int validate(const gx_call *call, const gx_validate_words *words, const char *path,
                    gx_listing *listing, gx_text *effective)
{
    char *text = NULL;
    size_t length = 0;
    gx_error error;
    gx_diagnostics diagnostics;
    gx_diagnostics_init(&diagnostics, path, NULL);
    gx_status status = gx_scenario_text(&text, &length, path, &error);
    if (status == GX_OK) {
        gx_run_options run = {.file = path,
                              .text = text,
                              .length = length,
                              .variant = words->variant,
                              .overrides = words->set.at,
                              .override_count = words->set.count,
                              .record = -1};
        status = gx_run_check(&run, true, words->effective ? effective : NULL, &diagnostics, &error);
    }
    int code = status == GX_OK ? GX_EXIT_DONE : gx_refuse_scenario(call, status, &diagnostics, &error);
    gx_listing_cell(listing, "%s", path);
    gx_listing_cell(listing, "%s", status == GX_OK ? "ok" : "wrong");
    gx_listing_cell(listing, "%zu", status == GX_OK || diagnostics.count ? diagnostics.count : (size_t)1);
    gx_diagnostics_free(&diagnostics);
    gx_free(text);
    return code;
}

static int act(const gx_call *call, const void *given)
{
    static const gx_listing_column columns[] = {{"file", false}, {"result", false}, {"errors", true}};
    const gx_validate_words *words = given;
    if (words->effective && call->operands.count > 1)
        return gx_misused(call, "--print-effective wants one file");
    gx_listing listing = {columns, 3, {0}, 0};
    gx_text out = {0};
    int code = GX_EXIT_DONE;
    for (size_t i = 0; i < call->operands.count; i++) {
        int one = validate(call, words, call->operands.at[i], &listing, &out);
        code = one != GX_EXIT_DONE ? one : code;
    }
    if (!words->effective)
        gx_listing_print(&listing, (gx_format)words->format, &out);
    int said = gx_answer_text(call, &out);
    gx_text_free(&out);
    gx_listing_free(&listing);
    return code == GX_EXIT_DONE ? said : code;
}

const gx_verb gx_verb_validate = {
    "validate",
    "FILE...",
    GX_OPERAND_SCENARIO,
    1,
    SIZE_MAX,
    "check scenarios without running them",
    "All errors of a file are found in one pass, each with its line, column and the nearest valid name.\n",
    options,
    sizeof options / sizeof options[0],
    sizeof(gx_validate_words),
    act,
    NULL};
