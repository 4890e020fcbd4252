/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for social packets: their rules, face to face (R4), password (R6); the part itself. */
#include "core/auditor/social.h"

extern const aud_part aud_social;

gx_social_rules *aud_social_rules(const aud_book *book)
{
    return aud_state(book, &aud_social);
}

/* ---- Rules */

static void begin(aud_book *book)
{
    *aud_social_rules(book) = (gx_social_rules){.face_window = 3600,
                                                .code_tries = 5,
                                                .guesses_max = 20,
                                                .request_life = 86400,
                                                .photo_life = 86400,
                                                .photo_badges = 0,
                                                .photo_min = 1,
                                                .photo_max = 500};
}

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.social_rules =
        (gx_args_social_rules){.face_window = 15 + aud_below(world, aud_odds(world, 40) ? 40 : 300),
                               .code_tries = 1 + aud_below(world, 4),
                               .guesses_max = 2 + aud_below(world, 9),
                               .request_life = 20 + aud_below(world, aud_odds(world, 40) ? 60 : 300),
                               .photo_life = 30 + aud_below(world, 90),
                               .photo_badges = aud_odds(world, 70) ? 0 : 1,
                               .photo_min = 1 + aud_below(world, 50),
                               .photo_max = 50 + aud_below(world, 60)};
    if (aud_odds(world, 4))
        step->op.args.social_rules.photo_max = step->op.args.social_rules.photo_min;
    if (aud_odds(world, 4))
        step->op.args.social_rules.code_tries = 0;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_social_rules *args = &op->args.social_rules;
    const gx_fen most = 1 << 30;
    if (args->face_window == 0 || args->code_tries == 0 || args->guesses_max == 0 ||
        args->request_life == 0 || args->photo_life == 0)
        return aud_no(GX_REFUSED_RULE, 0, 1);
    if (args->photo_min < 1)
        return aud_no(GX_REFUSED_RULE, args->photo_min, 1);
    if (args->photo_max < args->photo_min)
        return aud_no(GX_REFUSED_RULE, args->photo_max, args->photo_min);
    if (args->photo_max > most)
        return aud_no(GX_REFUSED_RULE, args->photo_max, most);
    *aud_social_rules(book) = (gx_social_rules){.face_window = args->face_window,
                                                .code_tries = args->code_tries,
                                                .guesses_max = args->guesses_max,
                                                .request_life = args->request_life,
                                                .photo_life = args->photo_life,
                                                .photo_badges = args->photo_badges,
                                                .photo_min = args->photo_min,
                                                .photo_max = args->photo_max};
    return aud_done(0);
}

/* ---- What all have in common */

aud_thing *aud_some_open(aud_world *world, aud_step *step, aud_kind kind, unsigned lo, unsigned hi)
{
    const aud_book *own = aud_book_of(world, step->book);
    aud_thing *some = NULL;
    uint32_t seen = 0;
    for (size_t i = own->thing_count; i-- > 0 && seen < 5;) {
        aud_thing *thing = own->things[i];
        bool open =
            thing->kind == kind && !thing->gone && thing->ref.life != 0 && thing->expires > step->op.now;
        if (!open || (kind == AUD_PACKET && (((const aud_packet *)(thing + 1))->kind < lo ||
                                             ((const aud_packet *)(thing + 1))->kind > hi)))
            continue;
        if (aud_below(world, ++seen) == 0)
            some = thing;
    }
    return some != NULL && aud_odds(world, 80) ? some : aud_some_thing_of(world, step, kind);
}

static unsigned claimed_by(unsigned kind)
{
    if (kind == GX_PACKET_GUESS)
        return GX_OP_GUESS;
    if (kind == GX_PACKET_FACE_EQUAL || kind == GX_PACKET_FACE_LUCKY)
        return GX_OP_FACE_CLAIM;
    if (kind == GX_PACKET_CODE_EQUAL || kind == GX_PACKET_CODE_LUCKY)
        return GX_OP_PASSWORD_CLAIM;
    return GX_OP_PACKET_CLAIM;
}

gx_answer aud_find_claimed(const aud_book *book, gx_packet_ref packet, unsigned by, unsigned here,
                           uint32_t now, aud_thing **thing)
{
    *thing = aud_find(book, AUD_PACKET, packet);
    if (*thing == NULL)
        return aud_no(GX_REFUSED_NO_SUCH, 0, 0);
    if ((*thing)->gone)
        return aud_no(GX_REFUSED_EMPTY, 0, 1);
    const aud_packet *p = aud_more(*thing);
    if (claimed_by(p->kind) != by)
        return aud_no(GX_REFUSED_INCOMPLETE, here, claimed_by(p->kind));
    if (now >= (*thing)->expires)
        return aud_no(GX_REFUSED_EXPIRED, now, (*thing)->expires);
    return aud_done(0);
}

