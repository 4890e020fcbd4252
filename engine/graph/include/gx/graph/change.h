/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties, chat groups and interest circles that change while a run goes on.
 *
 * Friends are made, old ties are woken or ended, groups and circles are created, joined and left. Whoever
 * acts in a tick notes what it wants changed in a list of its own (one list a shard: no locks), and everybody
 * goes on seeing the network as the last merge left it. Between two ticks one thread merges the lists: it
 * sorts what was noted by what it says, never by list or arrival, settles what contradicts, and changes the
 * rows concerned. So the network is the same for any number of shards and threads.
 *
 *     rules of a merge
 *       the same thing noted twice           is done once; a tie's strength is the greatest that was noted
 *       a tie made and ended                 ended: it takes two to be friends
 *       a tie made that exists               is woken if dormant, keeps the greater strength; else nothing
 *       a tie woken or ended that is none    nothing
 *       a group joined and left              left
 *       more join than a group can hold      first those leave who leave; then a keyed draw on (user, group)
 *                                            says who gets the places
 *       a group created                      its maker is its first member; members join from the next tick
 * on
 *
 * The network that was made before the run is not touched, be it stored or implicit: a row that changed lies
 * in full in a store of its own, which the questions of network.h look into first. A user whose ties did not
 * change costs a question one bit, and none at all until the first change.
 */
#ifndef GX_GRAPH_CHANGE_H
#define GX_GRAPH_CHANGE_H

#include <gx/base/archive.h>
#include <gx/base/draw.h>
#include <gx/base/status.h>
#include <gx/graph/network.h>

typedef enum gx_change_kind {
    GX_CHANGE_TIE,          /* `who` and `about` become friends, with `strength` 1 … 255 */
    GX_CHANGE_WAKE,         /* their tie is dormant no more, but one MADE; `strength` can raise it */
    GX_CHANGE_END,          /* their tie is no more */
    GX_CHANGE_GROUP,        /* `who` creates a group, named (who, serial) */
    GX_CHANGE_JOIN,         /* `who` joins group `about` */
    GX_CHANGE_LEAVE,        /* `who` leaves group `about` */
    GX_CHANGE_CIRCLE,       /* `who` creates an interest circle, named (who, serial) */
    GX_CHANGE_CIRCLE_JOIN,  /* `who` joins circle `about` */
    GX_CHANGE_CIRCLE_LEAVE, /* `who` leaves circle `about` */
    GX_CHANGE_KINDS
} gx_change_kind;

typedef struct gx_change {
    uint32_t who;
    uint32_t about;  /* the other user, group or circle; of one created: its number, filled by the merge */
    uint32_t serial; /* of a group or circle created: its maker's own name for it; else the caller's */
    uint8_t kind;    /* gx_change_kind */
    uint8_t strength;
    uint8_t cause; /* the caller's word for why */
} gx_change;

typedef struct gx_changes_config {
    uint32_t lists;     /* shards that note changes, 1 … 65,536 */
    uint32_t group_max; /* members that a group can have */
    gx_key key;         /* of the draw on who gets the places of a full group */
} gx_changes_config;

#define GX_NO_GROUP UINT32_MAX

/* An empty store for changes of `network`, which must outlive it. Until the first merge that changes
 * something network->changes stays NULL. GX_ERR_MEMORY. Owned by the caller: gx_changes_free; not while the
 * network is still asked. */
gx_status gx_changes_create(gx_changes **out, const gx_network *network, const gx_changes_config *config,
                            gx_error *error);
void gx_changes_free(gx_changes *changes);

/* Note a change in list `list`: by one thread at a time for each list. A group or circle that is joined or
 * left must have been there at the last merge; ties are between two users. Amortised O(1), no allocation in a
 * steady state. GX_ERR_MEMORY: it is not noted. */
gx_status gx_changes_note(gx_changes *changes, uint32_t list, const gx_change *change);

/* Merge what was noted into the network and empty the lists: by one thread, while nobody asks. `network` is
 * that of gx_changes_create. O(changes * (log changes + row)), a few ns when nothing was noted.
 * GX_ERR_MEMORY: then nothing has changed and the lists are as they were. */
gx_status gx_changes_merge(gx_changes *changes, gx_network *network, gx_error *error);

/* What the last merge did: ties (by lesser and greater user), then groups created (by maker and serial), then
 * memberships (by group and user), then the same of circles. A tie made that was dormant is a GX_CHANGE_WAKE;
 * who noted a thing first, by number, stands for it. Borrowed until the next merge. */
const gx_change *gx_changes_done(const gx_changes *changes, size_t *count);

/* What differs now from the network that the run began with, and every group and circle created: order-free,
 * equal for equal states, 0 while nothing has changed. O(changed rows). */
uint64_t gx_changes_digest(const gx_network *network);
size_t gx_changes_bytes(const gx_changes *changes);

/* Put down, or take up again, all that changed and what is noted but not merged; `network` is that of
 * gx_changes_create and shows it afterwards. What the configuration says must be the same on both sides.
 * O(changed rows). */
void gx_changes_archive(gx_archive *archive, gx_changes *changes, gx_network *network);

/* The group that `maker` created under the name `serial`, or GX_NO_GROUP. O(1). */
uint32_t gx_group_created(const gx_network *network, uint32_t maker, uint32_t serial);

/* What a group is called in keyed draws: its number, if it was there before the run, else a hash of its maker
 * and the maker's serial; so one group more renames no other. */
uint32_t gx_group_name(const gx_network *network, uint32_t group);

/* The network as it is now as a network of its own, stored, without changes: for measures, recordings and
 * export, from any form. Owned by the caller: gx_network_free. O(ties). GX_ERR_MEMORY. */
gx_status gx_network_now(gx_network **out, const gx_network *network, uint32_t threads, gx_error *error);

#endif
