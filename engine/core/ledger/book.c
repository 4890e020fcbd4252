/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book's making and end, and its calendar. */
#include "ledger/door.h"
#include "ledger/journal.h"

#include <gx/base/civil.h>
#include <gx/base/memory.h>

#define GX_SECONDS_MAX INT64_C(1000000000000)
#define GX_TICK_MS_MAX 86400000u

/* Whether two ranges of parties have a number in common. */
static bool overlap(gx_range a, gx_range b)
{
    return a.count > 0 && b.count > 0 && a.first < (uint64_t)b.first + b.count &&
           b.first < (uint64_t)a.first + a.count;
}

static gx_status check_config(const gx_book_config *config, gx_error *error)
{
    const gx_range ranges[] = {{config->first_user, config->users}, config->merchants, config->pools};
    static const char *const words[] = {"users", "merchants", "pools"};
    uint64_t parties = 0;
    for (int i = 0; i < 3; i++) {
        if ((uint64_t)ranges[i].first + ranges[i].count > (uint64_t)UINT32_MAX + 1)
            return gx_fail(error, GX_ERR_ARGUMENT, "a book of %u %s from number %u on goes beyond 32 bits",
                           ranges[i].count, words[i], ranges[i].first);
        for (int j = 0; j < i; j++)
            if (overlap(ranges[i], ranges[j]))
                return gx_fail(error, GX_ERR_ARGUMENT, "the %s and the %s of a book have numbers in common",
                               words[j], words[i]);
        parties += ranges[i].count;
    }
    if (parties >= GX_NO_PARTY / 4)
        return gx_fail(error, GX_ERR_ARGUMENT, "a book has at most %u parties, not %llu", GX_NO_PARTY / 4 - 1,
                       (unsigned long long)parties);
    if (config->calendar.start < -GX_SECONDS_MAX || config->calendar.start > GX_SECONDS_MAX ||
        config->calendar.tick_ms > GX_TICK_MS_MAX)
        return gx_fail(error, GX_ERR_ARGUMENT,
                       "a book's calendar starts within 30,000 years of 1970, and a tick is "
                       "at most a day");
    if ((config->themes & ~GX_THEMES_ALL) != 0)
        return gx_fail(error, GX_ERR_ARGUMENT, "there are no themes 0x%x", config->themes & ~GX_THEMES_ALL);
    return GX_OK;
}

static void lay_out(gx_book *book, const gx_book_config *config)
{
    book->first_user = config->first_user;
    book->users = config->users;
    book->merchants = config->merchants;
    book->pools = config->pools;
    book->parties = config->users + config->merchants.count + config->pools.count;
    book->themes = config->themes;
    book->calendar = config->calendar;
    if (book->calendar.tick_ms == 0)
        book->calendar.tick_ms = 1000;
    book->membership = config->membership;
    book->fund_at = config->users;
    book->merchants_at = book->fund_at + ((config->themes & GX_THEME_FUND) != 0 ? config->users : 0);
    book->pools_at = book->merchants_at + config->merchants.count;
    book->credit_at = book->pools_at + config->pools.count;
    book->house_at = book->credit_at + ((config->themes & GX_THEME_CREDIT) != 0 ? config->users : 0);
    book->accounts = book->house_at + GX_HOUSE_COUNT;
}

static bool start_themes(gx_book *book)
{
    for (unsigned i = 0; i < GX_THEMES; i++) {
        const gx_theme *theme = gx_themes[i];
        if ((book->themes >> i & 1) == 0)
            continue;
        if (theme->start != NULL && !theme->start(book))
            return false;
        if (theme->check_spend != NULL || theme->note_spend != NULL)
            book->spenders[book->spender_count++] = theme;
    }
    return true;
}

static bool make_columns(gx_book *book, uint32_t key_window)
{
    book->balance = gx_alloc_columns(book->accounts, sizeof *book->balance);
    return book->balance != NULL && gx_keys_init(&book->keys, book->parties, key_window);
}

