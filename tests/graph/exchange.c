/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create */
#include "graph/exchange.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { TEXT_BYTES = 1 << 16 };

static paper new_paper(void)
{
    paper sheet = {.file = NULL};
    int file = memfd_create("graph", 0);
    ck_assert_int_ge(file, 0);
    sheet.file = fdopen(file, "w+b");
    ck_assert_ptr_nonnull(sheet.file);
    snprintf(sheet.path, sizeof sheet.path, "/proc/self/fd/%d", file);
    return sheet;
}

paper write_paper(const char *bytes, size_t length)
{
    paper sheet = new_paper();
    length = length == SIZE_MAX ? strlen(bytes) : length;
    ck_assert_uint_eq(fwrite(bytes, 1, length, sheet.file), length);
    ck_assert_int_eq(fflush(sheet.file), 0);
    return sheet;
}

void burn(paper *sheet)
{
    fclose(sheet->file);
    *sheet = (paper){.file = NULL};
}

reading read_paper(const paper *sheet, gx_file_format format, const gx_import_options *options)
{
    reading done = {.status = GX_OK};
    gx_import_options used = options != NULL ? *options : (gx_import_options){.threads = 1};
    used.format = format;
    done.status = gx_import(&done.got, sheet->path, &used, &done.diagnostics, &done.error);
    return done;
}

reading read_text(const char *text, gx_file_format format, const gx_import_options *options)
{
    paper sheet = write_paper(text, SIZE_MAX);
    reading done = read_paper(&sheet, format, options);
    burn(&sheet);
    return done;
}

void put_away(reading *done)
{
    gx_imported_free(&done->got);
    gx_diagnostics_free(&done->diagnostics);
}

void assert_read(const reading *done)
{
    ck_assert_msg(done->status == GX_OK, "%s\n%s", done->error.message,
                  gx_text_get(&done->diagnostics.report));
}

void assert_refused(const reading *done, gx_status status, const char *words)
{
    const char *report = gx_text_get(&done->diagnostics.report);
    ck_assert_msg(done->status == status, "expected %s for '%s', got %s: %s\n%s", gx_status_name(status),
                  words, gx_status_name(done->status), done->status == GX_OK ? "" : done->error.message,
                  report);
    ck_assert_msg(strstr(report, words) != NULL || strstr(done->error.message, words) != NULL,
                  "'%s' is not said, but:\n%s%s", words, report, done->error.message);
    ck_assert_ptr_null(done->got.ties.offset);
    ck_assert_ptr_null(done->got.texts);
}

const char *ties_of(const gx_imported *got)
{
    static char text[TEXT_BYTES];
    size_t used = 0;
    bool apart = got->columns.count > 0;
    text[0] = '\0';
    for (uint32_t row = 0; row < got->ties.rows; row++)
        for (uint64_t at = got->ties.offset[row]; at < got->ties.offset[row + 1]; at++) {
            char from[24], to[24];
            uint32_t other = got->ties.column[at];
            if (!apart && !got->directed && other < row)
                continue;
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "%s%s-%s", used > 0 ? " " : "",
                                 gx_node_name(from, &got->names, got->texts, row),
                                 gx_node_name(to, apart ? &got->columns : &got->names, got->texts, other));
            if (got->weight != NULL)
                used += (size_t)snprintf(text + used, sizeof text - used, ":%g", got->weight[at]);
            ck_assert_uint_lt(used, sizeof text - 100);
        }
    return text;
}

paper export_paper(const gx_export_graph *graph, gx_file_format format)
{
    paper sheet = new_paper();
    gx_error error;
    gx_status status = gx_export(graph, sheet.file, format, NULL, NULL, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return sheet;
}

paper export_nodes_paper(const gx_export_graph *graph)
{
    paper sheet = new_paper();
    gx_error error;
    gx_status status = gx_export_nodes(graph, sheet.file, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    return sheet;
}
