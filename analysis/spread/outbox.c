/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outbox.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <string.h>

static bool is_listed(const gx_packets *packets, size_t row)
{
    return packets->kind[row] != GX_WORD_PERSONAL && packets->sender[row] != GX_NOBODY;
}

/* Rows in order of (group, tick), then dealt out to their senders: the deal keeps that order. */
static void deal(gx_outbox *out, const gx_packets *packets, const uint64_t *key, const uint64_t *row,
                 size_t *next)
{
    for (size_t i = 0; i < out->count; i++)
        out->first[packets->sender[row[i]] + 1]++;
    for (uint64_t user = 0; user < out->users; user++)
        out->first[user + 1] += out->first[user];
    if (out->users > 0)
        memcpy(next, out->first, out->users * sizeof *next);
    for (size_t i = 0; i < out->count; i++) {
        size_t at = next[packets->sender[row[i]]]++;
        out->place[at] = key[i];
        out->total[at + 1] = packets->amount[row[i]];
    }
    for (size_t i = 0; i < out->count; i++)
        out->total[i + 1] += out->total[i];
}

gx_status gx_outbox_create(gx_outbox *out, const gx_packets *packets, uint64_t users, gx_error *error)
{
    size_t n = packets->rows;
    uint64_t *key = gx_alloc(n, sizeof *key), *row = gx_alloc(n, sizeof *row);
    uint64_t *spare = gx_alloc(n, sizeof *spare), *spare2 = gx_alloc(n, sizeof *spare2);
    size_t *next = gx_alloc(users, sizeof *next);
    *out = (gx_outbox){.users = users,
                       .first = gx_alloc(users + 1, sizeof *out->first),
                       .place = gx_alloc(n, sizeof *out->place),
                       .total = gx_alloc(n + 1, sizeof *out->total)};
    bool room = key && row && spare && spare2 && next && out->first && out->place && out->total;
    if (room) {
        for (size_t i = 0; i < n; i++) {
            if (!is_listed(packets, i))
                continue;
            key[out->count] = (uint64_t)packets->audience[i] << 32 | packets->tick[i];
            row[out->count++] = i;
        }
        gx_sort_pairs_u64(key, row, spare, spare2, out->count);
        deal(out, packets, key, row, next);
    } else {
        gx_outbox_free(out);
    }
    gx_free(key);
    gx_free(row);
    gx_free(spare);
    gx_free(spare2);
    gx_free(next);
    return room ? GX_OK : gx_fail_memory(error, "packets by sender and group");
}

void gx_outbox_free(gx_outbox *outbox)
{
    gx_free(outbox->first);
    gx_free(outbox->place);
    gx_free(outbox->total);
    memset(outbox, 0, sizeof *outbox);
}

/* First place in low … high - 1 that is not before `key`. */
static size_t search(const uint64_t *place, size_t low, size_t high, uint64_t key)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (place[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t gx_outbox_window(const gx_outbox *outbox, uint32_t sender, uint32_t group, int64_t first, int64_t last,
                        int64_t *fen)
{
    *fen = 0;
    first = first < 0 ? 0 : first;
    last = last > UINT32_MAX ? UINT32_MAX : last;
    if (sender >= outbox->users || first > last)
        return 0;
    size_t low = outbox->first[sender], high = outbox->first[sender + 1];
    uint64_t base = (uint64_t)group << 32;
    size_t from = search(outbox->place, low, high, base | (uint64_t)first);
    size_t to = from;
    while (to < high && to < from + 8 && outbox->place[to] <= (base | (uint64_t)last))
        to++;
    if (to == from + 8)
        to = (uint64_t)last == UINT32_MAX && group == UINT32_MAX
                 ? high
                 : search(outbox->place, to, high, (base | (uint64_t)last) + 1);
    *fen = outbox->total[to] - outbox->total[from];
    return to - from;
}
