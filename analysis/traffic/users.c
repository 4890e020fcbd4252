/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who took part, how often, and who has the money, from the columns of users: one row a user, never sampled.
 */
#include "work.h"

#include <gx/base/memory.h>
#include <gx/stats/fit.h>
#include <gx/stats/inequality.h>
#include <math.h>

typedef struct tally {
    uint64_t participants, senders, receivers, male_senders, female_receivers;
    uint64_t sent, received;
    uint32_t most_sent, most_received;
    int64_t idle;
} tally;

static tally count_users(const gx_users *users, const gx_users_end *end)
{
    tally all = {0};
    for (size_t i = 0; i < end->rows; i++) {
        uint32_t sent = end->sent[i], received = end->received[i];
        all.participants += sent > 0 || received > 0;
        all.senders += sent > 0;
        all.receivers += received > 0;
        all.male_senders += sent > 0 && users->sex[i] == 1;
        all.female_receivers += received > 0 && users->sex[i] == 0;
        all.sent += sent;
        all.received += received;
        all.most_sent = sent > all.most_sent ? sent : all.most_sent;
        all.most_received = received > all.most_received ? received : all.most_received;
        if (sent == 0 && received == 0)
            all.idle += end->balance[i];
    }
    return all;
}

static void participation(gx_traffic_work *work, const tally *all, uint64_t users, int64_t sent_fen)
{
    gx_sheet *sheet = &work->sheet;
    gx_put_integer(sheet, TRAFFIC_PARTICIPANTS, (int64_t)all->participants);
    gx_put_interval(sheet, TRAFFIC_PARTICIPATION, gx_wilson(all->participants, users, 0.95));
    gx_put_integer(sheet, TRAFFIC_SENDERS, (int64_t)all->senders);
    gx_put_integer(sheet, TRAFFIC_RECEIVERS, (int64_t)all->receivers);
    gx_put_interval(sheet, TRAFFIC_SENDERS_MALE, gx_wilson(all->male_senders, all->senders, 0.95));
    gx_put_interval(sheet, TRAFFIC_RECEIVERS_FEMALE, gx_wilson(all->female_receivers, all->receivers, 0.95));
    double both = (double)all->sent + (double)all->received, n = (double)all->participants;
    gx_put_real(sheet, TRAFFIC_PER_USER, users > 0 ? both / (double)users : NAN);
    if (all->participants == 0)
        return;
    gx_put_real(sheet, TRAFFIC_PER_PARTICIPANT, both / n);
    gx_put_real(sheet, TRAFFIC_SENT_EACH, (double)all->sent / n);
    gx_put_real(sheet, TRAFFIC_RECEIVED_EACH, (double)all->received / n);
    gx_put_real(sheet, TRAFFIC_MONEY_EACH, (double)sent_fen / 100 / n);
    gx_put_integer(sheet, TRAFFIC_LARGEST_SENDER, all->most_sent);
    gx_put_integer(sheet, TRAFFIC_LARGEST_RECEIVER, all->most_received);
}

/* Part of an ascending sample that is above zero. */
static gx_summary positive(const double *sorted, size_t count)
{
    while (count > 0 && !(sorted[0] > 0)) {
        sorted++;
        count--;
    }
    return gx_summarize_sorted(sorted, count);
}

