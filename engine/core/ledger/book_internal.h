/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The book from inside: for the files of this folder, and for tests that must reach behind the interface (to
 * corrupt a fen and see the audit find it). */
#ifndef GX_CORE_BOOK_INTERNAL_H
#define GX_CORE_BOOK_INTERNAL_H

#include "ledger/held.h"
#include "ledger/keys.h"
#include "ledger/relation.h"
#include "ledger/roster.h"
#include "ledger/slab.h"
#include "ledger/theme.h"
#include "packets/packets.h"
#include "wallet/cards.h"

#include <gx/core/journal.h>
#include <gx/core/ledger.h>
#include <gx/core/wallet.h>

/* Accounts by class, one after another in one column of balances:
 *
 *     0          users       fund of users   merchants   pools   credit of users   house
 *     |-- >= 0 --|--- >= 0 --(if on)|--------- >= 0 -----|- <= 0 (if on) -|- any -|
 *                                                        credit_at        house_at
 */
typedef size_t gx_account;

/* No book holds more than this, and no house account owes more: then no sum of a book can overflow, whatever
 * a host asks for. 11.5 quadrillion yuan. */
#define GX_BOOK_LIMIT ((gx_fen)1 << 60)

/* Bits of a party's flags. A card, which most have, and that there is anything else at all stand in the two
 * highest bits of the word of the party's balance, which takes 61 bits: a payment that looks at both touches
 * one place in memory. What else there is stands in a column that is made when an account is first given such
 * a flag. */
enum { GX_FLAG_CARD = 1, GX_FLAG_NO_DEBIT = 2, GX_FLAG_NO_CREDIT = 4, GX_FLAG_CAPPED = 8 };
enum { GX_WORD_CARD_BIT = 62, GX_WORD_MORE_BIT = 63, GX_WORD_FLAG_BITS = 2 };

typedef struct gx_hold_record {
    gx_slab_head head;
    gx_held held;
} gx_hold_record;

typedef struct gx_journal gx_journal;
typedef struct gx_group gx_group;

/* What every payment looks at comes first: a host with hundreds of books finds none of it in its cache. */
struct gx_book {
    uint32_t first_user;
    uint32_t users;
    gx_range merchants, pools;
    uint32_t parties;
    uint32_t themes;
    uint32_t now;       /* the latest time seen */
    bool began;         /* something else than opening was done */
    bool touched;       /* something was done or remembered */
    bool replaying;     /* `facts` are the journal's, and nothing is noted */
    bool grouped;       /* what changes is kept, to be undone */
    bool keep_postings; /* in `posted` */
    unsigned spender_count;
    gx_fen *balance;     /* accounts; of parties with two bits of flags: see gx_balance */
    uint8_t *flags;      /* parties: all flags but the card; NULL until the first */
    gx_journal *journal; /* NULL: none is kept */
    gx_account fund_at, merchants_at, pools_at, credit_at, house_at, accounts;

    /* Control totals, kept along by other code than what they are compared with. */
    gx_fen inside_total; /* accounts before credit_at, by gx_post */
    gx_fen credit_total; /* accounts of the credit class, by gx_post */
    gx_fen held_total;   /* by the holds */

    gx_membership membership;
    gx_keys keys;
    gx_book_counts counts;
    gx_packets packets;
    gx_roster roster;

    gx_calendar calendar;
    gx_fen *cap;                         /* parties; NULL until the first cap is set */
    const gx_theme *spenders[GX_THEMES]; /* the themes that are on and have a say in payments */
    gx_slab holds;
    gx_cards cards;

    /* The themes' states; NULL when off. */
#define X(bit, NAME, name, help) struct gx_##name *name;
    GX_THEME_TABLE(X)
#undef X

    gx_group *group;     /* the memory for linked groups; NULL until there is one */
    gx_facts facts;      /* what the host said to the operation at hand, when a journal is kept */
    uint32_t facts_used; /* in a replay: so many of them were asked for */
    gx_posting posted[GX_POSTINGS_MAX]; /* by the operation at hand, when they are kept */
    unsigned posted_count;
};

/* ---- Parties and accounts */

static inline gx_account gx_house(const gx_book *book, gx_house_account account)
{
    return book->house_at + account;
}

/* GX_NO_PARTY for a stranger. */
static inline gx_party gx_party_of(const gx_book *book, uint32_t party)
{
    if (party - book->first_user < book->users)
        return party - book->first_user;
    if (party - book->merchants.first < book->merchants.count)
        return book->users + (party - book->merchants.first);
    if (party - book->pools.first < book->pools.count)
        return book->users + book->merchants.count + (party - book->pools.first);
    return GX_NO_PARTY;
}

static inline bool gx_is_user(const gx_book *book, uint32_t party)
{
    return party - book->first_user < book->users;
}

/* The number that the host knows a party by. */
static inline uint32_t gx_name_of(const gx_book *book, gx_party party)
{
    if (party < book->users)
        return book->first_user + party;
    party -= book->users;
    return party < book->merchants.count ? book->merchants.first + party
                                         : book->pools.first + (party - book->merchants.count);
}

/* The account of a party's balance. */
static inline gx_account gx_account_of(const gx_book *book, gx_party party)
{
    return party < book->users ? party : book->merchants_at + (party - book->users);
}

/* What lies in an account: the word without the flags of a party. */
static inline gx_fen gx_balance(const gx_book *book, gx_account account)
{
    uint64_t word = (uint64_t)book->balance[account];
    return account < book->credit_at ? (gx_fen)(word << GX_WORD_FLAG_BITS) >> GX_WORD_FLAG_BITS
                                     : (gx_fen)word;
}

