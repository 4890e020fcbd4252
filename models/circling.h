/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which circles people come across: see circling.c. */
#ifndef GX_MODELS_CIRCLING_H
#define GX_MODELS_CIRCLING_H

#include "act.h"
#include <gx/base/sample.h>

/* A circle in proportion to its members; `user` may be in it. GX_NO_CIRCLE when nobody was found who is in
 * any. O(1) on the mean. */
uint32_t gx_circle_by_size(const gx_world *world, uint32_t user, uint32_t occasion);

/* A circle that a friend of `user`'s is in and `user` is not, or GX_NO_CIRCLE: the friend in proportion to
 * strength, of that friend's circles each alike. O(friends + circles). */
uint32_t gx_circle_of_friend(const gx_world *world, uint32_t user, uint32_t occasion);

/* The share of the user's active friends who are in a circle, 0 … 1. O(friends). */
gx_fixed gx_friends_within(const gx_world *world, uint32_t user, uint32_t circle);

#endif
