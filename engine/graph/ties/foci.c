/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All pools of some kinds, cut by any number of threads, put one behind the other.
 *
 * A pool is a job: it allocates what it cuts, and nothing else sees it. Jobs are taken as threads come free,
 * the wide pools first; where their foci stand in the rows follows from their sizes, in the order of kinds
 * and pools.
 */
#include "foci.h"
#include "../rows.h"
#include "pools.h"

#include <gx/base/memory.h>
#include <omp.h>
#include <string.h>

enum { KINDS_MAX = 5, SCOPE_SHIFT = 29 };

typedef struct job {
    uint32_t mould, pool;
    gx_cut cut;
    uint64_t first_member;
    uint32_t first_focus;
} job;

typedef struct works {
    const gx_ground *ground;
    bool chat;
    uint32_t moulds;
    gx_mould mould[KINDS_MAX];
    uint8_t *places[KINDS_MAX];
    uint64_t jobs;
    job *job;
    gx_pool_bench *bench; /* by thread */
} works;

static void shape_mould(gx_mould *mould, const works *shop, const gx_kind *kind,
                        const gx_network_config *config, gx_key key)
{
    *mould = (gx_mould){.ground = shop->ground, .config = config, .key = key, .kind = kind};
    if (kind == NULL)
        return;
    double rest = 1 - config->group_local - config->group_city;
    mould->upto[GX_SCOPE_DISTRICT] = gx_chance_of(config->group_local);
    mould->upto[GX_SCOPE_CITY] = gx_chance_of(config->group_local + config->group_city);
    mould->upto[GX_SCOPE_PROVINCE] = gx_chance_of(1 - (rest > 0 ? rest / 2 : 0));
    mould->upto[GX_SCOPE_NATION] = gx_chance_of(1);
    mould->by_age = kind->homophily ? (uint32_t)(config->homophily_age * 65536) : 65536;
    mould->by_schooling = kind->homophily ? (uint32_t)(config->homophily_schooling * 65536) : 65536;
    if (kind->size_median != 0)
        gx_quantiles_lognormal(&mould->sizes, gx_kind_value(config, kind->size_median),
                               gx_kind_value(config, kind->size_sigma), GX_FOCUS_MIN, config->group_size_max);
}

static gx_status plan(works *shop, const gx_network_config *config, gx_key key, uint32_t threads,
                      gx_error *error)
{
    static const gx_kind *const kinds[2][KINDS_MAX - 1] = {
        {&gx_kind_of_close, &gx_kind_of_past, NULL},
        {&gx_kind_of_class, &gx_kind_of_work, &gx_kind_of_community, NULL}};
    shape_mould(&shop->mould[shop->moulds++], shop, NULL, config, key);
    for (const gx_kind *const *kind = kinds[shop->chat]; *kind != NULL; kind++)
        shape_mould(&shop->mould[shop->moulds++], shop, *kind, config, key);
    for (uint32_t at = 0; at < shop->moulds; at++) {
        gx_mould *mould = &shop->mould[at];
        if (mould->kind == NULL || mould->kind->places_mean == 0)
            continue;
        mould->places = shop->places[at] = gx_alloc_columns(shop->ground->people->users, 1);
        if (mould->places == NULL)
            return gx_fail_memory(error, "the foci");
        gx_mould_count_places(shop->places[at], mould, threads);
    }
    shop->job = gx_alloc((size_t)shop->moulds * shop->ground->pools, sizeof *shop->job);
    shop->bench = gx_alloc(threads, sizeof *shop->bench);
    if (shop->job == NULL || shop->bench == NULL)
        return gx_fail_memory(error, "the foci");
    for (uint32_t at = 0; at < shop->moulds; at++)
        for (uint32_t pool = 0; pool < shop->ground->pools; pool++) {
            const gx_kind *kind = shop->mould[at].kind;
            gx_scope near = kind == NULL ? GX_SCOPE_HOME : kind->near, far = kind == NULL ? near : kind->far;
            gx_scope scope = shop->ground->pool[pool].scope;
            if (scope >= near && scope <= far)
                shop->job[shop->jobs++] = (job){.mould = at, .pool = pool};
        }
    return GX_OK;
}

/* Of the clans, a couple of two households of one is no chat group. */
static void sieve_clans(gx_cut *cut, bool chat)
{
    uint32_t kept = 0, filled = 0, read = 0;
    for (uint32_t focus = 0; focus < cut->foci; focus++) {
        uint32_t size = cut->size[focus];
        if ((size >= GX_FOCUS_MIN) == chat) {
            memmove(cut->member + filled, cut->member + read, size * sizeof *cut->member);
            cut->size[kept] = size;
            cut->number[kept++] = cut->number[focus];
            filled += size;
        }
        read += size;
    }
    cut->foci = kept;
    cut->members = filled;
}

