/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model.h"

#include <stdlib.h>
#include <string.h>

static const gx_fen book_limit = (gx_fen)1 << 60;

void model_init(model *m, uint32_t window, gx_packet_rules rules, gx_membership membership)
{
    memset(m, 0, sizeof *m);
    m->window = window;
    m->rules = rules;
    m->membership = membership;
}

void model_free(model *m)
{
    free(m->things);
    for (int u = 0; u < MODEL_USERS; u++)
        free(m->memory[u]);
}

static prediction no(gx_answer_code code, int64_t have, int64_t need)
{
    return (prediction){.answer = {code, have, need, 0}, .at = -1};
}

static prediction yes(gx_fen amount)
{
    return (prediction){.answer = {GX_DONE, 0, 0, amount}, .at = -1};
}

static bool lives_in(uint32_t user, uint32_t book)
{
    return user / MODEL_BOOK_USERS == book;
}

/* How much may still come into a book from one of its house accounts. */
static gx_fen room(const model *m, uint32_t book, gx_house_account source)
{
    gx_fen inside = m->house[book][GX_HOUSE_ESCROW];
    for (uint32_t u = 0; u < MODEL_USERS; u++)
        if (lives_in(u, book))
            inside += m->balance[u];
    gx_fen by_size = book_limit - inside;
    gx_fen by_debt = book_limit + m->house[book][source];
    return by_size < by_debt ? by_size : by_debt;
}

static prediction from_house(model *m, uint32_t book, gx_house_account source, uint32_t user, gx_fen amount)
{
    if (amount < 1)
        return no(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > room(m, book, source))
        return no(GX_REFUSED_AMOUNT, amount, room(m, book, source));
    m->house[book][source] -= amount;
    m->balance[user] += amount;
    return yes(amount);
}

static prediction from_user(model *m, uint32_t user, gx_fen *to, gx_fen amount)
{
    if (amount < 1)
        return no(GX_REFUSED_AMOUNT, amount, 1);
    if (amount > m->balance[user])
        return no(GX_REFUSED_FUNDS, m->balance[user], amount);
    m->balance[user] -= amount;
    *to += amount;
    return yes(amount);
}

static thing *new_thing(model *m)
{
    if (m->thing_count == m->thing_room) {
        m->thing_room = m->thing_room * 2 + 64;
        m->things = realloc(m->things, (size_t)m->thing_room * sizeof *m->things);
    }
    thing *t = &m->things[m->thing_count++];
    memset(t, 0, sizeof *t);
    t->open = true;
    return t;
}

static prediction place_hold(model *m, const op *o)
{
    uint32_t user = o->key.account;
    prediction p = from_user(m, user, &m->house[o->book][GX_HOUSE_ESCROW], o->amount);
    if (p.answer.code != GX_DONE)
        return p;
    thing *t = new_thing(m);
    t->book = o->book;
    t->owner = user;
    t->expires = o->expires;
    t->funded = o->amount;
    p.at = m->thing_count - 1;
    return p;
}

static prediction order_is_wrong(const model *m, const op *o)
{
    const gx_packet_order *order = &o->order;
    const gx_packet_rules *rules = &m->rules;
    int64_t most = order->kind == GX_PACKET_PERSONAL ? 1 : rules->shares_max;
    if (order->shares == 0)
        return no(GX_REFUSED_SHARES, 0, 1);
    if (order->shares > most)
        return no(GX_REFUSED_SHARES, order->shares, most);
    if (order->kind == GX_PACKET_PERSONAL && order->audience == o->key.account)
        return no(GX_REFUSED_NOT_ADDRESSED, order->audience, order->audience);
    if (order->amount < 1)
        return no(GX_REFUSED_AMOUNT, order->amount, 1);
    if (order->amount > rules->amount_max)
        return no(GX_REFUSED_AMOUNT, order->amount, rules->amount_max);
    if (order->amount < rules->share_min * order->shares)
        return no(GX_REFUSED_MEAN_SHARE, order->amount / order->shares, rules->share_min);
    if (order->amount > rules->mean_share_max * order->shares)
        return no(GX_REFUSED_MEAN_SHARE, order->amount / order->shares, rules->mean_share_max);
    return yes(0);
}

