/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast is the core? Each case makes its operations in blocks, untimed, and hands them to gx_book_batch,
 * timed by the processor's own seconds of this process. Beside each rate stands its ratio to a yardstick of
 * the same run (one Philox draw and one random touch of memory, as often as the case has operations), so that
 * machines compare.
 *
 * usage: bench-core [--quick] [CASE…]   (cases.h lists them; --quick: a twentieth of the work, for a first
 * look) */
#define _GNU_SOURCE
#include "bench/cases.h"

#include <gx/base/draw.h>
#include <gx/base/memory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Millions of (draw, touch of 64 MiB) a second. */
static double yardstick(void)
{
    enum { TOUCHES = 20000000 };
    const uint32_t words = 1 << 24;
    uint32_t *memory = gx_alloc_columns(words, sizeof *memory);
    if (memory == NULL)
        return 0;
    double start = cpu_seconds();
    for (uint32_t i = 0; i < TOUCHES; i++)
        memory[gx_draw_at((gx_key){{1, 2}}, 0xf300, i, 0, 0).word[0] & (words - 1)] += i;
    double seconds = cpu_seconds() - start;
    gx_free(memory);
    return TOUCHES / seconds / 1e6;
}

static bool wanted(const char *name, int argc, char **argv)
{
    int named = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quick") == 0)
            continue;
        named++;
        if (strcmp(argv[i], name) == 0)
            return true;
    }
    return named == 0;
}

/* One block: made, then done or asked in measured time. */
static void block(bench *b, const bench_case *chosen)
{
    size_t count = chosen->make(b);
    double start = cpu_seconds();
    if (chosen->ask != NULL)
        b->done += chosen->ask(b, count);
    else
        gx_book_batch(b->book, b->ops, count, b->results);
    b->seconds += cpu_seconds() - start;
    b->operations += count;
    for (size_t k = 0; k < count && chosen->ask == NULL; k++)
        b->done += b->results[k].answer.code == GX_DONE;
}

static int measure(const bench_case *chosen, bool quick, double unit)
{
    bench b = {.quick = quick};
    if (!chosen->start(&b)) {
        fprintf(stderr, "bench-core: %s: memory is exhausted\n", chosen->name);
        return 1;
    }
    uint64_t blocks = (quick ? chosen->blocks / 20 : chosen->blocks) + 1;
    for (uint64_t i = 0; i < blocks; i++)
        block(&b, chosen);
    double rate = (double)b.operations / b.seconds / 1e6;
    bool balanced = gx_book_audit_full(b.book).balanced;
    printf("%-28s %10.0f %9.3f %10.2f %8.3f %7.1f %% %8.1f  %s%s\n", chosen->name, (double)b.operations,
           b.seconds, rate, rate / unit, 100.0 * (double)b.done / (double)b.operations,
           (double)gx_book_bytes(b.book) / (double)b.objects, chosen->object,
           balanced ? "" : "  NOT BALANCED");
    fflush(stdout);
    bench_end(&b);
    return balanced ? 0 : 1;
}

int main(int argc, char **argv)
{
    bool quick = false;
    for (int i = 1; i < argc; i++)
        quick |= strcmp(argv[i], "--quick") == 0;
    double unit = yardstick();
    printf("yardstick: %.1f M draws and touches a second\n", unit);
    printf("%-28s %10s %9s %10s %8s %9s %8s  %s\n", "case", "operations", "cpu s", "M/s", "ratio", "done",
           "bytes", "a");
    int failed = 0;
    for (size_t i = 0; i < bench_case_count; i++)
        if (wanted(bench_cases[i].name, argc, argv))
            failed += measure(&bench_cases[i], quick, unit);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
