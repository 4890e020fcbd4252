/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement that no money came or went: sent = received + refunded + still open.
 *
 * Were "still open" merely what is left of the first three, the equation would hold whatever the run did. It is therefore
 * taken from the other side, the wallets: what people had at the start, plus top-ups from banks, minus withdrawals, minus
 * what they have at the end, is what their wallets lack, and that can only be in packets or on its way. */
#include "page.h"

#include <gx/base/memory.h>
#include <stdio.h>

/* Sum of a column of fen; *present stays as it is when the column exists, else it becomes false. */
static gx_status sum(int64_t *out, const gx_reader *reader, const char *path, bool *present, gx_error *error)
{
    void *column = NULL;
    size_t count = 0;
    *out = 0;
    if (!gx_reader_has(reader, path)) {
        *present = false;
        return GX_OK;
    }
    gx_status status = gx_reader_column(reader, path, GX_I64, &column, &count, error);
    for (size_t k = 0; status == GX_OK && k < count; k++)
        if (__builtin_add_overflow(*out, ((const int64_t *)column)[k], out))
            status = gx_fail(error, GX_ERR_FORMAT, "the sum of %s is too large for a ledger", path);
    gx_free(column);
    return status;
}

typedef struct books {
    int64_t sent, received, refunded, topped_up, withdrawn, wealth, balance;
    bool flows, wallets; /* which of them the recording holds */
} books;

static gx_status read_books(books *all, const gx_reader *reader, gx_error *error)
{
    *all = (books){.flows = true, .wallets = true};
    const struct {
        int64_t *out;
        const char *path;
        bool *present;
    } columns[] = {{&all->sent, "/series/sent_fen", &all->flows},
                   {&all->received, "/series/received_fen", &all->flows},
                   {&all->refunded, "/series/refunded_fen", &all->flows},
                   {&all->topped_up, "/series/top_up_fen", &all->wallets},
                   {&all->withdrawn, "/series/withdrawn_fen", &all->wallets},
                   {&all->wealth, "/users/wealth", &all->wallets},
                   {&all->balance, "/users/end/balance", &all->wallets}};
    gx_status status = GX_OK;
    for (size_t k = 0; k < sizeof columns / sizeof columns[0] && status == GX_OK; k++)
        status = sum(columns[k].out, reader, columns[k].path, columns[k].present, error);
    return status;
}

/* a - b + c, or false when it does not fit. */
static bool combine(int64_t *out, int64_t a, int64_t b, int64_t c)
{
    return !__builtin_sub_overflow(a, b, out) && !__builtin_add_overflow(*out, c, out);
}

static void statement(gx_page *page, const books *all, int64_t open, int64_t gap)
{
    const int64_t sums[] = {all->sent, all->received, all->refunded, open, gap};
    char texts[5][40];
    for (size_t k = 0; k < 5; k++) {
        char digits[32];
        (void)snprintf(texts[k], sizeof texts[k], "¥%s", gx_format_yuan(digits, sums[k]));
    }
    const char *const arguments[] = {texts[0], texts[1], texts[2], texts[3]};
    gx_text_append(page->out, "<div class=\"books%s\"><h3>", gap ? " wrong" : "");
    gx_page_say(page, gap ? GX_SAY_BOOKS_OPEN : GX_SAY_BOOKS);
    gx_text_append(page->out, "</h3>\n<p class=\"equation\">");
    gx_say(page->out, page->language, GX_SAY_BOOKS_SUM, arguments, 4);
    gx_text_append(page->out, "</p>\n<p>");
    if (gap)
        gx_page_fill(page, GX_SAY_BOOKS_WRONG, texts[4], NULL, NULL);
    else
        gx_page_say(page, all->wallets ? GX_SAY_BOOKS_EXACT : GX_SAY_BOOKS_PART);
    gx_text_append(page->out, "</p></div>\n");
}

gx_status gx_page_books(gx_page *page, gx_error *error)
{
    books all;
    gx_status status = read_books(&all, page->reader, error);
    if (status != GX_OK || !all.flows)
        return status;
    int64_t remainder = 0, had = 0, open = 0, gap = 0;
    bool fits = combine(&remainder, all.sent, all.received, 0) && combine(&remainder, remainder, all.refunded, 0) &&
                combine(&had, all.wealth, all.withdrawn, all.topped_up) && combine(&open, had, all.balance, 0) &&
                combine(&gap, remainder, open, 0);
    if (!fits)
        return gx_fail(error, GX_ERR_FORMAT, "%s: its sums of money are too large for a ledger",
                       gx_reader_path(page->reader));
    if (all.wallets)
        statement(page, &all, open, gap);
    else
        statement(page, &all, remainder, 0);
    return GX_OK;
}