static prediction send_packet(model *m, const op *o)
{
    uint32_t user = o->key.account;
    gx_fen amount = o->order.amount;
    prediction p = order_is_wrong(m, o);
    if (p.answer.code != GX_DONE)
        return p;
    gx_fen missing = amount > m->balance[user] ? amount - m->balance[user] : 0;
    if (missing > 0 && !m->card[user])
        return no(GX_REFUSED_FUNDS, m->balance[user], amount);
    if (missing > 0) {
        p = from_house(m, o->book, GX_HOUSE_CARD_GATEWAY, user, missing);
        if (p.answer.code != GX_DONE)
            return p;
    }
    p = from_user(m, user, &m->house[o->book][GX_HOUSE_ESCROW], amount);
    p.topped_up = missing;
    thing *t = new_thing(m);
    t->packet = true;
    t->book = o->book;
    t->owner = user;
    t->now = o->now;
    t->expires = o->now + m->rules.life_ticks;
    t->order = o->order;
    t->funded = amount;
    t->share_min = m->rules.share_min;
    p.at = m->thing_count - 1;
    return p;
}

/* The thing that a handle means; NULL when no such handle was ever given out. */
static thing *find(model *m, const op *o, bool packet)
{
    for (int64_t i = m->thing_count - 1; i >= 0; i--) {
        thing *t = &m->things[i];
        if (t->packet == packet && t->book == o->book && t->slot == o->slot && t->life == o->life)
            return t;
    }
    return NULL;
}

static gx_fen left_in(const thing *t)
{
    return t->funded - t->claimed - t->refunded;
}

static void pay_out(model *m, thing *t, gx_fen amount)
{
    t->claimed += amount;
    m->house[t->book][GX_HOUSE_ESCROW] -= amount;
    m->house[t->book][GX_HOUSE_CLEARING] += amount;
    if (left_in(t) == 0)
        t->open = false;
}

static prediction give_back(model *m, thing *t)
{
    gx_fen rest = left_in(t);
    t->refunded = rest;
    t->open = false;
    m->house[t->book][GX_HOUSE_ESCROW] -= rest;
    m->balance[t->owner] += rest;
    return yes(rest);
}

static prediction resolve(model *m, const op *o, bool packet)
{
    thing *t = find(m, o, packet);
    if (t == NULL)
        return no(GX_REFUSED_NO_SUCH, 0, 0);
    if (!t->open)
        return no(GX_REFUSED_RESOLVED, 0, 0);
    if (o->kind == OP_HOLD_VOID)
        return give_back(m, t);
    if (o->kind == OP_HOLD_EXPIRE || o->kind == OP_PACKET_EXPIRE)
        return o->now < t->expires ? no(GX_REFUSED_NOT_DUE, o->now, t->expires) : give_back(m, t);
    if (o->now >= t->expires)
        return no(GX_REFUSED_EXPIRED, o->now, t->expires);
    if (o->amount < 1)
        return no(GX_REFUSED_AMOUNT, o->amount, 1);
    if (o->amount > left_in(t))
        return no(GX_REFUSED_FUNDS, left_in(t), o->amount);
    pay_out(m, t, o->amount);
    return yes(o->amount);
}

/* floor(word * n / 2^64), by halves. */
static int64_t scale(uint32_t high, uint32_t low, int64_t n)
{
    uint64_t a = (uint64_t)high * (uint64_t)n;
    uint64_t b = (uint64_t)low * (uint64_t)n;
    return (int64_t)((a + (b >> 32)) >> 32); /* n < 2^31 */
}

static gx_fen next_share(const thing *t, gx_draw draw)
{
    int64_t k = t->order.shares - t->taken;
    if (t->order.kind == GX_PACKET_PERSONAL)
        return t->funded;
    if (t->order.kind == GX_PACKET_EQUAL)
        return (left_in(t) + k - 1) / k; /* the larger ones first is: round up what is left for each */
    if (k == 1)
        return left_in(t);
    gx_fen spare = left_in(t) - (t->share_min - 1) * k;
    int64_t whole = (2 * spare - k) / k;
    int64_t fraction = 2 * spare - k - whole * k;
    int64_t top = whole + (scale(draw.word[2], draw.word[3], k) < fraction ? 1 : 0);
    return t->share_min + scale(draw.word[0], draw.word[1], top);
}

