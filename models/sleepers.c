/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between two occasions of daily life a user costs four bytes.
 *
 * A message in the wheel for everybody's next occasion would be 32 bytes a user and kind of act, most of them
 * hours away. Instead time is cut into blocks of about a minute (a tick, if that is longer), and in every
 * shard each block of the coming day has a list of the users who have nothing to do before it, as eight
 * chains:
 *
 *     head[block][chain] ─► user ─► user ─► …          one word a user, for all kinds of act
 *
 * In the last tick before a block the shard wakes its list. What these users do in the block is drawn again:
 * occasions are keyed draws, so nothing of them is remembered but their number; what falls into the block is
 * sent, and the user lies down in the list of the earliest block that is left, or in none. Where a day of the
 * run begins every user is looked at once, in order, for the number of occasions and the first of them.
 *
 * A chain is a walk from one line of memory that is far away to the next; eight are walked at once, so that
 * their waits overlap (fewer in small shards: a chain for 8,192 users). Users of a shard are few
 * enough for 20-odd bits, and the others of the word hold the numbers of occasions, each as large as it goes;
 * who has more is asked for it again.
 *
 * No occasion depends on the lists, and messages are sorted when they are due; so how users stand in a list
 * is nobody's business, and a checkpoint does not hold them: they are made anew, by the same draws, at the
 * first waking after it.
 */
#include "sleepers.h"
#include <gx/base/memory.h>
#include <string.h>

enum { BLOCK_MS = 60000, CHAINS_MOST = 8, CHAIN_USERS = 8192, COUNT_BITS_MOST = 8 };

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
    gx_free(sleepers->link);
}

/* Heads hold nothing but `nobody`, which is no user's place. */
static inline uint32_t nobody(const gx_sleepers *sleepers)
{
    return (uint32_t)((UINT64_C(1) << sleepers->place_bits) - 1);
}

static uint32_t *heads_of(const gx_sleepers *sleepers, const gx_sleepers_shard *shard, uint32_t block)
{
    return shard->head + (size_t)(block % sleepers->ring) * sleepers->chains;
}

static void clear_lists(const gx_sleepers *sleepers, gx_sleepers_shard *shard)
{
    for (size_t i = 0; i < (size_t)sleepers->ring * sleepers->chains; i++)
        shard->head[i] = nobody(sleepers);
}

/* ---- Waking ---- */

/* Users who are looked at together: how many occasions of each kind they have, and the first that lies behind
 * the block, by its word from the day's origin (rhythm.h), which is in the order of time. */
typedef struct company {
    uint32_t size;
    uint32_t user[GX_DRAWS_MOST];
    uint32_t count[GX_DAILY_MAX][GX_DRAWS_MOST];
    uint64_t next[GX_DRAWS_MOST];
} company;

typedef struct waking {
    const gx_world *world;
    const gx_sleepers *sleepers;
    gx_sleepers_shard *shard;
    uint32_t first; /* user of the shard */
    uint32_t block, day;
    uint32_t origin;
    uint64_t from, before, end; /* of the block, of the run, in the day, as bounds of words */
    outlet out;
} waking;

static void send_occasion(waking *w, uint32_t kind, uint32_t user, uint32_t k, uint32_t word)
{
    gx_delay delay = gx_delay_of(&w->world->clock, gx_daily_time(w->world, w->day, word));
    gx_message message = {.target = user,
                          .source = user,
                          .serial = k,
                          .due_kind = gx_due_kind(delay.ticks + 1, kind),
                          .subtick = delay.subtick,
                          .word = {w->day, 0}};
    put(&w->out, &message);
}

/* Occasions by fours, as they are drawn: whose, and which. */
typedef struct fours {
    uint32_t count;
    uint32_t of[GX_DRAWS_MOST]; /* number in the company */
    gx_draw_names names;
} fours;

static void serve_fours(waking *w, company *c, uint32_t kind, fours *f)
{
    const gx_daily *daily = &w->sleepers->daily[kind];
    const uint64_t due = w->before < w->end ? w->before : w->end;
    gx_draws draws;
    gx_draws_at(&draws, w->world->key, daily->time_purpose, &f->names, f->count);
    for (uint32_t i = 0; i < f->count; i++) {
        uint32_t of = f->of[i], k = 4 * f->names.occasion[i], left = c->count[kind][of] - k;
        uint64_t next = c->next[of];
        for (uint32_t j = 0; j < 4; j++) { /* those that there are not, too: nobody guesses how many */
            uint64_t at = draws.word[j][i] - w->origin, later = j < left && at >= w->before ? at : w->end;
            next = later < next ? later : next;
            if (at >= w->from && at < due && j < left)
                send_occasion(w, daily->kind, c->user[of], k + j, draws.word[j][i]);
        }
        c->next[of] = next;
    }
    f->count = 0;
}

