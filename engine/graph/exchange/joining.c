/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imported graphs as a network: who is friends with whom, and who is in which group. */
#include "rows.h"

#include <gx/base/bits.h>
#include <gx/base/memory.h>
#include <gx/graph/exchange.h>
#include <math.h>
#include <string.h>

enum { STRENGTH_MEAN = 64, STRENGTH_MAX = 255 };

/* ---- Strengths ---- */

static bool are_strengths(const double *weight, uint64_t count)
{
    for (uint64_t at = 0; at < count; at++)
        if (!(weight[at] >= 1 && weight[at] <= STRENGTH_MAX && weight[at] == floor(weight[at])))
            return false;
    return true;
}

/* The mean of the weights above 0; 0 when there is none. Parts are added, so that sums cannot reach infinity.
 */
static double mean_of(const double *weight, uint64_t count, uint64_t *below)
{
    double mean = 0;
    *below = 0;
    for (uint64_t at = 0; at < count; at++)
        *below += !(weight[at] > 0);
    for (uint64_t at = 0; at < count; at++)
        mean += weight[at] > 0 ? weight[at] / (double)(count - *below) : 0;
    return mean;
}

gx_status gx_imported_strengths(gx_imported *imported, gx_error *error)
{
    gx_rows *ties = &imported->ties;
    const double *weight = imported->weight;
    uint64_t count = ties->offset != NULL ? ties->offset[ties->rows] : 0, below = 0;
    char number[32];
    if (ties->strength == NULL)
        ties->strength = gx_alloc_columns((size_t)count, sizeof *ties->strength);
    if (ties->strength == NULL)
        return gx_fail_memory(error, "strengths of ties");
    bool as_is = weight == NULL || are_strengths(weight, count);
    double mean = as_is ? 0 : mean_of(weight, count, &below);
    for (uint64_t at = 0; at < count; at++) {
        double strength = weight == NULL ? STRENGTH_MEAN : weight[at];
        if (!as_is)
            strength = weight[at] > 0 && mean > 0 ? weight[at] / mean * STRENGTH_MEAN + 0.5 : 1;
        strength = strength >= 1 ? strength : 1;
        ties->strength[at] = (uint8_t)(strength < STRENGTH_MAX ? strength : STRENGTH_MAX);
    }
    bool twice = !imported->directed && imported->columns.count == 0; /* a tie has two entries */
    if (below > 0)
        gx_text_append(&imported->notes, "%s weights that are not above 0 became the least strength, 1\n",
                       gx_format_count(number, (int64_t)(twice ? below / 2 : below)));
    return imported->notes.failed ? gx_fail_memory(error, "notes") : GX_OK;
}

/* ---- Users of the groups' file by their names in the friends' file ---- */

typedef struct directory {
    const gx_imported *users;
    uint32_t *slot; /* 1 + user; 0: free */
    uint64_t slots;
} directory;

