/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part for social packets lies in several files: rules and packets (social.c), guess chains
 * (social_guess.c), requests (social_request.c), photos (social_photo.c). */
#ifndef TESTS_CORE_AUDITOR_SOCIAL_H
#define TESTS_CORE_AUDITOR_SOCIAL_H

#include "core/auditor/packets.h"

#include <gx/core/photo.h>
#include <gx/core/social_packet.h>

gx_social_rules *aud_social_rules(const aud_book *book);

/* The refusals that every claim begins with: unknown, gone, not claimed by this operation, expired. DONE:
 * *thing. */
gx_answer aud_find_claimed(const aud_book *book, gx_packet_ref packet, unsigned by, unsigned here,
                           uint32_t now, aud_thing **thing);

/* Funds the packet and opens it, or says why not; `expires` is the end that it has if that is earlier. */
gx_answer aud_fund_packet(aud_book *book, uint32_t sender_name, const aud_packet *packet, uint32_t expires,
                          aud_want *want);

/* Something open of the step's book, mostly a young one; of packets: of the kinds lo … hi. Now and then
 * anything. */
aud_thing *aud_some_open(aud_world *world, aud_step *step, aud_kind kind, unsigned lo, unsigned hi);

void aud_generate_guess_send(aud_world *world, aud_step *step);
gx_answer aud_predict_guess_send(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_guess(aud_world *world, aud_step *step);
gx_answer aud_predict_guess(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_guess_pass(aud_world *world, aud_step *step);
gx_answer aud_predict_guess_pass(aud_book *book, const gx_op *op, aud_want *want);
void aud_look_at_guess(aud_world *world, const gx_book *core, const aud_thing *thing);

void aud_generate_request(aud_world *world, aud_step *step);
gx_answer aud_predict_request(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_grant(aud_world *world, aud_step *step);
gx_answer aud_predict_grant(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_decline(aud_world *world, aud_step *step);
gx_answer aud_predict_decline(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_lapse(aud_world *world, aud_step *step);
gx_answer aud_predict_lapse(aud_book *book, const gx_op *op, aud_want *want);
void aud_look_at_request(aud_world *world, const gx_book *core, const aud_thing *thing);

void aud_generate_post_photo(aud_world *world, aud_step *step);
gx_answer aud_predict_post_photo(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_pay_photo(aud_world *world, aud_step *step);
gx_answer aud_predict_pay_photo(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_see_photo(aud_world *world, aud_step *step);
gx_answer aud_predict_see_photo(aud_book *book, const gx_op *op, aud_want *want);
void aud_generate_expire_photo(aud_world *world, aud_step *step);
gx_answer aud_predict_expire_photo(aud_book *book, const gx_op *op, aud_want *want);
void aud_look_at_photo(aud_world *world, const gx_book *core, const aud_thing *thing);

#endif
