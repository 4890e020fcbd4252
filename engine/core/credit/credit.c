/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme of credit: its columns, what must hold of them, and their digests. */
#include "credit/credit.h"

#include <gx/base/memory.h>

static bool start(gx_book *book)
{
    struct gx_credit *credit = gx_alloc(1, sizeof *credit);
    book->credit = credit;
    if (credit == NULL)
        return false;
    static const uint16_t minimums[] = {
#define X(name, word, minimum, text) [name] = (minimum),
        GX_SCORED_RIGHT_TABLE(X)
#undef X
    };
    for (unsigned i = 0; i < GX_SCORED_RIGHT_COUNT; i++)
        credit->minimum[i] = minimums[i];
    credit->weights = gx_score_weights_default();
    credit->period_days = 30;
    credit->rules = gx_credit_rules_default();
    gx_slab_init(&credit->debts, sizeof(gx_debt));
    credit->score = gx_alloc_columns(book->users, sizeof *credit->score);
    credit->scored = gx_alloc_columns(book->users, sizeof *credit->scored);
    credit->own_limit = gx_alloc_columns(book->users, sizeof *credit->own_limit);
    credit->first_debt = gx_alloc_columns(book->users, sizeof *credit->first_debt);
    credit->written_off = gx_alloc_columns(book->users, sizeof *credit->written_off);
    return credit->score != NULL && credit->scored != NULL && credit->own_limit != NULL &&
           credit->first_debt != NULL && credit->written_off != NULL;
}

static void stop(gx_book *book)
{
    struct gx_credit *credit = book->credit;
    if (credit == NULL)
        return;
    gx_slab_free(&credit->debts);
    gx_free(credit->score);
    gx_free(credit->scored);
    gx_free(credit->own_limit);
    gx_free(credit->first_debt);
    gx_free(credit->written_off);
    gx_free(credit);
    book->credit = NULL;
}

static size_t bytes(const gx_book *book)
{
    const struct gx_credit *credit = book->credit;
    size_t user = sizeof *credit->score + sizeof *credit->scored + sizeof *credit->own_limit +
                  sizeof *credit->first_debt + sizeof *credit->written_off;
    return sizeof *credit + book->users * user + gx_slab_bytes(&credit->debts);
}

static bool is_sound(const gx_debt *debt, gx_party user)
{
    return debt->head.next == GX_SLAB_IN_USE && debt->user == user && debt->principal > 0 &&
           debt->charges >= 0 && debt->charges <= debt->principal && debt->remainder < 1000000;
}

/* Every user's debts add up to his credit account and lie in order; every debt is somebody's; what was
 * written off lies in the losses. Lists may be damaged: no more steps are taken than there are debts. */
static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held;
    const struct gx_credit *credit = book->credit;
    uint32_t seen = 0;
    bool sound = true;
    for (gx_party user = 0; sound && user < book->users; user++) {
        gx_fen owed = 0;
        int64_t due = INT64_MIN;
        for (uint32_t place = gx_first_debt(book, user); sound && place != GX_NO_DEBT;) {
            sound = place < credit->debts.used && ++seen <= credit->debts.live;
            if (!sound)
                break;
            const gx_debt *debt = gx_debt_at(book, place);
            sound = is_sound(debt, user) && debt->due >= due;
            due = debt->due;
            owed += debt->principal + debt->charges;
            place = debt->next;
        }
        sound = sound && owed == -book->balance[gx_credit_account(book, user)];
    }
    return sound && seen == credit->debts.live;
}

