/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between two occasions of daily life a user costs four bytes.
 *
 * A message in the wheel for everybody's next occasion would be 32 bytes a user and kind of act, most of them
 * hours away. Instead time is cut into blocks of about a minute (a tick, if that is longer), and in every
 * shard each block of the coming day has a list of the users who have nothing to do before it:
 *
 *     head[block] ─► user ─next─► user ─next─► …          next: one column for all kinds of act
 *
 * In the last tick before a block the shard wakes its list. What these users do in the block is drawn again:
 * occasions are keyed draws, so nothing of them is remembered but their number; what falls into the block is
 * sent, and the user lies down in the list of the earliest block that is left, or in none. Where a day of the
 * run begins every user is looked at once, in order, for the number of occasions and the first of them.
 *
 * No occasion depends on the lists, and messages are sorted when they are due; so how users stand in a list
 * is nobody's business, and a checkpoint does not hold them: they are made anew, by the same draws, at the
 * first waking after it.
 */
#include "sleepers.h"
#include <gx/base/memory.h>
#include <string.h>

enum { BLOCK_MS = 60000, MANY = UINT8_MAX };
#define NOBODY   UINT32_MAX
#define NO_BLOCK UINT32_MAX

/* Where what is due in a block goes: into a lane, or aside before the run. */
typedef struct outlet {
    gx_lane *lane;
    gx_sleepers_posts *posts;
    bool failed;
} outlet;

static void put(outlet *out, const gx_message *message)
{
    if (out->lane) {
        gx_send(out->lane, message);
        return;
    }
    gx_sleepers_posts *posts = out->posts;
    if (posts->count == posts->capacity) {
        size_t wanted = posts->capacity ? 2 * posts->capacity : 256;
        gx_message *rows = gx_resize(posts->rows, posts->capacity, wanted, sizeof *rows);
        if (!rows) {
            out->failed = true;
            return;
        }
        posts->rows = rows;
        posts->capacity = wanted;
    }
    posts->rows[posts->count++] = *message;
}

void gx_sleepers_init(gx_sleepers *sleepers, const gx_clock *clock, uint32_t shards)
{
    memset(sleepers, 0, sizeof *sleepers);
    sleepers->shards = shards;
    sleepers->block_ticks = (uint32_t)((BLOCK_MS + clock->tick_ms - 1) / clock->tick_ms);
    sleepers->ring = (uint32_t)(GX_DAY_MS / (sleepers->block_ticks * clock->tick_ms)) + 2;
}

void gx_sleepers_release(gx_sleepers *sleepers)
{
    for (uint32_t s = 0; sleepers->shard && s < sleepers->shards; s++) {
        gx_free(sleepers->shard[s].head);
        gx_free(sleepers->shard[s].posts.rows);
    }
    gx_free(sleepers->shard);
    gx_free(sleepers->next);
    for (uint32_t k = 0; k < GX_DAILY_MAX; k++)
        gx_free(sleepers->count[k]);
}

static void clear_lists(const gx_sleepers *sleepers, gx_sleepers_shard *shard)
{
    memset(shard->head, 0xff, sleepers->ring * sizeof *shard->head);
}

/* ---- Waking ---- */

typedef struct waking {
    const gx_world *world;
    const gx_sleepers *sleepers;
    gx_sleepers_shard *shard;
    uint32_t block, day;
    outlet out;
} waking;

static uint32_t occasions_of(const waking *w, uint32_t kind, uint32_t user)
{
    uint32_t count = w->sleepers->count[kind][user];
    return count < MANY ? count : gx_daily_count(w->world, &w->sleepers->daily[kind], user, w->day);
}

static void send_occasion(waking *w, uint32_t kind, uint32_t user, uint32_t k, int64_t at)
{
    const gx_clock *clock = &w->world->clock;
    uint64_t rest = (uint64_t)(at % clock->tick_ms) << 32;
    gx_message message = {.target = user, .source = user, .serial = k, .word = {w->day, 0}};
    message.due_kind = gx_due_kind((uint32_t)(at / clock->tick_ms) + 1, kind);
    message.subtick = (uint32_t)(rest / (uint64_t)clock->tick_ms);
    put(&w->out, &message);
}