gx_answer aud_fund_packet(aud_book *book, uint32_t sender_name, const aud_packet *packet, uint32_t expires,
                          aud_want *want)
{
    uint32_t sender = aud_user(book, sender_name);
    gx_answer answer = aud_check_funding(book, sender, packet->amount, packet->sent);
    if (answer.code != GX_DONE)
        return answer;
    aud_open_packet(book, sender, packet, answer.amount, want);
    if (expires < want->made->expires)
        want->made->expires = expires;
    return aud_done(packet->amount);
}

/* "The order", of one of two kinds. */
static gx_answer check_order(const aud_book *book, const gx_op *op, unsigned kind, unsigned equal,
                             uint32_t shares, gx_fen amount)
{
    const gx_packet_rules *rules = aud_packet_rules(book);
    if (aud_user(book, op->key.account) == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, op->key.account);
    if (kind != equal && kind != equal + 1)
        return aud_no(GX_REFUSED_NO_SUCH, kind, GX_PACKET_KIND_COUNT);
    gx_answer answer = aud_check_shares(rules, shares, rules->shares_max);
    return answer.code == GX_DONE ? aud_check_amount(rules, amount, shares) : answer;
}

/* Shares and amount that mostly go together. */
static void make_up_order(aud_world *world, aud_step *step, uint8_t *kind, unsigned equal, uint32_t *shares,
                          gx_fen *amount)
{
    *kind = (uint8_t)(equal + aud_below(world, 2));
    *shares = 1 + aud_below(world, 9);
    *amount = *shares + aud_below(world, 120 * *shares);
    if (aud_odds(world, 4))
        *kind = (uint8_t)aud_below(world, 12);
    if (aud_odds(world, 4))
        *shares = aud_below(world, 2) == 0 ? 0 : 15 + aud_below(world, 90);
    if (aud_odds(world, 6))
        *amount = aud_some_amount(world, aud_book_of(world, step->book), 0);
    if (aud_odds(world, 4))
        step->op.key.account = aud_some_party(world, step->book);
}

/* Somebody who has a share of it, or `else_one`. */
static uint32_t who_has(aud_world *world, const aud_packet *p, uint32_t else_one)
{
    unsigned first = aud_below(world, AUD_NAMES);
    for (unsigned i = 0; i < AUD_NAMES; i++)
        if (p->has[(first + i) % AUD_NAMES])
            return aud_name((first + i) % AUD_NAMES);
    return else_one;
}

/* ---- Face to face */

static void generate_face_send(aud_world *world, aud_step *step)
{
    gx_args_face_send *args = &step->op.args.face_send;
    make_up_order(world, step, &args->kind, GX_PACKET_FACE_EQUAL, &args->shares, &args->amount);
    args->window = aud_odds(world, 60) ? 0 : aud_below(world, 30);
    args->occasion = aud_below(world, 5);
    if (args->pass.place == 0 && aud_odds(world, 75))
        args->pass.place = 3;
    if (aud_odds(world, 95))
        args->pass.user = step->op.key.account;
}

