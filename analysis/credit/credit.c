/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be told of one who will adopt, before he does: by what the platform sees of him, by his network,
 * and, as an upper bound, by what only a simulation knows. The outcome of this first part is binding a card.
 */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/credit/credit.h>
#include <math.h>

const gx_metric gx_credit_table[CREDIT_COUNT] = {
#define X(id, name, shape, unit, label, zh, help, source)                                                    \
    {"credit." name, GX_SHAPE_##shape, unit, help, zh, label, source},
    GX_CREDIT_METRICS(X)
#undef X
};

const gx_metric *gx_credit_metrics(size_t *count)
{
    *count = CREDIT_COUNT;
    return gx_credit_table;
}

void *gx_credit_room(gx_credit_work *work, size_t count, size_t size, const char *what)
{
    void *block = gx_alloc(count, size);
    if (!block && work->sheet.status == GX_OK)
        work->sheet.status = gx_fail_memory(work->sheet.error, what);
    return block;
}

/* Classes of users; false when the recording does not know them, or when one class is empty. */
static bool outcome(gx_credit_work *work)
{
    gx_users users;
    gx_users_end end = {0};
    bool present, ended = false;
    uint64_t bound = 0, at_risk = 0;
    gx_status status = gx_table_load(&users, GX_TABLE_USERS, "card_at_start", work->reader, &work->facts,
                                     &present, work->sheet.error);
    if (status == GX_OK && present)
        status = gx_table_load(&end, GX_TABLE_USERS_END, "card", work->reader, &work->facts, &ended,
                               work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK && ended) {
        work->users = users.rows;
        work->class = gx_credit_room(work, users.rows, sizeof *work->class, "classes of users");
        work->score = gx_credit_room(work, users.rows, sizeof *work->score, "scores of users");
        for (size_t i = 0; work->class && i < users.rows; i++) {
            work->class[i] = users.card_at_start[i] ? GX_CLASS_OUT : end.card[i] ? GX_CLASS_YES : GX_CLASS_NO;
            at_risk += work->class[i] != GX_CLASS_OUT;
            bound += work->class[i] == GX_CLASS_YES;
        }
        gx_put_integer(&work->sheet, CREDIT_AT_RISK, (int64_t)at_risk);
        gx_put_interval(&work->sheet, CREDIT_RATE, gx_wilson(bound, at_risk, 0.95));
    }
    gx_table_unload(&end, GX_TABLE_USERS_END);
    gx_table_unload(&users, GX_TABLE_USERS);
    return work->sheet.status == GX_OK && ended && bound > 0 && bound < at_risk;
}

static void put_table(gx_credit_work *work)
{
    enum { COLUMNS = 9 };
    static const char *const names[COLUMNS] = {"attribute", "bound", "not bound",        "AUC", "low", "high",
                                               "Gini",      "KS",    "information value"};
    static const char *const names_zh[COLUMNS] = {"属性", "绑卡", "未绑卡", "AUC",   "下限",
                                                  "上限", "基尼", "KS",     "信息值"};
    double cells[GX_SCORES_MAX * COLUMNS];
    for (size_t i = 0; i < work->rows; i++) {
        const gx_separation *s = &work->found[i];
        const double row[COLUMNS] = {
            NAN,   (double)s->positives, (double)s->negatives, s->auc, s->auc_low, s->auc_high, s->gini,
            s->ks, work->value[i]};
        for (size_t c = 0; c < COLUMNS; c++)
            cells[i * COLUMNS + c] = row[c];
    }
    gx_put_grid(&work->sheet, CREDIT_SEPARATION, names, names_zh, COLUMNS, cells, work->label, work->rows);
}

gx_status gx_credit_analyze(gx_results *results, const gx_reader *reader, gx_error *error)
{
    static void (*const parts[])(gx_credit_work *) = {gx_credit_public, gx_credit_network, gx_credit_landmark,
                                                      gx_credit_hidden};
    gx_credit_work work = {.sheet = {results, gx_credit_table, error, GX_OK}, .reader = reader};
    work.sheet.status = gx_facts_read(&work.facts, reader, error);
    if (work.sheet.status == GX_OK && outcome(&work)) {
        for (size_t i = 0; i < sizeof parts / sizeof *parts && work.sheet.status == GX_OK; i++)
            parts[i](&work);
        put_table(&work);
    }
    gx_free(work.class);
    gx_free(work.score);
    return work.sheet.status;
}
