/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a graph of somebody: the first says the format and how it is read. No crash, no leak, no
 * memory beyond what was allowed; what was read is simple, ascending and in range, is written and read again
 * as the same rows. */
#define _GNU_SOURCE /* memfd_create */
#include "fuzz/stream.h"

#include <gx/base/memory.h>
#include <gx/graph/exchange.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DIRECTED = 4, APART = 8, TWO_THREADS = 16, AS_NODES = 32, MEMORY = 64 << 20 };

typedef struct paper {
    FILE *file;
    char path[64];
} paper;

static paper new_paper(const void *bytes, size_t size)
{
    paper made = {.file = fdopen(memfd_create("graph", 0), "w+b")};
    stream_expect(made.file != NULL, "a file in memory");
    snprintf(made.path, sizeof made.path, "/proc/self/fd/%d", fileno(made.file));
    fwrite(bytes, 1, size, made.file);
    fflush(made.file);
    return made;
}

static void check_rows(const gx_imported *got)
{
    const gx_rows *ties = &got->ties;
    uint32_t width = got->columns.count > 0 ? got->columns.count : ties->rows;
    bool symmetric = !got->directed && got->columns.count == 0;
    stream_expect(ties->rows == got->names.count && ties->offset[0] == 0, "a name for each row");
    for (uint32_t row = 0; row < ties->rows; row++)
        for (uint64_t at = ties->offset[row]; at < ties->offset[row + 1]; at++) {
            stream_expect(ties->column[at] < width, "columns in range");
            stream_expect(at == ties->offset[row] || ties->column[at] > ties->column[at - 1],
                          "ascending rows");
            stream_expect(!symmetric || gx_row_has(ties, ties->column[at], row, NULL), "symmetric rows");
            stream_expect(got->columns.count > 0 || ties->column[at] != row, "no loops");
        }
}

static void write_and_read(const gx_imported *got, gx_import_options options)
{
    gx_export_column columns[GX_ATTRIBUTES_MAX];
    gx_export_graph graph = gx_export_of_imported(got, columns);
    gx_diagnostics diagnostics;
    gx_imported again;
    gx_error error;
    paper sheet = new_paper("", 0);
    options.format = GX_FILE_MATRIX_MARKET;
    options.nodes = NULL;
    stream_expect(gx_export(&graph, sheet.file, options.format, NULL, NULL, &error) == GX_OK,
                  "what was read is written");
    gx_status status = gx_import(&again, sheet.path, &options, &diagnostics, &error);
    stream_expect(status == GX_OK || status == GX_ERR_LIMIT || got->weight != NULL,
                  "what is written is read");
    if (status == GX_OK)
        stream_expect(gx_rows_digest(&again.ties) == gx_rows_digest(&got->ties), "the same rows");
    gx_imported_free(&again);
    gx_diagnostics_free(&diagnostics);
    fclose(sheet.file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    paper sheet = new_paper(data + 1, size - 1), ties = new_paper("source,target\n1,2\nb,c\n", 22);
    bool nodes = data[0] & AS_NODES;
    gx_import_options options = {.format =
                                     nodes ? GX_FILE_CSV : (gx_file_format)(GX_FILE_EDGES + data[0] % 4),
                                 .directed = data[0] & DIRECTED,
                                 .apart = data[0] & APART,
                                 .threads = data[0] & TWO_THREADS ? 2 : 1,
                                 .memory_max = MEMORY,
                                 .nodes = nodes ? sheet.path : NULL};
    gx_diagnostics diagnostics;
    gx_imported got;
    gx_error error;
    gx_status status = gx_import(&got, nodes ? ties.path : sheet.path, &options, &diagnostics, &error);
    stream_expect(status != GX_ERR_INTERNAL && status != GX_ERR_MEMORY && status != GX_ERR_IO,
                  "a fitting error");
    if (status == GX_OK) {
        check_rows(&got);
        write_and_read(&got, options);
        stream_expect(gx_imported_strengths(&got, &error) == GX_OK, "strengths");
    }
    gx_imported_free(&got);
    gx_diagnostics_free(&diagnostics);
    fclose(sheet.file);
    fclose(ties.file);
    return 0;
}
