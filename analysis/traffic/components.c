/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connected components by union-find with path halving: O(pairs) in practice, for graphs that are too large
 * to hand over to the costly measures. */
#include "work.h"

#include <gx/base/memory.h>

static uint32_t root_of(uint32_t *parent, uint32_t node)
{
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

void gx_traffic_components(gx_traffic_work *work, uint32_t nodes, const uint32_t *from, const uint32_t *to,
                           size_t pairs, uint64_t *components, uint64_t *giant)
{
    *components = *giant = 0;
    uint32_t *parent = gx_traffic_room(work, nodes, sizeof *parent, "components of a graph");
    uint32_t *size = gx_traffic_room(work, nodes, sizeof *size, "components of a graph");
    if (parent && size) {
        for (uint32_t i = 0; i < nodes; i++) {
            parent[i] = i;
            size[i] = 1;
        }
        for (size_t i = 0; i < pairs; i++) {
            uint32_t a = root_of(parent, from[i]), b = root_of(parent, to[i]);
            if (a == b)
                continue;
            uint32_t large = size[a] < size[b] ? b : a, small = a == large ? b : a;
            parent[small] = large;
            size[large] += size[small];
        }
        for (uint32_t i = 0; i < nodes; i++) {
            if (parent[i] != i)
                continue;
            ++*components;
            *giant = size[i] > *giant ? size[i] : *giant;
        }
    }
    gx_free(parent);
    gx_free(size);
}