/* What a user's debts are, whatever places they have. */
static void digest_debts(const gx_book *book, gx_party user, gx_digest *digest)
{
    for (uint32_t place = gx_first_debt(book, user); place != GX_NO_DEBT;
         place = gx_debt_at(book, place)->next) {
        const gx_debt *debt = gx_debt_at(book, place);
        gx_digest_number(digest, (uint64_t)debt->principal);
        gx_digest_number(digest, (uint64_t)debt->charges);
        gx_digest_number(digest, (uint64_t)debt->accrued);
        gx_digest_number(digest, (uint64_t)debt->due);
        gx_digest_number(digest, debt->remainder);
        gx_digest_number(digest, (uint64_t)debt->interest_ppm << 32 | debt->late_ppm);
    }
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    const struct gx_credit *credit = book->credit;
    if (credit->score[user] == 0 && credit->own_limit[user] == 0 && credit->first_debt[user] == 0 &&
        credit->written_off[user] == 0)
        return 0;
    gx_digest digest = {1};
    gx_digest_number(&digest, (uint64_t)credit->score[user] << 32 | credit->scored[user]);
    gx_digest_number(&digest, (uint64_t)credit->own_limit[user] << 32 | credit->written_off[user]);
    digest_debts(book, user, &digest);
    return digest.value;
}

static void digest_rules(const struct gx_credit *credit, gx_digest *digest)
{
    const gx_credit_rules *rules = &credit->rules;
    gx_digest_bytes(digest, &credit->weights, sizeof credit->weights);
    gx_digest_number(digest, credit->period_days);
    gx_digest_bytes(digest, credit->minimum, sizeof credit->minimum);
    gx_digest_bytes(digest, rules->limit, sizeof rules->limit);
    gx_digest_number(digest, (uint64_t)rules->cycle_days << 32 | rules->grace_days);
    gx_digest_number(digest, rules->write_off_days);
    gx_digest_number(digest, (uint64_t)rules->interest_ppm << 32 | rules->late_ppm);
    gx_digest_bytes(digest, &credit->counts, sizeof credit->counts);
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_credit *credit = book->credit;
    digest_rules(credit, digest);
    gx_digest_bytes(digest, credit->score, book->users * sizeof *credit->score);
    gx_digest_bytes(digest, credit->scored, book->users * sizeof *credit->scored);
    gx_digest_bytes(digest, credit->own_limit, book->users * sizeof *credit->own_limit);
    gx_digest_bytes(digest, credit->first_debt, book->users * sizeof *credit->first_debt);
    gx_digest_bytes(digest, credit->written_off, book->users * sizeof *credit->written_off);
    gx_slab_digest(&credit->debts, digest);
    for (gx_party user = 0; user < book->users; user++)
        for (uint32_t place = gx_first_debt(book, user); place != GX_NO_DEBT;
             place = gx_debt_at(book, place)->next)
            gx_digest_number(digest, (uint64_t)place << 32 | gx_debt_at(book, place)->next);
    for (gx_party user = 0; user < book->users; user++)
        if (credit->first_debt[user] != 0)
            digest_debts(book, user, digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_credit *credit = book->credit;
    GX_ARCHIVE(archive, credit->weights);
    GX_ARCHIVE(archive, credit->period_days);
    GX_ARCHIVE(archive, credit->minimum);
    GX_ARCHIVE(archive, credit->rules);
    GX_ARCHIVE(archive, credit->counts);
    gx_slab_archive(archive, &credit->debts);
    gx_archive_bytes(archive, credit->score, book->users * sizeof *credit->score);
    gx_archive_bytes(archive, credit->scored, book->users * sizeof *credit->scored);
    gx_archive_bytes(archive, credit->own_limit, book->users * sizeof *credit->own_limit);
    gx_archive_bytes(archive, credit->first_debt, book->users * sizeof *credit->first_debt);
    gx_archive_bytes(archive, credit->written_off, book->users * sizeof *credit->written_off);
}

const gx_theme gx_theme_credit = {.name = "credit",
                                  .start = start,
                                  .stop = stop,
                                  .archive = archive,
                                  .bytes = bytes,
                                  .audit = audit,
                                  .user_digest = user_digest,
                                  .state_digest = state_digest};

gx_credit_counts gx_credit_count(const gx_book *book)
{
    static const gx_credit_counts none;
    return book->credit == NULL ? none : book->credit->counts;
}
