/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far it got: users with a card before and after, and users whom any packet reached. */
#include "work.h"

void gx_spread_adoption(gx_spread_work *work)
{
    gx_users users;
    gx_users_end end = {0};
    bool present, ended = false;
    gx_status status = gx_table_load(&users, GX_TABLE_USERS, "card_at_start", work->reader, &work->facts,
                                     &present, work->sheet.error);
    if (status == GX_OK && present)
        status = gx_table_load(&end, GX_TABLE_USERS_END, "card received", work->reader, &work->facts, &ended,
                               work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK && ended) {
        uint64_t before = 0, after = 0, reached = 0;
        for (size_t i = 0; i < users.rows; i++) {
            before += users.card_at_start[i] != 0;
            after += end.card[i] != 0;
            reached += end.received[i] > 0;
        }
        gx_put_interval(&work->sheet, SPREAD_REACH, gx_wilson(reached, users.rows, 0.95));
        gx_put_interval(&work->sheet, SPREAD_CARD_START, gx_wilson(before, users.rows, 0.95));
        gx_put_interval(&work->sheet, SPREAD_CARD_END, gx_wilson(after, users.rows, 0.95));
        if (after >= before)
            gx_put_interval(&work->sheet, SPREAD_FINAL, gx_wilson(after - before, users.rows - before, 0.95));
    }
    gx_table_unload(&end, GX_TABLE_USERS_END);
    gx_table_unload(&users, GX_TABLE_USERS);
}
