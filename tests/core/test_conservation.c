/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long random histories of every operation, valid and hostile, on three books at once. An independent model
 * (model.h) predicts each answer with its figures, each share and each balance; the audit stands after every
 * step; clearing is what is in flight; and each packet's funded = claimed + refunded + pending. A failure
 * names seed and step. */
#include "core/model.h"
#include "helper.h"

enum { QUEUE_MAX = 4096, REPLAYS = 8, GROUPS = 10 };

typedef struct flight {
    uint32_t to;
    gx_fen amount;
} flight;

/* What happened in all histories of a test: a rule that is never met is not tested. */
static uint64_t tally[OP_KINDS][GX_ANSWER_COUNT];
static uint64_t repeated;

typedef struct world {
    uint64_t seed, state;
    uint32_t step, now;
    gx_book *book[MODEL_BOOKS];
    model m;
    flight queue[QUEUE_MAX];
    uint32_t in_flight;
    gx_fen
        forged; /* let in by the host without having been let out anywhere, minus what got lost on the way */
    uint32_t next_serial[MODEL_USERS];
    op replay[MODEL_USERS][REPLAYS];
    uint64_t done;
} world;

static uint64_t any(world *w)
{
    w->state += UINT64_C(0x9e3779b97f4a7c15);
    return gx_mix64(w->state);
}

static uint32_t below(world *w, uint32_t n)
{
    return (uint32_t)(any(w) % n);
}

static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    return (user + group) % 5 != 0;
}

static void open_world(world *w, uint64_t seed)
{
    gx_membership membership = {is_member, NULL};
    *w = (world){.seed = seed, .state = seed, .now = 10};
    uint32_t window = seed % 4 == 0 ? 0 : 1 + below(w, 6);
    gx_packet_rules rules = {.share_min = seed % 3 == 0 ? 1 + below(w, 20) : 1,
                             .mean_share_max = 400,
                             .shares_max = 12,
                             .amount_max = 3000,
                             .life_ticks = 20 + below(w, 60)};
    model_init(&w->m, window, rules, membership);
    for (uint32_t b = 0; b < MODEL_BOOKS; b++) {
        gx_book_config config = {.first_user = b * MODEL_BOOK_USERS,
                                 .users = MODEL_BOOK_USERS,
                                 .key_window = window,
                                 .membership = membership};
        ck_assert_int_eq(gx_book_create(&w->book[b], &config, NULL), GX_OK);
        for (uint32_t u = b * MODEL_BOOK_USERS; u < (b + 1) * MODEL_BOOK_USERS; u++) {
            gx_fen amount = below(w, 4000);
            expect_done(gx_open(w->book[b], u, amount), amount);
            w->m.balance[u] = amount;
            w->next_serial[u] = 100; /* so that a step back is a step back */
            w->m.house[b][GX_HOUSE_OPENING] -= amount;
        }
        expect_done(gx_packet_set_rules(w->book[b], &rules, 0), 0);
    }
}

/* ---- What is asked next */

static gx_fen some_amount(world *w, uint32_t user)
{
    if (below(w, 100) < 85)
        return 1 + below(w, 600);
    gx_fen balance = user < MODEL_USERS ? w->m.balance[user] : 7;
    const gx_fen odd[] = {0,       -1,          INT64_MIN, INT64_MAX, (gx_fen)1 << 59, (gx_fen)1 << 60,
                          balance, balance + 1, -balance};
    return odd[below(w, sizeof odd / sizeof odd[0])];
}

static gx_packet_order some_order(world *w, uint32_t user)
{
    gx_packet_order order = {.kind = (gx_packet_kind)below(w, GX_PACKET_KIND_COUNT), .occasion = below(w, 3)};
    bool personal = order.kind == GX_PACKET_PERSONAL;
    order.audience = below(w, personal ? MODEL_USERS : GROUPS);
    order.shares = personal ? 1 : 1 + below(w, 12);
    order.amount = (gx_fen)order.shares * 1 + below(w, 200 * order.shares);
    if (below(w, 12) == 0)
        order.amount = some_amount(w, user);
    if (below(w, 20) == 0) {
        const uint32_t odd[] = {0, 2, 13, UINT32_MAX};
        order.shares = odd[below(w, 4)];
    }
    return order;
}

