/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal's sink that keeps what it is given in memory, and refuses on demand. */
#ifndef TESTS_CORE_TAPE_H
#define TESTS_CORE_TAPE_H

#include "helper.h"

#include <string.h>

typedef struct tape {
    unsigned char *bytes;
    size_t count, room;
    uint64_t blocks;
    bool refuses;
} tape;

static inline bool tape_write(void *host, const void *bytes, size_t count)
{
    tape *t = host;
    if (t->refuses)
        return false;
    if (t->count + count > t->room) {
        t->room = 2 * t->room + count;
        t->bytes = realloc(t->bytes, t->room);
        ck_assert_ptr_nonnull(t->bytes);
    }
    memcpy(t->bytes + t->count, bytes, count);
    t->count += count;
    t->blocks++;
    return true;
}

static inline gx_book_config tape_config(tape *t, uint32_t themes, uint32_t window)
{
    gx_book_config config = {.first_user = FIRST_USER,
                             .users = USERS,
                             .key_window = window,
                             .themes = themes,
                             .merchants = {FIRST_MERCHANT, MERCHANTS},
                             .pools = {FIRST_POOL, POOLS},
                             .calendar = {.start = TEST_START},
                             .membership = {even_groups, NULL}};
    if (t != NULL)
        config.journal = (gx_journal_sink){tape_write, t};
    return config;
}

static inline gx_book *tape_book(tape *t, uint32_t themes, uint32_t window)
{
    gx_book_config config = tape_config(t, themes, window);
    gx_book *book;
    ck_assert_int_eq(gx_book_create(&book, &config, NULL), GX_OK);
    return book;
}

#endif