static uint64_t hash_name(const char *name)
{
    uint64_t hash = 0;
    for (; *name != '\0'; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return gx_mix64(hash);
}

static gx_status open_directory(directory *all, const gx_imported *users, gx_error *error)
{
    char buffer[24];
    *all = (directory){.users = users, .slots = 16};
    while (all->slots < (uint64_t)users->names.count * 2)
        all->slots *= 2;
    all->slot = gx_alloc((size_t)all->slots, sizeof *all->slot);
    if (all->slot == NULL)
        return gx_fail_memory(error, "names of users");
    for (uint32_t user = 0; user < users->names.count; user++) {
        uint64_t at = hash_name(gx_node_name(buffer, &users->names, users->texts, user)) & (all->slots - 1);
        while (all->slot[at] != 0)
            at = (at + 1) & (all->slots - 1);
        all->slot[at] = user + 1;
    }
    return GX_OK;
}

/* The user, or UINT32_MAX. */
static uint32_t look_up(const directory *all, const char *name)
{
    char buffer[24];
    for (uint64_t at = hash_name(name) & (all->slots - 1); all->slot[at] != 0;
         at = (at + 1) & (all->slots - 1))
        if (strcmp(gx_node_name(buffer, &all->users->names, all->users->texts, all->slot[at] - 1), name) == 0)
            return all->slot[at] - 1;
    return UINT32_MAX;
}

/* user_of[row of groups]; unknown users are an error that names the first. */
static gx_status match(uint32_t *user_of, const directory *all, const gx_imported *groups, gx_error *error)
{
    char buffer[24], first[128] = "", count[32];
    int64_t unknown = 0;
    for (uint32_t row = 0; row < groups->names.count; row++) {
        const char *name = gx_node_name(buffer, &groups->names, groups->texts, row);
        user_of[row] = look_up(all, name);
        if (user_of[row] == UINT32_MAX && unknown++ == 0)
            snprintf(first, sizeof first, "%s", name);
    }
    if (unknown == 0)
        return GX_OK;
    return gx_fail(
        error, GX_ERR_INPUT,
        "%s user%s of the groups' file %s not in the graph; the first is '%s' (users and groups changed "
        "about?)",
        gx_format_count(count, unknown), unknown == 1 ? "" : "s", unknown == 1 ? "is" : "are", first);
}

/* Rows of the groups' file in the order of the network's users. */
static gx_status reorder(gx_rows *user_groups, const uint32_t *user_of, const gx_imported *groups,
                         uint32_t users, gx_error *error)
{
    const gx_rows *from = &groups->ties;
    gx_status status =
        gx_rows_allocate(user_groups, users, from->offset[from->rows], GX_ROWS_PLAIN, "groups", error);
    if (status != GX_OK)
        return status;
    for (uint32_t row = 0; row < from->rows; row++)
        user_groups->offset[user_of[row] + 1] = gx_row_length(from, row);
    gx_rows_sum(user_groups->offset, users);
    for (uint32_t row = 0; row < from->rows; row++)
        if (gx_row_length(from, row) > 0)
            memcpy(user_groups->column + user_groups->offset[user_of[row]], gx_row(from, row),
                   gx_row_length(from, row) * sizeof *from->column);
    return GX_OK;
}

static gx_status add_groups(gx_network *network, const gx_imported *friends, gx_imported *groups,
                            gx_error *error)
{
    directory all = {0};
    uint32_t *user_of = gx_alloc(groups->names.count, sizeof *user_of);
    gx_status status =
        user_of != NULL ? open_directory(&all, friends, error) : gx_fail_memory(error, "groups");
    if (status == GX_OK)
        status = match(user_of, &all, groups, error);
    if (status == GX_OK)
        status = reorder(&network->user_groups, user_of, groups, network->users, error);
    gx_free(user_of);
    gx_free(all.slot);
    if (status == GX_OK) {
        gx_rows_free(&groups->ties);
        network->groups = groups->columns.count;
    }
    return status;
}

gx_status gx_network_import(gx_network **out, gx_imported *friends, gx_imported *groups, gx_error *error)
{
    *out = NULL;
    if (friends->directed || friends->columns.count > 0 || (groups != NULL && groups->columns.count == 0))
        return gx_fail(error, GX_ERR_ARGUMENT, "a network takes undirected friends, and groups read apart");
    gx_network *network = gx_alloc(1, sizeof *network);
    if (network == NULL)
        return gx_fail_memory(error, "a network");
    network->users = friends->names.count;
    gx_status status = gx_imported_strengths(friends, error);
    if (status == GX_OK)
        status = groups != NULL ? add_groups(network, friends, groups, error)
                                : gx_rows_allocate(&network->user_groups, network->users, 0, GX_ROWS_PLAIN,
                                                   "groups", error);
    if (status == GX_OK)
        status =
            gx_rows_invert(&network->group_members, &network->user_groups, network->groups, "groups", error);
    if (status != GX_OK) {
        gx_network_free(network);
        return status;
    }
    network->friends = friends->ties;
    friends->ties = (gx_rows){0};
    gx_free(friends->weight);
    friends->weight = NULL;
    *out = network;
    return GX_OK;
}
