/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a theme (the fund, circles, credit …) gives to the book that has it: how its state is made and freed, what
 * it holds in escrow, what its users have, and what it says of a payment. The book keeps a table of those that
 * are on and calls them; no other code names a theme. */
#ifndef GX_CORE_THEME_H
#define GX_CORE_THEME_H

#include <gx/core/book.h>

/* Why somebody pays from a balance. */
typedef enum gx_purpose {
    GX_FOR_TRANSFER,
    GX_FOR_HOLD,
    GX_FOR_PACKET,
    GX_FOR_WITHDRAWAL,
    GX_FOR_BILL,
    GX_FOR_PAYROLL,
    GX_FOR_MERCHANT,
    GX_FOR_ORDER,
    GX_FOR_TIP,
    GX_FOR_PHOTO,
    GX_FOR_SERVICE,
    GX_FOR_FUND,
    GX_FOR_REPAYMENT,
    GX_FOR_CAMPAIGN
} gx_purpose;

/* A payment that somebody is about to make from his balance. */
typedef struct gx_spend {
    uint32_t party; /* within the book (gx_party) */
    gx_fen amount;
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

/* Every pointer may be NULL. */
typedef struct gx_theme {
    const char *name;
    bool (*start)(gx_book *book); /* makes its state; false: memory (what was made is freed by stop) */
    void (*stop)(gx_book *book);  /* frees it; also when it was never or half made */
    size_t (*bytes)(const gx_book *book);
    bool (*audit)(const gx_book *book, gx_fen *held); /* adds what it holds; false: something cannot be right */
    uint64_t (*user_digest)(const gx_book *book, uint32_t user); /* what the user (0 …) has; 0 for nothing */
    void (*state_digest)(const gx_book *book, gx_digest *digest);
    gx_answer (*check_spend)(const gx_book *book, const gx_spend *spend); /* GX_DONE: nothing against it */
    void (*note_spend)(gx_book *book, const gx_spend *spend);
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
