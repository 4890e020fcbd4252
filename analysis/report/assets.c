/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files become bytes of the program by the assembler's .incbin: no array of a million numbers for the
 * compiler to read, and the same line for gcc and clang. GX_REPORT_SOURCE and GX_REPORT_BUILD come from
 * room.cmake, which also makes this file depend on what it includes. */
#include "assets.h"
#include <stdint.h>

#define EMBED(name, path)                                                                                    \
    __asm__(".section .rodata\n"                                                                             \
            ".global gx_embedded_" #name "\n"                                                                \
            ".balign 16\n"                                                                                   \
            "gx_embedded_" #name ":\n"                                                                       \
            ".incbin \"" path "\"\n"                                                                         \
            ".global gx_embedded_" #name "_end\n"                                                            \
            "gx_embedded_" #name "_end:\n"                                                                   \
            ".byte 0\n"                                                                                      \
            ".text\n");                                                                                      \
    extern const char gx_embedded_##name[];                                                                  \
    extern const char gx_embedded_##name##_end[];                                                            \
    gx_asset gx_asset_##name(void)                                                                           \
    {                                                                                                        \
        return (gx_asset){gx_embedded_##name,                                                                \
                          (size_t)((uintptr_t)gx_embedded_##name##_end - (uintptr_t)gx_embedded_##name)};    \
    }

EMBED(style, GX_REPORT_SOURCE "/page.css")
EMBED(script, GX_REPORT_SOURCE "/page.js")
EMBED(charts, GX_REPORT_BUILD "/echarts.js")
EMBED(licences, GX_REPORT_BUILD "/licences.txt")
