/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A network of any form written out: each chunk of users is asked by one thread into room of its own, and
 * copied to where its rows begin when all lengths are known. So the rows are the same for any threads, and
 * nobody is asked twice, which is dear when friends are computed. */
#include "../rows.h"
#include "implicit.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <string.h>

enum { CHUNK = 2048 };

typedef struct chunk {
    uint32_t *user;
    uint8_t *strength, *layers;
    size_t count, room;
} chunk;

static void drop(chunk *chunks, uint32_t count)
{
    for (uint32_t at = 0; chunks != NULL && at < count; at++) {
        gx_free(chunks[at].user);
        gx_free(chunks[at].strength);
        gx_free(chunks[at].layers);
    }
    gx_free(chunks);
}

static bool grow(chunk *to, size_t more)
{
    if (to->count + more <= to->room)
        return true;
    size_t room = (to->count + more) * 3 / 2;
    uint32_t *user = gx_resize(to->user, to->room, room, sizeof *user);
    to->user = user != NULL ? user : to->user;
    uint8_t *strength = gx_resize(to->strength, to->room, room, 1);
    to->strength = strength != NULL ? strength : to->strength;
    uint8_t *layers = gx_resize(to->layers, to->room, room, 1);
    to->layers = layers != NULL ? layers : to->layers;
    if (user == NULL || strength == NULL || layers == NULL)
        return false; /* those that grew stay as they are: drop frees them */
    to->room = room;
    return true;
}

static bool append(chunk *to, gx_friends friends)
{
    if (!grow(to, friends.count))
        return false;
    memcpy(to->user + to->count, friends.user, friends.count * sizeof *to->user);
    memcpy(to->strength + to->count, friends.strength, friends.count);
    if (friends.layers != NULL)
        memcpy(to->layers + to->count, friends.layers, friends.count);
    to->count += friends.count;
    return true;
}

/* Lengths into offset[1 …]. */
static bool ask_chunk(chunk *to, uint64_t *offset, const gx_network *network, uint32_t first, uint32_t end,
                      gx_friend_room *room)
{
    bool fine = grow(to, (size_t)(end - first) * 64);
    for (uint32_t user = first; user < end && fine; user++) {
        gx_friends friends = gx_friends_of(network, user, room);
        offset[user + 1] = friends.count;
        fine = append(to, friends);
    }
    return fine;
}

static bool ask_all(chunk *chunks, uint32_t count, uint64_t *offset, const gx_network *network,
                    uint32_t threads)
{
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads) reduction(+ : failed)
    for (int64_t at = 0; at < (int64_t)count; at++) {
        gx_friend_room *room = gx_alloc(1, sizeof *room);
        uint32_t first = (uint32_t)at * CHUNK;
        uint32_t end = network->users - first < CHUNK ? network->users : first + CHUNK;
        failed += room == NULL || !ask_chunk(&chunks[at], offset, network, first, end, room);
        gx_free(room);
    }
    return failed == 0;
}

static gx_status write_friends(gx_rows *friends, const gx_network *network, uint32_t threads, gx_error *error)
{
    uint32_t count = (network->users + CHUNK - 1) / CHUNK;
    chunk *chunks = gx_alloc(count, sizeof *chunks);
    uint64_t *offset = gx_alloc_columns((size_t)network->users + 1, sizeof *offset);
    gx_status status = GX_OK;
    if (chunks == NULL || offset == NULL || !ask_all(chunks, count, offset, network, threads))
        status = gx_fail_memory(error, "the rows of friends");
    if (status == GX_OK) {
        uint64_t entries = gx_rows_sum(offset, network->users);
        status = gx_rows_allocate(friends, network->users, entries, GX_ROWS_STRENGTH | GX_ROWS_LAYERS,
                                  "the rows of friends", error);
    }
    for (uint32_t at = 0; at < count && status == GX_OK; at++) {
        uint64_t to = offset[at * CHUNK];
        memcpy(friends->column + to, chunks[at].user, chunks[at].count * sizeof *friends->column);
        memcpy(friends->strength + to, chunks[at].strength, chunks[at].count);
        memcpy(friends->layers + to, chunks[at].layers, chunks[at].count);
    }
    if (status == GX_OK)
        memcpy(friends->offset, offset, ((size_t)network->users + 1) * sizeof *offset);
    drop(chunks, count);
    gx_free(offset);
    return status;
}

static void write_group(gx_rows *groups, const gx_network *network, uint32_t group, uint32_t *scratch)
{
    uint32_t *row = groups->column + groups->offset[group];
    uint32_t size = gx_row_length(groups, group);
    for (uint32_t at = 0; at < size; at++)
        row[at] = at;
    gx_group_members(network, group, row, size, row);
    gx_sort_u32(row, scratch + groups->offset[group], size);
}

static gx_status write_groups(gx_rows *groups, const gx_network *network, uint32_t threads, gx_error *error)
{
    uint64_t entries = 0;
    for (uint32_t group = 0; group < network->groups; group++)
        entries += gx_group_size(network, group);
    gx_status status =
        gx_rows_allocate(groups, network->groups, entries, GX_ROWS_PLAIN, "the rows of groups", error);
    if (status != GX_OK)
        return status;
    uint32_t *scratch = gx_alloc_columns((size_t)entries, sizeof *scratch);
    if (scratch == NULL)
        return gx_fail_memory(error, "the rows of groups");
    for (uint32_t group = 0; group < network->groups; group++)
        groups->offset[group + 1] = gx_group_size(network, group);
    gx_rows_sum(groups->offset, network->groups);
#pragma omp parallel for schedule(dynamic, 64) num_threads((int)threads)
    for (int64_t group = 0; group < (int64_t)network->groups; group++)
        write_group(groups, network, (uint32_t)group, scratch);
    gx_free(scratch);
    return GX_OK;
}

gx_status gx_network_rows(gx_rows *friends, gx_rows *groups, const gx_network *network, uint32_t threads,
                          gx_error *error)
{
    threads = threads == 0 ? 1 : threads;
    gx_status status = write_friends(friends, network, threads, error);
    if (status == GX_OK && groups != NULL)
        status = write_groups(groups, network, threads, error);
    return status;
}
