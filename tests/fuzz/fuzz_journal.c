/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a journal: read as they are, and again with their checksums made right, as by somebody who
 * forges one. Never a crash; whatever is done again, the book balances. */
#include "fuzz/stream.h"

#include <gx/core/journal.h>
#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Offsets in the header, as journal.h has it; and what is made small, so that no time goes into large books.
 */
enum { AT_VERSION = 8, AT_USERS = 20, AT_WINDOW = 24, AT_THEMES = 28, AT_MERCHANTS = 36, AT_POOLS = 44 };

static void limit(unsigned char *bytes, size_t at, uint32_t mask)
{
    uint32_t number;
    memcpy(&number, bytes + at, sizeof number);
    number &= mask;
    memcpy(bytes + at, &number, sizeof number);
}

static void forge(unsigned char *bytes, size_t size)
{
    if (size < GX_JOURNAL_HEADER)
        return;
    const uint32_t begin[2] = {GX_JOURNAL_VERSION, GX_JOURNAL_HEADER};
    memcpy(bytes, "gxjrnl\r\n", 8);
    memcpy(bytes + AT_VERSION, begin, sizeof begin);
    limit(bytes, AT_USERS, 31);
    limit(bytes, AT_WINDOW, 15);
    limit(bytes, AT_THEMES, GX_THEMES_ALL);
    limit(bytes, AT_MERCHANTS, 7);
    limit(bytes, AT_POOLS, 7);
    uint64_t chain = XXH3_64bits(bytes, GX_JOURNAL_HEADER - 8);
    memcpy(bytes + GX_JOURNAL_HEADER - 8, &chain, sizeof chain);
    for (size_t at = GX_JOURNAL_HEADER; size - at >= 2;) {
        uint16_t count;
        memcpy(&count, bytes + at, sizeof count);
        if (count < 10 || count > size - at)
            return;
        chain = XXH3_64bits_withSeed(bytes + at, count - 8u, chain);
        memcpy(bytes + at + count - 8, &chain, sizeof chain);
        at += count;
    }
}

static void do_again(const gx_book_config *config, const unsigned char *bytes, size_t size)
{
    gx_book *book;
    gx_error error;
    gx_journal_report report;
    if (config->users > 31 || config->merchants.count > 7 || config->pools.count > 7 ||
        config->key_window > 15 || gx_book_create(&book, config, &error) != GX_OK)
        return;
    gx_status status = gx_journal_replay(book, bytes, size, &report, &error);
    stream_expect((status == GX_OK) == (report.why == GX_JOURNAL_END),
                  "GX_OK at the end of a whole journal only");
    stream_expect(report.end <= size, "the report's end is in the journal");
    stream_expect(gx_book_audit_full(book).balanced, "the book balances");
    gx_book_free(book);
}

static void read_all(const unsigned char *bytes, size_t size)
{
    static gx_journal_entry entry;
    gx_journal_reader reader;
    gx_book_config config;
    if (!gx_journal_read(&reader, bytes, size, &config))
        return;
    size_t last = reader.at;
    while (gx_journal_next(&reader, &entry)) {
        stream_expect(entry.start == last && entry.end > last && entry.end <= size,
                      "entries stand one after another");
        last = entry.end;
    }
    stream_expect(reader.at == last, "the reader stands behind the last whole entry");
    do_again(&config, bytes, size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *copy = malloc(size + 1);
    if (copy == NULL || size == 0) {
        free(copy);
        return 0;
    }
    memcpy(copy, data, size);
    read_all(copy, size);
    forge(copy, size);
    if (memcmp(copy, data, size) != 0)
        read_all(copy, size);
    free(copy);
    return 0;
}
