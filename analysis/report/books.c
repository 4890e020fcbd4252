/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement that no money came or went: sent = received + refunded + still in packets.
 *
 * Were what is in packets merely the remainder of the other three, the equation would hold whatever the run
 * did. So the remainder is checked from the other side, the wallets: what people had at the start, plus
 * top-ups from cards, minus withdrawals, minus what they have at the end, is what the wallets lack. All of it
 * must be in packets or on its way: a share leaves its packet a tick before it is in the claimer's wallet,
 * and so do transfers and refunds. Shares on their way are known exactly (taken from packets, minus arrived
 * at users); transfers and refunds on their way can be no more than what was moved in the last minute. */
#include "page.h"

#include <gx/base/memory.h>
#include <stdio.h>

typedef struct books {
    int64_t sent, received, refunded, topped_up, withdrawn, transferred;
    int64_t wealth, balance, arrived;
    int64_t last_refunded, last_transferred; /* of the last minute */
    bool flows, wallets;                     /* which of them the recording holds */
} books;

/* Sum of a column of fen, and its last row; *present becomes false when there is no such column. */
static gx_status sum(int64_t *out, int64_t *last, const gx_reader *reader, const char *path, bool *present,
                     gx_error *error)
{
    void *column = NULL;
    size_t count = 0;
    *out = 0;
    if (!gx_reader_has(reader, path)) {
        *present = false;
        return GX_OK;
    }
    gx_status status = gx_reader_column(reader, path, GX_I64, &column, &count, error);
    const int64_t *values = column;
    for (size_t k = 0; status == GX_OK && k < count; k++)
        if (__builtin_add_overflow(*out, values[k], out))
            status = gx_fail(error, GX_ERR_FORMAT, "%s: the sum of %s is too large for a ledger",
                             gx_reader_path(reader), path);
    if (last && status == GX_OK && count > 0)
        *last = values[count - 1];
    gx_free(column);
    return status;
}

static gx_status read_books(books *all, const gx_reader *reader, gx_error *error)
{
    *all = (books){.flows = true, .wallets = true};
    const struct {
        int64_t *out, *last;
        const char *path;
        bool *present;
    } columns[] = {{&all->sent, NULL, "/series/sent_fen", &all->flows},
                   {&all->received, NULL, "/series/received_fen", &all->flows},
                   {&all->refunded, &all->last_refunded, "/series/refunded_fen", &all->flows},
                   {&all->topped_up, NULL, "/series/top_up_fen", &all->wallets},
                   {&all->withdrawn, NULL, "/series/withdrawn_fen", &all->wallets},
                   {&all->transferred, &all->last_transferred, "/series/transferred_fen", &all->wallets},
                   {&all->wealth, NULL, "/users/wealth", &all->wallets},
                   {&all->balance, NULL, "/users/end/balance", &all->wallets},
                   {&all->arrived, NULL, "/users/end/received_fen", &all->wallets}};
    gx_status status = GX_OK;
    for (size_t k = 0; k < sizeof columns / sizeof columns[0] && status == GX_OK; k++)
        status = sum(columns[k].out, columns[k].last, reader, columns[k].path, columns[k].present, error);
    return status;
}

/* a - b + c, or false when it does not fit. */
static bool combine(int64_t *out, int64_t a, int64_t b, int64_t c)
{
    return !__builtin_sub_overflow(a, b, out) && !__builtin_add_overflow(*out, c, out);
}

typedef struct verdict {
    int64_t in_packets;  /* sent - received - refunded */
    int64_t lacking;     /* of the wallets */
    int64_t on_the_way;  /* lacking - in packets */
    int64_t unexplained; /* 0 when the books balance */
} verdict;

static bool judge(verdict *out, const books *all)
{
    int64_t had = 0, shares = 0, others = 0, limit = 0;
    *out = (verdict){0};
    bool fits = combine(&out->in_packets, all->sent, all->received, 0) &&
                combine(&out->in_packets, out->in_packets, all->refunded, 0) &&
                combine(&had, all->wealth, all->withdrawn, all->topped_up) &&
                combine(&out->lacking, had, all->balance, 0) &&
                combine(&out->on_the_way, out->lacking, out->in_packets, 0) &&
                combine(&shares, all->received, all->arrived, 0) &&
                combine(&others, out->on_the_way, shares, 0) &&
                combine(&limit, all->last_transferred, 0, all->last_refunded);
    if (fits && all->wallets && (shares < 0 || others < 0 || others > limit))
        out->unexplained = others ? others : shares;
    if (fits && out->in_packets < 0)
        out->unexplained = out->in_packets;
    return fits;
}

static void statement(gx_page *page, const books *all, const verdict *found)
{
    enum { SENT, RECEIVED, REFUNDED, IN_PACKETS, LACKING, ON_THE_WAY, UNEXPLAINED, COUNT };
    const int64_t sums[COUNT] = {all->sent,      all->received,     all->refunded,     found->in_packets,
                                 found->lacking, found->on_the_way, found->unexplained};
    char texts[COUNT][40];
    for (size_t k = 0; k < COUNT; k++) {
        char digits[32];
        (void)snprintf(texts[k], sizeof texts[k], "¥%s", gx_format_yuan(digits, sums[k]));
    }
    const char *const arguments[] = {texts[SENT], texts[RECEIVED], texts[REFUNDED], texts[IN_PACKETS]};
    gx_text_append(page->out, "<div class=\"books%s\"><h3>", found->unexplained ? " wrong" : "");
    gx_page_say(page, found->unexplained ? GX_SAY_BOOKS_OPEN : GX_SAY_BOOKS);
    gx_text_append(page->out, "</h3>\n<p class=\"equation\">");
    gx_phrase(page->out, page->language, GX_SAY_BOOKS_SUM, arguments, 4);
    gx_text_append(page->out, "</p>\n<p>");
    if (found->unexplained)
        gx_page_fill(page, GX_SAY_BOOKS_WRONG, texts[UNEXPLAINED], NULL, NULL);
    else if (all->wallets)
        gx_page_fill(page, GX_SAY_BOOKS_EXACT, texts[LACKING], texts[IN_PACKETS], texts[ON_THE_WAY]);
    else
        gx_page_say(page, GX_SAY_BOOKS_PART);
    gx_text_append(page->out, "</p></div>\n");
}

gx_status gx_page_books(gx_page *page, gx_error *error)
{
    books all;
    verdict found;
    gx_status status = read_books(&all, page->reader, error);
    if (status != GX_OK || !all.flows)
        return status;
    if (!judge(&found, &all))
        return gx_fail(error, GX_ERR_FORMAT, "%s: its sums of money are too large for a ledger",
                       gx_reader_path(page->reader));
    statement(page, &all, &found);
    return GX_OK;
}
