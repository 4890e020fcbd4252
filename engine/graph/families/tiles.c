/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Independent pairs without asking every pair, and without a list of ties.
 *
 * The square of all pairs is cut into tiles of 2^s x 2^s. How many of a tile's pairs are tied is binomial: a
 * quantile of one word. Which ones: a sequence of cells drawn uniformly, of which the first so many distinct
 * ones count. So each pair is tied with exactly the same probability, independently of all others. In tiles
 * on the diagonal only cells above it count, and of tiles that reach over the edge only what is inside:
 * leaving out some of many independent pairs keeps the others independent.
 *
 *        strip J        The rows of a strip are made alone: tiles (I, J) for all J from the right, and
 *       v               (J, I) for J < I, whose cells are read by column. Each tile is drawn twice, once for
 *     \ . x . . x       either strip, and answers the same; that costs a few nanoseconds a tie and saves
 *       \ . . . .       scattering ties over memory.
 *    I>   \ . x .
 *           \ . .       A draw is named by the tile and its number in the sequence, never by n or p: as long
 * as \ .       s stays the same, a higher p adds cells to each tile's, a larger n adds tiles.
 *
 * s is such that a tile holds some 16 to 64 ties. Where p is above a half, the cells that are NOT tied are
 * drawn. (The idea of blocks that are recomputed instead of communicated: Funke et al., "Communication-free
 * massively distributed graph generation", 2019.)
 */
#include "tiles.h"
#include "../purposes.h"
#include "pieces.h"

#include <gx/base/exact.h>
#include <gx/base/memory.h>
#include <gx/base/sample.h>
#include <gx/base/sort.h>

#include <omp.h>
#include <string.h>

enum {
    SHIFT_MIN = 3,
    SHIFT_MAX = 16, /* cells of a tile are numbered in 32 bits */
    TILE_TIES = 64, /* at most, on the mean */
    COUNT_MAX = 256,
    SLOTS = 1024, /* of the table of cells seen; above 2 COUNT_MAX */
};

typedef struct plan {
    uint32_t nodes, blocks;
    gx_tiled what;
    gx_key key;
    uint32_t shift;
    bool absent;     /* cells drawn are those not tied */
    gx_steps *count; /* of cells drawn in a tile; NULL: none */
} plan;

/* A run of nodes whose pairs are tiled, and a strip of it. */
typedef struct square {
    gx_key key;
    uint32_t first, end;
} square;

/* One thread's bench. */
typedef struct bench {
    uint64_t *entry; /* row in the strip << 32 | column */
    size_t count, capacity;
    uint32_t *place; /* 2^shift + 1 */
    uint32_t *column, *scratch;
    size_t columns;
    uint32_t cell[COUNT_MAX];
    uint32_t slot[SLOTS]; /* cell of the slot */
    uint64_t used[SLOTS / 64];
} bench;

/* Weights of the binomial distribution (cells, p) up to COUNT_MAX, by the ratio of neighbours; what is left
 * out is below 1e-60. */
static gx_status make_counts(gx_steps **out, uint32_t shift, double p, gx_error *error)
{
    double cells = (double)(UINT64_C(1) << (2 * shift));
    double weight[COUNT_MAX + 1] = {0};
    weight[0] = gx_exp(-cells * p);
    for (uint32_t k = 0; k < COUNT_MAX && k < cells; k++)
        weight[k + 1] = weight[k] * ((cells - k) / (k + 1) * (p / (1 - p)));
    return gx_steps_create(out, weight, COUNT_MAX + 1, error);
}

static uint32_t pick_shift(uint32_t largest, double p)
{
    uint32_t shift = SHIFT_MIN;
    while (shift < SHIFT_MAX && (UINT64_C(1) << shift) < largest &&
           (double)(UINT64_C(4) << (2 * shift)) * p <= TILE_TIES)
        shift++;
    return shift;
}

static bool room(bench *work, size_t more)
{
    if (work->count + more <= work->capacity)
        return true;
    size_t capacity = work->capacity + work->capacity / 2 + more;
    uint64_t *grown = gx_resize(work->entry, work->capacity, capacity, sizeof *grown);
    if (grown == NULL)
        return false;
    work->entry = grown;
    work->capacity = capacity;
    return true;
}

/* True when the cell is new; remembers it. */
static bool note(bench *work, uint32_t cell)
{
    uint32_t at = (cell * UINT32_C(0x9e3779b1)) >> 22; /* 1024 slots */
    while (work->used[at / 64] >> at % 64 & 1) {
        if (work->slot[at] == cell)
            return false;
        at = (at + 1) % SLOTS;
    }
    work->used[at / 64] |= UINT64_C(1) << at % 64;
    work->slot[at] = cell;
    return true;
}

/* The cells drawn in tile (row, column) of a square into work->cell; how many. */
static uint32_t draw_cells(bench *work, const plan *all, gx_key key, uint32_t row, uint32_t column)
{
    if (all->count == NULL)
        return 0;
    gx_draw draw = gx_draw_at(key, GX_DRAW_TILE, row, column, 0);
    uint32_t count = gx_steps_draw(all->count, gx_draw_high(draw)), found = 0;
    memset(work->used, 0, sizeof work->used);
    for (uint32_t number = 1; found < count; number++) {
        draw = gx_draw_at(key, GX_DRAW_TILE, row, column, number);
        for (uint32_t word = 0; word < 4 && found < count; word++) {
            uint32_t cell = draw.word[word] >> (32 - 2 * all->shift);
            work->cell[found] = cell;
            found += note(work, cell);
        }
    }
    return found;
}

/* Cells that were not drawn take the place of those that were; tiles are then of 8 x 8. */
static uint32_t invert_cells(bench *work, uint32_t count)
{
    uint64_t drawn = 0;
    for (uint32_t at = 0; at < count; at++)
        drawn |= UINT64_C(1) << work->cell[at];
    uint32_t found = 0;
    for (uint32_t cell = 0; cell < 64; cell++)
        if (!(drawn >> cell & 1))
            work->cell[found++] = cell;
    return found;
}

/* What tile (row, column) of the square, row <= column, gives to the rows of strip `mine`, one of the two. */
static void read_tile(bench *work, const plan *all, const square *where, uint32_t row, uint32_t column,
                      uint32_t mine)
{
    uint32_t count = draw_cells(work, all, where->key, row, column);
    if (all->absent)
        count = invert_cells(work, count);
    uint32_t mask = (UINT32_C(1) << all->shift) - 1, size = where->end - where->first;
    uint64_t *out = work->entry + work->count;
    for (uint32_t at = 0; at < count; at++) {
        uint32_t low = work->cell[at] >> all->shift, high = work->cell[at] & mask;
        uint64_t one = ((uint64_t)row << all->shift) + low, other = ((uint64_t)column << all->shift) + high;
        if (one >= other || other >= size)
            continue;
        one += where->first;
        other += where->first;
        if (all->what == GX_TILED_BETWEEN && gx_block_of(all->nodes, all->blocks, (uint32_t)one) ==
                                                 gx_block_of(all->nodes, all->blocks, (uint32_t)other))
            continue;
        if (row == mine)
            *out++ = (uint64_t)low << 32 | other;
        if (column == mine)
            *out++ = (uint64_t)high << 32 | one;
    }
    work->count = (size_t)(out - work->entry);
}

/* Entries of a strip into rows: counting sort, then each row. Lengths into offset[1 …]. */
static bool finish_strip(gx_piece *out, uint64_t *offset, bench *work, uint32_t rows)
{
    if (work->count > work->columns) {
        gx_free(work->column);
        gx_free(work->scratch);
        work->columns = work->capacity;
        work->column = gx_alloc(work->columns, sizeof *work->column);
        work->scratch = gx_alloc(work->columns, sizeof *work->scratch);
    }
    out->column = gx_alloc(work->count, sizeof *out->column);
    if (out->column == NULL || (work->count > 0 && (work->column == NULL || work->scratch == NULL))) {
        work->columns = 0;
        return false;
    }
    memset(work->place, 0, ((size_t)rows + 1) * sizeof *work->place);
    for (size_t at = 0; at < work->count; at++)
        work->place[(uint32_t)(work->entry[at] >> 32)]++;
    for (uint32_t row = 0, sum = 0; row < rows; row++) {
        offset[row + 1] = work->place[row];
        sum += work->place[row];
        work->place[row] = sum; /* its end; walks back to its beginning */
    }
    for (size_t at = work->count; at-- > 0;)
        work->column[--work->place[work->entry[at] >> 32]] = (uint32_t)work->entry[at];
    for (uint32_t row = 0; row < rows; row++)
        gx_sort_u32(work->column + work->place[row], work->scratch, (size_t)offset[row + 1]);
    if (work->count > 0)
        memcpy(out->column, work->column, work->count * sizeof *out->column);
    out->count = work->count;
    return true;
}

static bool make_strip(gx_piece *out, uint64_t *offset, bench *work, const plan *all, const square *where,
                       uint32_t strip)
{
    uint32_t size = where->end - where->first, strips = ((size - 1) >> all->shift) + 1;
    work->count = 0;
    for (uint32_t other = 0; other < strips; other++) {
        if (!room(work, 2 * COUNT_MAX))
            return false;
        read_tile(work, all, where, other < strip ? other : strip, other < strip ? strip : other, strip);
    }
    uint32_t begin = strip << all->shift, width = UINT32_C(1) << all->shift;
    return finish_strip(out, offset + where->first + begin, work,
                        size - begin < width ? size - begin : width);
}

static square square_of(const plan *all, uint32_t number)
{
    if (all->what != GX_TILED_INSIDE)
        return (square){all->key, 0, all->nodes};
    gx_draw draw = gx_draw_at(all->key, GX_DRAW_SQUARE, number, 0, 0);
    return (square){{{draw.word[0], draw.word[1]}},
                    gx_block_first(all->nodes, all->blocks, number),
                    gx_block_first(all->nodes, all->blocks, number + 1)};
}

/* All strips: every square has the same number of them, `strips`, of which the last may be missing. */
static gx_status make_strips(gx_rows *out, const plan *all, gx_piece *pieces, bench *benches, int64_t squares,
                             int64_t strips, uint32_t threads, gx_error *error)
{
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 4) num_threads((int)threads)
    for (int64_t at = 0; at < squares * strips; at++) {
        square where = square_of(all, (uint32_t)(at / strips));
        uint32_t strip = (uint32_t)(at % strips);
        if ((uint64_t)strip << all->shift >= where.end - where.first)
            continue;
        if (!make_strip(&pieces[at], out->offset, &benches[omp_get_thread_num()], all, &where, strip)) {
#pragma omp atomic write
            failed = 1;
        }
    }
    return failed ? gx_fail_memory(error, "a graph")
                  : gx_pieces_join(out, pieces, (uint32_t)(squares * strips), threads, error);
}