/* From the last to the first: the nation's pool stands behind the districts', and is the largest. */
static bool cut_all(works *shop, uint32_t threads)
{
    int failed = 0;
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)threads)
    for (int64_t turn = 0; turn < (int64_t)shop->jobs; turn++) {
        job *own = &shop->job[shop->jobs - 1 - (uint64_t)turn];
        const gx_mould *mould = &shop->mould[own->mould];
        gx_pool_bench *bench = &shop->bench[omp_get_thread_num()];
        bool fine = mould->kind == NULL ? gx_clans_cut(&own->cut, mould, own->pool, bench)
                                        : gx_pool_cut(&own->cut, mould, own->pool, bench);
        if (fine && mould->kind == NULL)
            sieve_clans(&own->cut, shop->chat);
        if (!fine) {
#pragma omp atomic write
            failed = 1;
        }
    }
    return failed == 0;
}

static void put_job(gx_foci *foci, const works *shop, const job *own)
{
    const gx_mould *mould = &shop->mould[own->mould];
    uint32_t scope = (uint32_t)shop->ground->pool[own->pool].scope;
    uint64_t at = own->first_member;
    for (uint32_t focus = 0; focus < own->cut.foci; focus++) {
        uint32_t row = own->first_focus + focus;
        at += own->cut.size[focus];
        foci->members.offset[row + 1] = at;
        foci->kinds[row] = (uint8_t)(mould->kind == NULL ? GX_FOCUS_KIN : mould->kind->kind);
        foci->names[row] = scope << SCOPE_SHIFT | own->cut.number[focus];
    }
    memcpy(foci->members.column + own->first_member, own->cut.member,
           own->cut.members * sizeof *own->cut.member);
    for (uint32_t member = 0; member < own->cut.members; member++)
        foci->sexes[own->first_member + member] =
            (uint8_t)gx_traits_sex(shop->ground->traits[own->cut.member[member]]);
}

static gx_status gather(gx_foci *foci, works *shop, uint32_t threads, gx_error *error)
{
    uint64_t rows = 0, members = 0;
    for (uint64_t at = 0; at < shop->jobs; at++) {
        shop->job[at].first_focus = (uint32_t)rows;
        shop->job[at].first_member = members;
        rows += shop->job[at].cut.foci;
        members += shop->job[at].cut.members;
    }
    if (rows >= UINT32_MAX)
        return gx_fail(error, GX_ERR_LIMIT, "graph: %llu foci are too many for 32-bit numbers",
                       (unsigned long long)rows);
    gx_status status =
        gx_rows_allocate(&foci->members, (uint32_t)rows, members, GX_ROWS_PLAIN, "the foci", error);
    if (status != GX_OK)
        return status;
    foci->kinds = gx_alloc_columns((size_t)rows, sizeof *foci->kinds);
    foci->names = gx_alloc_columns((size_t)rows, sizeof *foci->names);
    foci->sexes = gx_alloc_columns((size_t)members, sizeof *foci->sexes);
    if (foci->kinds == NULL || foci->names == NULL || foci->sexes == NULL)
        return gx_fail_memory(error, "the foci");
#pragma omp parallel for schedule(dynamic, 16) num_threads((int)threads)
    for (int64_t at = 0; at < (int64_t)shop->jobs; at++) {
        put_job(foci, shop, &shop->job[at]);
        gx_free(shop->job[at].cut.size);
        shop->job[at].cut.size = NULL;
    }
    return gx_rows_invert(&foci->of_user, &foci->members, shop->ground->people->users, "the foci", error);
}

static void close_works(works *shop, uint32_t threads)
{
    for (uint64_t at = 0; shop->job != NULL && at < shop->jobs; at++)
        gx_free(shop->job[at].cut.size);
    for (uint32_t at = 0; shop->bench != NULL && at < threads; at++)
        gx_pool_bench_free(&shop->bench[at]);
    for (uint32_t at = 0; at < shop->moulds; at++)
        gx_free(shop->places[at]);
    gx_free(shop->job);
    gx_free(shop->bench);
    gx_free(shop);
}

gx_status gx_foci_make(gx_foci *foci, bool chat, const gx_ground *ground, const gx_network_config *config,
                       gx_key key, uint32_t threads, gx_error *error)
{
    works *made = gx_alloc(1, sizeof *made);
    if (made == NULL)
        return gx_fail_memory(error, "the foci");
    made->ground = ground;
    made->chat = chat;
    gx_status status = plan(made, config, key, threads, error);
    if (status == GX_OK)
        status =
            cut_all(made, threads) ? gather(foci, made, threads, error) : gx_fail_memory(error, "the foci");
    close_works(made, threads);
    return status;
}

void gx_foci_free(gx_foci *foci)
{
    gx_rows_free(&foci->members);
    gx_rows_free(&foci->of_user);
    gx_free(foci->kinds);
    gx_free(foci->names);
    gx_free(foci->sexes);
    *foci = (gx_foci){0};
}
