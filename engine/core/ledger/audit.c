/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the books balance? The quick audit compares control totals that different code keeps; the full one adds
 * everything up anew, so that a single fen changed behind the book's back is found. Sums wrap instead of
 * overflowing: what is being audited may be damaged. */
#include "ledger/book_internal.h"

static gx_fen add(gx_fen a, gx_fen b)
{
    return (gx_fen)((uint64_t)a + (uint64_t)b);
}

static gx_audit verdict(const gx_book *book, gx_fen inside, gx_fen credit, gx_fen held)
{
    gx_audit audit = {.users = inside,
                      .users_expected = book->inside_total,
                      .escrow = gx_book_house(book, GX_HOUSE_ESCROW),
                      .held = held,
                      .total = add(inside, credit)};
    for (unsigned i = 0; i < GX_HOUSE_COUNT; i++)
        audit.total = add(audit.total, gx_book_house(book, (gx_house_account)i));
    audit.balanced = audit.total == 0 && audit.users == audit.users_expected && audit.escrow == audit.held &&
                     book->held_total == audit.held && credit == book->credit_total;
    return audit;
}

gx_audit gx_book_audit_quick(const gx_book *book)
{
    return verdict(book, book->inside_total, book->credit_total, book->held_total);
}

/* Adds up what the open holds have; false when one of them cannot be right. */
static bool add_holds(const gx_book *book, gx_fen *held)
{
    bool sound = true;
    for (uint32_t i = 0; i < book->holds.used; i++) {
        const gx_hold_record *hold = gx_hold_at(book, i);
        if (hold->head.next != GX_SLAB_IN_USE)
            continue;
        *held = add(*held, hold->held.remaining);
        sound &= hold->held.remaining > 0 && hold->held.owner < book->parties;
    }
    return sound;
}

static bool add_themes(const gx_book *book, gx_fen *held)
{
    bool sound = true;
    for (unsigned i = 0; i < GX_THEMES; i++)
        if ((book->themes >> i & 1) != 0 && gx_themes[i]->audit != NULL)
            sound &= gx_themes[i]->audit(book, held);
    return sound;
}

gx_audit gx_book_audit_full(const gx_book *book)
{
    gx_fen inside = 0;
    gx_fen credit = 0;
    gx_fen held = 0;
    bool sound = true;
    for (gx_account i = 0; i < book->credit_at; i++) {
        inside = add(inside, gx_balance(book, i));
        sound &= gx_balance(book, i) >= 0;
    }
    for (gx_account i = book->credit_at; i < book->house_at; i++) {
        credit = add(credit, book->balance[i]);
        sound &= book->balance[i] <= 0;
    }
    sound &= add_holds(book, &held);
    sound &= gx_packets_audit(book, &held);
    sound &= add_themes(book, &held);
    gx_audit audit = verdict(book, inside, credit, held);
    audit.balanced &= sound;
    return audit;
}
