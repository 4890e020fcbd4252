/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor: a second book-keeper that predicts every answer of the core and every balance, over long
 * random histories of all operations, valid and hostile.
 *
 * It is written as plainly as possible, slow, keeps everything for ever, and shares no code with the core: of
 * the core it knows the public headers alone (types, table of operations, answers). Each theme has a part
 * (auditor/THEME.c): for each operation how one is made up (generate) and what it must come to (predict).
 * README.md says how to write one.
 *
 *     seed ──► generate ──► step ──► core   ──► result ──┐
 *                             │                          ├── equal? ──no──► shrink, tell
 *                             └────► predict ─► want ────┘
 *
 * A step names things by the step that made them, so a history can be cut down and played again.
 */
#ifndef TESTS_CORE_AUDITOR_H
#define TESTS_CORE_AUDITOR_H

#include <gx/base/draw.h>
#include <gx/core/ledger.h>
#include <gx/core/packet.h>
#include <gx/core/purpose.h>
#include <gx/core/wallet.h>

/* ---- Who is who: three books of one world. Every number that ever appears as a party or a user has a seat.
 */
enum {
    AUD_BOOKS = 3,
    AUD_USERS = 9, /* of each book; and so on */
    AUD_MERCHANTS = 3,
    AUD_POOLS = 3,
    AUD_PARTIES = AUD_USERS + AUD_MERCHANTS + AUD_POOLS,
    AUD_STRANGERS = 20, /* numbers that are nobody's: 0 … 15 and some large ones */
    AUD_NAMES = AUD_BOOKS * AUD_PARTIES + AUD_STRANGERS,
    AUD_GROUPS = 10 /* chat groups 0 …; aud_is_member */
};

/* Where the parties of a book begin: users at 100, 200, 300; merchants at 1000, 1100, 1200; pools at 2000,
 * 2100, 2200. */
uint32_t aud_user_name(unsigned book, unsigned user);
uint32_t aud_merchant_name(unsigned book, unsigned merchant);
uint32_t aud_pool_name(unsigned book, unsigned pool);

/* 0 … AUD_NAMES - 1: one number for everybody who can be named, for arrays of "who has done it". A number
 * that is not in play ends the test. And back. */
unsigned aud_seat(uint32_t name);
uint32_t aud_name(unsigned seat);

bool aud_is_member(const void *directory, uint32_t group, uint32_t user);

/* ---- Accounts of a book: users, merchants, pools; then the funds and the credit of users; then the house */
enum {
    AUD_FUND_AT = AUD_PARTIES,
    AUD_CREDIT_AT = AUD_FUND_AT + AUD_USERS, /* <= 0: what the user owes */
    AUD_HOUSE_AT = AUD_CREDIT_AT + AUD_USERS,
    AUD_ACCOUNTS = AUD_HOUSE_AT + GX_HOUSE_COUNT
};
#define AUD_NOBODY UINT32_MAX

/* What is made in a book and has a handle; one entry for each kind of handle. */
typedef enum aud_kind {
    AUD_HOLD,
    AUD_PACKET,
    AUD_BILL,
    AUD_ORDER,
    AUD_CHAIN,
    AUD_REQUEST,
    AUD_PHOTO,
    AUD_CAMPAIGN,
    AUD_POST,
    AUD_COMMENT,
    AUD_SCENE,
    AUD_CIRCLE,
    AUD_SERVICE,
    AUD_COUPON,
    AUD_LOAN,
    AUD_PAYROLL,
    AUD_PROMISE,
    AUD_ROUND,
    AUD_PAYMENT,
    AUD_COUPON_BATCH,
    AUD_KINDS
} aud_kind;

/* A thing that was made, kept for ever. What a part must know of it besides lies behind it (aud_more). */
typedef struct aud_thing {
    aud_kind kind;
    gx_ref ref;       /* what the core calls it: known after the step that made it */
    uint32_t step;    /* which step made it */
    bool gone;        /* resolved: its handle means nothing any more */
    uint32_t owner;   /* account (0 … AUD_PARTIES - 1) whose money is held; only with aud_hold_* */
    uint32_t expires; /* for the part */
    gx_fen held;      /* in escrow: the sum over all things is the escrow account */
    gx_fen put, paid, refunded;
    size_t bytes; /* of what lies behind */
} aud_thing;

typedef struct aud_remembered {
    gx_op asked;
    uint32_t listed_at; /* its list, in aud_book.words */
    gx_result told;
    gx_ref made;
} aud_remembered;

/* The state of one book, as the auditor sees it. Flat but for what the framework copies: things and states.
 */
