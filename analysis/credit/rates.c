/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include <math.h>
#include <string.h>

void gx_credit_rates(gx_credit_work *work, const uint32_t *counts, gx_credit_id id)
{
    enum { CLASSES = 12, COLUMNS = 5 };
    static const uint32_t first[CLASSES] = {0, 1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 1000};
    static const char *const labels[CLASSES] = {"0",     "1",       "2-4",     "5-9",     "10-19",   "20-49",
                                                "50-99", "100-199", "200-299", "300-499", "500-999", "1000+"};
    static const char *const names[COLUMNS] = {"number", "users", "share who bind", "low", "high"};
    static const char *const names_zh[COLUMNS] = {"数量", "用户数", "绑卡率", "下限", "上限"};
    uint64_t users[CLASSES] = {0}, bound[CLASSES] = {0};
    for (size_t i = 0; i < work->users; i++) {
        size_t c = CLASSES - 1;
        while (counts[i] < first[c])
            c--;
        users[c] += work->class[i] != GX_CLASS_OUT;
        bound[c] += work->class[i] == GX_CLASS_YES;
    }
    double cells[CLASSES * COLUMNS];
    const char *kept[CLASSES];
    size_t rows = 0;
    for (size_t c = 0; c < CLASSES; c++) {
        if (users[c] == 0)
            continue;
        gx_interval rate = gx_wilson(bound[c], users[c], 0.95);
        const double line[COLUMNS] = {NAN, (double)users[c], rate.value, rate.low, rate.high};
        memcpy(&cells[rows * COLUMNS], line, sizeof line);
        kept[rows++] = labels[c];
    }
    gx_put_grid(&work->sheet, id, names, names_zh, COLUMNS, cells, kept, rows);
}
