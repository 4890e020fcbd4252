/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "profile.h"

#include "provenance.h"
#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>

#define SECONDS(ns) (1e-9 * (double)(ns))

static uint64_t nanoseconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * UINT64_C(1000000000) + (uint64_t)t.tv_nsec;
}

static uint64_t monotonic(void)
{
    return nanoseconds(CLOCK_MONOTONIC);
}

void gx_profile_begin(gx_session *session)
{
    gx_run_profile *profile = session->options.profile;
    if (!profile)
        return;
    memset(profile, 0, sizeof *profile);
    profile->allocations = gx_memory_allocations();
    profile->cpu_seconds = SECONDS(nanoseconds(CLOCK_PROCESS_CPUTIME_ID));
    gx_sim_profile_start(session->built.world.sim, monotonic);
}

static void fill_time(gx_run_profile *profile, const gx_sim_profile *seen)
{
    profile->threads = seen->threads;
    profile->wall_seconds = SECONDS(seen->wall_ns);
    profile->phase[GX_PHASE_act] = SECONDS(seen->act_ns);
    profile->phase[GX_PHASE_order] = SECONDS(seen->order_ns);
    profile->phase[GX_PHASE_exchange] = SECONDS(seen->exchange_ns);
    profile->phase[GX_PHASE_plan] = SECONDS(seen->plan_ns);
    profile->phase[GX_PHASE_host] = SECONDS(seen->host_ns);
    profile->phase[GX_PHASE_work] = SECONDS(seen->work_ns);
    profile->phase[GX_PHASE_wait] = SECONDS(seen->wait_ns);
}

static void fill_kinds(gx_run_profile *profile, const gx_sim *sim, const gx_sim_profile *seen)
{
    gx_sim_counts counts = gx_sim_count(sim);
    profile->ticks_run = counts.ticks_run;
    profile->ticks_skipped = counts.ticks_skipped;
    profile->messages = counts.delivered;
    for (uint32_t k = 0; k < GX_KINDS_MAX; k++) {
        const char *name = gx_sim_kind_name(sim, k);
        if (counts.delivered_by_kind[k] == 0)
            continue;
        struct gx_profile_kind *kind = &profile->kind[profile->kinds++];
        snprintf(kind->name, sizeof kind->name, "%s", name ? name : "?");
        kind->messages = counts.delivered_by_kind[k];
        kind->seconds = SECONDS(seen->kind_ns[k]);
    }
    profile->hottest = seen->hottest;
    profile->hottest_share = seen->sampled ? (double)seen->hottest_sampled / (double)seen->sampled : 0;
    const char *longest = seen->longest_messages ? gx_sim_kind_name(sim, seen->longest_kind) : NULL;
    snprintf(profile->longest_kind, sizeof profile->longest_kind, "%s", longest ? longest : "");
    profile->longest_messages = seen->longest_messages;
    profile->longest = seen->longest_entity;
    profile->longest_tick = seen->longest_tick;
}

/* The largest over the mean. */
static double imbalance(const uint64_t *values, uint32_t count)
{
    uint64_t largest = 0, sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        largest = values[i] > largest ? values[i] : largest;
        sum += values[i];
    }
    return sum ? (double)largest * count / (double)sum : 1;
}

static void fill_memory(gx_run_profile *profile, const gx_session *session, const gx_sim_profile *seen)
{
    const gx_world *world = &session->built.world;
    profile->store[GX_STORE_people] = gx_population_bytes(world->population);
    profile->store[GX_STORE_ties] = gx_network_bytes(world->network);
    profile->store[GX_STORE_changes] = world->changes ? gx_changes_bytes(world->changes) : 0;
    profile->store[GX_STORE_columns] = gx_world_bytes(world);
    profile->store[GX_STORE_messages] = seen->bytes_waiting;
    profile->store[GX_STORE_sorting] = seen->bytes_order;
    if (session->recorder.writer)
        profile->store[GX_STORE_recording] = gx_writer_memory(session->recorder.writer);
    for (uint32_t s = 0; s < world->shards; s++) {
        profile->store[GX_STORE_books] += gx_book_bytes(world->books[s]);
        profile->books_spare += gx_book_bytes_spare(world->books[s]);
        profile->packets_open += gx_packets_open(world->books[s]);
    }
    profile->peak_bytes = gx_peak_memory();
}