static prediction claim(model *m, const op *o)
{
    thing *t = find(m, o, true);
    if (t == NULL)
        return no(GX_REFUSED_NO_SUCH, 0, 0);
    if (!t->open)
        return no(GX_REFUSED_EMPTY, 0, 1);
    if (o->now >= t->expires)
        return no(GX_REFUSED_EXPIRED, o->now, t->expires);
    for (uint32_t i = 0; i < t->taken; i++)
        if (t->claimer[i] == o->user)
            return no(GX_REFUSED_TWICE, 1, 0);
    bool meant = t->order.kind == GX_PACKET_PERSONAL
                     ? t->order.audience == o->user
                     : m->membership.is_member(m->membership.directory, t->order.audience, o->user);
    if (!meant)
        return no(GX_REFUSED_NOT_ADDRESSED, o->user, t->order.audience);
    gx_fen share = next_share(t, o->draw);
    if (share > t->luckiest_share) {
        t->luckiest_share = share;
        t->luckiest = o->user;
    }
    t->claimer[t->taken++] = o->user;
    pay_out(m, t, share);
    prediction p = yes(share);
    p.share = (gx_packet_share){.amount = share,
                                .position = t->taken - 1,
                                .closed = t->taken == t->order.shares,
                                .luckiest = t->luckiest,
                                .luckiest_share = t->luckiest_share};
    return p;
}

static prediction run(model *m, const op *o)
{
    uint32_t user = o->key.account;
    switch (o->kind) {
    case OP_TOP_UP:
        return m->card[user] ? from_house(m, o->book, GX_HOUSE_CARD_GATEWAY, user, o->amount)
                             : no(GX_REFUSED_NO_CARD, 0, 1);
    case OP_WITHDRAW:
        return m->card[user] ? from_user(m, user, &m->house[o->book][GX_HOUSE_CARD_GATEWAY], o->amount)
                             : no(GX_REFUSED_NO_CARD, 0, 1);
    case OP_TRANSFER:
        if (!lives_in(o->user, o->book) || o->user == user)
            return no(GX_REFUSED_ACCOUNT, 0, o->user);
        return from_user(m, user, &m->balance[o->user], o->amount);
    case OP_TRANSFER_OUT:
        return from_user(m, user, &m->house[o->book][GX_HOUSE_CLEARING], o->amount);
    case OP_HOLD_PLACE:
        return place_hold(m, o);
    default:
        return send_packet(m, o);
    }
}

static bool same_content(const op *a, const op *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == OP_PACKET_SEND)
        return a->order.kind == b->order.kind && a->order.audience == b->order.audience &&
               a->order.shares == b->order.shares && a->order.amount == b->order.amount &&
               a->order.occasion == b->order.occasion;
    bool about = (a->kind != OP_TRANSFER || a->user == b->user) &&
                 (a->kind != OP_HOLD_PLACE || a->expires == b->expires);
    return about && a->amount == b->amount;
}

static void remember(model *m, const op *o, prediction told)
{
    uint32_t user = o->key.account;
    if (m->memory_count[user] == m->memory_room[user]) {
        m->memory_room[user] = m->memory_room[user] * 2 + 64;
        m->memory[user] = realloc(m->memory[user], (size_t)m->memory_room[user] * sizeof(remembered));
    }
    m->memory[user][m->memory_count[user]++] = (remembered){*o, told};
}

static prediction keyed(model *m, const op *o)
{
    uint32_t user = o->key.account;
    if (!lives_in(user, o->book))
        return no(GX_REFUSED_ACCOUNT, 0, user);
    if (m->window == 0)
        return run(m, o);
    int64_t highest = -1;
    const remembered *known = NULL;
    for (int64_t i = 0; i < m->memory_count[user]; i++) {
        uint32_t serial = m->memory[user][i].asked.key.serial;
        highest = serial > highest ? serial : highest;
        known = serial == o->key.serial ? &m->memory[user][i] : known;
    }
    if ((int64_t)o->key.serial <= highest - m->window)
        return no(GX_REFUSED_KEY_OLD, o->key.serial, highest - m->window + 1);
    if (known != NULL) {
        prediction told = known->told;
        told.again = true;
        return same_content(&known->asked, o) ? told : no(GX_REFUSED_KEY_CONTENT, 0, 0);
    }
    prediction p = run(m, o);
    remember(m, o, p);
    return p;
}

prediction model_do(model *m, const op *o)
{
    switch (o->kind) {
    case OP_BIND_CARD:
        if (!lives_in(o->user, o->book))
            return no(GX_REFUSED_ACCOUNT, 0, o->user);
        m->card[o->user] = true;
        return yes(0);
    case OP_TRANSFER_IN:
        if (!lives_in(o->user, o->book))
            return no(GX_REFUSED_ACCOUNT, 0, o->user);
        return from_house(m, o->book, GX_HOUSE_CLEARING, o->user, o->amount);
    case OP_HOLD_POST:
    case OP_HOLD_VOID:
    case OP_HOLD_EXPIRE:
        return resolve(m, o, false);
    case OP_PACKET_EXPIRE:
        return resolve(m, o, true);
    case OP_PACKET_CLAIM:
        return claim(m, o);
    default:
        return keyed(m, o);
    }
}
