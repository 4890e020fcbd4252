/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lucky packet to a chat group, and the books after it. The whole of a small host: it has the directory of
 * groups, the clock and the random bits; the core has the money. */
#include <gx/core/core.h>
#include <inttypes.h>
#include <stdio.h>

enum { ANNA = 1, MEMBERS = 5, FAMILY = 7, PACKET_AT = 3600 };

static bool is_member(const void *directory, uint32_t group, uint32_t user)
{
    (void)directory;
    return group == FAMILY && user >= ANNA && user < ANNA + MEMBERS;
}

/* Any good 128 bits will do; here they are the same in every run. */
static gx_draw bits_of(uint32_t claimer)
{
    uint64_t a = gx_mix64(claimer), b = gx_mix64(a);
    return (gx_draw){{(uint32_t)a, (uint32_t)(a >> 32), (uint32_t)b, (uint32_t)(b >> 32)}};
}

static int refused(const char *what, gx_answer why)
{
    fprintf(stderr, "%s: %s\n", what, gx_answer_text(why.code));
    return 1;
}

int main(void)
{
    gx_book_config config = {
        .first_user = ANNA, .users = MEMBERS, .key_window = 4, .membership = {is_member, NULL}};
    gx_book *book;
    gx_error error;
    if (gx_book_create(&book, &config, &error) != GX_OK)
        return fprintf(stderr, "%s\n", error.message), 1;
    gx_open(book, ANNA, 10000);
    gx_packet_order order = {.kind = GX_PACKET_LUCKY, .audience = FAMILY, .shares = 4, .amount = 888};
    gx_packet_ref packet;
    gx_answer answer = gx_packet_send(book, (gx_op_key){ANNA, 1}, &order, PACKET_AT, &packet, NULL);
    if (answer.code != GX_DONE)
        return refused("send", answer);

    for (uint32_t user = ANNA + 1; user < ANNA + MEMBERS; user++) {
        gx_packet_share share;
        answer = gx_packet_claim(book, packet, user, bits_of(user), PACKET_AT + user, &share);
        if (answer.code != GX_DONE)
            return refused("claim", answer);
        printf("user %u draws %" PRId64 " fen\n", user, share.amount);
        gx_transfer_in(book, user, share.amount, PACKET_AT + user); /* the message arrives in his book */
    }

    for (uint32_t user = ANNA; user < ANNA + MEMBERS; user++)
        printf("user %u has %" PRId64 " fen\n", user, gx_book_balance(book, user));
    gx_audit audit = gx_book_audit_full(book);
    printf("escrow %" PRId64 ", clearing %" PRId64 ": the book %s\n", audit.escrow,
           gx_book_house(book, GX_HOUSE_CLEARING), audit.balanced ? "balances" : "DOES NOT BALANCE");
    gx_book_free(book);
    return audit.balanced ? 0 : 1;
}