gx_status gx_book_create(gx_book **out, const gx_book_config *config, gx_error *error)
{
    *out = NULL;
    gx_status status = check_config(config, error);
    if (status != GX_OK)
        return status;
    gx_book *book = gx_alloc_columns(1, sizeof *book);
    if (book == NULL)
        return gx_fail_memory(error, "a book");
    lay_out(book, config);
    gx_slab_init(&book->holds, sizeof(gx_hold_record));
    gx_roster_init(&book->roster);
    gx_packets_init(&book->packets);
    if (!make_columns(book, config->key_window) || !start_themes(book)) {
        gx_book_free(book);
        return gx_fail_memory(error, "the accounts of a book");
    }
    status = gx_journal_open(book, config, error);
    if (status != GX_OK) {
        gx_book_free(book);
        return status;
    }
    *out = book;
    return GX_OK;
}

void gx_book_free(gx_book *book)
{
    if (book == NULL)
        return;
    gx_journal_close(book);
    gx_group_free(book);
    for (unsigned i = 0; i < GX_THEMES; i++)
        if ((book->themes >> i & 1) != 0 && gx_themes[i]->stop != NULL)
            gx_themes[i]->stop(book);
    gx_keys_free(&book->keys);
    gx_packets_free(&book->packets);
    gx_cards_free(&book->cards);
    gx_roster_free(&book->roster);
    gx_slab_free(&book->holds);
    gx_free(book->cap);
    gx_free(book->flags);
    gx_free(book->balance);
    gx_free(book);
}

size_t gx_book_bytes(const gx_book *book)
{
    size_t columns = book->accounts * sizeof *book->balance +
                     (book->flags == NULL ? 0 : book->parties * sizeof *book->flags) +
                     (book->cap == NULL ? 0 : book->parties * sizeof *book->cap);
    size_t keys = book->keys.bytes + book->keys.chunk_count * sizeof *book->keys.chunks;
    size_t themes = 0;
    for (unsigned i = 0; i < GX_THEMES; i++)
        if ((book->themes >> i & 1) != 0 && gx_themes[i]->bytes != NULL)
            themes += gx_themes[i]->bytes(book);
    return sizeof *book + columns + keys + themes + gx_slab_bytes(&book->holds) +
           gx_packets_bytes(&book->packets) + gx_roster_bytes(&book->roster) + gx_cards_bytes(book) +
           gx_journal_bytes(book) + gx_group_bytes(book);
}

/* Stores that grow ahead, by a chunk in each book. */
size_t gx_book_bytes_spare(const gx_book *book)
{
    const gx_slab *slabs[] = {&book->packets.slab, &book->packets.wide, &book->holds};
    size_t spare = (size_t)(book->roster.words.capacity - book->roster.used) * book->roster.words.size;
    for (size_t i = 0; i < sizeof slabs / sizeof slabs[0]; i++)
        spare += (size_t)(slabs[i]->records.capacity - slabs[i]->used) * slabs[i]->records.size;
    return spare;
}

bool gx_book_has(const gx_book *book, uint32_t party)
{
    return gx_party_of(book, party) != GX_NO_PARTY;
}

gx_fen gx_book_balance(const gx_book *book, uint32_t party)
{
    gx_party found = gx_party_of(book, party);
    return found == GX_NO_PARTY ? 0 : gx_party_balance(book, found);
}

gx_fen gx_book_house(const gx_book *book, gx_house_account account)
{
    return (unsigned)account < GX_HOUSE_COUNT ? book->balance[gx_house(book, account)] : 0;
}

gx_book_counts gx_book_count(const gx_book *book)
{
    return book->counts;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t gx_day_of(const gx_book *book, uint32_t now)
{
    return floor_divide(gx_second_of(book, now), 86400);
}

int32_t gx_year_of(const gx_book *book, uint32_t now)
{
    return gx_civil_of(gx_second_of(book, now)).year;
}