/* Everybody's first four, then the second of those who have more, and so on: a list that grows shorter, where
 * user by user the end of each would be a branch that nobody guesses. */
static void serve_kind(waking *w, company *c, uint32_t kind)
{
    uint32_t day = gx_day_name(w->world, w->day), more[GX_DRAWS_MOST], left = 0;
    fours f;
    f.count = 0;
    for (uint32_t i = 0; i < c->size; i++) {
        more[left] = i;
        left += c->count[kind][i] > 0;
    }
    for (uint32_t four = 0; left > 0; four++) {
        uint32_t served = left;
        left = 0;
        for (uint32_t at = 0; at < served; at++) {
            uint32_t i = more[at];
            f.of[f.count] = i;
            f.names.who[f.count] = c->user[i];
            f.names.about[f.count] = day;
            f.names.occasion[f.count] = four;
            if (++f.count == GX_DRAWS_MOST)
                serve_fours(w, c, kind, &f);
            more[left] = i;
            left += c->count[kind][i] > 4 * (four + 1);
        }
    }
    if (f.count)
        serve_fours(w, c, kind, &f);
}

/* The user's word, and its place in the list of the block in which there is something to do. */
static void lie_down(waking *w, const company *c, uint32_t at)
{
    const gx_sleepers *sleepers = w->sleepers;
    int64_t block_ms = sleepers->block_ticks * w->world->clock.tick_ms;
    int64_t next = gx_daily_time(w->world, w->day, (uint32_t)c->next[at] + w->origin);
    uint32_t user = c->user[at], most = (1u << sleepers->count_bits) - 1;
    uint32_t *head = heads_of(sleepers, w->shard, (uint32_t)(next / block_ms)) + user % sleepers->chains;
    uint64_t word = *head;
    for (uint32_t kind = 0, shift = sleepers->place_bits; kind < sleepers->kinds; kind++) {
        uint32_t count = c->count[kind][at];
        word |= (uint64_t)(count < most ? count : most) << shift;
        shift += sleepers->count_bits;
    }
    sleepers->link[user] = (uint32_t)word;
    *head = user - w->first;
}

/* Send what users do in this block, and lay them down until the next one with something to do. */
static void serve(waking *w, company *c)
{
    for (uint32_t i = 0; i < c->size; i++)
        c->next[i] = w->end;
    for (uint32_t kind = 0; kind < w->sleepers->kinds; kind++)
        serve_kind(w, c, kind);
    for (uint32_t i = 0; i < c->size; i++)
        if (c->next[i] < w->end)
            lie_down(w, c, i);
    c->size = 0;
}

/* Takes a user in, by the word that has led to it. */
static void take_in(const waking *w, company *c, uint32_t user, uint32_t word)
{
    const gx_sleepers *sleepers = w->sleepers;
    uint32_t most = (1u << sleepers->count_bits) - 1;
    uint64_t rest = (uint64_t)word >> sleepers->place_bits;
    c->user[c->size] = user;
    for (uint32_t kind = 0; kind < sleepers->kinds; kind++) {
        uint32_t count = (uint32_t)rest & most;
        rest >>= sleepers->count_bits;
        c->count[kind][c->size] =
            count < most ? count : gx_daily_count(w->world, &sleepers->daily[kind], user, w->day);
    }
    c->size++;
}

static void wake_list(waking *w)
{
    const gx_sleepers *sleepers = w->sleepers;
    uint32_t *head = heads_of(sleepers, w->shard, w->block), at[CHAINS_MOST] = {0};
    const uint32_t none = nobody(sleepers);
    for (uint32_t chain = 0; chain < sleepers->chains; chain++) {
        at[chain] = head[chain];
        head[chain] = none;
        if (at[chain] != none)
            __builtin_prefetch(&sleepers->link[w->first + at[chain]], 1);
    }
    company c;
    c.size = 0;
    for (bool more = true; more;) {
        more = false;
        for (uint32_t chain = 0; chain < sleepers->chains; chain++) {
            if (at[chain] == none)
                continue;
            uint32_t user = w->first + at[chain], word = sleepers->link[user];
            at[chain] = word & none;
            if (at[chain] != none)
                __builtin_prefetch(&sleepers->link[w->first + at[chain]], 1);
            more = true;
            take_in(w, &c, user, word);
            if (c.size == GX_DRAWS_MOST)
                serve(w, &c);
        }
    }
    serve(w, &c);
}

