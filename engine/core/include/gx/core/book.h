/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A book of accounts: double entry, integer fen.
 *
 * One book holds the accounts of its parties (users, merchants, campaign pools: each a contiguous range of
 * one space of 32-bit numbers) and a few accounts of the house. Every movement debits one account and credits
 * another of the same book, so the balances of a book always add up to zero: what parties hold, what is held
 * in escrow and what is on its way to another book (clearing) is exactly what came in by the card gateway and
 * at the opening, and so on for each account of the house. Money for a party of another book goes to CLEARING
 * here and comes from CLEARING there; the sum of all clearing accounts is the money in flight.
 *
 * A book is used by one thread at a time. It has no clock, no threads, no files and no randomness: time and
 * draws are arguments. A refused call changes nothing but what its key remembers. After creation, calls
 * allocate only when things outgrow what was reserved, and a failure of that is an answer
 * (GX_REFUSED_MEMORY).
 */
#ifndef GX_CORE_BOOK_H
#define GX_CORE_BOOK_H

#include <gx/base/archive.h>
#include <gx/base/status.h>
#include <gx/core/op.h>

/* Themes: what a book can be made with. A theme that is off costs nothing, and its operations are
 * GX_REFUSED_THEME. X(bit, NAME, name, help) */
#define GX_THEME_TABLE(X)                                                                                    \
    X(0, IDENTITY, identity, "W1, W7: identity tiers, limits, attributes, password-free payment")            \
    X(1, BILLS, bills, "W3, W4: payroll, AA split bills")                                                    \
    X(2, ORDERS, orders, "W5: merchant payment, refunds, orders in escrow")                                  \
    X(3, FUND, fund, "W6, W8: the money fund, float")                                                        \
    X(4, SOCIAL_PACKETS, social_packets, "R2, R4-R7: guess, face to face, request, password, photo")         \
    X(5, CAMPAIGNS, campaigns, "R8-R13: pools, enterprise, shake, gala, collection, fission")                \
    X(6, CONTENT, content, "S1-S4: posts, tips, scenes")                                                     \
    X(7, CIRCLES, circles, "S5-S7, S12: circles, gates, moderation")                                         \
    X(8, SERVICES, services, "S9: needs and offers nearby")                                                  \
    X(9, COUPONS, coupons, "M4-M6: referral, coupons")                                                       \
    X(10, CREDIT, credit, "K1, K3, K4: score, gates, credit line")                                           \
    X(11, MEMBERS, members, "K5: points and tiers")                                                          \
    X(12, RISK, risk, "K6: velocity, amount, farmed accounts")

typedef enum gx_theme_bit {
    GX_THEME_LEDGER = 0, /* always there */
#define X(bit, NAME, name, help) GX_THEME_##NAME = 1 << (bit),
    GX_THEME_TABLE(X)
#undef X
} gx_theme_bit;
#define GX_THEMES_ALL 0x1fffu

/* The house's accounts in each book. */
typedef enum gx_house_account {
    GX_HOUSE_OPENING,      /* where opening balances come from (negative: the house owes its users) */
    GX_HOUSE_CARD_GATEWAY, /* the banks: top-ups come from here, withdrawals go there */
    GX_HOUSE_ESCROW,       /* what is held: open packets, holds, orders */
    GX_HOUSE_CLEARING,     /* on its way to and from other books */
    GX_HOUSE_FEES,         /* what the platform earned: withdrawal fees, channel fees, interest on credit */
    GX_HOUSE_YIELD,        /* what the money market paid: fund interest, float revenue (negative) */
    GX_HOUSE_LOSSES,       /* credit written off (negative: the house bears it) */
    GX_HOUSE_COUNT
} gx_house_account;

/* A contiguous range of parties. */
typedef struct gx_range {
    uint32_t first, count;
} gx_range;

/* The host's directory of chat groups: the core asks it whether a user belongs to one. Each book has its own
 * `directory`, and a book is used by one thread at a time: so a host that happens to know where in the group
 * the user is can leave that there before it hands in a claim, and look at that place first. */
typedef struct gx_membership {
    bool (*is_member)(const void *directory, uint32_t group, uint32_t user);
    const void *directory;
} gx_membership;

/* What the host's ticks mean: tick 0 begins at `start` (seconds since 1970-01-01 of the place), and each
 * lasts `tick_ms` milliseconds. Days and years of limits, interest and schedules follow from it. */