static void frequency(gx_traffic_work *work, const gx_users_end *end)
{
    static const char *const labels[] = {"sent a sender", "received a receiver", "both a participant"};
    double *sent = NULL, *received = NULL, *both = NULL;
    uint32_t *sums = gx_traffic_room(work, end->rows, sizeof *sums, "packets a user");
    gx_status status = work->sheet.status;
    for (size_t i = 0; sums && i < end->rows; i++)
        sums[i] = end->sent[i] > UINT32_MAX - end->received[i] ? UINT32_MAX : end->sent[i] + end->received[i];
    if (status == GX_OK)
        status = gx_sorted_u32(&sent, end->sent, end->rows, work->sheet.error);
    if (status == GX_OK)
        status = gx_sorted_u32(&received, end->received, end->rows, work->sheet.error);
    if (status == GX_OK)
        status = gx_sorted_u32(&both, sums, end->rows, work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK) {
        gx_summary rows[] = {positive(sent, end->rows), positive(received, end->rows),
                             positive(both, end->rows)};
        gx_put_summaries(&work->sheet, TRAFFIC_FREQUENCY, rows, labels, 3);
        gx_put_real(&work->sheet, TRAFFIC_FREQUENCY_GINI, gx_gini_sorted(both, end->rows));
        gx_summary all = gx_summarize_sorted(both, end->rows);
        if (all.count > 1 && all.mean > 0) {
            gx_nbd_fit fit = gx_fit_nbd(all.mean, all.sd * all.sd);
            if (isfinite(fit.r))
                gx_put_real(&work->sheet, TRAFFIC_FREQUENCY_R, fit.r);
            gx_put_real(&work->sheet, TRAFFIC_FREQUENCY_ZERO, fit.zero);
        }
    }
    gx_free(sums);
    gx_free(sent);
    gx_free(received);
    gx_free(both);
}

static void inequality(gx_traffic_work *work, const int64_t *balances, size_t count, gx_traffic_id gini,
                       gx_traffic_id lorenz)
{
    enum { POINTS = 100 };
    double share[POINTS + 1], held[POINTS + 1], *sorted = NULL;
    if (work->sheet.status == GX_OK)
        work->sheet.status = gx_sorted_i64(&sorted, balances, count, work->sheet.error);
    if (work->sheet.status == GX_OK) {
        gx_put_real(&work->sheet, gini, gx_gini_sorted(sorted, count));
        if (gx_lorenz_sorted(sorted, count, POINTS, share, held))
            gx_put_curve(&work->sheet, lorenz, "share of users", "", share, held, POINTS + 1);
    }
    gx_free(sorted);
}

static void wallets(gx_traffic_work *work, const gx_users *users, const gx_users_end *end, int64_t idle,
                    int64_t sent_fen)
{
    int64_t before = gx_traffic_sum(work, users->wealth, users->rows, "/users/wealth");
    int64_t after = gx_traffic_sum(work, end->balance, end->rows, "/users/end/balance");
    inequality(work, users->wealth, users->rows, TRAFFIC_GINI_START, TRAFFIC_LORENZ_START);
    inequality(work, end->balance, end->rows, TRAFFIC_GINI_END, TRAFFIC_LORENZ_END);
    gx_put_integer(&work->sheet, TRAFFIC_IDLE, idle);
    gx_put_real(&work->sheet, TRAFFIC_IDLE_SHARE, after > 0 ? (double)idle / (double)after : NAN);
    const gx_figure *moved =
        gx_results_find_figure(work->sheet.results, gx_traffic_table[TRAFFIC_TRANSFERRED_FEN].name);
    double money = ((double)before + (double)after) / 2;
    if (moved && money > 0)
        gx_put_real(&work->sheet, TRAFFIC_VELOCITY, ((double)sent_fen + moved->value) / money);
}

void gx_traffic_users(gx_traffic_work *work)
{
    gx_users users;
    gx_users_end end = {0};
    bool present, ended = false;
    gx_status status = gx_table_load(&users, GX_TABLE_USERS, "sex wealth", work->reader, &work->facts,
                                     &present, work->sheet.error);
    if (status == GX_OK && present)
        status = gx_table_load(&end, GX_TABLE_USERS_END, "balance sent received sent_fen", work->reader,
                               &work->facts, &ended, work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK && ended) {
        /* Sums first: they refuse negative balances, before anything is added up without a check. */
        int64_t sent_fen = gx_traffic_sum(work, end.sent_fen, end.rows, "/users/end/sent_fen");
        gx_traffic_sum(work, end.balance, end.rows, "/users/end/balance");
        if (work->sheet.status == GX_OK) {
            tally all = count_users(&users, &end);
            participation(work, &all, end.rows, sent_fen);
            frequency(work, &end);
            wallets(work, &users, &end, all.idle, sent_fen);
        }
    }
    if (status == GX_OK)
        gx_table_unload(&end, GX_TABLE_USERS_END);
    gx_table_unload(&users, GX_TABLE_USERS);
}
