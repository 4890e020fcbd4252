/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/relation.h"

#include <gx/base/bits.h>
#include <gx/base/memory.h>
#include <gx/base/status.h>

enum { FIRST_CAPACITY = 64 };

void gx_relation_init(gx_relation *relation)
{
    *relation = (gx_relation){.free_head = GX_RELATION_NONE};
}

void gx_relation_free(gx_relation *relation)
{
    gx_free(relation->pairs);
    gx_free(relation->buckets);
    gx_relation_init(relation);
}

size_t gx_relation_bytes(const gx_relation *relation)
{
    return relation->capacity * sizeof *relation->pairs + relation->bucket_count * sizeof *relation->buckets;
}

static uint32_t bucket_of(const gx_relation *relation, uint32_t thing, uint32_t user)
{
    return (uint32_t)gx_mix64((uint64_t)thing << 32 | user) & (relation->bucket_count - 1);
}

gx_pair *gx_relation_find(const gx_relation *relation, uint32_t thing, uint32_t user)
{
    if (relation->bucket_count == 0)
        return NULL;
    uint32_t place = relation->buckets[bucket_of(relation, thing, user)];
    while (place != GX_RELATION_NONE) {
        gx_pair *pair = &relation->pairs[place];
        if (pair->thing == thing && pair->user == user)
            return pair;
        place = pair->next_in_bucket;
    }
    return NULL;
}

/* Hangs all live pairs into new buckets. A place that is free has itself as its previous one. */
static void hang(gx_relation *relation)
{
    for (uint32_t b = 0; b < relation->bucket_count; b++)
        relation->buckets[b] = GX_RELATION_NONE;
    for (uint32_t i = 0; i < relation->used; i++) {
        gx_pair *pair = &relation->pairs[i];
        if (pair->previous_of_thing == i)
            continue;
        uint32_t *bucket = &relation->buckets[bucket_of(relation, pair->thing, pair->user)];
        pair->next_in_bucket = *bucket;
        *bucket = i;
    }
}

/* Twice the room; buckets are as many as pairs. */
static bool grow(gx_relation *relation)
{
    uint64_t wanted = relation->capacity == 0 ? FIRST_CAPACITY : (uint64_t)relation->capacity * 2;
    if (wanted > UINT32_C(1) << 31)
        return false;
    uint32_t *buckets = gx_alloc((size_t)wanted, sizeof *buckets);
    if (buckets == NULL)
        return false;
    gx_pair *pairs = relation->pairs == NULL
                         ? gx_alloc((size_t)wanted, sizeof *pairs)
                         : gx_resize(relation->pairs, relation->capacity, (size_t)wanted, sizeof *pairs);
    if (pairs == NULL) {
        gx_free(buckets);
        return false;
    }
    gx_free(relation->buckets);
    relation->buckets = buckets;
    relation->bucket_count = (uint32_t)wanted;
    relation->pairs = pairs;
    relation->capacity = (uint32_t)wanted;
    hang(relation);
    return true;
}

bool gx_relation_reserve(gx_relation *relation)
{
    return relation->free_head != GX_RELATION_NONE || relation->used < relation->capacity || grow(relation);
}

bool gx_relation_reserve_for(gx_relation *relation, uint32_t count)
{
    while (relation->capacity - relation->live < count)
        if (!grow(relation))
            return false;
    return true;
}

gx_pair *gx_relation_add(gx_relation *relation, uint32_t *head, uint32_t thing, uint32_t user, uint64_t value)
{
    uint32_t place = relation->free_head;
    if (place != GX_RELATION_NONE) {
        relation->free_head = relation->pairs[place].next_of_thing;
    } else {
        GX_ASSERT(relation->used < relation->capacity);
        place = relation->used++;
    }
    uint32_t *bucket = &relation->buckets[bucket_of(relation, thing, user)];
    relation->pairs[place] = (gx_pair){.thing = thing,
                                       .user = user,
                                       .value = value,
                                       .next_in_bucket = *bucket,
                                       .next_of_thing = *head,
                                       .previous_of_thing = GX_RELATION_NONE};
    if (*head != GX_RELATION_NONE)
        relation->pairs[*head].previous_of_thing = place;
    *bucket = place;
    *head = place;
    relation->live++;
    return &relation->pairs[place];
}

static void leave_bucket(gx_relation *relation, const gx_pair *pair)
{
    uint32_t place = (uint32_t)(pair - relation->pairs);
    uint32_t *at = &relation->buckets[bucket_of(relation, pair->thing, pair->user)];
    while (*at != place) {
        GX_ASSERT(*at != GX_RELATION_NONE);
        at = &relation->pairs[*at].next_in_bucket;
    }
    *at = pair->next_in_bucket;
}

static void give_place(gx_relation *relation, uint32_t place)
{
    relation->pairs[place].previous_of_thing = place;
    relation->pairs[place].next_of_thing = relation->free_head;
    relation->free_head = place;
    relation->live--;
}

void gx_relation_drop(gx_relation *relation, uint32_t *head, gx_pair *pair)
{
    uint32_t place = (uint32_t)(pair - relation->pairs);
    leave_bucket(relation, pair);
    if (pair->previous_of_thing != GX_RELATION_NONE)
        relation->pairs[pair->previous_of_thing].next_of_thing = pair->next_of_thing;
    else
        *head = pair->next_of_thing;
    if (pair->next_of_thing != GX_RELATION_NONE)
        relation->pairs[pair->next_of_thing].previous_of_thing = pair->previous_of_thing;
    give_place(relation, place);
}

void gx_relation_drop_all(gx_relation *relation, uint32_t *head)
{
    while (*head != GX_RELATION_NONE)
        gx_relation_drop(relation, head, &relation->pairs[*head]);
}

/* ---- Archive */

static bool is_place(const gx_relation *relation, uint32_t place)
{
    return place < relation->used || place == GX_RELATION_NONE;
}

static bool can_be(const gx_relation *relation)
{
    bool right = relation->live <= relation->used && is_place(relation, relation->free_head);
    for (uint32_t i = 0; right && i < relation->used; i++)
        right = is_place(relation, relation->pairs[i].next_of_thing) &&
                is_place(relation, relation->pairs[i].previous_of_thing);
    return right;
}

/* Room for pairs that are loaded, in place of what there was. */
static bool make_room(gx_relation *relation, uint32_t used)
{
    gx_relation_free(relation);
    bool room = true;
    while (room && relation->capacity < used)
        room = grow(relation);
    return room;
}

void gx_relation_archive(gx_archive *archive, gx_relation *relation)
{
    uint32_t used = relation->used;
    GX_ARCHIVE(archive, used);
    if (gx_archive_loads(archive) && gx_archive_good(archive) && !make_room(relation, used))
        gx_archive_fail(archive, GX_ERR_MEMORY, "memory is exhausted: cannot allocate %u pairs", used);
    if (!gx_archive_good(archive))
        return;
    relation->used = used;
    GX_ARCHIVE(archive, relation->live);
    GX_ARCHIVE(archive, relation->free_head);
    gx_archive_bytes(archive, relation->pairs, used * sizeof *relation->pairs);
    if (!gx_archive_good(archive) || !gx_archive_loads(archive))
        return;
    if (can_be(relation))
        hang(relation);
    else
        gx_archive_fail(archive, GX_ERR_FORMAT, "pairs that cannot be");
}
