/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The attributes. Each is known before the outcome it is held against: what grows with time (shares received)
 * is cut at a landmark, and only users who have not bound by then count; else those who bind late would look
 * well connected only because they had more time. */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/base/sort.h>
#include <math.h>
#include <string.h>

void gx_credit_public(gx_credit_work *work)
{
    gx_users users;
    bool present;
    work->sheet.status = gx_table_load(&users, GX_TABLE_USERS, "friends groups wealth", work->reader,
                                       &work->facts, &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    if (users.rows > 0)
        memcpy(work->score, users.friends, users.rows * sizeof *work->score);
    gx_credit_separate(work, work->class, "friends", CREDIT_AUC_FRIENDS);
    if (users.rows > 0)
        memcpy(work->score, users.groups, users.rows * sizeof *work->score);
    gx_credit_separate(work, work->class, "groups", CREDIT_AUC_GROUPS);
    for (size_t i = 0; i < users.rows; i++)
        work->score[i] = users.wealth[i] > 0 ? (uint32_t)(16 * log2(1 + (double)users.wealth[i])) : 0;
    gx_credit_separate(work, work->class, "wealth", CREDIT_AUC_WEALTH);
    gx_credit_rates(work, users.friends, CREDIT_BY_FRIENDS);
    gx_credit_rates(work, users.groups, CREDIT_BY_GROUPS);
    gx_table_unload(&users, GX_TABLE_USERS);
}

void gx_credit_network(gx_credit_work *work)
{
    uint64_t *offset = NULL;
    uint32_t *friend = NULL;
    uint8_t *card = NULL;
    size_t offsets = 0, ties = 0, users = 0;
    const gx_reader *reader = work->reader;
    if (!gx_reader_has(reader, "/layers/friends/indptr") || !gx_reader_has(reader, "/layers/friends/indices"))
        return;
    gx_status status = gx_reader_column(reader, "/layers/friends/indptr", GX_U64, (void **)&offset, &offsets,
                                        work->sheet.error);
    if (status == GX_OK)
        status = gx_reader_column(reader, "/layers/friends/indices", GX_U32, (void **)&friend, &ties,
                                  work->sheet.error);
    if (status == GX_OK)
        status = gx_reader_column(reader, "/users/card_at_start", GX_U8, (void **)&card, &users,
                                  work->sheet.error);
    bool whole = status == GX_OK && users == work->users && offsets == users + 1 && offset[users] == ties;
    for (size_t i = 0; whole && i < users; i++) {
        whole = offset[i] <= offset[i + 1] && offset[i + 1] <= ties;
        work->score[i] = 0;
        for (uint64_t at = offset[i]; whole && at < offset[i + 1]; at++) {
            whole = friend[at] < users;
            work->score[i] += whole && card[friend[at]] != 0;
        }
    }
    if (status == GX_OK && !whole)
        status =
            gx_fail(work->sheet.error, GX_ERR_FORMAT,
                    "%s: /layers/friends is damaged: its rows do not fit the users", gx_reader_path(reader));
    work->sheet.status = status;
    gx_credit_separate(work, work->class, "friends with a card", CREDIT_AUC_CARDED);
    gx_free(offset);
    gx_free(friend);
    gx_free(card);
}

/* Median tick of bindings; false when there are fewer than 20. */
static bool landmark_of(gx_credit_work *work, const gx_bindings *bindings, uint32_t *landmark)
{
    enum { BINDINGS_MIN = 20 };
    double *sorted = NULL;
    if (bindings->rows < BINDINGS_MIN)
        return false;
    work->sheet.status = gx_sorted_u32(&sorted, bindings->tick, bindings->rows, work->sheet.error);
    if (work->sheet.status != GX_OK)
        return false;
    *landmark = (uint32_t)gx_quantile_sorted(sorted, bindings->rows, 0.5);
    gx_free(sorted);
    gx_put_real(&work->sheet, CREDIT_LANDMARK, *landmark * (double)work->facts.tick_ms / 60000);
    return true;
}

static void received_by(gx_credit_work *work, const gx_bindings *bindings, const gx_claims *claims,
                        uint32_t landmark)
{
    uint8_t *class = gx_credit_room(work, work->users, sizeof *class, "classes of users");
    if (!class)
        return;
    if (work->users > 0)
        memcpy(class, work->class, work->users);
    for (size_t i = 0; i < bindings->rows; i++)
        if (bindings->user[i] != GX_NOBODY && bindings->tick[i] <= landmark)
            class[bindings->user[i]] = GX_CLASS_OUT;
    for (size_t i = 0; i < work->users; i++)
        work->score[i] = 0;
    for (size_t i = 0; i < claims->rows; i++)
        if (claims->claimer[i] != GX_NOBODY && claims->tick[i] <= landmark)
            work->score[claims->claimer[i]]++;
    gx_credit_separate(work, class, "shares received by the landmark", CREDIT_AUC_RECEIVED);
    gx_free(class);
}

void gx_credit_landmark(gx_credit_work *work)
{
    gx_bindings bindings;
    gx_claims claims = {0};
    bool present, claimed = false;
    uint32_t landmark;
    if (!work->facts.all_events)
        return;
    work->sheet.status = gx_table_load(&bindings, GX_TABLE_BINDINGS, "tick user", work->reader, &work->facts,
                                       &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    work->sheet.status = gx_table_load(&claims, GX_TABLE_CLAIMS, "tick claimer", work->reader, &work->facts,
                                       &claimed, work->sheet.error);
    if (work->sheet.status == GX_OK && claimed && landmark_of(work, &bindings, &landmark))
        received_by(work, &bindings, &claims, landmark);
    gx_table_unload(&claims, GX_TABLE_CLAIMS);
    gx_table_unload(&bindings, GX_TABLE_BINDINGS);
}

/* A hidden real number as a whole one, in steps of 1/256 from its least value. */
static bool step(gx_credit_work *work, const double *values, const char *name)
{
    double least = INFINITY;
    for (size_t i = 0; i < work->users; i++) {
        if (!isfinite(values[i])) {
            work->sheet.status =
                gx_fail(work->sheet.error, GX_ERR_FORMAT, "%s: /truth/%s is not a number in row %zu",
                        gx_reader_path(work->reader), name, i);
            return false;
        }
        least = fmin(least, values[i]);
    }
    for (size_t i = 0; i < work->users; i++)
        work->score[i] = (uint32_t)fmin(256 * (values[i] - least), GX_SCORE_BINS - 1);
    return true;
}

/* Tenths of the users at risk by hidden inclination. */
static void tenths(gx_credit_work *work, const double *hidden)
{
    enum { TENTHS = 10, COLUMNS = 5 };
    static const char *const names[COLUMNS] = {"mean inclination", "users", "share who bind", "low", "high"};
    static const char *const names_zh[COLUMNS] = {"平均倾向", "用户数", "绑卡率", "下限", "上限"};
    size_t n = 0;
    uint64_t *key = gx_credit_room(work, work->users, sizeof *key, "users by inclination");
    uint64_t *row = gx_credit_room(work, work->users, sizeof *row, "users by inclination");
    uint64_t *spare = gx_credit_room(work, work->users, sizeof *spare, "users by inclination");
    uint64_t *spare2 = gx_credit_room(work, work->users, sizeof *spare2, "users by inclination");
    if (work->sheet.status == GX_OK) {
        double cells[TENTHS * COLUMNS];
        size_t rows = 0;
        for (size_t i = 0; i < work->users; i++) {
            if (work->class[i] == GX_CLASS_OUT)
                continue;
            key[n] = work->score[i];
            row[n++] = i;
        }
        gx_sort_pairs_u64(key, row, spare, spare2, n);
        for (size_t t = 0; t < TENTHS; t++) {
            size_t first = n * t / TENTHS, end = n * (t + 1) / TENTHS;
            uint64_t bound = 0;
            double sum = 0;
            for (size_t i = first; i < end; i++) {
                bound += work->class[row[i]] == GX_CLASS_YES;
                sum += hidden[row[i]];
            }
            if (end == first)
                continue;
            gx_interval rate = gx_wilson(bound, end - first, 0.95);
            const double line[COLUMNS] = {sum / (double)(end - first), (double)(end - first), rate.value,
                                          rate.low, rate.high};
            memcpy(&cells[rows++ * COLUMNS], line, sizeof line);
        }
        gx_put_grid(&work->sheet, CREDIT_BY_HIDDEN, names, names_zh, COLUMNS, cells, NULL, rows);
    }
    gx_free(key);
    gx_free(row);
    gx_free(spare);
    gx_free(spare2);
}

void gx_credit_hidden(gx_credit_work *work)
{
    gx_truth truth;
    bool present;
    work->sheet.status = gx_table_load(&truth, GX_TABLE_TRUTH, "activity binding", work->reader, &work->facts,
                                       &present, work->sheet.error);
    if (work->sheet.status != GX_OK || !present)
        return;
    if (step(work, truth.activity, "activity"))
        gx_credit_separate(work, work->class, "hidden activity", CREDIT_AUC_ACTIVITY);
    if (work->sheet.status == GX_OK && step(work, truth.binding, "binding")) {
        gx_credit_separate(work, work->class, "hidden inclination", CREDIT_AUC_HIDDEN);
        tenths(work, truth.binding);
    }
    gx_table_unload(&truth, GX_TABLE_TRUTH);
}
