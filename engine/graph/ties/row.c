/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends from shared foci, row by row.
 *
 * Whether two members of a focus are friends is a keyed draw on the pair and the focus (rule.h). So the row
 * of a user can be made alone: ask for every other member of the user's household, clan, circle, class and
 * groups. Each pair is asked twice, once from either end, and answers the same; that costs a second Philox (3
 * ns) and saves what the usual way costs more: emitting edges, scattering them over memory with atomics, and
 * sorting. Rows are written where they stay, in the order of users, and every source of a row is ascending
 * already, so a few merges of sorted runs take the place of the sort:
 *
 *     household   | 17 18        |
 *     class       | 2 9 19 40 77 |   merge
 *     group 812   | 9 40 9001    |   ---->   2 9 17 18 19 40 77 5011 9001
 *     weak        | 5011         |           strengths of equals add up, layers are united
 *
 * Nearly all foci of a user are in the district, whose traits and foci stay in cache while its rows are made.
 */
#include "row.h"
#include "../rows.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>

enum { HOUSEHOLD_MOST = 8 };

/* ---- Sources of a row ---- */

static void end_run(gx_row_bench *work, const gx_candidate *out)
{
    work->ends[work->runs++] = (uint32_t)(out - work->run);
}

static gx_candidate *ask_household(gx_candidate *out, const gx_tie_sources *from, uint32_t user, gx_span home)
{
    gx_focus focus = {GX_FOCUS_HOUSEHOLD, home.end - home.first, 0};
    for (uint32_t other = home.first; other < home.end; other++) {
        uint32_t low = other < user ? other : user, high = other < user ? user : other;
        uint32_t strength = gx_rule_ask_pair(from->rule, focus, low, high, true);
        *out = gx_candidate_of(other, GX_LAYER_HOUSEHOLD, strength);
        out += other != user;
    }
    return out;
}

/* Members of one's own household are no kin of one's clan. */
static gx_candidate *ask_clan(gx_candidate *out, const gx_rule *rule, gx_focus focus, uint32_t user,
                              gx_span home, const uint32_t *member, const uint8_t *differs)
{
    uint32_t before = 0;
    while (member[before] < home.first)
        before++;
    uint32_t after = before + (home.end - home.first);
    out += gx_rule_ask(out, rule, focus, user, member, differs, before);
    return out + gx_rule_ask(out, rule, focus, user, member + after, differs + after, focus.size - after);
}

static gx_candidate *ask_foci(gx_candidate *out, gx_row_bench *work, const gx_tie_sources *from,
                              const gx_foci *foci, uint32_t user, gx_span home)
{
    const uint32_t *row = gx_row(&foci->of_user, user);
    uint32_t count = gx_row_length(&foci->of_user, user);
    uint8_t sex = (uint8_t)gx_traits_sex(from->ground->traits[user]);
    for (uint32_t at = 0; at < count; at++) {
        uint64_t first = foci->members.offset[row[at]];
        const uint32_t *member = foci->members.column + first;
        const uint8_t *sexes = foci->sexes + first;
        gx_focus focus = {(gx_focus_kind)foci->kinds[row[at]], gx_row_length(&foci->members, row[at]),
                          foci->names[row[at]]};
        for (uint32_t other = 0; other < focus.size; other++)
            work->differs[other] = sexes[other] ^ sex;
        if (focus.kind == GX_FOCUS_KIN)
            out = ask_clan(out, from->rule, focus, user, home, member, work->differs);
        else
            out += gx_rule_ask(out, from->rule, focus, user, member, work->differs, focus.size);
        end_run(work, out);
    }
    return out;
}

static gx_candidate *add_weak(gx_candidate *out, gx_candidate *scratch, const gx_tie_sources *from,
                              uint32_t user)
{
    const uint32_t *others = gx_row(from->weak, user);
    uint32_t count = gx_row_length(from->weak, user);
    for (uint32_t at = 0; at < count; at++)
        out[at] = gx_rule_weak(from->rule, user, others[at]);
    gx_sort_u64(out, scratch, count);
    return out + count;
}

/* ---- Merging ---- */

/* Append to a run; equals become one. *last is the other at its end. */
static inline gx_candidate *append(gx_candidate *out, uint32_t *last, gx_candidate next)
{
    uint32_t other = gx_candidate_other(next);
    if (other == *last) {
        out[-1] = gx_candidate_join(out[-1], next);
        return out;
    }
    *last = other;
    *out = next;
    return out + 1;
}

