/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../implicit/implicit.h"
#include "../rows.h"
#include "ties.h"
#include "weak.h"

#include <gx/base/memory.h>
#include <gx/graph/change.h>

static gx_status check_config(const gx_network_config *config, gx_error *error)
{
    for (size_t at = 0; at < gx_network_table.field_count; at++) {
        const gx_field *field = &gx_network_table.fields[at];
        const void *member = (const char *)config + field->offset;
        double value = field->min;
        if (field->type == GX_TYPE_REAL)
            value = *(const double *)member;
        else if (field->type == GX_TYPE_INTEGER)
            value = (double)*(const int64_t *)member;
        if (!(value >= field->min && value <= field->max)) /* not for NaN either */
            return gx_fail(error, GX_ERR_ARGUMENT, "graph.%s is %g; it must be %g to %g", field->name, value,
                           field->min, field->max);
    }
    bool fine = config->platform >= 0 && config->platform <= GX_PLATFORM_COUNT;
    if (config->group_local + config->group_city > 1)
        return gx_fail(
            error, GX_ERR_ARGUMENT,
            "graph: group_local and group_city are shares of the same places; %g and %g are more than 1",
            config->group_local, config->group_city);
    return fine
               ? GX_OK
               : gx_fail(error, GX_ERR_ARGUMENT, "graph.platform: there is no platform %d", config->platform);
}

static const gx_group_kind group_kind_of[GX_FOCUS_KINDS] = {[GX_FOCUS_KIN] = GX_GROUP_FAMILY,
                                                            [GX_FOCUS_CLASS] = GX_GROUP_CLASS,
                                                            [GX_FOCUS_WORK] = GX_GROUP_WORK,
                                                            [GX_FOCUS_COMMUNITY] = GX_GROUP_COMMUNITY};

/* The foci that are chat groups become the network's groups. */
static void hand_over(gx_network *network, gx_foci *chat)
{
    network->groups = chat->members.rows;
    for (uint32_t group = 0; group < network->groups; group++)
        chat->kinds[group] = (uint8_t)group_kind_of[chat->kinds[group]];
    network->group_members = chat->members;
    network->user_groups = chat->of_user;
    network->group_kind = chat->kinds;
    chat->members = chat->of_user = (gx_rows){0};
    chat->kinds = NULL;
}

typedef struct makings {
    gx_ground ground;
    gx_rule *rule;
    gx_foci chat, apart;
    gx_rows weak;
} makings;

static gx_status make(gx_network *network, makings *of, const gx_population *population,
                      const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    gx_status status = gx_rule_create(&of->rule, config, key, error);
    if (status == GX_OK)
        status = gx_ground_make(&of->ground, population, config, key, threads, error);
    if (status == GX_OK)
        status = gx_foci_make(&of->chat, true, &of->ground, config, key, threads, error);
    if (status == GX_OK)
        status = gx_foci_make(&of->apart, false, &of->ground, config, key, threads, error);
    if (status == GX_OK)
        status = gx_weak_make(&of->weak, population, config, key, threads, error);
    gx_tie_sources from = {&of->ground, of->rule, &of->chat, &of->apart, &of->weak};
    if (status == GX_OK)
        status = gx_ties_make(&network->friends, &from, threads, error);
    if (status == GX_OK)
        hand_over(network, &of->chat);
    return status;
}

static gx_status make_stored(gx_network *network, const gx_population *population,
                             const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error)
{
    makings *of = gx_alloc(1, sizeof *of);
    if (of == NULL)
        return gx_fail_memory(error, "the network");
    gx_status status = make(network, of, population, config, key, threads, error);
    gx_rule_free(of->rule);
    gx_ground_free(&of->ground);
    gx_foci_free(&of->chat);
    gx_foci_free(&of->apart);
    gx_rows_free(&of->weak);
    gx_free(of);
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
    network->users = population->users;
    if (config->form == GX_NETWORK_IMPLICIT) {
        status = gx_implicit_create(&network->implicit, population, config, key, error);
        network->groups = status == GX_OK ? gx_implicit_groups(network->implicit) : 0;
    } else {
        status = make_stored(network, population, config, key, threads == 0 ? 1 : threads, error);
    }
    if (status == GX_OK)
        *out = network;
    else
        gx_network_free(network);
    return status;
}

gx_status gx_network_prepare(gx_network *network, uint32_t threads, gx_error *error)
{
    return network->implicit != NULL ? gx_implicit_keep(network->implicit, threads > 0 ? threads : 1, error)
                                     : GX_OK;
}

void gx_network_free(gx_network *network)
{
    if (network == NULL)
        return;
    gx_rows_free(&network->friends);
    gx_rows_free(&network->group_members);
    gx_rows_free(&network->user_groups);
    gx_free(network->group_kind);
    gx_implicit_free(network->implicit);
    gx_free(network);
}

uint64_t gx_network_digest(const gx_network *network)
{
    if (network->implicit != NULL)
        return gx_implicit_digest(network->implicit);
    uint64_t digest = gx_mix_pair(network->users, network->group_members.rows);
    digest = gx_mix_pair(digest, gx_rows_digest(&network->friends));
    digest = gx_mix_pair(digest, gx_rows_digest(&network->group_members));
    for (uint32_t group = 0; network->group_kind != NULL && group < network->group_members.rows; group++)
        digest += gx_mix_pair(group, network->group_kind[group]);
    return gx_mix_pair(digest, gx_rows_digest(&network->user_groups));
}

size_t gx_network_bytes(const gx_network *network)
{
    size_t changed = network->changes != NULL ? gx_changes_bytes(network->changes) : 0;
    if (network->implicit != NULL)
        return sizeof *network + gx_implicit_bytes(network->implicit) + changed;
    size_t kinds = network->group_kind != NULL ? network->group_members.rows : 0;
    return sizeof *network + gx_rows_bytes(&network->friends) + gx_rows_bytes(&network->group_members) +
           gx_rows_bytes(&network->user_groups) + kinds + changed;
}
