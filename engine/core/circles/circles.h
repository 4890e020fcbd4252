/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The circles of a book, from inside. */
#ifndef GX_CORE_CIRCLES_H
#define GX_CORE_CIRCLES_H

#include "ledger/relation.h"
#include "ledger/slab.h"
#include "ledger/theme.h"

#include <gx/core/moderation.h>

/* A gate is kept as it is asked: two sets of conditions a right, and bits that say for which rights the
 * second set counts, and which must know who the user is in the circle. */
typedef struct gx_circle_record {
    gx_slab_head head;
    uint32_t keeper; /* the operator, by the host's number */
    uint32_t shut_from, open_from;
    uint32_t
        restricted; /* people that are muted or banned: while there are none, most rights need no search */
    uint8_t mode, real_name;
    uint8_t alternatives, by_standing; /* bits by right */
    uint32_t people;                   /* list in the relation */
    uint32_t members, posts;
    uint32_t topic, opened;
    bool shut_by_platform;
    gx_gate gates[GX_RIGHT_COUNT][2];
} gx_circle_record;

typedef struct gx_circles {
    gx_circle_rules rules;
    gx_slab slab;
    gx_relation people; /* (circle's place, user) → gx_person, packed */
    gx_moderation_counts counts;
} gx_circles;

/* What a circle knows of somebody: members, and who is or was restricted. */
typedef struct gx_person {
    uint32_t muted_until; /* 0: not */
    uint16_t standing;    /* 0: no member */
    bool banned;
    bool by_platform; /* what was done to him is the platform's */
} gx_person;

static inline uint64_t gx_person_pack(gx_person person)
{
    return (uint64_t)person.by_platform << 49 | (uint64_t)person.banned << 48 |
           (uint64_t)person.standing << 32 | person.muted_until;
}

static inline gx_person gx_person_unpack(uint64_t word)
{
    return (gx_person){.muted_until = (uint32_t)word,
                       .standing = (uint16_t)(word >> 32),
                       .banned = (word >> 48 & 1) != 0,
                       .by_platform = (word >> 49 & 1) != 0};
}

/* Of somebody whom the circle does not know: all 0. */
gx_person gx_circle_person(const gx_book *book, uint32_t place, uint32_t user);

/* Notes what is known of him now: makes, changes or drops his pair, and keeps the circle's numbers. A new
 * pair must have been reserved. */
void gx_circle_note(gx_book *book, uint32_t place, uint32_t user, gx_person before, gx_person after);

gx_circle_record *gx_circle_at(const gx_book *book, uint32_t place);

/* Is the handle alive, and the actor its operator or the platform? */
gx_answer gx_circle_check_actor(const gx_book *book, gx_ref circle, uint32_t actor);

/* Rights from 2 on (circle.h), of a circle that lives. */
gx_answer gx_circle_allows(const gx_book *book, uint32_t place, const gx_pass *pass, gx_right right,
                           uint32_t now);

/* Can the actor pay for an act of moderation? And then he does, and it is counted. Returns what it cost. */
gx_answer gx_circle_check_charge(const gx_book *book, uint32_t place, uint32_t actor, uint32_t now);
gx_fen gx_circle_charge(gx_book *book, uint32_t place, uint32_t actor, gx_moderation act, uint32_t now);

#endif
