/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the books balance? The quick audit compares control totals that different code keeps; the full one adds
 * everything up anew, so that a single fen changed behind the book's back is found. Sums wrap instead of
 * overflowing: what is being audited may be damaged. */
#include "book_internal.h"

static gx_fen add(gx_fen a, gx_fen b)
{
    return (gx_fen)((uint64_t)a + (uint64_t)b);
}

static gx_audit verdict(const gx_book *book, gx_fen users, gx_fen held)
{
    gx_audit audit = {.users = users,
                      .users_expected = book->users_total,
                      .escrow = gx_book_house(book, GX_HOUSE_ESCROW),
                      .held = held,
                      .total = users};
    for (unsigned i = 0; i < GX_HOUSE_COUNT; i++)
        audit.total = add(audit.total, gx_book_house(book, (gx_house_account)i));
    audit.balanced = audit.total == 0 && audit.users == audit.users_expected && audit.escrow == audit.held &&
                     book->held_total == audit.held;
    return audit;
}

gx_audit gx_book_audit_quick(const gx_book *book)
{
    return verdict(book, book->users_total, book->held_total);
}

static bool is_open(const gx_slab_head *head)
{
    return head->next == GX_SLAB_IN_USE;
}

/* Adds up what the open holds have; false when one of them cannot be right. */
static bool add_holds(const gx_book *book, gx_fen *held)
{
    bool sound = true;
    for (uint32_t i = 0; i < book->holds.used; i++) {
        const gx_hold_record *hold = gx_hold_at(book, i);
        if (!is_open(&hold->head))
            continue;
        *held = add(*held, hold->held.remaining);
        sound &= hold->held.remaining > 0 && hold->held.owner < book->users;
    }
    return sound;
}

/* The same for packets, which must also have enough for the shares to come. */
static bool add_packets(const gx_book *book, gx_fen *held)
{
    bool sound = true;
    for (uint32_t i = 0; i < book->packets.used; i++) {
        const gx_packet_record *packet = gx_slab_at(&book->packets, i);
        if (!is_open(&packet->head))
            continue;
        *held = add(*held, packet->held.remaining);
        gx_fen due = packet->share_min * (gx_fen)(packet->shares - packet->taken);
        sound &= packet->taken < packet->shares && packet->held.owner < book->users &&
                 packet->held.remaining >= due && packet->held.remaining <= packet->amount;
    }
    return sound;
}

gx_audit gx_book_audit_full(const gx_book *book)
{
    gx_fen users = 0;
    gx_fen held = 0;
    bool sound = true;
    for (uint32_t i = 0; i < book->users; i++) {
        users = add(users, book->balance[i]);
        sound &= book->balance[i] >= 0;
    }
    sound &= add_holds(book, &held);
    sound &= add_packets(book, &held);
    gx_audit audit = verdict(book, users, held);
    audit.balanced &= sound;
    return audit;
}
