/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Friends from shared foci, row by row.
 *
 * Whether two members of a focus are friends is a keyed draw on (the pair, the name of the focus). So the row
 * of a user can be made alone: ask the draw for every other member of the user's circle and groups. Each pair
 * is asked twice, once from either end, and answers the same; that costs a second Philox (4 ns) and saves
 * what the usual way costs more: emitting edges, scattering them over memory with atomics, and sorting. Rows
 * are written where they stay, in the order of users, and every source of a row is ascending already, so a
 * few merges of sorted runs take the place of the sort:
 *
 *     circle      | 17 19 20 24  |
 *     group 3     | 2 9 19 40 77 |   merge
 *     group 812   | 9 40 9001    |   ---->   2 9 17 19 20 24 40 77 5011 9001
 *     weak        | 5011         |           strengths of equals add up
 *
 * Strength is base(focus) * lognormal noise, 1 … 255: strong in close circles and small groups, weak in large
 * groups and weakest in weak ties; a pair that shares several foci has the sum, so ties that overlap much are
 * strong (Onnela et al. 2007). The noise is of the same draw as the tie, so both directions agree.
 */
#include "ties.h"
#include "../purposes.h"
#include "../rows.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>

#include <omp.h>
#include <string.h>

enum {
    CHUNK_CIRCLES = 128, /* some 1,800 users a chunk */
    CHUNKS = 64,         /* made before they are put into rows */
    STRENGTH_ONE = 256,  /* fraction of bases and of noise */
    STRENGTH_MAX = 255,
    RUNS_MAX = 256 + 2,    /* a user has at most 250 groups, a circle and the weak ties */
    GROUP_SIZES = 2000 + 3 /* group_size_max and a rest of two */
};

static const double close_strength = 64, group_strength = 24, group_strength_size = 28, weak_strength = 4;
static const double strength_sigma = 0.7;

typedef struct tie_rule {
    const gx_foci *foci;
    gx_chance close;
    gx_chance group[GROUP_SIZES];     /* by size */
    uint32_t group_base[GROUP_SIZES]; /* strength, 2^-8 */
    gx_quantiles noise;               /* 2^-8 */
} tie_rule;

/* One thread's bench: candidates as column << 32 | strength. */
typedef struct bench {
    uint64_t *run, *merged;
    size_t capacity;
    uint32_t *column; /* of a chunk */
    uint8_t *strength;
    size_t chunk_capacity;
    uint32_t ends[RUNS_MAX];
    uint32_t runs;
} bench;

/* A finished chunk: strengths lie behind the columns. */
typedef struct chunk {
    size_t count;
    uint32_t *column;
    uint8_t *strength;
} chunk;

static void make_rule(tie_rule *rule, const gx_foci *foci)
{
    const gx_network_config *config = foci->config;
    rule->foci = foci;
    rule->close = gx_chance_of(config->close_probability);
    gx_quantiles_lognormal(&rule->noise, STRENGTH_ONE, strength_sigma, 1, STRENGTH_ONE * STRENGTH_MAX);
    for (uint32_t size = 2; size < GROUP_SIZES; size++) {
        double friends = config->friend_pull * gx_pow((double)size / 28.0, config->friend_pull_growth);
        double chance = friends / (double)(size - 1);
        rule->group[size] = gx_chance_of(chance < 0.9 ? chance : 0.9);
        double base = group_strength * gx_pow(group_strength_size / (double)size, 0.5);
        rule->group_base[size] = (uint32_t)(STRENGTH_ONE * (base < close_strength ? base : close_strength));
    }
}

static inline uint64_t candidate(const tie_rule *rule, uint32_t other, uint32_t base, uint32_t word)
{
    uint64_t strength = ((uint64_t)base * (uint64_t)gx_quantile(&rule->noise, word)) >> 16;
    return (uint64_t)other << 32 | (strength < 1 ? 1 : strength > STRENGTH_MAX ? STRENGTH_MAX : strength);
}