/* The key: mostly the account's next serial; sometimes an old order again, the same or changed, or a serial
 * out of turn. */
static void choose_key(world *w, op *o)
{
    uint32_t user = o->key.account;
    uint32_t dice = user < MODEL_USERS ? below(w, 100) : 100;
    if (dice >= 80 && dice < 92) {
        const op *old = &w->replay[user][(w->next_serial[user] - 1 - below(w, 3)) % REPLAYS];
        if (old->kind == OP_BIND_CARD)
            return; /* nothing there yet: serial 0 */
        uint32_t now = o->now;
        *o = *old;
        o->now = now;
        if (dice >= 88) {
            o->amount ^= 1;
            o->order.amount ^= 1;
        }
        return;
    }
    if (dice >= 92)
        o->key.serial = (user < MODEL_USERS ? w->next_serial[user] : 0) + below(w, 12) - 8;
    else
        o->key.serial = w->next_serial[user]++;
    if (dice >= 97 && dice < 100)
        w->next_serial[user] = o->key.serial < UINT32_MAX - 100 ? o->key.serial + 1 : w->next_serial[user];
    if (user < MODEL_USERS)
        w->replay[user][o->key.serial % REPLAYS] = *o;
}

/* A handle: of a recent thing, of any thing, or made up. */
static void choose_handle(world *w, op *o)
{
    int64_t count = w->m.thing_count;
    uint32_t dice = below(w, 100);
    if (count == 0 || dice >= 92) {
        o->slot = dice % 2 == 0 ? below(w, 12) : (uint32_t)any(w);
        o->life = below(w, 6);
        return;
    }
    int64_t back = dice < 84 && count > 24 ? 24 : count;
    const thing *t = &w->m.things[count - 1 - (int64_t)below(w, (uint32_t)back)];
    o->slot = t->slot;
    o->life = t->life;
    if (below(w, 20) != 0)
        o->book = t->book;
    if (t->order.kind == GX_PACKET_PERSONAL && below(w, 2) == 0)
        o->user = t->order.audience;
    else if (t->taken > 0 && below(w, 6) == 0)
        o->user = t->claimer[below(w, t->taken)];
}

static op next_op(world *w)
{
    static const uint8_t weight[OP_KINDS] = {
        [OP_BIND_CARD] = 1,    [OP_TOP_UP] = 5,       [OP_WITHDRAW] = 3,     [OP_TRANSFER] = 8,
        [OP_TRANSFER_OUT] = 6, [OP_TRANSFER_IN] = 22, [OP_HOLD_PLACE] = 5,   [OP_HOLD_POST] = 5,
        [OP_HOLD_VOID] = 1,    [OP_HOLD_EXPIRE] = 3,  [OP_PACKET_SEND] = 10, [OP_PACKET_CLAIM] = 26,
        [OP_PACKET_EXPIRE] = 5};
    uint32_t dice = below(w, 100);
    op o = {.now = w->now, .book = below(w, MODEL_BOOKS)};
    for (uint32_t sum = weight[0]; dice >= sum; sum += weight[++o.kind])
        ;
    o.user = below(w, 20) == 0 ? (uint32_t)any(w) : below(w, MODEL_USERS);
    o.key.account = below(w, 30) == 0 ? MODEL_USERS + below(w, 3) : below(w, MODEL_USERS);
    o.amount = some_amount(w, o.key.account);
    o.draw = gx_draw_at(gx_key_make(w->seed, 0), TEST_PURPOSE, w->step, 0, 0);
    switch (o.kind) {
    case OP_TOP_UP:
    case OP_WITHDRAW:
    case OP_TRANSFER:
    case OP_TRANSFER_OUT:
    case OP_HOLD_PLACE:
    case OP_PACKET_SEND:
        if (below(w, 25) != 0)
            o.book = o.key.account / MODEL_BOOK_USERS % MODEL_BOOKS;
        if (o.kind == OP_TRANSFER && below(w, 8) != 0)
            o.user = o.book * MODEL_BOOK_USERS + below(w, MODEL_BOOK_USERS);
        o.expires = w->now + below(w, 60);
        o.order = some_order(w, o.key.account);
        choose_key(w, &o);
        break;
    case OP_TRANSFER_IN:
        if (w->in_flight > 0 && below(w, 25) != 0) {
            flight arrived = w->queue[w->in_flight - 1]; /* taken out when it is done */
            o.user = arrived.to;
            o.amount = arrived.amount;
            o.book = o.user / MODEL_BOOK_USERS;
        }
        break;
    case OP_BIND_CARD:
        o.book = below(w, 10) == 0 ? o.book : o.user / MODEL_BOOK_USERS % MODEL_BOOKS;
        break;
    default:
        choose_handle(w, &o);
    }
    return o;
}