typedef struct aud_book {
    unsigned number; /* 0 … AUD_BOOKS - 1 */
    uint32_t themes, window;
    gx_calendar calendar;
    uint32_t now; /* the latest time at which something was done */
    bool began;
    gx_fen money[AUD_ACCOUNTS];
    uint8_t flags[AUD_PARTIES]; /* GX_ACCOUNT_… */
    gx_fen cap[AUD_PARTIES];
    bool card[AUD_USERS];
    gx_book_counts counts;
    aud_thing **things;
    size_t thing_count, thing_room;
    void **state; /* of each part: aud_state */
    aud_remembered *keys[AUD_PARTIES];
    size_t key_count[AUD_PARTIES], key_room[AUD_PARTIES];
    uint32_t *words; /* lists of remembered operations */
    size_t word_count, word_room;
} aud_book;

/* ---- What a prediction says */
typedef struct aud_want {
    /* second, number, closed, who, third: set by the part, and `made` where it names what was made before and
     * is no thing of the history (a coupon campaign). The answer is set by the framework. */
    gx_result result;
    aud_thing *made; /* NULL: nothing was made */
} aud_want;

static inline gx_answer aud_done(gx_fen amount)
{
    return (gx_answer){.code = GX_DONE, .amount = amount};
}

static inline gx_answer aud_no(gx_answer_code code, int64_t have, int64_t need)
{
    return (gx_answer){.code = code, .have = have, .need = need};
}

/* ---- For predictions (book.c, money.c). A refusal must leave the auditor's book as it was. */

/* The account of a party or user of this book; AUD_NOBODY for others. */
uint32_t aud_party(const aud_book *book, uint32_t name);
uint32_t aud_user(const aud_book *book, uint32_t name);
bool aud_has(const aud_book *book, uint32_t themes); /* all of these */

/* A part's own state in this book: the `state_bytes` of the part, zeroed at the beginning; no pointers in it.
 */
typedef struct aud_part aud_part;
void *aud_state(const aud_book *book, const aud_part *part);

/* A new thing with `bytes` of the part's behind it, zeroed; what was ever given out under a handle (also when
 * it is gone), NULL when nothing was; the part's bytes. */
aud_thing *aud_new(aud_book *book, aud_kind kind, size_t bytes);
aud_thing *aud_find(const aud_book *book, aud_kind kind, gx_ref ref);
static inline void *aud_more(aud_thing *thing)
{
    return thing + 1;
}

/* The refusal of a handle as most operations have it: NO_SUCH, or RESOLVED when it is gone; GX_DONE when it
 * lives. */
gx_answer aud_lives(const aud_thing *thing);

/* Money: from one account to another. The part has asked before; the wrong side of 0 ends the test. */
void aud_move(aud_book *book, uint32_t from, uint32_t to, gx_fen amount);

gx_answer aud_check_inflow(const aud_book *book, gx_house_account source, gx_fen amount);
gx_answer aud_check_payer(const aud_book *book, uint32_t payer, gx_fen amount);
gx_answer aud_check_payee(const aud_book *book, uint32_t payee, gx_fen amount);

/* A payment that somebody is about to make, for themes that have a say in it. */
typedef struct aud_spend {
    uint32_t payer; /* account */
    gx_fen amount;
    gx_fen by_card; /* the part of it that does not come from the balance */
    uint32_t now;
    gx_purpose purpose;
    bool unconfirmed;
} aud_spend;

/* The payer's rule and then what the themes say, by their bit. And that it was done. */
gx_answer aud_check_spend(const aud_book *book, const aud_spend *spend);
void aud_note_spend(aud_book *book, const aud_spend *spend);

/* Held money of a thing: the owner's balance into escrow (`open` the first time, `add` later), a part out of
 * it to an account (clearing: AUD_HOUSE_AT + GX_HOUSE_CLEARING), the rest back to the owner. They keep `held`
 * and counts. */
void aud_hold_open(aud_book *book, aud_thing *thing, uint32_t owner, gx_fen amount, uint32_t expires);
void aud_hold_add(aud_book *book, aud_thing *thing, gx_fen amount);
void aud_hold_pay(aud_book *book, aud_thing *thing, uint32_t to, gx_fen amount);
gx_fen aud_hold_refund(aud_book *book, aud_thing *thing);

/* Totals of turnover wrap. */
void aud_count(uint64_t *number, gx_fen *sum, gx_fen amount);

int64_t aud_second(const aud_book *book, uint32_t now);
int64_t aud_day(const aud_book *book, uint32_t now);  /* since 1970-01-01, rounded down */
int32_t aud_year(const aud_book *book, uint32_t now); /* of the calendar */
uint32_t aud_later(uint32_t now, uint32_t ticks);     /* at most UINT32_MAX */

/* floor(high word of the draw * n / 2^64), and the same of the low word, for n < 2^62. */
uint64_t aud_below_high(gx_draw draw, uint64_t n);
uint64_t aud_below_low(gx_draw draw, uint64_t n);

