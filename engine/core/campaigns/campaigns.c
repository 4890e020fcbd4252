/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/book_internal.h"

const gx_theme gx_theme_campaigns = {.name = "campaigns"};
