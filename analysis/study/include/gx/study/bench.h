/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benchmark's cases that need the analysis; shown together with the engine's (gx/run/bench.h). */
#ifndef GX_STUDY_BENCH_H
#define GX_STUDY_BENCH_H

#include <gx/run/bench.h>

/* Static. */
const gx_bench_case *gx_study_bench_cases(size_t *count);

#endif
