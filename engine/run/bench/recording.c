/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event columns into a recording, as claims of packets look: ticks that ascend, users anywhere, small
 * amounts. The work is the bytes of the columns; rows are made outside the measured time. Compression is
 * shared out among the threads as the run's host does it. */
#include "bench/cases.h"
#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <gx/record/writer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 16, USERS = 420000, ROWS_A_TICK = 300, COLUMNS = 7, PATH_BYTES = 512 };

static const gx_column columns[COLUMNS] = {{"tick", GX_U32, "ticks", "when the claim was served", NULL},
                                           {"claimer", GX_U32, "", "user", NULL},
                                           {"sender", GX_U32, "", "the packet's sender", NULL},
                                           {"occasion", GX_U32, "", "the packet's occasion", NULL},
                                           {"kind", GX_U8, "", "personal, equal or lucky", NULL},
                                           {"position", GX_U16, "", "rank in the order of claims", NULL},
                                           {"amount", GX_I64, "fen", "the share", NULL}};

typedef struct rows {
    uint32_t tick[BLOCK], claimer[BLOCK], sender[BLOCK], occasion[BLOCK];
    uint8_t kind[BLOCK];
    uint16_t position[BLOCK];
    int64_t amount[BLOCK];
} rows;

static void make_rows(rows *r, uint64_t first)
{
    gx_key key = gx_key_make(20160207, 0);
    for (uint32_t i = 0; i < BLOCK; i++) {
        uint64_t row = first + i;
        gx_draw draw = gx_draw_at(key, GX_BENCH_DRAW_ROW, (uint32_t)(row >> 32), (uint32_t)row, 0);
        r->tick[i] = (uint32_t)(row / ROWS_A_TICK);
        r->claimer[i] = gx_below32(draw.word[0], USERS);
        r->sender[i] = gx_below32(draw.word[1], USERS);
        r->occasion[i] = gx_below32(draw.word[2], 64);
        r->kind[i] = (uint8_t)(draw.word[3] % 3);
        r->position[i] = (uint16_t)(draw.word[3] >> 8 & 15);
        r->amount[i] = 1 + gx_below32(draw.word[3] << 16, 2000);
    }
}

static size_t bytes_of_row(void)
{
    size_t bytes = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        bytes += gx_column_size(columns[c].type);
    return bytes;
}

static gx_status write_block(gx_writer *writer, uint32_t table, const rows *r, gx_bench_play *play,
                             gx_error *error)
{
    const void *data[COLUMNS] = {r->tick, r->claimer,  r->sender, r->occasion,
                                 r->kind, r->position, r->amount};
    gx_bench_start(play);
    gx_status status = gx_writer_append(writer, table, data, BLOCK, error);
    size_t chunks = status == GX_OK ? gx_writer_cut(writer) : 0;
#pragma omp parallel for num_threads((int)play->threads) schedule(dynamic, 1)
    for (size_t item = 0; item < chunks; item++)
        gx_writer_compress(writer, item);
    if (chunks)
        status = gx_writer_commit(writer, error);
    gx_bench_stop(play);
    return status;
}

static gx_status write_all(gx_writer *writer, rows *r, gx_bench_play *play, gx_error *error)
{
    uint32_t table;
    uint64_t blocks = (play->size.entities + BLOCK - 1) / BLOCK;
    gx_status status = gx_writer_table(writer, "/events/claims", columns, COLUMNS, &table, error);
    for (uint64_t b = 0; b < blocks && status == GX_OK; b++) {
        make_rows(r, b * BLOCK);
        status = write_block(writer, table, r, play, error);
        if (status == GX_OK)
            status = gx_bench_go_on(play, (double)(b + 1) / (double)blocks, error);
    }
    play->work = blocks * BLOCK * bytes_of_row();
    return status;
}

/* Ends the file in measured time; its length stands for a digest: equal runs are equal bytes. */
static gx_status record(const char *path, rows *r, gx_bench_play *play, gx_error *error)
{
    gx_writer *writer;
    gx_status status = gx_writer_create(&writer, path, true, error);
    if (status != GX_OK)
        return status;
    status = write_all(writer, r, play, error);
    if (status != GX_OK) {
        gx_writer_discard(writer);
        return status;
    }
    struct stat file;
    gx_bench_start(play);
    status = gx_writer_finish(writer, error);
    gx_bench_stop(play);
    if (status == GX_OK && stat(path, &file) == 0)
        play->digest = gx_mix64((uint64_t)file.st_size);
    return status;
}

/* size.entities: rows, rounded up to whole blocks. */
gx_status gx_bench_recording(gx_bench_play *play, gx_error *error)
{
    char folder[PATH_BYTES], path[PATH_BYTES + 16];
    int length = snprintf(folder, sizeof folder, "%s/guanxi-bench-XXXXXX", play->host->folder);
    if (length < 0 || length >= PATH_BYTES || !mkdtemp(folder))
        return gx_fail(error, GX_ERR_IO, "no folder can be made in '%s'", play->host->folder);
    snprintf(path, sizeof path, "%s/bench.h5", folder);
    rows *r = gx_alloc(1, sizeof *r);
    gx_status status = r ? record(path, r, play, error) : gx_fail_memory(error, "the rows");
    gx_free(r);
    unlink(path);
    rmdir(folder);
    return status;
}