typedef struct gx_calendar {
    int64_t start;
    uint32_t tick_ms; /* 0 is taken for 1000 */
} gx_calendar;

/* Where the journal goes (journal.h). Bytes come in blocks; false: they could not be written. */
typedef struct gx_journal_sink {
    bool (*write)(void *host, const void *bytes, size_t count); /* NULL: no journal is kept */
    void *host;
} gx_journal_sink;

typedef struct gx_book_config {
    uint32_t first_user; /* users of the book are first_user … first_user + users - 1 */
    uint32_t users;
    uint32_t
        key_window;  /* how many of the last serials of each party are remembered; 0: keys are not checked */
    uint32_t themes; /* bits of gx_theme_bit */
    gx_range merchants; /* ranges may be empty; they do not overlap */
    gx_range pools;
    gx_calendar calendar;
    gx_membership membership;
    gx_journal_sink journal;
} gx_book_config;

/* Errors: GX_ERR_ARGUMENT (ranges, themes), GX_ERR_MEMORY. O(parties). */
gx_status gx_book_create(gx_book **out, const gx_book_config *config, gx_error *error);
void gx_book_free(gx_book *book);

/* What the book uses of memory, in bytes. */
size_t gx_book_bytes(const gx_book *book);
/* Of these, what nothing has been put into yet. */
size_t gx_book_bytes_spare(const gx_book *book);

/* The whole state of a book, saved or loaded (gx/base/archive.h). It loads into a book made by the same
 * config, whatever that book has done, and replaces it all: balances, what is held, packets, what keys
 * remember, the themes, the bytes of the journal that its sink was not handed yet. Two such books answer
 * alike for ever: same handles, same digests. Errors go to the archive: GX_ERR_FORMAT for the archive of a
 * book of another config, GX_ERR_ARGUMENT inside an operation (asked by the host's directory), GX_ERR_MEMORY.
 * After a load that failed the book can only be freed. The config's directory and sink are the host's and not
 * in it; a host that keeps a journal cuts it to where it was when the book was saved. O(size of the book). */
void gx_book_archive(gx_archive *archive, gx_book *book);

bool gx_book_has(const gx_book *book, uint32_t party);
gx_fen gx_book_balance(const gx_book *book, uint32_t party);         /* free to use; 0 for a stranger */
gx_fen gx_book_house(const gx_book *book, gx_house_account account); /* signed */

/* Has the memory fetched that a payment to or from this party will touch. Takes any number, answers nothing.
 */
void gx_book_fetch(const gx_book *book, uint32_t party);

/* The same for an operation of his own under this key, which also looks at what he asked before. */
void gx_book_fetch_asker(const gx_book *book, gx_op_key key);

/* ---- Audit */

/* What an audit saw. `balanced` is the verdict; the rest are the figures for the message. */
typedef struct gx_audit {
    bool balanced;
    gx_fen users;          /* sum of what parties hold: kept along (quick), or added up anew (full) */
    gx_fen users_expected; /* what the running control total says */
    gx_fen escrow;         /* the escrow account */
    gx_fen held;           /* sum of all that is held, as above */
    gx_fen total;          /* sum of all accounts; must be 0 */
} gx_audit;

/* From the running control totals only. O(1). */
gx_audit gx_book_audit_quick(const gx_book *book);

/* Adds up every balance and everything that is held anew and compares with the control totals; also that no
 * account is on the wrong side of 0, and what each theme knows must hold. O(parties + things). */
gx_audit gx_book_audit_full(const gx_book *book);

/* A digest of what the users of this book have and are, independent of their order and of how users are cut
 * into books: the sum of both halves' digests is the digest of the whole. O(users). */
uint64_t gx_book_digest(const gx_book *book);

/* A digest of the whole state of a book, handles and remembered keys included: equal for a book and for the
 * one that replays its journal. O(size of the book). */
uint64_t gx_book_state_digest(const gx_book *book);

/* The same without what keys remember: no refused call changes it. O(size of the book). */
uint64_t gx_book_keyless_digest(const gx_book *book);

/* Counts of operations done since the book was made, by kind; sums over books are independent of the cut. */
typedef struct gx_book_counts {
    uint64_t top_ups, withdrawals, transfers, holds, posts, refunds, cards;
    gx_fen topped_up, withdrawn, transferred, held, posted, refunded;
} gx_book_counts;
gx_book_counts gx_book_count(const gx_book *book);

#endif
