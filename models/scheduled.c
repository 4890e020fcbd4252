/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that the scenario orders by name: an experiment's treatment, a campaign's seed. Their occasions
 * have a namespace of their own, so that one packet more renames, and so redraws, nothing else. */
#include "packets.h"
#include <gx/base/memory.h>
#include <string.h>

/* Those that the simulation knows; the core has more. */
static const char *const kinds[] = {"personal", "equal", "lucky", NULL};
_Static_assert(GX_PACKET_PERSONAL == 0 && GX_PACKET_EQUAL == 1 && GX_PACKET_LUCKY == 2, "the order of kinds");

typedef struct scheduled_params {
    int64_t at, sender, audience, shares, amount;
    int32_t kind;
} scheduled_params;

typedef struct scheduled_state {
    uint32_t count;
    scheduled_params rows[];
} scheduled_state;

static const gx_field fields[] = {
    {"at", GX_TYPE_DURATION, "ms", NULL, 0, 1e13, NULL, offsetof(scheduled_params, at), 0,
     "when, from the start of the run; not at all when that is behind its end", "", GX_ROLE_SETTING},
    {"sender", GX_TYPE_INTEGER, "user", NULL, 0, 4294967294, NULL, offsetof(scheduled_params, sender), 0,
     "number of the user who sends it", "", GX_ROLE_SETTING},
    {"kind", GX_TYPE_CHOICE, "", "lucky", 0, 0, kinds, offsetof(scheduled_params, kind), 0,
     "personal, equal or lucky", "", GX_ROLE_SETTING},
    {"audience", GX_TYPE_INTEGER, "", "0", 0, 4294967294, NULL, offsetof(scheduled_params, audience), 0,
     "personal: number of the receiving user; else which of the sender's chat groups, from 0", "",
     GX_ROLE_SETTING},
    {"shares", GX_TYPE_INTEGER, "shares", "5", 1, 100, NULL, offsetof(scheduled_params, shares), 0,
     "number of shares (1 for personal)", "", GX_ROLE_SETTING},
    {"amount", GX_TYPE_MONEY, "fen", "10", 1, 2e6, NULL, offsetof(scheduled_params, amount), 0,
     "amount of all shares", "", GX_ROLE_SETTING},
};

static const gx_table table = {"scheduled",
                               "packets ordered by the scenario, one by one",
                               fields,
                               GX_COUNT_OF(fields),
                               sizeof(scheduled_params),
                               1000};

static uint32_t shares_of(const scheduled_params *row)
{
    return row->kind == GX_PACKET_PERSONAL ? 1 : (uint32_t)row->shares;
}

/* What the rules of packets will always refuse is told before the run. */
static void check_amount(const gx_checkup *checkup, const scheduled_params *row, uint32_t number)
{
    gx_packet_rules rules = gx_packet_rules_in(checkup->params[GX_MODEL_packets]);
    gx_fen shares = shares_of(row);
    gx_fen least = rules.share_min * shares, most = rules.mean_share_max * shares;
    most = most < rules.amount_max ? most : rules.amount_max;
    if (row->amount < least || row->amount > most)
        checkup->complain(checkup, &table, number, "amount", NULL,
                          "%lld fen for %lld shares; the rules of packets allow %lld to %lld fen",
                          (long long)row->amount, (long long)shares, (long long)least, (long long)most);
    if (shares > rules.shares_max)
        checkup->complain(checkup, &table, number, "shares", NULL,
                          "%lld shares; the rules of packets allow %u", (long long)shares, rules.shares_max);
}

static void check(const gx_checkup *checkup, const void *params, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const scheduled_params *row = (const scheduled_params *)params + i;
        bool personal = row->kind == GX_PACKET_PERSONAL;
        long long last = (long long)checkup->users - 1;
        if (row->sender > last)
            checkup->complain(checkup, &table, i, "sender", NULL,
                              "there is no user %lld; users are 0 to %lld", (long long)row->sender, last);
        if (personal && row->audience > last)
            checkup->complain(checkup, &table, i, "audience", NULL,
                              "there is no user %lld; users are 0 to %lld", (long long)row->audience, last);
        if (personal && row->audience == row->sender)
            checkup->complain(checkup, &table, i, "audience", NULL,
                              "a personal packet goes to somebody else");
        check_amount(checkup, row, i);
    }
}