static gx_answer predict_face_send(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_face_send *args = &op->args.face_send;
    const gx_social_rules *rules = aud_social_rules(book);
    if (args->pass.user != op->key.account)
        return aud_no(GX_REFUSED_RIGHT, args->pass.user, op->key.account);
    if (args->pass.place == 0)
        return aud_no(GX_REFUSED_PLACE, 0, 1);
    if (args->window > rules->face_window)
        return aud_no(GX_REFUSED_RULE, args->window, rules->face_window);
    gx_answer answer = check_order(book, op, args->kind, GX_PACKET_FACE_EQUAL, args->shares, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet packet = {.kind = args->kind,
                         .audience = args->pass.place,
                         .occasion = args->occasion,
                         .shares = args->shares,
                         .sent = op->now,
                         .amount = args->amount};
    uint32_t window = args->window == 0 ? rules->face_window : args->window;
    return aud_fund_packet(book, op->key.account, &packet, aud_later(op->now, window), want);
}

static void generate_face_claim(aud_world *world, aud_step *step)
{
    gx_args_face_claim *args = &step->op.args.face_claim;
    aud_thing *thing = aud_some_open(world, step, AUD_PACKET, GX_PACKET_FACE_EQUAL, GX_PACKET_FACE_LUCKY);
    aud_mention(world, step, &args->packet, thing);
    if (thing == NULL)
        return;
    const aud_packet *p = aud_more(thing);
    if (aud_odds(world, 80))
        args->pass.place = (uint16_t)p->audience;
    if (aud_odds(world, 15))
        args->pass.user = who_has(world, p, args->pass.user);
}

static gx_answer predict_face_claim(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_face_claim *args = &op->args.face_claim;
    aud_thing *thing;
    gx_answer answer =
        aud_find_claimed(book, args->packet, GX_OP_FACE_CLAIM, GX_OP_FACE_CLAIM, op->now, &thing);
    if (answer.code != GX_DONE)
        return answer;
    const aud_packet *p = aud_more(thing);
    if (p->has[aud_seat(args->pass.user)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (args->pass.place != p->audience)
        return aud_no(GX_REFUSED_PLACE, args->pass.place, p->audience);
    gx_fen share = aud_next_share(thing, args->draw);
    aud_give_share(book, thing, args->pass.user, share, want);
    return aud_done(share);
}

/* ---- Password */

typedef struct password {
    uint64_t code;
    uint32_t tries_max;
    uint16_t wrong[AUD_NAMES];
} password;
_Static_assert(sizeof(password) <= sizeof((aud_packet *)0)->own, "a packet's own words");

static void generate_password_send(aud_world *world, aud_step *step)
{
    gx_args_password_send *args = &step->op.args.password_send;
    make_up_order(world, step, &args->kind, GX_PACKET_CODE_EQUAL, &args->shares, &args->amount);
    args->code = aud_below(world, 3);
}

static gx_answer predict_password_send(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_password_send *args = &op->args.password_send;
    gx_answer answer = check_order(book, op, args->kind, GX_PACKET_CODE_EQUAL, args->shares, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet packet = {.kind = args->kind,
                         .occasion = args->occasion,
                         .shares = args->shares,
                         .sent = op->now,
                         .amount = args->amount};
    password *own = (password *)packet.own;
    own->code = args->code;
    own->tries_max = aud_social_rules(book)->code_tries;
    return aud_fund_packet(book, op->key.account, &packet, UINT32_MAX, want);
}

static void generate_password_claim(aud_world *world, aud_step *step)
{
    gx_args_password_claim *args = &step->op.args.password_claim;
    aud_thing *thing = aud_some_open(world, step, AUD_PACKET, GX_PACKET_CODE_EQUAL, GX_PACKET_CODE_LUCKY);
    aud_mention(world, step, &args->packet, thing);
    args->claimer = aud_anybody(world);
    args->code = aud_below(world, 3);
    if (thing == NULL)
        return;
    aud_packet *p = aud_more(thing);
    if (aud_odds(world, 15))
        args->claimer = who_has(world, p, args->claimer);
    else if (aud_odds(world, 40) && p->kind >= GX_PACKET_CODE_EQUAL && p->kind <= GX_PACKET_CODE_LUCKY)
        for (unsigned seat = 0; seat < AUD_NAMES; seat++) /* who was wrong is wrong again */
            if (((const password *)p->own)->wrong[seat] > 0) {
                args->claimer = aud_name(seat);
                args->code = aud_odds(world, 70) ? 3 : args->code;
            }
}

static gx_answer predict_password_claim(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_password_claim *args = &op->args.password_claim;
    aud_thing *thing;
    gx_answer answer =
        aud_find_claimed(book, args->packet, GX_OP_PASSWORD_CLAIM, GX_OP_PASSWORD_CLAIM, op->now, &thing);
    if (answer.code != GX_DONE)
        return answer;
    aud_packet *p = aud_more(thing);
    password *own = (password *)p->own;
    uint16_t *wrong = &own->wrong[aud_seat(args->claimer)];
    if (p->has[aud_seat(args->claimer)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    if (*wrong >= own->tries_max)
        return aud_no(GX_REFUSED_LIMIT, *wrong, own->tries_max);
    if (args->code != own->code) {
        want->result.number = ++*wrong;
        return aud_done(0);
    }
    gx_fen share = aud_next_share(thing, args->draw);
    aud_give_share(book, thing, args->claimer, share, want);
    return aud_done(share);
}

/* ---- The part */

static void prepare(aud_world *world, unsigned book)
{
    if (aud_odds(world, 5))
        return; /* the defaults */
    aud_step *step = aud_make(world, book, GX_OP_SOCIAL_RULES);
    generate_rules(world, step);
    aud_do(world, step);
}

static void look(aud_world *world, unsigned book)
{
    const aud_book *own = aud_book_of(world, book);
    const gx_book *core = aud_core_of(world, book);
    for (size_t i = 0; i < own->thing_count; i++) {
        const aud_thing *thing = own->things[i];
        if (thing->kind == AUD_PACKET)
            aud_look_at_guess(world, core, thing);
        else if (thing->kind == AUD_REQUEST)
            aud_look_at_request(world, core, thing);
        else if (thing->kind == AUD_PHOTO)
            aud_look_at_photo(world, core, thing);
    }
}

#define FUNDING (AUD_MAY(FROZEN) | AUD_MAY(FUNDS) | AUD_MAY(AMOUNT))
#define ORDER   (AUD_MAY(ACCOUNT) | AUD_MAY(NO_SUCH) | AUD_MAY(SHARES) | AUD_MAY(AMOUNT) | AUD_MAY(MEAN_SHARE))
#define CLAIM   (AUD_MAY(NO_SUCH) | AUD_MAY(EMPTY) | AUD_MAY(INCOMPLETE) | AUD_MAY(EXPIRED))
#define HOOKS   (AUD_MAY(IDENTITY) | AUD_MAY(LIMIT) | AUD_MAY(RISK) | AUD_MAY(CONFIRM) | AUD_MAY(OVERDUE))

static const aud_rule rules[] = {
    {GX_OP_SOCIAL_RULES, 1, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_FACE_SEND, 5, generate_face_send, predict_face_send,
     AUD_MAY(RIGHT) | AUD_MAY(PLACE) | AUD_MAY(RULE) | ORDER | AUD_MAY(FUNDS), FUNDING | HOOKS},
    {GX_OP_FACE_CLAIM, 16, generate_face_claim, predict_face_claim, CLAIM | AUD_MAY(TWICE) | AUD_MAY(PLACE),
     0},
    {GX_OP_PASSWORD_SEND, 5, generate_password_send, predict_password_send, ORDER | AUD_MAY(FUNDS),
     FUNDING | HOOKS},
    {GX_OP_PASSWORD_CLAIM, 18, generate_password_claim, predict_password_claim,
     CLAIM | AUD_MAY(TWICE) | AUD_MAY(LIMIT), 0},
    {GX_OP_GUESS_SEND, 5, aud_generate_guess_send, aud_predict_guess_send,
     AUD_MAY(ACCOUNT) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(AMOUNT) | AUD_MAY(LIMIT) | AUD_MAY(FUNDS),
     FUNDING | HOOKS},
    {GX_OP_GUESS, 16, aud_generate_guess, aud_predict_guess,
     CLAIM | AUD_MAY(TURN) | AUD_MAY(TWICE) | AUD_MAY(AMOUNT), 0},
    {GX_OP_GUESS_PASS, 10, aud_generate_guess_pass, aud_predict_guess_pass,
     CLAIM | AUD_MAY(TURN) | AUD_MAY(NOT_ADDRESSED), 0},
    {GX_OP_REQUEST, 7, aud_generate_request, aud_predict_request,
     AUD_MAY(ACCOUNT) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(AMOUNT) | AUD_MAY(TWICE), 0},
    {GX_OP_REQUEST_GRANT, 8, aud_generate_grant, aud_predict_grant,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(EXPIRED) | AUD_MAY(AMOUNT) |
         AUD_MAY(MEAN_SHARE),
     FUNDING | HOOKS},
    {GX_OP_REQUEST_DECLINE, 3, aud_generate_decline, aud_predict_decline,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(EXPIRED), 0},
    {GX_OP_REQUEST_EXPIRE, 3, aud_generate_lapse, aud_predict_lapse,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), 0},
    {GX_OP_PHOTO_POST, 5, aud_generate_post_photo, aud_predict_post_photo,
     AUD_MAY(ACCOUNT) | AUD_MAY(RIGHT) | AUD_MAY(GATE), 0},
    {GX_OP_PHOTO_PAY, 8, aud_generate_pay_photo, aud_predict_pay_photo,
     AUD_MAY(ACCOUNT) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(AMOUNT) | AUD_MAY(FUNDS), FUNDING | HOOKS},
    {GX_OP_PHOTO_SEE, 14, aud_generate_see_photo, aud_predict_see_photo,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(EXPIRED) | AUD_MAY(NOT_ADDRESSED) | AUD_MAY(TWICE) |
         AUD_MAY(AMOUNT),
     AUD_MAY(FROZEN) | AUD_MAY(CAP)},
    {GX_OP_PHOTO_EXPIRE, 3, aud_generate_expire_photo, aud_predict_expire_photo,
     AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED) | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_social = {.name = "social",
                             .theme = GX_THEME_SOCIAL_PACKETS,
                             .rules = rules,
                             .state_bytes = sizeof(gx_social_rules),
                             .begin = begin,
                             .prepare = prepare,
                             .look = look};
