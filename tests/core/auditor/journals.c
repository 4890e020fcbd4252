/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals: kept in memory; each must give its book again, and its postings alone must come to the balances.
 */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

bool aud_keep(void *host, const void *bytes, size_t count)
{
    aud_bytes *kept = host;
    if (kept->count + count > kept->room) {
        kept->room = (kept->count + count) * 2;
        kept->bytes = realloc(kept->bytes, kept->room);
    }
    memcpy(kept->bytes + kept->count, bytes, count);
    kept->count += count;
    return true;
}

/* The auditor's account of an account of the journal. */
static uint32_t account_of(const aud_book *book, uint32_t number)
{
    uint32_t funds = aud_has(book, GX_THEME_FUND) ? AUD_USERS : 0;
    uint32_t credits = aud_has(book, GX_THEME_CREDIT) ? AUD_USERS : 0;
    uint32_t others = AUD_MERCHANTS + AUD_POOLS;
    if (number < AUD_USERS)
        return number;
    number -= AUD_USERS;
    if (number < funds)
        return AUD_FUND_AT + number;
    number -= funds;
    if (number < others)
        return AUD_USERS + number;
    number -= others;
    return number < credits ? AUD_CREDIT_AT + number : AUD_HOUSE_AT + number - credits;
}

static void add_postings(aud_world *world, unsigned b)
{
    const aud_book *book = &world->book[b];
    const aud_bytes *journal = &world->journal[b];
    static gx_journal_entry entry;
    gx_fen money[AUD_ACCOUNTS] = {0};
    gx_journal_reader reader;
    gx_book_config config;
    aud_expect(world, gx_journal_read(&reader, journal->bytes, journal->count, &config),
               "the journal's header");
    aud_expect(world,
               config.users == AUD_USERS && config.themes == book->themes &&
                   config.key_window == book->window,
               "the journal says what its book was made with");
    while (gx_journal_next(&reader, &entry))
        for (unsigned i = 0; i < entry.postings; i++) {
            uint32_t debit = account_of(book, entry.posting[i].debit);
            uint32_t credit = account_of(book, entry.posting[i].credit);
            aud_expect(world, debit < AUD_ACCOUNTS && credit < AUD_ACCOUNTS,
                       "a posting names accounts of its book");
            money[debit] -= entry.posting[i].amount;
            money[credit] += entry.posting[i].amount;
        }
    aud_expect(world, reader.stop == GX_JOURNAL_END && reader.at == journal->count, "the journal is whole");
    for (unsigned i = 0; i < AUD_ACCOUNTS; i++)
        aud_expect_fen(world, money[i], book->money[i], "the sum of an account's postings");
}

static void do_again(aud_world *world, unsigned b)
{
    gx_book_config config = aud_config(&world->history->setting, b, NULL);
    config.membership = (gx_membership){NULL, NULL}; /* the journal knows */
    gx_book *again = NULL;
    gx_error error;
    gx_journal_report report;
    aud_expect(world, gx_book_create(&again, &config, &error) == GX_OK, "a book for the replay");
    if (gx_journal_replay(again, world->journal[b].bytes, world->journal[b].count, &report, &error) != GX_OK)
        aud_fail(world, "the journal of book %u: %s, after %llu entries: %s, told %s, found %s", b,
                 gx_journal_stop_text(report.why), (unsigned long long)report.entries,
                 gx_op_name(report.kind), gx_answer_name(report.told.code),
                 gx_answer_name(report.found.code));
    aud_expect(world, gx_book_state_digest(again) == gx_book_state_digest(world->core[b]),
               "a journal gives the state of its book again");
    gx_book_free(again);
    world->tally->replays++;
}

void aud_compare_journals(aud_world *world)
{
    for (unsigned b = 0; b < AUD_BOOKS && world->history->setting.journal; b++) {
        aud_expect(world, gx_book_flush(world->core[b]), "the journal is handed over");
        add_postings(world, b);
        do_again(world, b);
    }
}
