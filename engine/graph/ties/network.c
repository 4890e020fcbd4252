/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../rows.h"
#include "circles.h"
#include "groups.h"
#include "ties.h"
#include "weak.h"

#include <gx/base/memory.h>

static bool in_range(double value, double low, double high)
{
    return value >= low && value <= high; /* false for NaN */
}

static gx_status check_config(const gx_network_config *config, gx_error *error)
{
    bool fine = in_range(config->groups_extra, 0, 20) && in_range(config->group_size_median, 3, 500) &&
                in_range(config->group_size_sigma, 0, 2) && config->group_size_max >= 3 &&
                config->group_size_max <= 2000 && in_range(config->group_local, 0, 1) &&
                in_range(config->friend_pull, 0, 200) && in_range(config->friend_pull_growth, 0, 1) &&
                in_range(config->close_probability, 0, 1) && in_range(config->weak_mean, 0, 100) &&
                in_range(config->weak_activity, 0, 3);
    return fine ? GX_OK : gx_fail(error, GX_ERR_ARGUMENT, "graph: a value is outside the range of its field");
}

static gx_status make(gx_network *network, const gx_population *population, const gx_network_config *config,
                      gx_key key, uint32_t threads, gx_circles *circles, gx_rows *weak, uint32_t **names,
                      gx_error *error)
{
    gx_status status = gx_circles_cut(circles, population, key, error);
    if (status == GX_OK)
        status = gx_groups_make(&network->group_members, names, population, config, key, threads, error);
    if (status == GX_OK)
        status = gx_rows_invert(&network->user_groups, &network->group_members, population->users,
                                "the chat groups", error);
    if (status == GX_OK)
        status = gx_weak_make(weak, population, config, key, threads, error);
    if (status == GX_OK) {
        gx_foci foci = {.config = config,
                        .key = key,
                        .circles = circles,
                        .group_members = &network->group_members,
                        .group_names = *names,
                        .user_groups = &network->user_groups,
                        .weak = weak};
        status = gx_ties_make(&network->friends, &foci, population->users, threads, error);
    }
    network->users = population->users;
    network->groups = network->group_members.rows;
    return status;
}

gx_status gx_network_create(gx_network **out, const gx_population *population,
                            const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    *out = NULL;
    gx_status status = check_config(config, error);
    if (status != GX_OK)
        return status;
    gx_network *network = gx_alloc(1, sizeof *network);
    if (network == NULL)
        return gx_fail_memory(error, "the network");
    gx_circles circles = {0};
    gx_rows weak = {0};
    uint32_t *names = NULL;
    status =
        make(network, population, config, key, threads == 0 ? 1 : threads, &circles, &weak, &names, error);
    gx_free(names);
    gx_free(circles.first);
    gx_rows_free(&weak);
    if (status == GX_OK)
        *out = network;
    else
        gx_network_free(network);
    return status;
}

void gx_network_free(gx_network *network)
{
    if (network == NULL)
        return;
    gx_rows_free(&network->friends);
    gx_rows_free(&network->group_members);
    gx_rows_free(&network->user_groups);
    gx_free(network->group_kind);
    gx_free(network);
}

uint64_t gx_network_digest(const gx_network *network)
{
    uint64_t digest = gx_mix_pair(network->users, network->groups);
    digest = gx_mix_pair(digest, gx_rows_digest(&network->friends));
    digest = gx_mix_pair(digest, gx_rows_digest(&network->group_members));
    return gx_mix_pair(digest, gx_rows_digest(&network->user_groups));
}

size_t gx_network_bytes(const gx_network *network)
{
    return sizeof *network + gx_rows_bytes(&network->friends) + gx_rows_bytes(&network->group_members) +
           gx_rows_bytes(&network->user_groups);
}