/* ---- What the core says */

typedef struct said {
    gx_answer answer;
    uint32_t slot, life;
    gx_fen topped_up;
    gx_packet_share share;
} said;

static said ask_packet(gx_book *book, const op *o)
{
    said s = {0};
    gx_packet_ref packet = {o->slot, o->life};
    if (o->kind == OP_PACKET_SEND) {
        s.answer = gx_packet_send(book, o->key, &o->order, o->now, &packet, &s.topped_up);
        s.slot = packet.slot;
        s.life = packet.life;
    } else if (o->kind == OP_PACKET_CLAIM) {
        s.answer = gx_packet_claim(book, packet, o->user, o->draw, o->now, &s.share);
    } else {
        s.answer = gx_packet_expire(book, packet, o->now);
    }
    return s;
}

static said ask_hold(gx_book *book, const op *o)
{
    said s = {0};
    gx_hold hold = {o->slot, o->life};
    if (o->kind == OP_HOLD_PLACE) {
        s.answer = gx_hold_place(book, o->key, o->amount, o->expires, o->now, &hold);
        s.slot = hold.slot;
        s.life = hold.life;
    } else if (o->kind == OP_HOLD_POST) {
        s.answer = gx_hold_post(book, hold, o->amount, o->now);
    } else if (o->kind == OP_HOLD_VOID) {
        s.answer = gx_hold_void(book, hold, o->now);
    } else {
        s.answer = gx_hold_expire(book, hold, o->now);
    }
    return s;
}

static said ask(gx_book *book, const op *o)
{
    switch (o->kind) {
    case OP_BIND_CARD:
        return (said){.answer = gx_wallet_bind_card(book, o->user, o->now)};
    case OP_TOP_UP:
        return (said){.answer = gx_wallet_top_up(book, o->key, o->amount, o->now)};
    case OP_WITHDRAW:
        return (said){.answer = gx_wallet_withdraw(book, o->key, o->amount, o->now)};
    case OP_TRANSFER:
        return (said){.answer = gx_transfer(book, o->key, o->user, o->amount, o->now)};
    case OP_TRANSFER_OUT:
        return (said){.answer = gx_transfer_out(book, o->key, o->amount, o->now)};
    case OP_TRANSFER_IN:
        return (said){.answer = gx_transfer_in(book, o->user, o->amount, o->now)};
    case OP_HOLD_PLACE:
    case OP_HOLD_POST:
    case OP_HOLD_VOID:
    case OP_HOLD_EXPIRE:
        return ask_hold(book, o);
    default:
        return ask_packet(book, o);
    }
}

/* ---- Are they one? */

static void expect(const world *w, bool right, const char *what)
{
    if (!right)
        ck_abort_msg("seed %llu, step %u: %s", (unsigned long long)w->seed, w->step, what);
}

