/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tips (S2): a small random amount, as a rule without a confirmation step, on its way through clearing to
 * whose post it is. */
#include "content/content.h"
#include "ledger/book_internal.h"

/* ---- Rules */

gx_answer gx_rule_tip_pay(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_tip_pay *args = &op->args.tip_pay;
    uint32_t user = op->key.account;
    if (!gx_is_user(book, user) || args->author == user)
        return gx_refuse_party(user);
    uint64_t most = (uint64_t)book->content->rules.tip_max;
    gx_spend spend = {.party = gx_party_of(book, user),
                      .amount = (gx_fen)(1 + gx_below64(gx_draw_high(args->draw), most)),
                      .now = op->now,
                      .purpose = GX_FOR_TIP,
                      .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = gx_check_spend(book, &spend);
    if (answer.code != GX_DONE)
        return answer;
    gx_post(book, gx_account_of(book, spend.party), gx_house(book, GX_HOUSE_CLEARING), spend.amount);
    gx_note_spend(book, &spend);
    gx_count(&book->content->counts.tips_paid, &book->content->counts.paid, spend.amount);
    return gx_done(spend.amount);
}

/* Can it come in for the author of a post that is his own book's? */
static gx_answer check_taker(const gx_book *book, uint32_t author, gx_fen amount)
{
    gx_answer answer = gx_check_inflow(book, GX_HOUSE_CLEARING, amount);
    return answer.code == GX_DONE ? gx_check_payee(book, gx_party_of(book, author), amount) : answer;
}

gx_answer gx_rule_tip_take(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_tip_take *args = &op->args.tip_take;
    gx_fen most = book->content->rules.tip_max;
    gx_answer answer = gx_post_check_act(book, op, args->post, &args->pass, GX_RIGHT_TIP);
    if (answer.code != GX_DONE)
        return answer;
    gx_post_record *post = gx_post_at(book, args->post.slot);
    bool is_here = post->kind != GX_AUDIENCE_CIRCLE;
    if (args->pass.user == post->author)
        return gx_refuse_party(args->pass.user);
    if (args->amount < 1 || args->amount > most)
        return gx_refuse(GX_REFUSED_AMOUNT, args->amount, args->amount < 1 ? 1 : most);
    if (is_here)
        answer = check_taker(book, post->author, args->amount);
    if (answer.code != GX_DONE)
        return answer;
    if (is_here) {
        gx_account author = gx_account_of(book, gx_party_of(book, post->author));
        gx_post(book, gx_house(book, GX_HOUSE_CLEARING), author, args->amount);
        out->second = args->amount;
    }
    gx_count(&post->tips, &post->tipped, args->amount);
    gx_count(&book->content->counts.tips_taken, &book->content->counts.taken, args->amount);
    out->who = post->author;
    return gx_done(args->amount);
}

/* ---- Calls */

gx_answer gx_tip_pay(gx_book *book, gx_op_key key, uint32_t author, gx_draw draw, bool unconfirmed,
                     uint32_t now)
{
    gx_op op = {.kind = GX_OP_TIP_PAY, .now = now, .key = key, .args.tip_pay = {author, draw, unconfirmed}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_tip_take(gx_book *book, gx_post_ref post, const gx_pass *pass, gx_fen amount, uint32_t now,
                      gx_fen *paid)
{
    gx_op op = {.kind = GX_OP_TIP_TAKE, .now = now, .args.tip_take = {post, *pass, amount}};
    gx_result result;
    gx_book_do(book, &op, &result);
    if (paid != NULL)
        *paid = result.second;
    return result.answer;
}
