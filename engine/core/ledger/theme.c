/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/theme.h"

const gx_theme *const gx_themes[] = {
#define X(bit, NAME, name, help) [bit] = &gx_theme_##name,
    GX_THEME_TABLE(X)
#undef X
};