/* The friends of `user` among members[0 … count-1], ascending, appended to out; returns the new end. */
static uint64_t *ask(uint64_t *out, const tie_rule *rule, uint32_t user, const uint32_t *members,
                     uint32_t count, uint32_t name, gx_chance chance, uint32_t base)
{
    enum { BATCH = 64 };
    uint32_t tie[BATCH], noise[BATCH], kept[BATCH];
    gx_key key = rule->foci->key;
    for (uint32_t begin = 0; begin < count; begin += BATCH) {
        uint32_t length = count - begin < BATCH ? count - begin : BATCH;
        const uint32_t *member = members + begin;
        for (uint32_t at = 0; at < length; at++) { /* a loop that compilers turn into vectors */
            uint32_t low = member[at] < user ? member[at] : user;
            uint32_t high = member[at] < user ? user : member[at];
            gx_draw draw = gx_draw_at(key, GX_DRAW_GROUP_TIE, low, high, name);
            tie[at] = draw.word[0];
            noise[at] = draw.word[1];
        }
        uint32_t friends = 0;
        for (uint32_t at = 0; at < length; at++) { /* no branch: nobody could foretell it */
            kept[friends] = at;
            friends += (tie[at] < chance.threshold) & (member[at] != user);
        }
        for (uint32_t at = 0; at < friends; at++)
            *out++ = candidate(rule, member[kept[at]], base, noise[kept[at]]);
    }
    return out;
}

static uint64_t *ask_circle(uint64_t *out, const tie_rule *rule, uint32_t user, uint32_t first, uint32_t end)
{
    for (uint32_t other = first; other < end; other++) {
        if (other == user)
            continue;
        gx_draw draw = gx_draw_at(rule->foci->key, GX_DRAW_CLOSE_TIE, other < user ? other : user,
                                  other < user ? user : other, 0);
        if (gx_happens(rule->close, draw.word[0]))
            *out++ = candidate(rule, other, (uint32_t)(STRENGTH_ONE * close_strength), draw.word[1]);
    }
    return out;
}

static uint64_t *add_weak(uint64_t *out, uint64_t *scratch, const tie_rule *rule, uint32_t user)
{
    const gx_rows *weak = rule->foci->weak;
    const uint32_t *others = gx_row(weak, user);
    uint64_t *begin = out;
    for (uint32_t at = 0; at < gx_row_length(weak, user); at++) {
        uint32_t other = others[at];
        gx_draw draw = gx_draw_at(rule->foci->key, GX_DRAW_WEAK_STRENGTH, other < user ? other : user,
                                  other < user ? user : other, 0);
        *out++ = candidate(rule, other, (uint32_t)(STRENGTH_ONE * weak_strength), draw.word[0]);
    }
    gx_sort_u64(begin, scratch, (size_t)(out - begin));
    return out;
}

static inline uint64_t joined(uint64_t a, uint64_t b)
{
    uint64_t sum = (a & UINT32_MAX) + (b & UINT32_MAX);
    return (a & ~(uint64_t)UINT32_MAX) | (sum > STRENGTH_MAX ? STRENGTH_MAX : sum);
}

/* Append to a run; equals become one with the sum of strengths. *last is the column at its end. */
static inline uint64_t *append(uint64_t *out, uint32_t *last, uint64_t next)
{
    uint32_t column = (uint32_t)(next >> 32);
    if (column == *last) {
        out[-1] = joined(out[-1], next);
        return out;
    }
    *last = column;
    *out = next;
    return out + 1;
}