void gx_profile_end(gx_session *session)
{
    gx_run_profile *profile = session->options.profile;
    const gx_world *world = &session->built.world;
    if (!profile)
        return;
    profile->allocations = gx_memory_allocations() - profile->allocations;
    profile->cpu_seconds = SECONDS(nanoseconds(CLOCK_PROCESS_CPUTIME_ID)) - profile->cpu_seconds;
    profile->setup_seconds = session->seconds_setup;
    gx_sim_profile *seen = gx_alloc(1, sizeof *seen);
    if (!seen)
        return; /* the run itself is whole; its profile says nothing */
    gx_sim_profile_get(world->sim, seen);
    gx_sim_profile_start(world->sim, NULL);
    profile->users = world->population->users;
    profile->shards = world->shards;
    profile->time_imbalance = imbalance(seen->shard_ns, world->shards);
    profile->message_imbalance = imbalance(seen->shard_messages, world->shards);
    fill_time(profile, seen);
    fill_kinds(profile, world->sim, seen);
    fill_memory(profile, session, seen);
    gx_free(seen);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void append_real(gx_text *out, const char *name, double value)
{
    char buffer[32];
    gx_text_append(out, "\"%s\": %s", name, gx_format_real(buffer, value));
}

static void append_kinds(gx_text *out, const gx_run_profile *profile)
{
    gx_text_append(out, ",\n \"kinds\": {");
    for (uint32_t k = 0; k < profile->kinds; k++) {
        const struct gx_profile_kind *kind = &profile->kind[k];
        gx_text_append(out, "%s\"%s\": {\"messages\": %llu, ", k ? ",\n  " : "\n  ", kind->name,
                       (unsigned long long)kind->messages);
        append_real(out, "seconds", kind->seconds);
        gx_text_append(out, "}");
    }
    gx_text_append(out, "}");
}

void gx_run_profile_json(gx_text *out, const gx_run_profile *profile)
{
    static const char *const phases[] = {
#define X(name, help) #name,
        GX_PHASE_TABLE(X)
#undef X
    };
    static const char *const stores[] = {
#define X(name, help) #name,
        GX_STORE_TABLE(X)
#undef X
    };
#define WHOLE(name) gx_text_append(out, ",\n \"" #name "\": %llu", (unsigned long long)profile->name)
#define REAL(name)  (gx_text_append(out, ",\n "), append_real(out, #name, profile->name))
    gx_text_append(out, "{\"threads\": %u", profile->threads);
    WHOLE(shards);
    WHOLE(ticks_run);
    WHOLE(ticks_skipped);
    WHOLE(messages);
    REAL(wall_seconds);
    REAL(cpu_seconds);
    REAL(setup_seconds);
    gx_text_append(out, ",\n \"phases\": {");
    for (int p = 0; p < GX_PHASES; p++) {
        gx_text_append(out, "%s", p ? ", " : "");
        append_real(out, phases[p], profile->phase[p]);
    }
    gx_text_append(out, "}");
    append_kinds(out, profile);
    REAL(time_imbalance);
    REAL(message_imbalance);
    WHOLE(hottest);
    REAL(hottest_share);
    WHOLE(longest);
    WHOLE(longest_messages);
    WHOLE(longest_tick);
    gx_text_append(out, ",\n \"longest_kind\": \"%s\"", profile->longest_kind);
    WHOLE(allocations);
    WHOLE(packets_open);
    WHOLE(books_spare);
    WHOLE(peak_bytes);
    gx_text_append(out, ",\n \"bytes\": {");
    for (int s = 0; s < GX_STORES; s++)
        gx_text_append(out, "%s\"%s\": %llu", s ? ", " : "", stores[s],
                       (unsigned long long)profile->store[s]);
    gx_text_append(out, "}}");
#undef WHOLE
#undef REAL
}
