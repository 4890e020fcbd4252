/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Having enough to pay. */
#ifndef GX_MODELS_TRANSFERS_H
#define GX_MODELS_TRANSFERS_H

#include "act.h"

/* Make a user's balance reach `amount`, from the card if there is one; what is topped up is counted and
 * recorded. False: it cannot (counted). */
bool gx_cover(gx_lane *lane, gx_world *world, uint32_t user, gx_fen amount);

#endif
