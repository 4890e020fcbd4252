/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function whose loops are worth the widest lanes that the machine has: compiled for each, chosen when the
 * program starts. Integers only, so every choice gives the same bits. */
#ifndef GX_GRAPH_IMPLICIT_LANES_H
#define GX_GRAPH_IMPLICIT_LANES_H

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define GX_IN_LANES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define GX_IN_LANES
#endif

#endif
