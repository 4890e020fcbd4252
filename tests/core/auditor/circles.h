/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles, for the parts of those who post in them and moderate them. */
#ifndef TESTS_CORE_AUDITOR_CIRCLES_H
#define TESTS_CORE_AUDITOR_CIRCLES_H

#include "core/auditor/auditor.h"

#include <gx/core/moderation.h>

/* What is known of a person in a circle; one for everybody who can be named. */
typedef struct aud_person {
    bool member;
    uint16_t standing;
    bool muted, banned; /* noted of him; a mute that has run out too */
    bool by_platform;   /* what is noted */
    uint32_t until;     /* of the mute */
} aud_person;

/* Behind its thing (AUD_CIRCLE). */
typedef struct aud_circle {
    uint8_t mode, real_name;
    uint32_t runs_it; /* the operator's name */
    uint32_t topic, opened;
    uint32_t members, posts;
    bool shut, shut_by_platform; /* a shutdown was ordered */
    uint32_t from, until;
    gx_gate gate[GX_RIGHT_COUNT][2];
    bool second[GX_RIGHT_COUNT];
    aud_person person[AUD_NAMES];
} aud_circle;

/* May he? From the shutdown on (2 to 7 of circle.h). */
gx_answer aud_circle_right(const aud_circle *circle, const gx_pass *pass, gx_right right, uint32_t now);

/* Can the actor pay for an act of moderation, if he has to? DONE: amount is what it costs. And that he did
 * it. */
gx_answer aud_act_price(const aud_book *book, const aud_circle *circle, uint32_t actor, bool free,
                        uint32_t now);
void aud_act_done(aud_book *book, uint32_t actor, gx_fen price, bool counted, gx_moderation what,
                  uint32_t now);

/* A thing's place among the things of its book, to be kept by other things; and back. */
uint32_t aud_place_of(const aud_book *book, const aud_thing *thing);

/* A pass of somebody that gates mostly let through. */
gx_pass aud_some_pass(aud_world *world);

#endif