/* Two ascending runs into one. No branch on which is less: nobody could foretell it. */
static uint64_t *merge(uint64_t *out, const uint64_t *a, const uint64_t *a_end, const uint64_t *b,
                       const uint64_t *b_end)
{
    uint32_t last = UINT32_MAX; /* no user's number */
    while (a < a_end && b < b_end) {
        uint64_t left = *a, right = *b;
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
static uint32_t merge_runs(bench *work)
{
    do {
        uint32_t begin = 0, runs = 0;
        uint64_t *out = work->merged;
        for (uint32_t at = 0; at < work->runs; at += 2) {
            uint32_t middle = work->ends[at];
            uint32_t end = at + 1 < work->runs ? work->ends[at + 1] : middle;
            out = merge(out, work->run + begin, work->run + middle, work->run + middle, work->run + end);
            work->ends[runs++] = (uint32_t)(out - work->merged);
            begin = end;
        }
        work->runs = runs;
        uint64_t *swap = work->run;
        work->run = work->merged;
        work->merged = swap;
    } while (work->runs > 1);
    return work->ends[0];
}

/* The row of `user` into work->run; its length. */
static uint32_t make_row(bench *work, const tie_rule *rule, uint32_t user, uint32_t circle)
{
    const gx_foci *foci = rule->foci;
    uint64_t *out =
        ask_circle(work->run, rule, user, foci->circles->first[circle], foci->circles->first[circle + 1]);
    work->runs = 0;
    work->ends[work->runs++] = (uint32_t)(out - work->run);
    const uint32_t *groups = gx_row(foci->user_groups, user);
    for (uint32_t at = 0; at < gx_row_length(foci->user_groups, user); at++) {
        uint32_t size = gx_row_length(foci->group_members, groups[at]);
        out = ask(out, rule, user, gx_row(foci->group_members, groups[at]), size,
                  foci->group_names[groups[at]], rule->group[size], rule->group_base[size]);
        work->ends[work->runs++] = (uint32_t)(out - work->run);
    }
    out = add_weak(out, work->merged, rule, user);
    work->ends[work->runs++] = (uint32_t)(out - work->run);
    return merge_runs(work);
}

/* How many candidates a user can have at most. */
static size_t most_candidates(const gx_foci *foci, uint32_t user, uint32_t circle)
{
    size_t most =
        foci->circles->first[circle + 1] - foci->circles->first[circle] + gx_row_length(foci->weak, user);
    const uint32_t *groups = gx_row(foci->user_groups, user);
    for (uint32_t at = 0; at < gx_row_length(foci->user_groups, user); at++)
        most += gx_row_length(foci->group_members, groups[at]);
    return most;
}

static bool grow(bench *work, size_t row, size_t whole)
{
    if (row > work->capacity) {
        gx_free(work->run);
        gx_free(work->merged);
        work->capacity = row * 3 / 2;
        work->run = gx_alloc(work->capacity, sizeof *work->run);
        work->merged = gx_alloc(work->capacity, sizeof *work->merged);
    }
    if (whole > work->chunk_capacity) {
        gx_free(work->column);
        gx_free(work->strength);
        work->chunk_capacity = whole * 5 / 4;
        work->column = gx_alloc(work->chunk_capacity, sizeof *work->column);
        work->strength = gx_alloc(work->chunk_capacity, sizeof *work->strength);
    }
    bool fine = work->run != NULL && work->merged != NULL && work->column != NULL && work->strength != NULL;
    if (!fine) /* what is missing must not pass for room */
        work->capacity = work->chunk_capacity = 0;
    return fine;
}

/* Rows of the circles first … end-1 into *out; lengths into offset[user + 1]. False when memory is exhausted.
 */
static bool make_chunk(chunk *out, uint64_t *offset, bench *work, const tie_rule *rule, uint32_t first,
                       uint32_t end)
{
    const gx_circles *circles = rule->foci->circles;
    size_t longest = 0, whole = 0, filled = 0;
    for (uint32_t circle = first; circle < end; circle++)
        for (uint32_t user = circles->first[circle]; user < circles->first[circle + 1]; user++) {
            size_t most = most_candidates(rule->foci, user, circle);
            longest = most > longest ? most : longest;
            whole += most;
        }
    if (!grow(work, longest + 1, whole + 1))
        return false;
    for (uint32_t circle = first; circle < end; circle++)
        for (uint32_t user = circles->first[circle]; user < circles->first[circle + 1]; user++) {
            uint32_t length = make_row(work, rule, user, circle);
            offset[user + 1] = length;
            for (uint32_t at = 0; at < length; at++) {
                work->column[filled + at] = (uint32_t)(work->run[at] >> 32);
                work->strength[filled + at] = (uint8_t)work->run[at];
            }
            filled += length;
        }
    out->column = gx_alloc(filled + 1, sizeof *out->column + sizeof *out->strength);
    if (out->column == NULL)
        return false;
    out->count = filled;
    out->strength = (uint8_t *)(out->column + filled);
    memcpy(out->column, work->column, filled * sizeof *out->column);
    memcpy(out->strength, work->strength, filled);
    return true;
}

/* The chunks first … end-1 by all threads. False when memory is exhausted. */
static bool make_chunks(chunk *chunks, int64_t first, int64_t end, uint64_t *offset, bench *benches,
                        const tie_rule *rule, uint32_t threads)
{
    uint32_t circles = rule->foci->circles->count;
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t at = first; at < end; at++) {
        uint32_t begin = (uint32_t)at * CHUNK_CIRCLES;
        uint32_t stop = circles - begin < CHUNK_CIRCLES ? circles : begin + CHUNK_CIRCLES;
        if (!make_chunk(&chunks[at - first], offset, &benches[omp_get_thread_num()], rule, begin, stop)) {
#pragma omp atomic write
            failed = 1;
        }
    }
    return failed == 0;
}

/* Lengths of the rows of users first … end-1 become offsets, and room is made behind the rows that stand
 * already. Growing moves no bytes: blocks of this size are mapped, and mapped anew. */
static gx_status extend(gx_rows *friends, uint32_t first, uint32_t end, gx_error *error)
{
    size_t before = (size_t)friends->offset[first];
    for (uint32_t user = first; user < end; user++)
        friends->offset[user + 1] += friends->offset[user];
    size_t after = (size_t)friends->offset[end];
    uint32_t *column = gx_resize(friends->column, before, after, sizeof *column);
    if (column != NULL)
        friends->column = column;
    uint8_t *strength = gx_resize(friends->strength, before, after, sizeof *strength);
    if (strength != NULL)
        friends->strength = strength;
    return column != NULL && strength != NULL ? GX_OK : gx_fail_memory(error, "the friends");
}

/* Some chunks at a time, so that chunks and rows never stand whole beside each other. */
static gx_status make_all(gx_rows *friends, bench *benches, const tie_rule *rule, uint32_t threads,
                          gx_error *error)
{
    const gx_circles *circles = rule->foci->circles;
    int64_t count = ((int64_t)circles->count + CHUNK_CIRCLES - 1) / CHUNK_CIRCLES;
    chunk chunks[CHUNKS] = {0};
    gx_status status = GX_OK;
    for (int64_t first = 0; first < count && status == GX_OK; first += CHUNKS) {
        int64_t end = count - first < CHUNKS ? count : first + CHUNKS;
        uint32_t last_circle = end == count ? circles->count : (uint32_t)end * CHUNK_CIRCLES;
        uint32_t user = circles->first[(uint32_t)first * CHUNK_CIRCLES],
                 user_end = circles->first[last_circle];
        status = make_chunks(chunks, first, end, friends->offset, benches, rule, threads)
                     ? extend(friends, user, user_end, error)
                     : gx_fail_memory(error, "the friends");
        uint64_t at = status == GX_OK ? friends->offset[user] : 0;
        for (int64_t part = 0; part < end - first; part++) {
            if (status == GX_OK) {
                memcpy(friends->column + at, chunks[part].column,
                       chunks[part].count * sizeof *friends->column);
                memcpy(friends->strength + at, chunks[part].strength, chunks[part].count);
                at += chunks[part].count;
            }
            gx_free(chunks[part].column);
            chunks[part] = (chunk){0};
        }
    }
    return status;
}

static void free_benches(bench *benches, uint32_t threads)
{
    for (uint32_t at = 0; benches != NULL && at < threads; at++) {
        gx_free(benches[at].run);
        gx_free(benches[at].merged);
        gx_free(benches[at].column);
        gx_free(benches[at].strength);
    }
    gx_free(benches);
}

gx_status gx_ties_make(gx_rows *friends, const gx_foci *foci, uint32_t users, uint32_t threads,
                       gx_error *error)
{
    bench *benches = gx_alloc(threads, sizeof *benches);
    tie_rule *rule = gx_alloc(1, sizeof *rule);
    friends->rows = users;
    friends->offset = gx_alloc_columns((size_t)users + 1, sizeof *friends->offset);
    friends->column = gx_alloc(0, sizeof *friends->column);
    friends->strength = gx_alloc(0, sizeof *friends->strength);
    gx_status status = GX_OK;
    if (benches == NULL || rule == NULL || friends->offset == NULL || friends->column == NULL ||
        friends->strength == NULL) {
        status = gx_fail_memory(error, "the friends");
    } else {
        make_rule(rule, foci);
        status = make_all(friends, benches, rule, threads, error);
    }
    free_benches(benches, threads);
    gx_free(rule);
    return status;
}
