/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cases of all rooms in one list, and those that somebody means. */
#include "bench.h"

#include "exits.h"
#include "talk.h"
#include <gx/study/bench.h>
#include <string.h>

const char *const gx_bench_families[] = {"phold", "hot-packet", "zipf",      "eve",     "ledger",
                                         "split", "graph",      "recording", "metrics", NULL};

static void add(gx_bench_list *list, const gx_bench_case *chosen)
{
    GX_ASSERT(list->count < GX_BENCH_CASES_MAX);
    list->at[list->count++] = chosen;
}

void gx_bench_all(gx_bench_list *list)
{
    size_t count;
    list->count = 0;
    const gx_bench_case *cases = gx_bench_cases(&count);
    for (size_t i = 0; i < count; i++)
        add(list, &cases[i]);
    cases = gx_study_bench_cases(&count);
    for (size_t i = 0; i < count; i++)
        add(list, &cases[i]);
}

static bool has_size(const gx_bench_case *of, bool quick)
{
    return (quick ? of->quick : of->full).entities != 0;
}

/* Whether a word means a case: by its name, or by the words before a slash of it ("phold", "phold/1k"). */
static bool means(const char *word, const char *name)
{
    size_t length = strlen(word);
    return strncmp(word, name, length) == 0 && (name[length] == '\0' || name[length] == '/');
}

static int complain_unknown(const gx_call *call, const char *word, const gx_bench_list *all)
{
    const char *names[2 * GX_BENCH_CASES_MAX];
    size_t count = 0;
    for (; gx_bench_families[count]; count++)
        names[count] = gx_bench_families[count];
    for (size_t i = 0; i < all->count; i++)
        names[count++] = all->at[i]->name;
    const char *nearest = gx_nearest_name(word, names, count);
    gx_complain(call, "no case is called '%s'%s%s%s", word, nearest ? "; did you mean '" : "",
                nearest ? nearest : "; 'guanxi bench --list' shows them", nearest ? "'?" : "");
    return GX_EXIT_USAGE;
}

static int mark_word(bool *wanted, const gx_call *call, const char *word, const gx_bench_list *all,
                     bool quick)
{
    bool known = false, fits = false;
    for (size_t i = 0; i < all->count; i++) {
        const gx_bench_case *of = all->at[i];
        if (!means(word, of->name))
            continue;
        known = true;
        bool named = strcmp(word, of->name) == 0;
        if (!has_size(of, quick) || (of->by_name && !named))
            continue;
        fits = true;
        wanted[i] = true;
    }
    if (!known)
        return complain_unknown(call, word, all);
    if (fits)
        return GX_EXIT_DONE;
    gx_complain(call, "'%s' has no quick size; leave out --quick, or choose another case", word);
    return GX_EXIT_USAGE;
}

int gx_bench_choose(gx_bench_list *list, const gx_call *call, bool quick)
{
    gx_bench_list all;
    bool wanted[GX_BENCH_CASES_MAX] = {false};
    int code = GX_EXIT_DONE;
    gx_bench_all(&all);
    list->count = 0;
    for (size_t w = 0; w < call->operands.count; w++) {
        int told = mark_word(wanted, call, call->operands.at[w], &all, quick);
        code = told != GX_EXIT_DONE ? told : code;
    }
    for (size_t i = 0; i < all.count; i++)
        if (call->operands.count ? wanted[i] : has_size(all.at[i], quick) && !all.at[i]->by_name)
            add(list, all.at[i]);
    return code;
}