static void compare(world *w, const op *o, const prediction *p, const said *s)
{
    const gx_answer *a = &s->answer;
    if (a->code != p->answer.code || a->have != p->answer.have || a->need != p->answer.need ||
        a->amount != p->answer.amount)
        ck_abort_msg(
            "seed %llu, step %u, operation %d: %s %lld %lld %lld, but the model says %s %lld %lld %lld",
            (unsigned long long)w->seed, w->step, (int)o->kind, gx_answer_name(a->code), (long long)a->have,
            (long long)a->need, (long long)a->amount, gx_answer_name(p->answer.code),
            (long long)p->answer.have, (long long)p->answer.need, (long long)p->answer.amount);
    expect(w, s->topped_up == p->topped_up, "what the card gave");
    expect(w, s->share.amount == p->share.amount && s->share.position == p->share.position, "the share");
    expect(w, s->share.closed == p->share.closed && s->share.luckiest == p->share.luckiest, "the luckiest");
    expect(w, s->share.luckiest_share == p->share.luckiest_share, "the luckiest share");
    if (p->at < 0) {
        expect(w, s->life == 0, "a handle where there is none");
        return;
    }
    thing *t = &w->m.things[p->at];
    if (p->again) {
        expect(w, t->slot == s->slot && t->life == s->life, "a repeated key names another thing");
        return;
    }
    for (int64_t i = 0; i < p->at; i++) {
        const thing *other = &w->m.things[i];
        bool same_kind = other->book == t->book && other->packet == t->packet;
        expect(w, !same_kind || other->slot != s->slot || other->life != s->life, "a handle given out twice");
    }
    t->slot = s->slot;
    t->life = s->life;
}

static void carry(world *w, const op *o, gx_fen amount)
{
    bool leaves = o->kind == OP_TRANSFER_OUT || o->kind == OP_HOLD_POST || o->kind == OP_PACKET_CLAIM;
    if (leaves && w->in_flight < QUEUE_MAX) {
        uint32_t to = o->user < MODEL_USERS ? o->user : below(w, MODEL_USERS);
        flight last = {to, amount};
        uint32_t place = below(w, ++w->in_flight);
        w->queue[w->in_flight - 1] = w->queue[place];
        w->queue[place] = last;
    } else if (leaves) {
        w->forged -= amount;
    } else if (o->kind == OP_TRANSFER_IN) {
        flight *last = w->in_flight > 0 ? &w->queue[w->in_flight - 1] : NULL;
        if (last != NULL && last->to == o->user && last->amount == amount)
            w->in_flight--;
        else
            w->forged += amount;
    }
}

static void compare_balances(world *w)
{
    for (uint32_t u = 0; u < MODEL_USERS; u++) {
        const gx_book *book = w->book[u / MODEL_BOOK_USERS];
        expect(w, gx_book_balance(book, u) == w->m.balance[u], "a balance");
        expect(w, gx_wallet_has_card(book, u) == w->m.card[u], "a card");
    }
    uint64_t clearing = (uint64_t)w->forged; /* may wrap: the books are told to hold absurd sums too */
    for (uint32_t i = 0; i < w->in_flight; i++)
        clearing -= (uint64_t)w->queue[i].amount;
    for (uint32_t b = 0; b < MODEL_BOOKS; b++) {
        gx_audit audit = gx_book_audit_full(w->book[b]);
        expect(w, audit.balanced && audit.total == 0, "the full audit");
        for (int i = 0; i < GX_HOUSE_COUNT; i++)
            expect(w, gx_book_house(w->book[b], (gx_house_account)i) == w->m.house[b][i],
                   "an account of the house");
        clearing += (uint64_t)gx_book_house(w->book[b], GX_HOUSE_CLEARING);
    }
    expect(w, clearing == 0, "clearing is not what is in flight");
}

