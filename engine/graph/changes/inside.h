/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gx_changes is made of. */
#ifndef GX_GRAPH_CHANGES_INSIDE_H
#define GX_GRAPH_CHANGES_INSIDE_H

#include "overlay.h"

#include <gx/graph/change.h>

/* A shard's notes; a cache line of its own, so that shards do not disturb each other. */
typedef struct gx_change_list {
    gx_change *rows;
    size_t count, capacity;
    char padding[64 - sizeof(void *) - 2 * sizeof(size_t)];
} gx_change_list;

/* A group that was created in the run. */
typedef struct gx_created {
    uint32_t maker, serial;
} gx_created;

/* Columns that sorting needs: keys and places of what is noted, scratch for both, keys and places of some of
 * it. */
enum {
    GX_SORT_KEY,
    GX_SORT_PLACE,
    GX_SORT_SCRATCH,
    GX_SORT_SCRATCH_2,
    GX_SORT_WISH,
    GX_SORT_WISHER,
    GX_SORTS
};

struct gx_changes {
    gx_changes_config config;
    uint32_t users, base_groups;
    gx_change_list *list;
    gx_overlay friends;       /* user -> users, with strength and layers */
    gx_overlay user_groups;   /* user -> groups */
    gx_overlay group_members; /* group -> users */
    /* Groups created: number - base_groups -> its name, and back by open addressing. */
    gx_created *created;
    uint32_t created_count, created_capacity;
    uint32_t *by_name; /* index into created + 1; 0: free; at most half full */
    uint32_t by_name_capacity;
    /* Of the last merge. */
    gx_change *done;
    size_t done_count, done_capacity;
    /* Scratch of a merge: notes of one class, and what sorting them needs. */
    gx_change *noted;
    uint64_t *sort[GX_SORTS];
    size_t room;       /* of these and of `noted` */
    uint32_t *members; /* of a group that is not stored */
    size_t members_room;
};

/* Ties, groups created, memberships: what a change is about is of one of these. */
typedef enum gx_change_class { GX_CLASS_TIES, GX_CLASS_CREATED, GX_CLASS_MEMBERS } gx_change_class;

static inline gx_change_class gx_change_class_of(const gx_change *change)
{
    return change->kind <= GX_CHANGE_END     ? GX_CLASS_TIES
           : change->kind == GX_CHANGE_GROUP ? GX_CLASS_CREATED
                                             : GX_CLASS_MEMBERS;
}

/* What is to change, into done[]; there is room in it, and for sorting, for everything that was noted. */
void gx_changes_settle(gx_changes *changes, const gx_network *network);

/* Where a name stands in `by_name`, or the free place where it would; by_name_capacity > 0. */
uint32_t *gx_changes_name_place(const gx_changes *changes, uint32_t maker, uint32_t serial);

/* Number of the group of that name, or GX_NO_GROUP. */
uint32_t gx_changes_find(const gx_changes *changes, uint32_t maker, uint32_t serial);

#endif