/* ---- Steps */
enum { AUD_REFS = 4, AUD_LIST = 64 };

/* One operation of a history. Handles in `op` are made new each time from `from` (which step made the thing;
 * -1: the handle stands as it is written) and `bend` (added to its life). */
typedef struct aud_step {
    uint32_t id;
    uint8_t book;
    bool joined;  /* handed in with the next one, as one batch */
    bool choked;  /* first without memory: none, then one allocation, … until it comes to something else */
    bool reborn;  /* the book is archived and loaded anew before it */
    bool watched; /* more is looked at: digests around it, the full audit after it */
    int8_t bend[AUD_REFS];
    int32_t from[AUD_REFS];
    gx_op op;
    uint32_t list[AUD_LIST];
    gx_ref made; /* what the core gave, when played */
} aud_step;

typedef struct aud_world aud_world;

/* ---- Parts */

/* Bits for `may` and `seldom`. */
#define AUD_MAY(code) (UINT64_C(1) << GX_REFUSED_##code)

/* One operation. */
typedef struct aud_rule {
    gx_op_kind kind;
    unsigned weight; /* how often it is asked, beside the others (about 10) */

    /* Makes up one, mostly sensible: `step` comes with book, op.kind, op.now, for keyed operations
     * key.account (a user of the book), and every argument filled by its type alone. It may be NULL. May
     * change the book and key.account. The framework sees to serials, repeats, mistakes and bad luck. */
    void (*generate)(aud_world *world, aud_step *step);

    /* Decides and does it in the auditor's book: after what the door asks (aud_want is zeroed). */
    gx_answer (*predict)(aud_book *book, const gx_op *op, aud_want *want);

    /* What the rule can refuse with: those it must be seen to do in the gate, and those seen too seldom for
     * that. GX_DONE must be seen always; what the door says needs no mention. Any other code fails the test.
     */
    uint64_t may, seldom;
} aud_rule;

struct aud_part {
    const char *name;
    uint32_t theme;        /* GX_THEME_…; LEDGER: in every book. Sets the order of check_spend */
    const aud_rule *rules; /* ends with kind 0 */
    size_t state_bytes;
    void (*begin)(aud_book *book); /* sets the state's defaults; may be NULL, as all below */
    void (*prepare)(aud_world *world, unsigned book); /* set-up steps: aud_make, fill in, aud_do */
    gx_answer (*check_spend)(const aud_book *book, const aud_spend *spend);
    void (*note_spend)(aud_book *book, const aud_spend *spend);
    void (*look)(aud_world *world, unsigned book); /* compares what the core shows (aud_expect) */
};

/* All parts (parts.c), in the order of their themes' bits; ends with NULL. */
extern const aud_part *const aud_parts[];

/* ---- For generators (generate.c) */
uint64_t aud_any(aud_world *world);
uint32_t aud_below(aud_world *world, uint32_t n); /* 0 … n - 1 */
bool aud_odds(aud_world *world, uint32_t percent);

aud_book *aud_book_of(aud_world *world, unsigned book);
gx_book *aud_core_of(aud_world *world, unsigned book);
uint32_t aud_now(const aud_world *world);

uint32_t aud_some_user(aud_world *world, unsigned book);  /* a user of this book */
uint32_t aud_some_party(aud_world *world, unsigned book); /* a party of it */
uint32_t aud_anybody(aud_world *world);                   /* a user of any book; seldom a party, a stranger */
gx_fen aud_some_amount(aud_world *world, const aud_book *book, uint32_t account); /* seldom absurd */

/* A thing of this kind, mostly one that lives and is young; NULL when there is none, and now and then. */
aud_thing *aud_some_thing(aud_world *world, unsigned book, aud_kind kind);
/* The same, of another book of the world now and then: *step is then asked there. */
aud_thing *aud_some_thing_of(aud_world *world, aud_step *step, aud_kind kind);

/* Writes the thing's handle into a ref of step->op.args, so that the history knows whom it means. NULL: made
 * up. */
void aud_mention(aud_world *world, aud_step *step, gx_ref *ref, const aud_thing *thing);

/* A step of the world at its present time, as `generate` gets it, but by no rule; and to play it at once. */
aud_step *aud_make(aud_world *world, unsigned book, gx_op_kind kind);
void aud_do(aud_world *world, aud_step *step);

/* Money that is on its way: amount and who gets it. False: nothing is. */
bool aud_some_flight(aud_world *world, uint32_t *to, gx_fen *amount);

/* ---- For looks: ends the history with a message when what the core shows is not what is expected. */
void aud_expect(aud_world *world, bool right, const char *what);
void aud_expect_fen(aud_world *world, gx_fen core, gx_fen want, const char *what);

#endif