/* Every packet and hold that ever was: what went in came out, or is still there. */
static void compare_things(world *w)
{
    struct {
        uint64_t holds, held, posted, refunded;
    } sum[MODEL_BOOKS] = {0};
    uint64_t open[MODEL_BOOKS] = {0};
    for (int64_t i = 0; i < w->m.thing_count; i++) {
        const thing *t = &w->m.things[i];
        const gx_book *book = w->book[t->book];
        gx_fen pending;
        gx_packet_view view = {0};
        if (t->packet) {
            expect(w, gx_packet_look(book, (gx_packet_ref){t->slot, t->life}, &view) == t->open,
                   "a packet's life");
            pending = view.remaining;
            expect(w, !t->open || (view.amount == t->funded && view.sender == t->owner), "a packet's order");
            expect(w, !t->open || view.shares_left == t->order.shares - t->taken, "a packet's shares");
        } else {
            pending = gx_hold_remaining(book, (gx_hold){t->slot, t->life});
        }
        expect(w, t->funded == t->claimed + t->refunded + pending,
               "funded is not claimed + refunded + pending");
        open[t->book] += t->packet && t->open;
        sum[t->book].held += (uint64_t)t->funded;
        sum[t->book].posted += (uint64_t)t->claimed;
        sum[t->book].refunded += (uint64_t)t->refunded;
        sum[t->book].holds++;
    }
    for (uint32_t b = 0; b < MODEL_BOOKS; b++) {
        gx_book_counts counts = gx_book_count(w->book[b]);
        expect(w, gx_packets_open(w->book[b]) == open[b], "the number of open packets");
        expect(w, counts.holds == sum[b].holds && (uint64_t)counts.held == sum[b].held,
               "the counts of holds");
        expect(w, (uint64_t)counts.posted == sum[b].posted && (uint64_t)counts.refunded == sum[b].refunded,
               "the counts of postings");
    }
}

static void run_history(uint64_t seed, uint32_t steps, uint32_t every)
{
    static world w;
    open_world(&w, seed);
    for (w.step = 0; w.step < steps; w.step++) {
        w.now += below(&w, 3) == 0;
        op o = next_op(&w);
        prediction p = model_do(&w.m, &o);
        said s = ask(w.book[o.book], &o);
        compare(&w, &o, &p, &s);
        tally[o.kind][s.answer.code]++;
        repeated += p.again;
        bool moved = s.answer.code == GX_DONE && !p.again;
        w.done += moved;
        expect(&w, gx_book_audit_quick(w.book[o.book]).balanced, "the quick audit");
        if (moved)
            carry(&w, &o, s.answer.amount);
        if (w.step % every == 0)
            compare_balances(&w);
        if (w.step % (every * 16) == 0)
            compare_things(&w);
    }
    compare_balances(&w);
    compare_things(&w);
    expect(&w, w.done > steps / 4 && w.done < steps, "a history in which too little or everything is done");
    for (uint32_t b = 0; b < MODEL_BOOKS; b++)
        gx_book_free(w.book[b]);
    model_free(&w.m);
}

START_TEST(small_histories_agree_after_every_step)
{
    for (uint64_t seed = 1; seed <= 200; seed++)
        run_history(seed, 300, 1);
}
END_TEST

/* Each operation is done often, and each rule refuses often. */
static void expect_variety(void)
{
    uint64_t refused[GX_ANSWER_COUNT] = {0};
    for (int kind = 0; kind < OP_KINDS; kind++) {
        ck_assert_msg(tally[kind][GX_DONE] > 200, "operation %d is hardly ever done", kind);
        for (int code = 0; code < GX_ANSWER_COUNT; code++)
            refused[code] += tally[kind][code];
    }
    for (int code = 0; code < GX_REFUSED_MEMORY; code++)
        ck_assert_msg(refused[code] > 200, "%s is hardly ever met", gx_answer_name((gx_answer_code)code));
    for (int code = GX_REFUSED_MEMORY; code < GX_ANSWER_COUNT; code++)
        ck_assert_uint_eq(refused[code], 0);
    ck_assert_uint_gt(repeated, 1000);
}

START_TEST(long_histories_agree)
{
    for (uint64_t seed = 1001; seed <= 1008; seed++)
        run_history(seed, 20000, 97);
    expect_variety();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/conservation");
    TCase *tests = tcase_create("conservation");
    tcase_set_timeout(tests, 110);
    tcase_add_test(tests, small_histories_agree_after_every_step);
    tcase_add_test(tests, long_histories_agree);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
