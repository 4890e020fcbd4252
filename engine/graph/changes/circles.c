/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions of circle.h: what changed since the run began stands before the rows that it began with. */
#include "inside.h"

#include <gx/base/memory.h>

void gx_network_set_circles(gx_network *network, const gx_interests *interests)
{
    GX_ASSERT(network->changes == NULL);
    network->interests = interests;
    network->circles = interests != NULL ? interests->members.rows : 0;
}

static gx_entries row_of(const gx_rows *rows, uint32_t row)
{
    return (gx_entries){.count = gx_row_length(rows, row), .column = gx_row(rows, row)};
}

gx_entries gx_base_circles_of(const gx_network *network, uint32_t user)
{
    return network->interests != NULL ? row_of(&network->interests->user_circles, user) : (gx_entries){0};
}

gx_entries gx_base_circle_members(const gx_network *network, uint32_t circle)
{
    return row_of(&network->interests->members, circle);
}

static const gx_clubs *clubs_of(const gx_network *network)
{
    return network->changes != NULL ? &network->changes->clubs[GX_CLUBS_CIRCLES] : NULL;
}

static gx_entries circles_of(const gx_network *network, uint32_t user)
{
    const gx_clubs *clubs = clubs_of(network);
    bool changed = clubs != NULL && gx_overlay_has(&clubs->of_user, user);
    return changed ? gx_overlay_row(&clubs->of_user, user) : gx_base_circles_of(network, user);
}

gx_entries gx_circle_members(const gx_network *network, uint32_t circle)
{
    const gx_clubs *clubs = clubs_of(network);
    bool changed = clubs != NULL && gx_overlay_has(&clubs->members, circle);
    return changed ? gx_overlay_row(&clubs->members, circle) : gx_base_circle_members(network, circle);
}

gx_circles gx_circles_of(const gx_network *network, uint32_t user)
{
    gx_entries row = circles_of(network, user);
    return (gx_circles){.count = row.count, .circle = row.column};
}

uint32_t gx_circle_size(const gx_network *network, uint32_t circle)
{
    return gx_circle_members(network, circle).count;
}

uint32_t gx_circle_member(const gx_network *network, uint32_t circle, uint32_t at)
{
    return gx_circle_members(network, circle).column[at];
}

bool gx_circle_has(const gx_network *network, uint32_t circle, uint32_t user)
{
    gx_entries row = circles_of(network, user);
    uint32_t at = gx_lower_bound(row.column, row.count, circle);
    return at < row.count && row.column[at] == circle;
}

uint32_t gx_circle_created(const gx_network *network, uint32_t maker, uint32_t serial)
{
    const gx_clubs *clubs = clubs_of(network);
    return clubs != NULL ? gx_clubs_find(clubs, maker, serial) : GX_NO_CIRCLE;
}

uint32_t gx_circle_name(const gx_network *network, uint32_t circle)
{
    const gx_clubs *clubs = clubs_of(network);
    return clubs != NULL ? gx_clubs_name(clubs, circle) : circle;
}
