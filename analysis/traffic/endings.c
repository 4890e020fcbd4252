/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that ended: how many shares were taken, how fast the last one went, what the luckiest drew. Each
 * ending is joined to its packet; an ending without one (the packet was not recorded) counts where the packet
 * is not needed. */
#include "work.h"

#include <gx/base/memory.h>
#include <math.h>

/* Classes of the number of shares. */
enum { CLASSES = 9, SHARES_MAX = 65536 };
static const uint32_t class_first[CLASSES + 1] = {2, 3, 4, 5, 6, 10, 11, 21, 51, SHARES_MAX};
static const char *const class_labels[CLASSES] = {"2", "3", "4", "5", "6-9", "10", "11-20", "21-50", "51+"};

typedef struct join {
    gx_packets packets;
    gx_endings endings;
    gx_packet_index index;
    uint32_t *row; /* of the packet of each ending, or UINT32_MAX */
} join;

static size_t class_of(uint32_t shares)
{
    for (size_t c = 0; c < CLASSES; c++)
        if (shares >= class_first[c] && shares < class_first[c + 1])
            return c;
    return CLASSES;
}

static void outcomes(gx_traffic_work *work, const join *all)
{
    uint64_t offered = 0, taken = 0, emptied = 0, most = 0;
    for (size_t i = 0; i < all->endings.rows; i++) {
        emptied += all->endings.expired[i] == 0;
        most = all->endings.shares_taken[i] > most ? all->endings.shares_taken[i] : most;
        if (all->row[i] == UINT32_MAX)
            continue;
        offered += all->packets.shares[all->row[i]];
        taken += all->endings.shares_taken[i];
    }
    gx_put_interval(&work->sheet, TRAFFIC_EMPTIED_SHARE, gx_wilson(emptied, all->endings.rows, 0.95));
    gx_put_real(&work->sheet, TRAFFIC_CLAIM_RATE, offered > 0 ? (double)taken / (double)offered : NAN);
    double *x = gx_traffic_room(work, most + 1, sizeof *x, "claims a packet");
    double *y = gx_traffic_room(work, most + 1, sizeof *y, "claims a packet");
    if (x && y && all->endings.rows > 0) {
        for (size_t i = 0; i < all->endings.rows; i++)
            y[all->endings.shares_taken[i]] += 1 / (double)all->endings.rows;
        for (size_t i = 0; i <= most; i++)
            x[i] = (double)i;
        gx_put_curve(&work->sheet, TRAFFIC_CLAIMS_PER_PACKET, "shares taken", "", x, y, most + 1);
    }
    gx_free(x);
    gx_free(y);
}

static bool in_class(const join *all, size_t ending, size_t class)
{
    if (all->endings.expired[ending] != 0 || all->row[ending] == UINT32_MAX)
        return false;
    uint32_t row = all->row[ending];
    return all->packets.kind[row] != GX_WORD_PERSONAL && class_of(all->packets.shares[row]) == class;
}

static void time_to_empty(gx_traffic_work *work, const join *all)
{
    gx_summary rows[CLASSES];
    uint32_t *some = gx_traffic_room(work, all->endings.rows, sizeof *some, "times to empty");
    for (size_t c = 0; some && c < CLASSES && work->sheet.status == GX_OK; c++) {
        double *sorted = NULL;
        size_t count = 0;
        for (size_t i = 0; i < all->endings.rows; i++)
            if (in_class(all, i, c))
                some[count++] = all->endings.duration[i];
        work->sheet.status = gx_sorted_u32(&sorted, some, count, work->sheet.error);
        for (size_t i = 0; sorted && i < count; i++)
            sorted[i] *= (double)work->facts.tick_ms / 1000;
        rows[c] = gx_summarize_sorted(sorted, sorted ? count : 0);
        gx_free(sorted);
    }
    if (some && work->sheet.status == GX_OK)
        gx_put_summaries(&work->sheet, TRAFFIC_TIME_TO_EMPTY, rows, class_labels, CLASSES);
    gx_free(some);
}

static void luckiest(gx_traffic_work *work, const join *all)
{
    static const char *const names[] = {"shares", "packets", "largest / mean", "s.e."};
    static const char *const names_zh[] = {"份数", "红包数", "最大/平均", "标准误"};
    double n[CLASSES + 1] = {0}, sum[CLASSES + 1] = {0}, square[CLASSES + 1] = {0};
    double share_sum = 0, share_square = 0, count = 0;
    for (size_t i = 0; i < all->endings.rows; i++) {
        uint32_t row = all->row[i];
        if (all->endings.expired[i] != 0 || row == UINT32_MAX || all->packets.kind[row] != GX_WORD_LUCKY ||
            all->packets.shares[row] < 2 || all->packets.amount[row] <= 0)
            continue;
        double share = (double)all->endings.luckiest_amount[i] / (double)all->packets.amount[row];
        double ratio = share * all->packets.shares[row];
        size_t c = class_of(all->packets.shares[row]);
        n[c]++;
        sum[c] += ratio;
        square[c] += ratio * ratio;
        count++;
        share_sum += share;
        share_square += share * share;
    }
    double cells[CLASSES * 4], mean = share_sum / count;
    const char *labels[CLASSES];
    size_t rows = 0;
    for (size_t c = 0; c < CLASSES; c++) {
        if (!(n[c] > 0))
            continue;
        double ratio = sum[c] / n[c], spread = fmax(0, square[c] / n[c] - ratio * ratio);
        double row[] = {NAN, n[c], ratio, n[c] > 1 ? sqrt(spread / (n[c] - 1)) : NAN};
        for (size_t k = 0; k < 4; k++)
            cells[rows * 4 + k] = row[k];
        labels[rows++] = class_labels[c];
    }
    gx_put_grid(&work->sheet, TRAFFIC_LUCKIEST_BY_SIZE, names, names_zh, 4, cells, labels, rows);
    if (count > 1) {
        double sd = sqrt(fmax(0, share_square - count * mean * mean) / (count - 1));
        gx_put_interval(&work->sheet, TRAFFIC_LUCKIEST, gx_t_interval(mean, sd, (uint64_t)count, 0.95));
    }
}

static void analyze(gx_traffic_work *work, join *all)
{
    all->row = gx_traffic_room(work, all->endings.rows, sizeof *all->row, "endings of packets");
    if (!all->row)
        return;
    work->sheet.status = gx_packet_index_create(&all->index, all->packets.sender, all->packets.occasion,
                                                all->packets.rows, work->sheet.error);
    if (work->sheet.status != GX_OK)
        return;
    for (size_t i = 0; i < all->endings.rows; i++)
        all->row[i] = gx_packet_find(&all->index, all->endings.sender[i], all->endings.occasion[i]);
    outcomes(work, all);
    time_to_empty(work, all);
    luckiest(work, all);
}

void gx_traffic_endings(gx_traffic_work *work)
{
    join all = {0};
    bool present, ended = false;
    gx_status status = gx_table_load(&all.packets, GX_TABLE_PACKETS, "sender occasion kind shares amount",
                                     work->reader, &work->facts, &present, work->sheet.error);
    if (status == GX_OK && present)
        status = gx_table_load(&all.endings, GX_TABLE_ENDINGS,
                               "sender occasion shares_taken expired luckiest_amount duration", work->reader,
                               &work->facts, &ended, work->sheet.error);
    work->sheet.status = status;
    if (status == GX_OK && ended)
        analyze(work, &all);
    gx_packet_index_free(&all.index);
    gx_free(all.row);
    gx_table_unload(&all.endings, GX_TABLE_ENDINGS);
    gx_table_unload(&all.packets, GX_TABLE_PACKETS);
}
