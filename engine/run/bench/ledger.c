/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The core without the kernel: transfers among the accounts of one book, and the split of lucky packets. */
#include "bench/cases.h"
#include <gx/base/draw.h>
#include <gx/base/memory.h>

enum { BLOCK = 4096, WEALTH = 1000000, AMOUNT = 100, SHARES = 10, PACKET_FEN = 2000 };

typedef struct ledger {
    gx_book *book;
    uint32_t accounts;
    uint32_t *serial; /* the last of each account */
    uint32_t now;
    uint64_t made;
    gx_op ops[BLOCK];
    gx_result results[BLOCK];
} ledger;

static gx_status open_ledger(ledger *l, uint32_t accounts, gx_error *error)
{
    gx_book_config config = {.users = accounts, .key_window = 4};
    l->accounts = accounts;
    l->serial = gx_alloc_columns(accounts, sizeof *l->serial);
    if (!l->serial)
        return gx_fail_memory(error, "the serials");
    gx_status status = gx_book_create(&l->book, &config, error);
    for (uint32_t a = 0; a < accounts && status == GX_OK; a++)
        GX_ASSERT(gx_open(l->book, a, WEALTH).code == GX_DONE);
    return status;
}

/* A block of orders; not in measured time. */
static void make_block(ledger *l)
{
    gx_key key = gx_key_make(20160207, 0);
    l->now++;
    for (size_t i = 0; i < BLOCK; i++, l->made++) {
        gx_draw draw =
            gx_draw_at(key, GX_BENCH_DRAW_PAYMENT, (uint32_t)(l->made >> 32), (uint32_t)l->made, 0);
        uint32_t from = gx_below32(draw.word[0], l->accounts), to = gx_below32(draw.word[1], l->accounts);
        l->ops[i] = (gx_op){.kind = GX_OP_TRANSFER, .now = l->now, .key = {from, ++l->serial[from]}};
        l->ops[i].args.transfer =
            (gx_args_transfer){.to = to == from ? (to + 1) % l->accounts : to, .amount = AMOUNT};
    }
}

static gx_status do_blocks(ledger *l, gx_bench_play *play, gx_error *error)
{
    uint64_t blocks = (play->size.amount + BLOCK - 1) / BLOCK;
    gx_status status = GX_OK;
    for (uint64_t b = 0; b < blocks && status == GX_OK; b++) {
        make_block(l);
        gx_bench_start(play);
        gx_book_batch(l->book, l->ops, BLOCK, l->results);
        gx_bench_stop(play);
        for (size_t i = 0; i < BLOCK; i++)
            play->work += l->results[i].answer.code == GX_DONE;
        for (size_t i = 0; i < BLOCK && status == GX_OK; i++)
            if (l->results[i].answer.code == GX_REFUSED_MEMORY)
                return gx_fail_memory(error, "the book");
        status = gx_bench_go_on(play, (double)(b + 1) / (double)blocks, error);
    }
    return status;
}

/* size.amount: transfers, rounded up to whole blocks. */
gx_status gx_bench_ledger(gx_bench_play *play, gx_error *error)
{
    ledger *l = gx_alloc(1, sizeof *l);
    if (!l)
        return gx_fail_memory(error, "the orders");
    gx_status status = open_ledger(l, (uint32_t)play->size.entities, error);
    if (status == GX_OK)
        status = do_blocks(l, play, error);
    if (status == GX_OK) {
        play->digest = gx_book_digest(l->book);
        if (!gx_book_audit_full(l->book).balanced)
            status = gx_fail(error, GX_ERR_AUDIT, "the book does not balance");
    }
    gx_book_free(l->book);
    gx_free(l->serial);
    gx_free(l);
    return status;
}

/* size.entities: shares in all; each is drawn and split. */
gx_status gx_bench_split(gx_bench_play *play, gx_error *error)
{
    gx_key key = gx_key_make(20160207, 0);
    uint64_t packets = play->size.entities / SHARES, digest = 0;
    gx_status status = GX_OK;
    gx_bench_start(play);
    for (uint64_t p = 0; p < packets && status == GX_OK; p++) {
        gx_fen left = PACKET_FEN;
        for (uint32_t s = SHARES; s > 0; s--) {
            gx_draw draw = gx_draw_at(key, GX_BENCH_DRAW_SHARE, (uint32_t)(p >> 32), (uint32_t)p, s);
            gx_fen share = gx_split_lucky(left, s, draw);
            left -= share;
            digest += gx_mix_pair(p * SHARES + s, (uint64_t)share);
        }
        GX_ASSERT(left == 0);
        if (p % (1 << 20) == 0)
            status = gx_bench_go_on(play, (double)p / (double)packets, error);
    }
    gx_bench_stop(play);
    play->work = packets * SHARES;
    play->digest = digest;
    return status;
}