/* Two ascending runs into one. No branch on which is less: nobody could foretell it. */
static gx_candidate *merge(gx_candidate *out, const gx_candidate *a, const gx_candidate *a_end,
                           const gx_candidate *b, const gx_candidate *b_end)
{
    uint32_t last = UINT32_MAX; /* no user's number */
    while (a < a_end && b < b_end) {
        gx_candidate left = *a, right = *b;
        bool take = left <= right;
        out = append(out, &last, take ? left : right);
        a += take;
        b += !take;
    }
    for (; a < a_end; a++)
        out = append(out, &last, *a);
    for (; b < b_end; b++)
        out = append(out, &last, *b);
    return out;
}

/* Merge neighbouring runs until one is left; its length. The last pass sees every candidate, so no repeat
 * survives. */
static uint32_t merge_runs(gx_row_bench *work)
{
    do {
        uint32_t begin = 0, runs = 0;
        gx_candidate *out = work->merged;
        for (uint32_t at = 0; at < work->runs; at += 2) {
            uint32_t middle = work->ends[at];
            uint32_t end = at + 1 < work->runs ? work->ends[at + 1] : middle;
            out = merge(out, work->run + begin, work->run + middle, work->run + middle, work->run + end);
            work->ends[runs++] = (uint32_t)(out - work->merged);
            begin = end;
        }
        work->runs = runs;
        gx_candidate *swap = work->run;
        work->run = work->merged;
        work->merged = swap;
    } while (work->runs > 1);
    return work->ends[0];
}

static uint32_t make_row(gx_row_bench *work, const gx_tie_sources *from, uint32_t user)
{
    if (user < work->home.first || user >= work->home.end)
        work->home = gx_household_of(from->ground->people, user);
    gx_span home = work->home;
    gx_candidate *out = ask_household(work->run, from, user, home);
    work->runs = 0;
    end_run(work, out);
    out = ask_foci(out, work, from, from->chat, user, home);
    out = ask_foci(out, work, from, from->apart, user, home);
    out = add_weak(out, work->merged, from, user);
    end_run(work, out);
    return merge_runs(work);
}

/* The ties of a row that are friendships on the configuration's platform; how many. */
static uint32_t keep_platform(gx_candidate *row, uint32_t count, const gx_tie_sources *from, uint32_t user)
{
    const gx_traits *traits = from->ground->traits;
    uint32_t kept = 0;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t other = gx_candidate_other(row[at]);
        uint32_t low = other < user ? other : user, high = other < user ? user : other;
        bool both = gx_traits_account(traits[user]) & gx_traits_account(traits[other]);
        row[kept] = row[at];
        kept += both && gx_rule_keeps(from->rule, low, high, gx_candidate_layers(row[at]));
    }
    return kept;
}

uint32_t gx_row_make(gx_row_bench *work, const gx_tie_sources *from, uint32_t user)
{
    uint32_t length = make_row(work, from, user);
    return from->rule->platform == 0 ? length : keep_platform(work->run, length, from, user);
}

/* ---- Room ---- */

size_t gx_row_most(const gx_tie_sources *from, uint32_t user)
{
    const gx_foci *sets[2] = {from->chat, from->apart};
    size_t most = gx_row_length(from->weak, user) + HOUSEHOLD_MOST;
    for (int set = 0; set < 2; set++) {
        const uint32_t *row = gx_row(&sets[set]->of_user, user);
        uint32_t count = gx_row_length(&sets[set]->of_user, user);
        for (uint32_t at = 0; at < count; at++)
            most += gx_row_length(&sets[set]->members, row[at]);
    }
    return most;
}

bool gx_row_bench_grow(gx_row_bench *bench, size_t candidates)
{
    if (candidates <= bench->capacity)
        return true;
    gx_row_bench_free(bench);
    size_t room = candidates + candidates / 2;
    bench->run = gx_alloc(room, sizeof *bench->run);
    bench->merged = gx_alloc(room, sizeof *bench->merged);
    bench->differs = gx_alloc(room, sizeof *bench->differs);
    bool fine = bench->run != NULL && bench->merged != NULL && bench->differs != NULL;
    bench->capacity = fine ? room : 0; /* what is missing must not pass for room */
    return fine;
}

void gx_row_bench_free(gx_row_bench *bench)
{
    gx_free(bench->run);
    gx_free(bench->merged);
    gx_free(bench->differs);
    *bench = (gx_row_bench){0};
}