/* Whether the sender has such a group is known once the ties are. */
static gx_status check_group(const gx_world *world, const scheduled_params *row, uint32_t number,
                             gx_error *error)
{
    gx_group_room room;
    uint32_t groups = gx_groups_of(world->network, (uint32_t)row->sender, &room).count;
    if (row->kind != GX_PACKET_PERSONAL && row->audience >= groups)
        return gx_fail(error, GX_ERR_INPUT, "scheduled.%u.audience: user %lld has only %u chat groups",
                       number, (long long)row->sender, groups);
    return GX_OK;
}

/* The packet's name: of what it is, and of how many alike stand before it in the list. */
static uint32_t name_of(const gx_world *world, const scheduled_state *s, uint32_t number)
{
    const scheduled_params *row = &s->rows[number];
    uint32_t alike = 0;
    for (uint32_t i = 0; i < number; i++)
        alike += s->rows[i].at == row->at && s->rows[i].sender == row->sender &&
                 s->rows[i].kind == row->kind && s->rows[i].audience == row->audience;
    uint32_t when = gx_occasion(GX_CAUSE_SCHEDULED, (uint32_t)(row->at / world->clock.tick_ms), alike);
    return gx_occasion(GX_CAUSE_SCHEDULED + (uint32_t)row->kind, when, (uint32_t)row->audience);
}

static gx_status post(gx_world *world, const scheduled_params *row, uint32_t number, gx_error *error)
{
    gx_delay at = gx_delay_of(&world->clock, row->at);
    uint32_t user = (uint32_t)row->sender;
    gx_message message = {.target = user, .source = user, .serial = number, .subtick = at.subtick};
    message.due_kind = gx_due_kind(at.ticks + 1, GX_KIND_SCHEDULED);
    return at.ticks < world->clock.ticks ? gx_sim_post(world->sim, &message, error) : GX_OK;
}

static void on_scheduled(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    gx_world *world = context;
    const scheduled_state *s = world->state[GX_MODEL_scheduled];
    for (size_t i = 0; i < count; i++) {
        const scheduled_params *row = &s->rows[span[i].serial];
        uint32_t user = span[i].target;
        gx_packet_plan plan = {.cause = GX_CAUSE_SCHEDULED, .answers_sender = GX_NO_USER};
        plan.order = (gx_packet_order){.kind = (gx_packet_kind)row->kind,
                                       .audience = (uint32_t)row->audience,
                                       .shares = shares_of(row),
                                       .amount = row->amount};
        if (plan.order.kind != GX_PACKET_PERSONAL) {
            gx_group_room room;
            plan.order.audience = gx_groups_of(world->network, user, &room).group[row->audience];
        }
        plan.order.occasion = name_of(world, s, span[i].serial);
        gx_send_packet(lane, world, user, &plan);
    }
}

static gx_status start(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error)
{
    scheduled_state *s = gx_alloc(1, sizeof *s + count * sizeof s->rows[0]);
    if (!s)
        return gx_fail_memory(error, "the scheduled packets");
    *state = s;
    s->count = count;
    memcpy(s->rows, params, count * sizeof s->rows[0]);
    for (uint32_t i = 0; i < count; i++) {
        gx_status status = check_group(world, &s->rows[i], i, error);
        if (status == GX_OK)
            status = post(world, &s->rows[i], i, error);
        if (status != GX_OK)
            return status;
    }
    return gx_sim_handle(world->sim, GX_KIND_SCHEDULED, "scheduled", on_scheduled, world);
}

const gx_model gx_model_scheduled = {
    .name = "scheduled", .table = &table, .check = check, .start = start, .finish = gx_free};
