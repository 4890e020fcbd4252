/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "auditor.h"
#include <gx/base/memory.h>
#include <string.h>

enum { ALONE_USERS = 20000 }; /* balances that one thread adds up sooner than a team is called together */

struct gx_finding {
    bool bad;
    bool clearing; /* the clearing account is not what the handlers know */
    gx_audit audit;
    gx_fen in_clearing, expected;
    uint64_t quick, full;
    char padding[64];
};

gx_status gx_auditor_start(gx_auditor *auditor, gx_world *world, int64_t sweep_ms, gx_error *error)
{
    memset(auditor, 0, sizeof *auditor);
    auditor->world = world;
    auditor->sweep_ticks = (uint32_t)(sweep_ms / world->clock.tick_ms);
    auditor->finding = gx_alloc(world->shards, sizeof *auditor->finding);
    return auditor->finding ? GX_OK : gx_fail_memory(error, "the audit");
}

void gx_auditor_stop(gx_auditor *auditor)
{
    gx_free(auditor->finding);
    auditor->finding = NULL;
}

static void check(gx_auditor *auditor, uint32_t shard, bool full)
{
    const gx_book *book = auditor->world->books[shard];
    gx_finding *finding = &auditor->finding[shard];
    const gx_tally *tally = &auditor->world->shard[shard];
    *(full ? &finding->full : &finding->quick) += 1;
    if (finding->bad)
        return;
    finding->audit = full ? gx_book_audit_full(book) : gx_book_audit_quick(book);
    finding->in_clearing = gx_book_house(book, GX_HOUSE_CLEARING);
    finding->expected = tally->into_clearing - tally->out_of_clearing;
    finding->clearing = finding->in_clearing != finding->expected;
    finding->bad = !finding->audit.balanced || finding->clearing;
}

void gx_auditor_quick(gx_auditor *auditor, uint32_t shard)
{
    gx_tally *tally = &auditor->world->shard[shard];
    if (!tally->touched)
        return;
    tally->touched = false;
    check(auditor, shard, false);
}

void gx_auditor_full(gx_auditor *auditor, size_t item)
{
    check(auditor, (auditor->sweep_first + (uint32_t)item) % auditor->world->shards, true);
}

size_t gx_auditor_sweep(gx_auditor *auditor, uint32_t tick)
{
    uint32_t shards = auditor->world->shards;
    GX_ASSERT(shards > 0);
    uint64_t goal =
        auditor->sweep_ticks ? (uint64_t)tick * shards / auditor->sweep_ticks : auditor->swept + shards;
    uint64_t count = goal > auditor->swept ? goal - auditor->swept : 0;
    auditor->sweep_count = count < shards ? (uint32_t)count : shards;
    auditor->sweep_first = (uint32_t)((goal - auditor->sweep_count) % shards);
    auditor->swept = goal;
    if ((uint64_t)auditor->sweep_count * (auditor->world->population->users / shards) > ALONE_USERS)
        return auditor->sweep_count;
    for (uint32_t i = 0; i < auditor->sweep_count; i++)
        gx_auditor_full(auditor, i);
    return 0;
}

static gx_status report(const gx_finding *f, uint32_t shard, uint32_t tick, gx_error *error)
{
    if (f->clearing)
        return gx_fail(
            error, GX_ERR_AUDIT,
            "audit: tick %u, shard %u: %lld fen in clearing where %lld were sent and not yet received", tick,
            shard, (long long)f->in_clearing, (long long)f->expected);
    return gx_fail(error, GX_ERR_AUDIT,
                   "audit: tick %u, shard %u: users hold %lld fen where the postings say %lld; escrow %lld "
                   "fen for holds "
                   "of %lld; the book adds up to %lld instead of 0",
                   tick, shard, (long long)f->audit.users, (long long)f->audit.users_expected,
                   (long long)f->audit.escrow, (long long)f->audit.held, (long long)f->audit.total);
}

gx_status gx_auditor_verdict(gx_auditor *auditor, uint32_t tick, gx_error *error)
{
    gx_fen in_flight = 0;
    auditor->quick = auditor->full = 0;
    for (uint32_t s = 0; s < auditor->world->shards; s++) {
        const gx_finding *f = &auditor->finding[s];
        if (f->bad)
            return report(f, s, tick, error);
        in_flight += auditor->world->shard[s].into_clearing - auditor->world->shard[s].out_of_clearing;
        auditor->quick += f->quick;
        auditor->full += f->full;
    }
    if (in_flight < 0)
        return gx_fail(error, GX_ERR_AUDIT, "audit: tick %u: %lld fen arrived that nobody sent", tick,
                       (long long)-in_flight);
    return GX_OK;
}

gx_status gx_auditor_final(gx_auditor *auditor, uint32_t tick, gx_error *error)
{
#pragma omp parallel for schedule(dynamic) num_threads((int)gx_sim_threads(auditor->world->sim))
    for (uint32_t s = 0; s < auditor->world->shards; s++)
        check(auditor, s, true);
    return gx_auditor_verdict(auditor, tick, error);
}

void gx_auditor_archive(gx_archive *archive, gx_auditor *auditor)
{
    gx_archive_mark(archive, "audit");
    GX_ARCHIVE(archive, auditor->swept);
    GX_ARCHIVE(archive, auditor->quick);
    GX_ARCHIVE(archive, auditor->full);
    for (uint32_t s = 0; s < auditor->world->shards; s++) {
        GX_ARCHIVE(archive, auditor->finding[s].quick);
        GX_ARCHIVE(archive, auditor->finding[s].full);
    }
}