static void begin_day(waking *w, uint32_t users)
{
    for (uint32_t done = 0; done < users; done += GX_STRETCH) {
        company c;
        gx_habits who[GX_STRETCH];
        c.size = users - done < GX_STRETCH ? users - done : GX_STRETCH;
        gx_habits_all(w->world, w->first + done, c.size, who);
        for (uint32_t i = 0; i < c.size; i++)
            c.user[i] = who[i].user;
        for (uint32_t kind = 0; kind < w->sleepers->kinds; kind++)
            gx_daily_counts(w->world, &w->sleepers->daily[kind], who, c.size, w->day, c.count[kind]);
        serve(w, &c);
    }
}

/* The block's and the run's ends in a day of the run. */
static void turn_to_day(waking *w, uint32_t day)
{
    const gx_clock *clock = &w->world->clock;
    int64_t block_ms = w->sleepers->block_ticks * clock->tick_ms;
    int64_t from = w->block * block_ms - (int64_t)day * GX_DAY_MS;
    int64_t end = clock->ticks * clock->tick_ms - (int64_t)day * GX_DAY_MS;
    w->day = day;
    w->origin = gx_daily_origin(w->world);
    w->from = gx_daily_bound(w->world, from);
    w->before = gx_daily_bound(w->world, from + block_ms);
    w->end = gx_daily_bound(w->world, end);
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
    w->first = gx_sim_shard_first(w->world->sim, shard);
    uint32_t users = gx_sim_shard_first(w->world->sim, shard + 1) - w->first;
    if (w->shard->stale) { /* everybody lies where the last block of before left them */
        while (block_of_day(w, w->shard->days) < w->block)
            w->shard->days++;
        clear_lists(w->sleepers, w->shard);
        w->shard->stale = false;
        turn_to_day(w, w->shard->days - 1);
        begin_day(w, users);
    } else if (w->shard->days > 0) {
        turn_to_day(w, w->shard->days - 1);
        wake_list(w);
    }
    while (block_of_day(w, w->shard->days) == w->block) {
        turn_to_day(w, w->shard->days++);
        begin_day(w, users);
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

static uint32_t largest_shard(const gx_world *world)
{
    uint32_t most = 0;
    for (uint32_t s = 0; s < world->shards; s++) {
        uint32_t users = gx_sim_shard_first(world->sim, s + 1) - gx_sim_shard_first(world->sim, s);
        most = users > most ? users : most;
    }
    return most;
}

static gx_status prepare(gx_sleepers *sleepers, gx_world *world, gx_error *error)
{
    uint32_t users = largest_shard(world);
    sleepers->place_bits = 32 - (uint32_t)__builtin_clz(users | 1); /* nobody has a place too */
    uint32_t chains = users / CHAIN_USERS;
    sleepers->chains = chains < 1 ? 1 : chains < CHAINS_MOST ? chains : CHAINS_MOST;
    sleepers->link = gx_alloc_columns(world->population->users, sizeof *sleepers->link);
    sleepers->shard = gx_alloc_columns(sleepers->shards, sizeof *sleepers->shard);
    if (!sleepers->link || !sleepers->shard)
        return gx_fail_memory(error, "the sleeping users");
    for (uint32_t s = 0; s < sleepers->shards; s++) {
        gx_sleepers_shard *shard = &sleepers->shard[s];
        shard->head = gx_alloc((size_t)sleepers->ring * sleepers->chains, sizeof *shard->head);
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
    sleepers->daily[sleepers->kinds++] = *daily;
    uint32_t bits = (32 - sleepers->place_bits) / sleepers->kinds;
    sleepers->count_bits = bits < COUNT_BITS_MOST ? bits : COUNT_BITS_MOST;
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
    size_t lists =
        sizeof *sleepers->shard + sleepers->ring * sleepers->chains * sizeof *sleepers->shard->head;
    return world->population->users * sizeof *sleepers->link + sleepers->shards * lists;
}

void gx_sleepers_archive(gx_archive *archive, gx_world *world)
{
    const gx_sleepers *sleepers = gx_sleepers_of(world);
    gx_archive_same(archive, sleepers->kinds, "the kinds of daily acts");
    for (uint32_t s = 0; sleepers->kinds && gx_archive_loads(archive) && s < sleepers->shards; s++)
        sleepers->shard[s].stale = true;
}