static inline gx_fen gx_party_balance(const gx_book *book, gx_party party)
{
    return gx_balance(book, gx_account_of(book, party));
}

static inline bool gx_has_card(const gx_book *book, gx_party party)
{
    return ((uint64_t)book->balance[gx_account_of(book, party)] >> GX_WORD_CARD_BIT & 1) != 0;
}

/* The flags but the card. */
static inline unsigned gx_flags_beside(const gx_book *book, gx_party party)
{
    bool more = (uint64_t)book->balance[gx_account_of(book, party)] >> GX_WORD_MORE_BIT != 0;
    return more ? book->flags[party] : 0;
}

/* One of the two bits in the word of a party's balance. */
static inline void gx_set_word_bit(gx_book *book, gx_party party, unsigned bit, bool set)
{
    gx_fen *word = &book->balance[gx_account_of(book, party)];
    *word = (gx_fen)(((uint64_t)*word & ~(UINT64_C(1) << bit)) | (uint64_t)set << bit);
}

/* ---- Time */

static inline int64_t gx_second_of(const gx_book *book, uint32_t now)
{
    return book->calendar.start + (int64_t)now * book->calendar.tick_ms / 1000;
}

/* Days since 1970-01-01, and the calendar year, of a tick. */
int64_t gx_day_of(const gx_book *book, uint32_t now);
int32_t gx_year_of(const gx_book *book, uint32_t now);

/* now + ticks, at most UINT32_MAX. */
static inline uint32_t gx_later(uint32_t now, uint32_t ticks)
{
    return now > UINT32_MAX - ticks ? UINT32_MAX : now + ticks;
}

/* ---- Answers */

static inline gx_answer gx_done(gx_fen amount)
{
    return (gx_answer){.code = GX_DONE, .amount = amount};
}

static inline gx_answer gx_refuse(gx_answer_code code, int64_t have, int64_t need)
{
    return (gx_answer){.code = code, .have = have, .need = need};
}

static inline gx_answer gx_refuse_party(uint32_t party)
{
    return gx_refuse(GX_REFUSED_ACCOUNT, 0, party);
}

/* What a handle that does not live is answered. */
static inline gx_answer gx_refuse_handle(gx_slab_state state)
{
    return gx_refuse(state == GX_SLAB_GONE ? GX_REFUSED_RESOLVED : GX_REFUSED_NO_SUCH, 0, 0);
}

/* Copies an answer that was just written, in the pieces in which it was written: a wider load waits until the
 * stores it overlaps, and all before them, have left the processor, which is most of what an operation takes.
 */
static inline void gx_copy_answer(gx_answer *to, const gx_answer *from)
{
    to->code = *(const volatile gx_answer_code *)&from->code;
    to->have = *(const volatile int64_t *)&from->have;
    to->need = *(const volatile int64_t *)&from->need;
    to->amount = *(const volatile gx_fen *)&from->amount;
}

/* ---- Money: post.h, and what is seldom asked */

/* Takes a posting back, as if it had never been: for linked groups that fail. */
void gx_unpost(gx_book *book, const gx_posting *posting);

/* What the themes say of a payment: GX_DONE, or who refuses it; and that it was done. */
gx_answer gx_ask_spenders(const gx_book *book, const gx_spend *spend);
void gx_tell_spenders(gx_book *book, const gx_spend *spend);

#include "ledger/post.h"

/* ---- What is held: the ways in and out of escrow; the others are in post.h */

/* The rest (may be 0) back to the owner. Returns the rest. */
gx_fen gx_held_refund(gx_book *book, gx_held *held);

/* ---- The host's facts */

/* Does the user belong to the chat group? Asked of the host's directory; during a replay of the journal's
 * entry. */
bool gx_is_member(gx_book *book, uint32_t group, uint32_t user);

/* ---- Operations (door.c, pack.c) */

enum { GX_PACKED_MAX = 128 }; /* no operation's arguments take more, packed */

/* The arguments without gaps, little-endian, in the table's order; returns how many bytes. */
size_t gx_op_pack(const gx_op *op, unsigned char out[GX_PACKED_MAX]);

/* What a key stands for, as a number: kind, arguments, list. */
uint64_t gx_op_content(const gx_op *op);

/* How many, for a kind of operation; 0 when there is no such. */
size_t gx_op_packed_size(unsigned kind);

/* The reverse, for an operation whose kind is set: false when `count` bytes are not what the kind takes. */
bool gx_op_unpack(gx_op *op, const unsigned char *bytes, size_t count);

typedef gx_answer (*gx_rule)(gx_book *book, const gx_op *op, gx_result *out);

typedef struct gx_op_entry {
    const char *name;
    gx_rule rule;
    uint32_t theme; /* bits that the book must have */
    bool keyed;
} gx_op_entry;

/* NULL when there is no such operation. */
const gx_op_entry *gx_op_entry_of(unsigned kind);

/* The rule of each operation: decides, and moves when it answers GX_DONE; a refusal changes nothing. `out`
 * comes zeroed; the answer in it is set by the door. */
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    gx_answer gx_rule_##name(gx_book *book, const gx_op *op, gx_result *out);
GX_OP_TABLE(X)
#undef X

/* ---- Digests of state: a slab's free list and lives (its keeper adds what lives there), what is held, a
 * list of pairs in its order. */
void gx_slab_digest(const gx_slab *slab, gx_digest *digest);
void gx_held_digest(const gx_held *held, gx_digest *digest);
void gx_relation_digest(const gx_relation *relation, uint32_t head, gx_digest *digest);

static inline gx_hold_record *gx_hold_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->holds, place);
}

#endif