/* Send what `user` does in this block, and lay the user down until the next one with something to do. */
static void serve(waking *w, uint32_t user)
{
    const gx_sleepers *sleepers = w->sleepers;
    const gx_clock *clock = &w->world->clock;
    int64_t block_ms = sleepers->block_ticks * clock->tick_ms;
    int64_t from = w->block * block_ms, before = from + block_ms, end = clock->ticks * clock->tick_ms;
    int64_t next = end, four[4];
    for (uint32_t kind = 0; kind < sleepers->kinds; kind++) {
        const gx_daily *daily = &sleepers->daily[kind];
        uint32_t count = occasions_of(w, kind, user);
        for (uint32_t k = 0; k < count; k++) {
            if (k % 4 == 0)
                gx_daily_times(w->world, daily, user, w->day, k / 4, four);
            int64_t at = four[k % 4];
            if (at >= before)
                next = at < next ? at : next;
            else if (at >= from && at < end)
                send_occasion(w, daily->kind, user, k, at);
        }
    }
    if (next >= end)
        return;
    uint32_t *head = &w->shard->head[(uint32_t)(next / block_ms) % sleepers->ring];
    sleepers->next[user] = *head;
    *head = user;
}

static void fetch(const gx_sleepers *sleepers, uint32_t user)
{
    __builtin_prefetch(&sleepers->next[user], 1);
    for (uint32_t kind = 0; kind < sleepers->kinds; kind++)
        __builtin_prefetch(&sleepers->count[kind][user]);
}

static void wake_list(waking *w)
{
    uint32_t *head = &w->shard->head[w->block % w->sleepers->ring];
    uint32_t user = *head;
    *head = NOBODY;
    while (user != NOBODY) {
        uint32_t next = w->sleepers->next[user];
        if (next != NOBODY)
            fetch(w->sleepers, next);
        serve(w, user);
        user = next;
    }
}

static void begin_day(waking *w, uint32_t first, uint32_t count)
{
    const gx_sleepers *sleepers = w->sleepers;
    for (uint32_t user = first; user < first + count; user++) {
        for (uint32_t kind = 0; kind < sleepers->kinds; kind++) {
            uint32_t n = gx_daily_count(w->world, &sleepers->daily[kind], user, w->day);
            sleepers->count[kind][user] = (uint8_t)(n < MANY ? n : MANY);
        }
        serve(w, user);
    }
}

/* The block in which a day of the run begins. */
static uint32_t block_of_day(const waking *w, uint32_t day)
{
    const gx_clock *clock = &w->world->clock;
    int64_t block_ms = w->sleepers->block_ticks * clock->tick_ms;
    return (uint32_t)(day * (int64_t)GX_DAY_MS / block_ms);
}

/* Those who sleep come first: where a day begins inside a block, what is left of the day before it lies in
 * this block too, so nobody is in a list when everybody is looked at. */
static void wake_block(waking *w)
{
    uint32_t shard = (uint32_t)(w->shard - w->sleepers->shard);
    uint32_t first = gx_sim_shard_first(w->world->sim, shard);
    uint32_t count = gx_sim_shard_first(w->world->sim, shard + 1) - first;
    if (w->shard->stale) { /* everybody lies where the last block of before left them */
        while (block_of_day(w, w->shard->days) < w->block)
            w->shard->days++;
        clear_lists(w->sleepers, w->shard);
        w->shard->stale = false;
        w->day = w->shard->days - 1;
        begin_day(w, first, count);
    } else if (w->shard->days > 0) {
        w->day = w->shard->days - 1;
        wake_list(w);
    }
    while (block_of_day(w, w->shard->days) == w->block) {
        w->day = w->shard->days++;
        begin_day(w, first, count);
    }
}

static bool has_ticks(const gx_world *world, const gx_sleepers *sleepers, uint32_t block)
{
    return (uint64_t)block * sleepers->block_ticks < world->clock.ticks;
}

