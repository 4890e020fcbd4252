/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interest circles in a run: large, national, by interest, their members strangers to each other. Made before
 * the run (gx_interests_make, layer.h), they are joined, left and created in it by the rules of change.h,
 * with kinds of change of their own; nobody is refused, for a circle is never full.
 *
 * The circles that the run began with are rows in memory for every form of the network: 16 bytes a user, and
 * 8 for each membership.
 */
#ifndef GX_GRAPH_CIRCLE_H
#define GX_GRAPH_CIRCLE_H

#include <gx/graph/change.h>
#include <gx/graph/layer.h>

#define GX_NO_CIRCLE UINT32_MAX
#define GX_NO_MEMBER UINT32_MAX

/* The circles that the run begins with (NULL: none); borrowed as long as the network is asked. Before
 * gx_changes_create. */
void gx_network_set_circles(gx_network *network, const gx_interests *interests);

/* ---- Asking. Read only, from any thread; what is pointed to stays until the next merge of changes ---- */

typedef struct gx_circles {
    uint32_t count;
    const uint32_t *circle; /* ascending */
} gx_circles;

/* The circles of a user. O(1). */
gx_circles gx_circles_of(const gx_network *network, uint32_t user);

/* A circle is below network->circles. */
uint32_t gx_circle_size(const gx_network *network, uint32_t circle);                /* O(1) */
uint32_t gx_circle_member(const gx_network *network, uint32_t circle, uint32_t at); /* ascending; O(1) */
bool gx_circle_has(const gx_network *network, uint32_t circle, uint32_t user);      /* O(log circles) */

/* The circle that `maker` created under the name `serial`, or GX_NO_CIRCLE; and what a circle is called in
 * keyed draws, as of groups (change.h). O(1). */
uint32_t gx_circle_created(const gx_network *network, uint32_t maker, uint32_t serial);
uint32_t gx_circle_name(const gx_network *network, uint32_t circle);

/* One of a circle's members, `who` perhaps, each alike, by draws for (purpose and purpose + 1, who, circle,
 * occasion); one member more moves few choices (circle_pick.c). GX_NO_MEMBER in an empty circle, and with a
 * chance below 1e-6 in any. O(log size), some four draws and then one for each of some 20 members. */
uint32_t gx_circle_pick(const gx_network *network, uint32_t circle, gx_key key, uint32_t purpose,
                        uint32_t who, uint32_t occasion);

/* The circles as they are now, for recording and export. Owned by the caller: gx_interests_free. O(users +
 * memberships). GX_ERR_MEMORY. */
gx_status gx_circles_now(gx_interests *out, const gx_network *network, gx_error *error);

#endif
