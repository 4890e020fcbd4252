/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "json.h"
#include "listing.h"
#include <gx/run/run.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

/* Three figures: "6.61 M", "812 k". Returned: `buffer`. */
static const char *short_count(char buffer[32], double value)
{
    static const char *const units[] = {"", " k", " M", " G", " T"};
    size_t unit = 0;
    while (value >= 999.5 && unit < 4) {
        value /= 1000;
        unit++;
    }
    int decimals = value >= 99.95 || unit == 0 ? 0 : value >= 9.995 ? 1 : 2;
    snprintf(buffer, 32, "%.*f%s", decimals, value, units[unit]);
    return buffer;
}

/* ---- The table ------------------------------------------------------------------------------- */

static const gx_listing_column columns[] = {{"case", false},    {"work", true},      {"", false},
                                            {"cpu s", true},    {"per cpu s", true}, {"ratio", true},
                                            {"bytes", true},    {"per", false},      {"digest", false},
                                            {"baseline", true}, {"change", true},    {"verdict", false}};
enum { PLAIN_COLUMNS = 9, ALL_COLUMNS = 12 };

static void append_row(gx_listing *listing, const gx_bench_result *result, const gx_bench_baseline *baseline,
                       size_t index)
{
    char buffer[32];
    gx_listing_cell(listing, "%s", result->of->name);
    gx_listing_cell(listing, "%s", gx_format_count(buffer, (int64_t)result->work));
    gx_listing_cell(listing, "%s", result->of->work);
    gx_listing_cell(listing, "%.3f", result->cpu_seconds);
    gx_listing_cell(listing, "%s", short_count(buffer, result->rate));
    gx_listing_cell(listing, "%.4g", result->ratio);
    if (result->of->entity && result->peak_bytes)
        gx_listing_cell(listing, "%.0f", result->bytes_each);
    else
        gx_listing_cell(listing, "%s", "");
    gx_listing_cell(listing, "%s", result->of->entity && result->peak_bytes ? result->of->entity : "");
    if (result->digest)
        gx_listing_cell(listing, "%016llx", (unsigned long long)result->digest);
    else
        gx_listing_cell(listing, "%s", "");
    if (!baseline)
        return;
    gx_listing_cell(listing, "%.4g", baseline->mark[index].ratio);
    gx_listing_cell(listing, "%+.1f %%", gx_bench_change(baseline, index, result));
    gx_listing_cell(listing, "%s", gx_bench_verdicts[gx_bench_judge(baseline, index, result)]);
}

