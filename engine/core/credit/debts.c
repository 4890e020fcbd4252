/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Debts as a list and as arithmetic.
 *
 * Interest is simple and exact: what is below a fen is carried in millionths, so a debt that is charged every
 * day and one that is charged once after a year owe the same. Charges stop when they have reached the
 * principal (利不过本: interest does not pass the capital, the law of old China), which also bounds every
 * figure here: principal <= 10^9 and parts below 10^6, so no product passes 10^15. */
#include "credit/line.h"

enum { MILLION = 1000000 };

typedef struct charge {
    gx_fen fee;
    uint32_t remainder;
} charge;

static charge charge_of(const gx_debt *debt, int64_t today)
{
    if (today <= debt->accrued)
        return (charge){0, debt->remainder};
    int64_t late_from = debt->due > debt->accrued ? debt->due : debt->accrued;
    int64_t parts = (today - debt->accrued) * debt->interest_ppm;
    if (today > late_from)
        parts += (today - late_from) * debt->late_ppm;
    gx_fen room = debt->principal - debt->charges;
    if (parts >= MILLION) /* the whole principal, and more */
        return (charge){room, 0};
    gx_fen total = debt->principal * parts + debt->remainder;
    if (total / MILLION >= room)
        return (charge){room, 0};
    return (charge){total / MILLION, (uint32_t)(total % MILLION)};
}

gx_fen gx_debt_fee(const gx_debt *debt, int64_t today)
{
    return charge_of(debt, today).fee;
}

gx_fen gx_debts_owed(const gx_book *book, gx_party user, int64_t today)
{
    gx_fen owed = 0;
    for (uint32_t place = gx_first_debt(book, user); place != GX_NO_DEBT;) {
        const gx_debt *debt = gx_debt_at(book, place);
        owed += debt->principal + debt->charges + gx_debt_fee(debt, today);
        place = debt->next;
    }
    return owed;
}

/* The figures alone; the money is moved by who knows how much it is in all. */
static gx_fen charge_debt(gx_debt *debt, int64_t today)
{
    charge next = charge_of(debt, today);
    debt->charges += next.fee;
    debt->remainder = next.remainder;
    if (today > debt->accrued)
        debt->accrued = today;
    return next.fee;
}

static gx_fen post_fee(gx_book *book, gx_party user, gx_fen fee)
{
    if (fee > 0) {
        gx_post(book, gx_credit_account(book, user), gx_house(book, GX_HOUSE_FEES), fee);
        gx_count(&book->credit->counts.charges, &book->credit->counts.charged, fee);
    }
    return fee;
}

gx_fen gx_debt_charge(gx_book *book, gx_debt *debt, int64_t today)
{
    return post_fee(book, debt->user, charge_debt(debt, today));
}

gx_fen gx_debts_charge(gx_book *book, gx_party user, int64_t today)
{
    gx_fen fee = 0;
    for (uint32_t place = gx_first_debt(book, user); place != GX_NO_DEBT;
         place = gx_debt_at(book, place)->next)
        fee += charge_debt(gx_debt_at(book, place), today);
    return post_fee(book, user, fee);
}

/* ---- The list */

uint32_t gx_debts_find(const gx_book *book, gx_party user, int64_t due)
{
    const gx_credit_rules *rules = &book->credit->rules;
    uint32_t place = gx_first_debt(book, user);
    while (place != GX_NO_DEBT) {
        const gx_debt *debt = gx_debt_at(book, place);
        if (debt->due == due && debt->interest_ppm == rules->interest_ppm &&
            debt->late_ppm == rules->late_ppm)
            break;
        place = debt->next;
    }
    return place;
}

/* Puts `next` where the user's list goes on after `previous` (GX_NO_DEBT: at its head). */
static void link_after(gx_book *book, gx_party user, uint32_t previous, uint32_t next)
{
    if (previous == GX_NO_DEBT)
        book->credit->first_debt[user] = next + 1; /* GX_NO_DEBT + 1 is 0 */
    else
        gx_debt_at(book, previous)->next = next;
}

uint32_t gx_debts_add(gx_book *book, gx_party user, int64_t due, int64_t today)
{
    const gx_credit_rules *rules = &book->credit->rules;
    uint32_t place = gx_slab_take(&book->credit->debts);
    uint32_t previous = GX_NO_DEBT;
    uint32_t next = gx_first_debt(book, user);
    while (next != GX_NO_DEBT && gx_debt_at(book, next)->due <= due) {
        previous = next;
        next = gx_debt_at(book, next)->next;
    }
    gx_debt *debt = gx_debt_at(book, place);
    *debt = (gx_debt){.head = debt->head,
                      .accrued = today,
                      .due = due,
                      .user = user,
                      .next = next,
                      .interest_ppm = rules->interest_ppm,
                      .late_ppm = rules->late_ppm};
    link_after(book, user, previous, place);
    return place;
}

void gx_debts_drop(gx_book *book, uint32_t place)
{
    gx_party user = gx_debt_at(book, place)->user;
    uint32_t previous = GX_NO_DEBT;
    for (uint32_t at = gx_first_debt(book, user); at != place; at = gx_debt_at(book, at)->next)
        previous = at;
    link_after(book, user, previous, gx_debt_at(book, place)->next);
    gx_slab_give(&book->credit->debts, place);
}

int64_t gx_debts_overdue(const gx_book *book, gx_party user, int64_t today)
{
    uint32_t oldest = gx_first_debt(book, user);
    if (oldest == GX_NO_DEBT || today <= gx_debt_at(book, oldest)->due)
        return 0;
    return today - gx_debt_at(book, oldest)->due;
}
