/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/core/money.h>

const char *gx_answer_name(gx_answer_code code)
{
    static const char *const names[] = {
#define X(name, text) #name,
        GX_ANSWER_TABLE(X)
#undef X
    };
    return (unsigned)code < GX_ANSWER_COUNT ? names[code] : "GX_ANSWER_UNKNOWN";
}

const char *gx_answer_text(gx_answer_code code)
{
    static const char *const texts[] = {
#define X(name, text) text,
        GX_ANSWER_TABLE(X)
#undef X
    };
    return (unsigned)code < GX_ANSWER_COUNT ? texts[code] : "an answer that this version does not know";
}
