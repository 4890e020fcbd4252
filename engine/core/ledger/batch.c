/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many operations at a stroke. A book is larger than any cache, and what an operation touches lies at random
 * in it: its key's ring, a balance with its flags, a packet. Alone, each would wait for memory once or twice;
 * in a batch, the memory of operations further on is on its way while the present one is done. What a
 * packet's record points at is asked for in a second step, when the record itself has arrived. */
#include "ledger/door.h"

enum { AHEAD = 12, FAR_AHEAD = 24 };

void gx_book_fetch(const gx_book *book, uint32_t party)
{
    gx_party place = gx_party_of(book, party);
    if (place == GX_NO_PARTY)
        return;
    gx_fetch(&book->balance[gx_account_of(book, place)]);
}

static void fetch_asker(const gx_book *book, gx_op_key key, bool makes)
{
    gx_party place = gx_party_of(book, key.account);
    if (place == GX_NO_PARTY)
        return;
    gx_keys_fetch(&book->keys, place, key.serial, makes);
    gx_fetch(&book->balance[gx_account_of(book, place)]);
    for (unsigned i = 0; i < book->spender_count; i++)
        if (book->spenders[i]->fetch != NULL)
            book->spenders[i]->fetch(book, place);
}

void gx_book_fetch_asker(const gx_book *book, gx_op_key key)
{
    fetch_asker(book, key, false);
}

/* What can be found from the operation alone. */
static void fetch(const gx_book *book, const gx_op *op)
{
    if (gx_op_is_keyed((gx_op_kind)op->kind))
        fetch_asker(book, op->key, op->kind == GX_OP_HOLD_PLACE || op->kind == GX_OP_PACKET_SEND);
    switch (op->kind) {
    case GX_OP_TRANSFER:
        gx_book_fetch(book, op->args.transfer.to);
        break;
    case GX_OP_TRANSFER_IN:
        gx_book_fetch(book, op->args.transfer_in.to);
        break;
    case GX_OP_HOLD_POST:
        if (op->args.hold_post.hold.slot < book->holds.used)
            gx_fetch(gx_hold_at(book, op->args.hold_post.hold.slot));
        break;
    case GX_OP_PACKET_CLAIM:
        gx_packet_fetch_more(book, op->args.packet_claim.packet);
        break;
    default:
        break;
    }
}

void gx_book_batch(gx_book *book, const gx_op *ops, size_t count, gx_result *results)
{
    for (size_t i = 0; i < count && i < AHEAD; i++)
        fetch(book, &ops[i]);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && ops[end - 1].linked)
            end++;
        for (size_t k = i; k < end; k++) {
            if (k + FAR_AHEAD < count && ops[k + FAR_AHEAD].kind == GX_OP_PACKET_CLAIM)
                gx_packet_fetch(book, ops[k + FAR_AHEAD].args.packet_claim.packet);
            if (k + AHEAD < count)
                fetch(book, &ops[k + AHEAD]);
        }
        if (ops[i].linked)
            gx_group_do(book, &ops[i], end - i, &results[i]);
        else
            gx_door_do(book, &ops[i], &results[i]);
        i = end;
    }
}
