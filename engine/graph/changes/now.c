/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../rows.h"

#include <gx/base/memory.h>
#include <gx/graph/change.h>

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
