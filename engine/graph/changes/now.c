/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../rows.h"

#include <gx/base/memory.h>
#include <gx/graph/circle.h>
#include <string.h>

static const char what_circles[] = "the circles as they are now";

static gx_status write_out(gx_network *now, const gx_network *network, uint32_t threads, gx_error *error)
{
    gx_status status = gx_network_rows(&now->friends, &now->group_members, network, threads, error);
    if (status == GX_OK)
        status = gx_rows_invert(&now->user_groups, &now->group_members, network->users,
                                "the network as it is now", error);
    if (status != GX_OK)
        return status;
    if (network->implicit == NULL && network->friends.layers == NULL) {
        gx_free(now->friends.layers); /* what made most of the ties is not known: 0 is no answer */
        now->friends.layers = NULL;
    }
    now->group_kind = gx_alloc(network->groups, 1);
    if (now->group_kind == NULL)
        return gx_fail_memory(error, "the network as it is now");
    for (uint32_t g = 0; g < network->groups; g++)
        now->group_kind[g] = (uint8_t)gx_group_kind_of(network, g);
    return GX_OK;
}

gx_status gx_network_now(gx_network **out, const gx_network *network, uint32_t threads, gx_error *error)
{
    *out = NULL;
    gx_network *now = gx_alloc(1, sizeof *now);
    if (now == NULL)
        return gx_fail_memory(error, "the network as it is now");
    now->users = network->users;
    now->groups = network->groups;
    gx_status status = write_out(now, network, threads, error);
    if (status == GX_OK)
        *out = now;
    else
        gx_network_free(now);
    return status;
}

gx_status gx_circles_now(gx_interests *out, const gx_network *network, gx_error *error)
{
    *out = (gx_interests){0};
    uint64_t places = 0;
    for (uint32_t user = 0; user < network->users; user++)
        places += gx_circles_of(network, user).count;
    gx_rows *rows = &out->user_circles;
    gx_status status = gx_rows_allocate(rows, network->users, places, GX_ROWS_PLAIN, what_circles, error);
    for (uint32_t user = 0; user < network->users && status == GX_OK; user++) {
        gx_circles circles = gx_circles_of(network, user);
        uint64_t first = rows->offset[user];
        rows->offset[user + 1] = first + circles.count;
        if (circles.count > 0)
            memcpy(rows->column + first, circles.circle, circles.count * sizeof *rows->column);
    }
    if (status == GX_OK)
        status = gx_rows_invert(&out->members, rows, network->circles, what_circles, error);
    if (status != GX_OK)
        gx_interests_free(out);
    return status;
}