/* In the last tick before a block: wake who acts in it, and be here again before the next. */
static void on_wake(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    (void)count;
    const gx_world *world = context;
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    waking w = {.world = world,
                .sleepers = sleepers,
                .shard = &sleepers->shard[lane->shard],
                .block = span->word[0],
                .out = {.lane = lane}};
    wake_block(&w);
    gx_message again = *span;
    again.word[0]++;
    again.due_kind = gx_due_kind(lane->tick + sleepers->block_ticks, GX_KIND_WAKE);
    if (has_ticks(world, sleepers, again.word[0]))
        gx_send(lane, &again);
}

/* ---- Before the run ---- */

static gx_status prepare(gx_sleepers *sleepers, gx_world *world, gx_error *error)
{
    sleepers->next = gx_alloc_columns(world->population->users, sizeof *sleepers->next);
    sleepers->shard = gx_alloc_columns(sleepers->shards, sizeof *sleepers->shard);
    if (!sleepers->next || !sleepers->shard)
        return gx_fail_memory(error, "the sleeping users");
    for (uint32_t s = 0; s < sleepers->shards; s++) {
        gx_sleepers_shard *shard = &sleepers->shard[s];
        shard->head = gx_alloc(sleepers->ring, sizeof *shard->head);
        if (!shard->head)
            return gx_fail_memory(error, "the sleeping users");
        clear_lists(sleepers, shard);
    }
    return gx_sim_handle(world->sim, GX_KIND_WAKE, "wake", on_wake, world);
}

gx_status gx_sleepers_add(gx_sleepers *sleepers, gx_world *world, const gx_daily *daily, gx_error *error)
{
    GX_ASSERT(sleepers->kinds < GX_DAILY_MAX);
    gx_status status = sleepers->kinds ? GX_OK : prepare(sleepers, world, error);
    if (status != GX_OK)
        return status;
    uint8_t **column = &sleepers->count[sleepers->kinds];
    *column = gx_alloc_columns(world->population->users, sizeof **column);
    if (!*column)
        return gx_fail_memory(error, "the occasions of users' days");
    sleepers->daily[sleepers->kinds++] = *daily;
    return GX_OK;
}

gx_status gx_sleepers_lie_down(gx_world *world, uint32_t shard)
{
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    if (sleepers->kinds == 0)
        return GX_OK;
    waking w = {.world = world,
                .sleepers = sleepers,
                .shard = &sleepers->shard[shard],
                .out = {.posts = &sleepers->shard[shard].posts}};
    wake_block(&w);
    return w.out.failed ? GX_ERR_MEMORY : GX_OK;
}

static gx_status post_shard(gx_world *world, const gx_sleepers *sleepers, uint32_t number, gx_error *error)
{
    gx_sleepers_posts *posts = &sleepers->shard[number].posts;
    gx_status status = GX_OK;
    for (size_t i = 0; i < posts->count && status == GX_OK; i++)
        status = gx_sim_post(world->sim, &posts->rows[i], error);
    gx_free(posts->rows);
    *posts = (gx_sleepers_posts){0};
    uint32_t first = gx_sim_shard_first(world->sim, number);
    gx_message wake = {.target = first, .source = first, .word = {1, 0}};
    wake.due_kind = gx_due_kind(sleepers->block_ticks, GX_KIND_WAKE);
    return status == GX_OK && has_ticks(world, sleepers, 1) ? gx_sim_post(world->sim, &wake, error) : status;
}

gx_status gx_sleepers_post(gx_world *world, gx_error *error)
{
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    gx_status status = GX_OK;
    for (uint32_t s = 0; sleepers->kinds && s < sleepers->shards && status == GX_OK; s++)
        status = post_shard(world, sleepers, s, error);
    return status;
}

size_t gx_sleepers_bytes(const gx_world *world)
{
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    if (sleepers->kinds == 0)
        return 0;
    size_t each = sizeof *sleepers->next + sleepers->kinds * sizeof **sleepers->count;
    size_t lists = sizeof *sleepers->shard + sleepers->ring * sizeof *sleepers->shard->head;
    return world->population->users * each + sleepers->shards * lists;
}

void gx_sleepers_archive(gx_archive *archive, gx_world *world)
{
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    gx_archive_same(archive, sleepers->kinds, "the kinds of daily acts");
    for (uint32_t s = 0; sleepers->kinds && gx_archive_loads(archive) && s < sleepers->shards; s++)
        sleepers->shard[s].stale = true;
}