void gx_bench_print_table(gx_text *out, const gx_bench_result *results, size_t count,
                          const gx_bench_baseline *baseline)
{
    char buffer[32];
    double yardsticks = 0;
    gx_listing listing = {columns, baseline ? ALL_COLUMNS : PLAIN_COLUMNS, {0}, 0};
    for (size_t i = 0; i < count; i++) {
        append_row(&listing, &results[i], baseline, i);
        yardsticks += results[i].yardstick / (double)count;
    }
    gx_listing_print(&listing, GX_FORMAT_TABLE, out);
    gx_listing_free(&listing);
    gx_text_append(out,
                   "ratio: beside the yardstick, a keyed draw and a random touch of 64 MiB: %s a cpu second "
                   "here\n",
                   short_count(buffer, yardsticks));
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void append_machine(gx_text *out)
{
    char line[256], *name = NULL;
    FILE *file = fopen("/proc/cpuinfo", "r");
    while (file && !name && fgets(line, sizeof line, file))
        if (strncmp(line, "model name", 10) == 0)
            name = strchr(line, ':');
    if (file)
        fclose(file);
    if (name) {
        name += 1 + strspn(name + 1, " \t");
        name[strcspn(name, "\n")] = '\0';
    }
    struct utsname host;
    gx_text_append(out, ",\n \"processor\": ");
    gx_json_text(out, name);
    gx_text_append(out, ",\n \"system\": ");
    gx_json_text(out, uname(&host) == 0 ? host.machine : NULL);
}

static void append_real(gx_text *out, const char *name, double value)
{
    gx_text_append(out, ", \"%s\": ", name);
    gx_json_real(out, value);
}

static void append_whole(gx_text *out, const char *name, uint64_t value)
{
    gx_text_append(out, ", \"%s\": %llu", name, (unsigned long long)value);
}

static void append_case(gx_text *out, const gx_bench_result *result)
{
    gx_text_append(out, "{\"case\": ");
    gx_json_text(out, result->of->name);
    append_whole(out, "entities", result->size.entities);
    append_whole(out, "amount", result->size.amount);
    append_whole(out, "work", result->work);
    gx_text_append(out, ", \"unit\": ");
    gx_json_text(out, result->of->work);
    if (result->digest)
        gx_text_append(out, ", \"digest\": \"%016llx\"", (unsigned long long)result->digest);
    else
        gx_text_append(out, ", \"digest\": null");
    append_real(out, "cpu_seconds", result->cpu_seconds);
    append_real(out, "wall_seconds", result->wall_seconds);
    append_real(out, "per_cpu_second", result->rate);
    append_real(out, "yardstick", result->yardstick);
    append_real(out, "ratio", result->ratio);
    append_real(out, "ratio_low", result->ratio_low);
    append_real(out, "ratio_high", result->ratio_high);
    append_real(out, "peak_bytes", result->peak_bytes ? (double)result->peak_bytes : NAN);
    gx_text_append(out, ", \"entity\": ");
    gx_json_text(out, result->of->entity);
    append_real(out, "bytes_each", result->of->entity && result->peak_bytes ? result->bytes_each : NAN);
}

void gx_bench_print_json(gx_text *out, const gx_bench_result *results, size_t count, const gx_bench_way *way,
                         const gx_bench_baseline *baseline)
{
    gx_text_append(out,
                   "{\"format\": \"guanxi-bench\",\n \"version\": 1,\n \"quick\": %s,\n \"threads\": %u,\n"
                   " \"repeats\": %u",
                   way->quick ? "true" : "false", way->threads, way->repeats);
    append_machine(out);
    gx_text_append(out, ",\n \"versions\": ");
    gx_run_versions(out);
    gx_text_append(out, ",\n \"cases\": [");
    for (size_t i = 0; i < count; i++) {
        gx_text_append(out, i ? ",\n  " : "\n  ");
        append_case(out, &results[i]);
        if (baseline) {
            append_real(out, "baseline_ratio", baseline->mark[i].ratio);
            append_real(out, "change_percent", gx_bench_change(baseline, i, &results[i]));
            gx_text_append(out, ", \"verdict\": ");
            gx_json_text(out, gx_bench_verdicts[gx_bench_judge(baseline, i, &results[i])]);
        }
        gx_text_append(out, "}");
    }
    gx_text_append(out, "\n ]}\n");
}

/* ---- The list -------------------------------------------------------------------------------- */

void gx_bench_print_list(gx_text *out, const gx_bench_list *list, gx_format format)
{
    static const gx_listing_column heads[] = {
        {"case", false}, {"counts", false}, {"quick", false}, {"by default", false}, {"what", false}};
    gx_listing listing = {heads, sizeof heads / sizeof heads[0], {0}, 0};
    for (size_t i = 0; i < list->count; i++) {
        const gx_bench_case *of = list->at[i];
        gx_listing_cell(&listing, "%s", of->name);
        gx_listing_cell(&listing, "%s", of->work);
        gx_listing_cell(&listing, "%s", of->quick.entities ? "yes" : "no");
        gx_listing_cell(&listing, "%s", of->by_name ? "no" : "yes");
        gx_listing_cell(&listing, "%s", of->help);
    }
    gx_listing_print(&listing, format, out);
    gx_listing_free(&listing);
}