static gx_status make_rows(gx_rows *out, const plan *all, uint32_t largest, uint32_t threads, gx_error *error)
{
    int64_t squares = all->what == GX_TILED_INSIDE ? all->blocks : 1;
    int64_t strips = (int64_t)((largest - 1) >> all->shift) + 1;
    gx_piece *pieces = gx_alloc((size_t)(squares * strips), sizeof *pieces);
    bench *benches = gx_alloc(threads, sizeof *benches);
    out->rows = all->nodes;
    out->offset = gx_alloc_columns((size_t)all->nodes + 1, sizeof *out->offset);
    bool fine = pieces != NULL && benches != NULL && out->offset != NULL;
    for (uint32_t at = 0; fine && at < threads; at++) {
        benches[at].place = gx_alloc(((size_t)1 << all->shift) + 1, sizeof *benches[at].place);
        fine = benches[at].place != NULL;
    }
    gx_status status = fine ? make_strips(out, all, pieces, benches, squares, strips, threads, error)
                            : gx_fail_memory(error, "a graph");
    for (uint32_t at = 0; benches != NULL && at < threads; at++) {
        gx_free(benches[at].entry);
        gx_free(benches[at].place);
        gx_free(benches[at].column);
        gx_free(benches[at].scratch);
    }
    gx_free(benches);
    for (int64_t at = 0; pieces != NULL && at < squares * strips; at++)
        gx_free(pieces[at].column);
    gx_free(pieces);
    return status;
}

gx_status gx_tiles_make(gx_rows *out, uint32_t nodes, uint32_t blocks, gx_tiled what, double probability,
                        gx_key key, uint32_t threads, gx_error *error)
{
    uint32_t largest = what == GX_TILED_INSIDE ? (uint32_t)(((uint64_t)nodes + blocks - 1) / blocks) : nodes;
    plan all = {.nodes = nodes,
                .blocks = blocks,
                .what = what,
                .key = key,
                .shift = pick_shift(largest, probability),
                .absent = probability > 0.5};
    double drawn = all.absent ? 1 - probability : probability;
    if (all.absent)
        all.shift = SHIFT_MIN;
    gx_status status = drawn > 0 ? make_counts(&all.count, all.shift, drawn, error) : GX_OK;
    if (status == GX_OK)
        status = make_rows(out, &all, largest, threads, error);
    gx_steps_free(all.count);
    return status;
}
