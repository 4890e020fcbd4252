/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seldom asked about movements of money; the movement itself is in post.h. */
#include "ledger/book_internal.h"

void gx_unpost(gx_book *book, const gx_posting *posting)
{
    gx_change_balance(book, posting->debit, posting->amount);
    gx_change_balance(book, posting->credit, -posting->amount);
    gx_keep_totals(book, posting->debit, posting->amount);
    gx_keep_totals(book, posting->credit, -posting->amount);
}

gx_answer gx_ask_spenders(const gx_book *book, const gx_spend *spend)
{
    for (unsigned i = 0; i < book->spender_count; i++) {
        if (book->spenders[i]->check_spend == NULL)
            continue;
        gx_answer said = book->spenders[i]->check_spend(book, spend);
        if (said.code != GX_DONE)
            return said;
    }
    return gx_done(spend->amount);
}

void gx_tell_spenders(gx_book *book, const gx_spend *spend)
{
    for (unsigned i = 0; i < book->spender_count; i++)
        if (book->spenders[i]->note_spend != NULL)
            book->spenders[i]->note_spend(book, spend);
}
