/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exits.h"

int gx_exit_of(gx_status status)
{
    switch (status) {
    case GX_OK:
        return GX_EXIT_DONE;
    case GX_ERR_INPUT:
    case GX_ERR_FORMAT:
    case GX_ERR_NOT_FOUND:
    case GX_ERR_EXISTS:
    case GX_ERR_LIMIT:
        return GX_EXIT_INPUT;
    case GX_ERR_DIVERGED:
        return GX_EXIT_DIVERGED;
    case GX_ERR_INTERRUPTED:
        return GX_EXIT_INTERRUPTED;
    default:
        return GX_EXIT_FAILED;
    }
}
