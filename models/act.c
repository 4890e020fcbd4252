/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act.h"
#include <gx/base/memory.h>

void gx_tally_turn(const gx_world *world, gx_tally *tally, uint32_t tick)
{
    uint32_t period = gx_period_of(&world->clock, tick);
    tally->tick = tick;
    if (period == tally->period)
        return;
    for (size_t c = 0; c < GX_COUNTERS; c++) {
        tally->past[c] += tally->before[c];
        tally->before[c] = tally->now[c];
        tally->now[c] = 0;
    }
    tally->period_before = tally->period;
    tally->period = period;
}

void gx_note_active(gx_lane *lane, gx_world *world, uint32_t user)
{
    uint32_t period = gx_tally_of(world, lane)->period;
    uint32_t *wide = world->user.last_period_wide;
    gx_user_life *life = &world->user.life[user];
    if ((wide ? wide[user] : life->last_period) == period + 1)
        return;
    if (wide)
        wide[user] = period + 1;
    else
        life->last_period = (uint16_t)(period + 1);
    gx_counters(world, lane)[GX_COUNT_active_users]++;
}

void gx_keep_event_here(gx_lane *lane, gx_world *world, gx_event_kind table, uint32_t owner,
                        const gx_event *event)
{
    bool whole = table == GX_EVENT_BINDING || table == GX_EVENT_TIE || table == GX_EVENT_MEMBERSHIP;
    if (!whole &&
        !gx_happens(world->event_share, gx_draw_at(world->key, GX_DRAW_EVENT_SAMPLE, owner, 0, 0).word[0]))
        return;
    gx_event_buffer *buffer = &world->shard[lane->shard].events[table];
    if (buffer->count == buffer->capacity) {
        size_t wanted = buffer->capacity ? 2 * buffer->capacity : 256;
        gx_event *rows = gx_resize(buffer->rows, buffer->capacity, wanted, sizeof *rows);
        if (!rows) {
            lane->status = GX_ERR_MEMORY;
            return;
        }
        buffer->rows = rows;
        buffer->capacity = wanted;
    }
    buffer->rows[buffer->count++] = *event;
}

void gx_send_after(gx_lane *lane, const gx_world *world, gx_message *message, uint32_t kind, gx_delay delay)
{
    if (delay.ticks ==
        0) /* it belongs into this tick, and comes first in the next: before what belongs there */
        delay = (gx_delay){1, 0};
    uint64_t due = (uint64_t)lane->tick + delay.ticks;
    if (due > world->clock.ticks)
        return;
    message->due_kind = gx_due_kind((uint32_t)due, kind);
    message->subtick = delay.subtick;
    gx_send(lane, message);
}
