/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of packets that nobody has emptied; part of packets.c. */
#ifndef GX_MODELS_EXPIRY_H
#define GX_MODELS_EXPIRY_H

#include "packets.h"

/* See to it that a packet sent in the lane's tick expires. O(1). */
void gx_expiry_set(gx_lane *lane, const gx_world *world, uint32_t sender, uint32_t occasion,
                   gx_packet_ref ref);

/* Handlers and first walks; after the rules have been set. */
gx_status gx_expiry_start(gx_world *world, gx_error *error);

#endif
