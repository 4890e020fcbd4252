/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has done what to which: a set of pairs (thing, user), each with a word of its own. Likes, members,
 * guesses, readers, caps per user: whatever is asked as "has this user …" and must not grow with the number
 * of things.
 *
 *     thing's list ──► (thing 7, user 3, value) ──► (thing 7, user 1, value) ──► end
 *                        ▲                            ▲
 *     buckets of a hash ─┘────────────────────────────┘
 *
 * Open hashing by chains of 32-bit places in one growing array, so that a pair never moves and a thing's
 * pairs can be dropped together when it is gone. Finding, adding and dropping one pair are O(1); gone places
 * are used again. The order in a thing's list is that of adding, the latest first.
 */
#ifndef GX_CORE_RELATION_H
#define GX_CORE_RELATION_H

#include <gx/base/archive.h>

#define GX_RELATION_NONE UINT32_MAX

typedef struct gx_pair {
    uint32_t thing; /* a place in a slab, or whatever the keeper numbers */
    uint32_t user;
    uint64_t value;
    uint32_t next_in_bucket;
    uint32_t next_of_thing, previous_of_thing;
} gx_pair;

typedef struct gx_relation {
    gx_pair *pairs;
    uint32_t *buckets; /* a power of two of them */
    uint32_t capacity, used, live;
    uint32_t bucket_count;
    uint32_t free_head;
} gx_relation;

void gx_relation_init(gx_relation *relation);
void gx_relation_free(gx_relation *relation);
size_t gx_relation_bytes(const gx_relation *relation);

/* NULL when there is no such pair. Valid until the next reserve. */
gx_pair *gx_relation_find(const gx_relation *relation, uint32_t thing, uint32_t user);

/* Makes sure that the next gx_relation_add finds room; false when memory is exhausted. */
bool gx_relation_reserve(gx_relation *relation);

/* The same for the next `count` of them. */
bool gx_relation_reserve_for(gx_relation *relation, uint32_t count);

/* Adds a pair that is not there, after gx_relation_reserve. `head` is the thing's list (GX_RELATION_NONE when
 * empty), kept by the thing. */
gx_pair *gx_relation_add(gx_relation *relation, uint32_t *head, uint32_t thing, uint32_t user,
                         uint64_t value);

/* Takes one pair out; or all of a thing's. */
void gx_relation_drop(gx_relation *relation, uint32_t *head, gx_pair *pair);
void gx_relation_drop_all(gx_relation *relation, uint32_t *head);

/* All pairs, places and lists as they are; buckets are hung anew by a load. */
void gx_relation_archive(gx_archive *archive, gx_relation *relation);

static inline gx_pair *gx_relation_at(const gx_relation *relation, uint32_t place)
{
    return place == GX_RELATION_NONE ? NULL : &relation->pairs[place];
}

#endif
