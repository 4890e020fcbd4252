/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules of the credit line ask of debts (debts.c). */
#ifndef GX_CORE_CREDIT_LINE_H
#define GX_CORE_CREDIT_LINE_H

#include "credit/credit.h"

/* What charging a debt up to a day would post. A day that was charged already adds nothing. */
gx_fen gx_debt_fee(const gx_debt *debt, int64_t today);

/* What a user owes, up to a day. */
gx_fen gx_debts_owed(const gx_book *book, gx_party user, int64_t today);

/* Charges one debt, or all of a user's, up to a day; posts and counts. Returns the fees. */
gx_fen gx_debt_charge(gx_book *book, gx_debt *debt, int64_t today);
gx_fen gx_debts_charge(gx_book *book, gx_party user, int64_t today);

/* A user's debt of this due day and the rates of today's rules, or GX_NO_DEBT. */
uint32_t gx_debts_find(const gx_book *book, gx_party user, int64_t due);

/* Makes that debt, without principal yet, and puts it after all that are due no later. The slab has room. */
uint32_t gx_debts_add(gx_book *book, gx_party user, int64_t due, int64_t today);

/* Takes a debt out of its user's list, and ends it. */
void gx_debts_drop(gx_book *book, uint32_t place);

/* How many days the user's oldest debt is overdue; 0: none is. */
int64_t gx_debts_overdue(const gx_book *book, gx_party user, int64_t today);

#endif
