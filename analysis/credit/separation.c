/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores are whole numbers, so two histograms hold all there is to know, exactly. */
#include "work.h"

#include <gx/base/memory.h>

/* Information value over about ten classes of equal size: bins are gathered until a tenth of all users is
 * reached. */
static double information(const uint64_t *no, const uint64_t *yes, size_t bins, uint64_t users)
{
    enum { TENTHS = 10 };
    uint64_t coarse_no[TENTHS] = {0}, coarse_yes[TENTHS] = {0}, seen = 0;
    for (size_t i = 0; i < bins; i++) {
        size_t tenth = (size_t)(seen * TENTHS / users);
        tenth = tenth < TENTHS ? tenth : TENTHS - 1;
        coarse_no[tenth] += no[i];
        coarse_yes[tenth] += yes[i];
        seen += no[i] + yes[i];
    }
    return gx_psi(coarse_no, coarse_yes, TENTHS);
}

void gx_credit_separate(gx_credit_work *work, const uint8_t *class, const char *label, gx_credit_id id)
{
    if (work->sheet.status != GX_OK || work->rows == GX_SCORES_MAX)
        return;
    uint32_t most = 0;
    for (size_t i = 0; i < work->users; i++) {
        if (work->score[i] >= GX_SCORE_BINS)
            work->score[i] = GX_SCORE_BINS - 1;
        most = work->score[i] > most ? work->score[i] : most;
    }
    size_t bins = (size_t)most + 1;
    uint64_t *no = gx_credit_room(work, bins, sizeof *no, "histograms of a score");
    uint64_t *yes = gx_credit_room(work, bins, sizeof *yes, "histograms of a score");
    if (no && yes) {
        for (size_t i = 0; i < work->users; i++) {
            no[work->score[i]] += class[i] == GX_CLASS_NO;
            yes[work->score[i]] += class[i] == GX_CLASS_YES;
        }
        gx_separation found = gx_separate(no, yes, bins);
        if (found.positives > 0 && found.negatives > 0) {
            work->found[work->rows] = found;
            work->value[work->rows] = information(no, yes, bins, found.positives + found.negatives);
            work->label[work->rows++] = label;
            gx_put_interval(&work->sheet, id, (gx_interval){found.auc, found.auc_low, found.auc_high});
        }
    }
    gx_free(no);
    gx_free(yes);
}
