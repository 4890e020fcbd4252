/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a theme (the fund, circles, credit …) gives to the book that has it: how its state is made and freed,
 * what it holds in escrow, what its users have, and what it says of a payment. The book keeps a table of
 * those that are on and calls them; no other code names a theme. */
#ifndef GX_CORE_THEME_H
#define GX_CORE_THEME_H

#include <gx/base/archive.h>
#include <gx/core/book.h>
#include <gx/core/purpose.h>

/* A payment that somebody is about to make: from his balance and, for a part of it, from his card. Real name,
 * risk and confirmation are about the whole; limits of payments from the balance about the rest. */
typedef struct gx_spend {
    uint32_t party;   /* within the book (gx_party) */
    gx_fen amount;    /* the whole */
    gx_fen from_card; /* the part that the card gives at this moment */
    uint32_t now;
    gx_purpose purpose;
    bool unconfirmed; /* without a confirmation step (W7) */
} gx_spend;

/* A running digest of state. */
typedef struct gx_digest {
    uint64_t value;
} gx_digest;

/* Mixes `count` bytes without gaps (never a struct with padding), or one number. */
void gx_digest_bytes(gx_digest *digest, const void *bytes, size_t count);
void gx_digest_number(gx_digest *digest, uint64_t number);

/* Before a theme changes `size` bytes at `at` on behalf of a payment (in note_spend, or in the rule of an
 * operation that can be a member of a linked group): what lies there is kept, so that the group can put it
 * back when a later member fails. The place must not move (columns do not; records of a growing slab may). At
 * most GX_KEPT_MAX bytes an operation. Does nothing outside a group. */
void gx_keep(gx_book *book, void *at, size_t size);
enum { GX_KEPT_MAX = 256 };

/* Has a cache line fetched, to be written to soon. The empty statement is there because gcc takes a function
 * that only prefetches for one that does nothing, and drops it. */
static inline void gx_fetch(const void *at)
{
    __builtin_prefetch(at, 1);
    __asm__ volatile("" : : "r"(at));
}

/* A column of `count` elements that may not be there: made or freed by a load, as the archive says. */
void gx_column_archive(gx_archive *archive, void **column, size_t count, size_t size);

/* Every pointer may be NULL. */
typedef struct gx_theme {
    const char *name;
    bool (*start)(gx_book *book); /* makes its state; false: memory (what was made is freed by stop) */
    void (*stop)(gx_book *book);  /* frees it; also when it was never or half made */
    size_t (*bytes)(const gx_book *book);
    bool (*audit)(const gx_book *book,
                  gx_fen *held); /* adds what it holds; false: something cannot be right */
    uint64_t (*user_digest)(const gx_book *book, uint32_t user); /* what the user (0 …) has; 0 for nothing */
    void (*state_digest)(const gx_book *book, gx_digest *digest);
    void (*archive)(gx_archive *archive, gx_book *book);                  /* all that changes in its state */
    gx_answer (*check_spend)(const gx_book *book, const gx_spend *spend); /* GX_DONE: nothing against it */
    void (*note_spend)(gx_book *book, const gx_spend *spend);
    void (*fetch)(const gx_book *book,
                  uint32_t party); /* gx_fetch of what these two will look at of a payer */
} gx_theme;

#define X(bit, NAME, name, help) extern const gx_theme gx_theme_##name;
GX_THEME_TABLE(X)
#undef X

/* All themes, by bit; and how many there are. */
extern const gx_theme *const gx_themes[];
#define X(bit, NAME, name, help) +1
enum { GX_THEMES = 0 GX_THEME_TABLE(X) };
#undef X

#endif
