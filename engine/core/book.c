/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book's making, its one posting function, and the door through which keyed operations come. */
#include "book_internal.h"

#include <gx/base/memory.h>

static gx_status check_config(const gx_book_config *config, gx_error *error)
{
    if ((uint64_t)config->first_user + config->users > (uint64_t)UINT32_MAX + 1)
        return gx_fail(error, GX_ERR_ARGUMENT, "a book of %u users from user %u on goes beyond 32 bits",
                       config->users, config->first_user);
    return GX_OK;
}

gx_status gx_book_create(gx_book **out, const gx_book_config *config, gx_error *error)
{
    *out = NULL;
    gx_status status = check_config(config, error);
    if (status != GX_OK)
        return status;
    gx_book *book = gx_alloc(1, sizeof *book);
    if (book == NULL)
        return gx_fail_memory(error, "a book");
    book->first_user = config->first_user;
    book->users = config->users;
    book->membership = config->membership;
    book->rules = gx_packet_rules_default();
    gx_slab_init(&book->holds, sizeof(gx_hold_record));
    gx_slab_init(&book->packets, sizeof(gx_packet_record));
    gx_roster_init(&book->roster);
    book->balance = gx_alloc_columns((size_t)config->users + GX_HOUSE_COUNT, sizeof *book->balance);
    book->flags = gx_alloc_columns(config->users, sizeof *book->flags);
    if (book->balance == NULL || book->flags == NULL ||
        !gx_keys_init(&book->keys, config->users, config->key_window)) {
        gx_book_free(book);
        return gx_fail_memory(error, "the accounts of a book");
    }
    *out = book;
    return GX_OK;
}

void gx_book_free(gx_book *book)
{
    if (book == NULL)
        return;
    gx_keys_free(&book->keys);
    gx_roster_free(&book->roster);
    gx_slab_free(&book->packets);
    gx_slab_free(&book->holds);
    gx_free(book->flags);
    gx_free(book->balance);
    gx_free(book);
}

size_t gx_book_bytes(const gx_book *book)
{
    size_t columns =
        ((size_t)book->users + GX_HOUSE_COUNT) * sizeof *book->balance + book->users * sizeof *book->flags;
    size_t keys = book->keys.bytes + book->keys.chunk_count * sizeof *book->keys.chunks;
    return sizeof *book + columns + keys + gx_slab_bytes(&book->holds) + gx_slab_bytes(&book->packets) +
           gx_roster_bytes(&book->roster);
}

bool gx_book_has(const gx_book *book, uint32_t user)
{
    return user - book->first_user < book->users;
}

gx_fen gx_book_balance(const gx_book *book, uint32_t user)
{
    return gx_book_has(book, user) ? book->balance[gx_account_of(book, user)] : 0;
}

gx_fen gx_book_house(const gx_book *book, gx_house_account account)
{
    return (unsigned)account < GX_HOUSE_COUNT ? book->balance[gx_house(book, account)] : 0;
}

gx_book_counts gx_book_count(const gx_book *book)
{
    return book->counts;
}

void gx_count(uint64_t *number, gx_fen *sum, gx_fen amount)
{
    ++*number;
    *sum = (gx_fen)((uint64_t)*sum + (uint64_t)amount);
}

void gx_post(gx_book *book, gx_account debit, gx_account credit, gx_fen amount)
{
    GX_ASSERT(amount > 0 && debit != credit);
    gx_fen *balance = book->balance;
    bool from_user = debit < book->users;
    bool to_user = credit < book->users;
    GX_ASSERT(!from_user || balance[debit] >= amount);
    balance[debit] -= amount;
    balance[credit] += amount;
    book->users_total += (to_user ? amount : 0) - (from_user ? amount : 0);
}

gx_answer gx_check_payer(const gx_book *book, gx_account payer, gx_fen amount)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    if (book->balance[payer] < amount)
        return gx_refuse(GX_REFUSED_FUNDS, book->balance[payer], amount);
    return gx_done(amount);
}

gx_answer gx_check_inflow(const gx_book *book, gx_house_account source, gx_fen amount)
{
    if (amount < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, amount, 1);
    gx_fen room = GX_BOOK_LIMIT - book->users_total - book->balance[gx_house(book, GX_HOUSE_ESCROW)];
    gx_fen credit = GX_BOOK_LIMIT + book->balance[gx_house(book, source)];
    gx_fen most = room < credit ? room : credit;
    return amount <= most ? gx_done(amount) : gx_refuse(GX_REFUSED_AMOUNT, amount, most);
}

uint64_t gx_content(gx_op op, uint32_t about, gx_fen amount)
{
    return gx_mix_pair((uint64_t)op << 32 | about, (uint64_t)amount);
}

bool gx_admit(gx_book *book, gx_op_key key, uint64_t content, gx_ticket *ticket, gx_outcome *known)
{
    if (!gx_book_has(book, key.account)) {
        *known = (gx_outcome){.answer = gx_refuse(GX_REFUSED_ACCOUNT, 0, key.account)};
        return false;
    }
    gx_account account = gx_account_of(book, key.account);
    __builtin_prefetch(&book->balance[account], 1); /* it is on its way while the keys are read */
    return gx_keys_admit(&book->keys, (uint32_t)account, key.serial, content, ticket, known);
}

gx_answer gx_close(gx_ticket ticket, gx_answer answer)
{
    gx_keys_remember(ticket, &(gx_outcome){.answer = answer});
    return answer;
}
