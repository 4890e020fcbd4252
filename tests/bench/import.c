/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast an edge list streams in, and how much memory it takes at most.
 *
 * usage: bench-import make FILE MEGABYTES [NODES]    write a list of ties, each once, like those of SNAP
 *        bench-import read FILE [THREADS]            import it; one line of figures
 *        bench-import --quick                        make a small one in a temporary file and read it: a test
 */
#define _DEFAULT_SOURCE
#include <gx/base/draw.h>
#include <gx/graph/exchange.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MEGA = 1000000 };

/* Ties sorted by their first end, as most published lists are; the second end is anywhere above it. Degrees
 * vary by a factor of some tens. */
static int make(const char *path, uint64_t bytes, uint32_t nodes)
{
    FILE *file = fopen(path, "wb");
    gx_key key = gx_key_make(1, 0);
    uint64_t written = 0, ties = bytes / 17;
    double mean = (double)ties / nodes;
    if (file == NULL)
        return EXIT_FAILURE;
    written += (uint64_t)fprintf(file, "# Nodes: %u\n", nodes);
    for (uint32_t node = 0; node + 1 < nodes; node++) {
        gx_draw draw = gx_draw_at(key, 1, node, 0, 0);
        uint32_t count =
            (uint32_t)(mean * 2 * draw.word[0] / 4294967296.0 * (draw.word[1] % 16 == 0 ? 8 : 0.6));
        for (uint32_t i = 0; i < count; i++) {
            uint32_t word = gx_draw_at(key, 2, node, i, 0).word[0];
            uint32_t other = node + 1 + (uint32_t)((uint64_t)(nodes - node - 1) * word >> 32);
            written += (uint64_t)fprintf(file, "%u\t%u\n", node, other);
        }
    }
    printf("made %llu bytes\n", (unsigned long long)written);
    return fclose(file) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int read_file(const char *path, uint32_t threads)
{
    gx_import_options options = {.format = GX_FILE_EDGES, .threads = threads};
    gx_diagnostics diagnostics;
    gx_imported imported;
    gx_error error;
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    gx_status status = gx_import(&imported, path, &options, &diagnostics, &error);
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    getrusage(RUSAGE_SELF, &after);
    if (status != GX_OK) {
        fprintf(stderr, "%s%s\n", gx_text_get(&diagnostics.report), error.message);
        gx_diagnostics_free(&diagnostics);
        return EXIT_FAILURE;
    }
    FILE *file = fopen(path, "rb");
    fseek(file, 0, SEEK_END);
    double bytes = (double)ftell(file), rows = (double)gx_rows_bytes(&imported.ties);
    fclose(file);
    double peak = 1024.0 * (double)after.ru_maxrss;
    printf(
        "%u threads: %.0f MB, %.1f M lines, %u nodes, %llu repeats; %.2f s, %.2f CPU-s: %.0f MB a CPU-second "
        "(each byte read twice); rows %.0f MiB, peak %.0f MiB: %.2f times; digest %016llx\n",
        threads, bytes / MEGA, (double)imported.lines / MEGA, imported.names.count,
        (unsigned long long)imported.repeats, wall, cpu, bytes / MEGA / cpu, rows / 1048576, peak / 1048576,
        peak / rows, (unsigned long long)gx_rows_digest(&imported.ties));
    gx_imported_free(&imported);
    gx_diagnostics_free(&diagnostics);
    return EXIT_SUCCESS;
}

static int quick(void)
{
    char path[] = "/tmp/gx-import-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return EXIT_FAILURE;
    close(file);
    int code = make(path, MEGA, 5000);
    code = code == EXIT_SUCCESS ? read_file(path, 2) : code;
    remove(path);
    return code;
}

int main(int count, char **words)
{
    if (count == 2 && strcmp(words[1], "--quick") == 0)
        return quick();
    if (count >= 4 && strcmp(words[1], "make") == 0)
        return make(words[2], strtoull(words[3], NULL, 10) * MEGA,
                    count > 4 ? (uint32_t)strtoul(words[4], NULL, 10) : 5 * MEGA);
    if (count >= 3 && strcmp(words[1], "read") == 0)
        return read_file(words[2], count > 3 ? (uint32_t)strtoul(words[3], NULL, 10) : 1);
    fprintf(stderr, "usage: bench-import make FILE MEGABYTES [NODES] | read FILE [THREADS] | --quick\n");
    return EXIT_FAILURE;
}
