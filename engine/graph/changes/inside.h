/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What gx_changes is made of. */
#ifndef GX_GRAPH_CHANGES_INSIDE_H
#define GX_GRAPH_CHANGES_INSIDE_H

#include "clubs.h"

#include <gx/graph/change.h>
#include <gx/graph/circle.h>

/* A shard's notes; a cache line of its own, so that shards do not disturb each other. */
typedef struct gx_change_list {
    gx_change *rows;
    size_t count, capacity;
    char padding[64 - sizeof(void *) - 2 * sizeof(size_t)];
} gx_change_list;

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

/* What users are members of. */
typedef enum gx_club_kind { GX_CLUBS_GROUPS, GX_CLUBS_CIRCLES, GX_CLUB_KINDS } gx_club_kind;

struct gx_changes {
    gx_changes_config config;
    uint32_t users;
    gx_change_list *list;
    gx_overlay friends; /* user -> users, with strength and layers */
    gx_clubs clubs[GX_CLUB_KINDS];
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

/* Ties; then of each kind of club the sets created and the memberships: what a change is about is of one of
 * these.
 */
typedef enum gx_change_class {
    GX_CLASS_TIES,
    GX_CLASS_SETS,    /* + 2 * kind of club */
    GX_CLASS_MEMBERS, /* + 2 * kind of club */
    GX_CLASSES = 1 + 2 * GX_CLUB_KINDS
} gx_change_class;

/* What happens to a set. */
typedef enum gx_change_act { GX_ACT_CREATE, GX_ACT_JOIN, GX_ACT_LEAVE, GX_ACTS } gx_change_act;

_Static_assert(GX_CHANGE_KINDS == GX_CHANGE_GROUP + GX_CLUB_KINDS * GX_ACTS,
               "each kind of club has each act");
_Static_assert(GX_CHANGE_GROUP + GX_ACT_LEAVE == GX_CHANGE_LEAVE, "kinds come in the order of acts");
_Static_assert(GX_CHANGE_CIRCLE + GX_ACT_LEAVE == GX_CHANGE_CIRCLE_LEAVE, "kinds come in the order of acts");

static inline bool gx_change_is_tie(const gx_change *change)
{
    return change->kind <= GX_CHANGE_END;
}

/* Of a change that is no tie. */
static inline gx_club_kind gx_change_clubs(const gx_change *change)
{
    return change->kind < GX_CHANGE_CIRCLE ? GX_CLUBS_GROUPS : GX_CLUBS_CIRCLES;
}

static inline gx_change_act gx_change_act_of(const gx_change *change)
{
    return (gx_change_act)(((unsigned)change->kind - GX_CHANGE_GROUP) % GX_ACTS);
}

static inline gx_change_class gx_change_class_of(const gx_change *change)
{
    if (gx_change_is_tie(change))
        return GX_CLASS_TIES;
    unsigned class = gx_change_act_of(change) == GX_ACT_CREATE ? GX_CLASS_SETS : GX_CLASS_MEMBERS;
    return (gx_change_class)(class + 2 * gx_change_clubs(change));
}

/* What is to change, into done[]; there is room in it, and for sorting, for everything that was noted. */
void gx_changes_settle(gx_changes *changes, const gx_network *network);

/* The network shows what changed. */
void gx_changes_show(gx_changes *changes, gx_network *network);

/* The circles of a user, and the members of a circle, as the run began. */
gx_entries gx_base_circles_of(const gx_network *network, uint32_t user);
gx_entries gx_base_circle_members(const gx_network *network, uint32_t circle);

/* The members of a circle now, ascending. */
gx_entries gx_circle_members(const gx_network *network, uint32_t circle);

#endif
