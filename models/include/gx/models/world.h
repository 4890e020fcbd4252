/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The world as models see it: people and ties (read only), the books, the clock, and where to write down what
 * happened.
 *
 * A handler runs for one shard. It may write its own shard's book, user columns and tally
 * (world->shard[lane->shard]) and nothing else; it may read whatever does not change during the run.
 * Everything else it learns by message.
 */
#ifndef GX_MODELS_WORLD_H
#define GX_MODELS_WORLD_H

#include <gx/base/archive.h>
#include <gx/core/core.h>
#include <gx/graph/change.h>
#include <gx/graph/layer.h>
#include <gx/graph/network.h>
#include <gx/sim/sim.h>

#define GX_NO_USER UINT32_MAX

/* ---- What happened, for the recording
 * ------------------------------------------------------------------------- */

/* Counters of operations, kept per period of simulated time and per shard. The recording's series. */
#define GX_COUNTER_TABLE(X)                                                                                  \
    X(packets_sent)                                                                                          \
    X(packets_personal)                                                                                      \
    X(packets_equal)                                                                                         \
    X(packets_lucky)                                                                                         \
    X(packets_reply)                                                                                         \
    X(sent_fen)                                                                                              \
    X(looks)                                                                                                 \
    X(claims_tried)                                                                                          \
    X(shares_received)                                                                                       \
    X(received_fen)                                                                                          \
    X(packets_emptied)                                                                                       \
    X(packets_expired)                                                                                       \
    X(refunded_fen)                                                                                          \
    X(cards_bound)                                                                                           \
    X(top_ups)                                                                                               \
    X(top_up_fen)                                                                                            \
    X(withdrawals)                                                                                           \
    X(withdrawn_fen)                                                                                         \
    X(transfers)                                                                                             \
    X(transferred_fen)                                                                                       \
    X(refusals)                                                                                              \
    X(active_users)                                                                                          \
    X(ties_made)                                                                                             \
    X(ties_woken)                                                                                            \
    X(groups_made)                                                                                           \
    X(groups_joined)                                                                                         \
    X(groups_left)                                                                                           \
    X(ties_ended)                                                                                            \
    X(circles_made)                                                                                          \
    X(circles_joined)                                                                                        \
    X(circles_left)                                                                                          \
    X(payments)                                                                                              \
    X(paid_fen)

typedef enum gx_counter {
#define X(name) GX_COUNT_##name,
    GX_COUNTER_TABLE(X)
#undef X
        GX_COUNTERS
} gx_counter;

typedef enum gx_cause { GX_CAUSE_DAILY, GX_CAUSE_REPLY, GX_CAUSE_NORM, GX_CAUSE_SCHEDULED } gx_cause;
/* What came of a tie or a membership, and what a tie came of; as the recording calls them. */
typedef enum gx_tie_event { GX_TIE_MADE, GX_TIE_WOKEN, GX_TIE_ENDED } gx_tie_event;
typedef enum gx_membership_event {
    GX_MEMBERSHIP_CREATED,
    GX_MEMBERSHIP_JOINED,
    GX_MEMBERSHIP_LEFT,
    GX_MEMBERSHIP_CIRCLE_CREATED,
    GX_MEMBERSHIP_CIRCLE_JOINED,
    GX_MEMBERSHIP_CIRCLE_LEFT
} gx_membership_event;
typedef enum gx_tie_cause {
    GX_TIE_BY_SHARE,
    GX_TIE_BY_PACKET,
    GX_TIE_BY_TRANSFER,
    GX_TIE_BY_CIRCLE,
    GX_TIE_BY_CHOICE, /* an end */
    GX_TIE_CAUSES
} gx_tie_cause;
typedef enum gx_move { GX_MOVE_TOP_UP, GX_MOVE_WITHDRAWAL, GX_MOVE_TRANSFER } gx_move;

/* One row of an event table: a superset of all tables' columns, so that one buffer serves. */
typedef enum gx_event_kind {
    GX_EVENT_PACKET,
    GX_EVENT_CLAIM,
    GX_EVENT_ENDING,
    GX_EVENT_MOVE,
    GX_EVENT_BINDING,
    GX_EVENT_TIE,
    GX_EVENT_MEMBERSHIP,
    GX_EVENT_PAYMENT,
    GX_EVENT_KINDS
} gx_event_kind;

typedef struct gx_event {
    uint32_t tick;
    uint32_t user;     /* packet: sender; claim: claimer; ending: sender; others: user */
    uint32_t other;    /* packet: audience; claim: sender; ending: luckiest; move: payee; binding: parent;
                          tie: the other; membership: group; payment: merchant or circle */
    uint32_t occasion; /* of the packet concerned */
    uint32_t answers_sender, answers_occasion;
    uint32_t span;  /* claim: response; ending: duration; binding: tick of exposure */
    uint16_t count; /* packet: shares; claim: position; ending: shares taken */
    uint8_t kind;   /* packet kind, gx_move, gx_tie_event or gx_membership_event; ending: 1 when expired */
    uint8_t cause;
    int64_t amount; /* packet: of all shares; claim: share; ending: refunded; move: amount */
    int64_t second; /* ending: the luckiest share */
} gx_event;

#define GX_NO_PERIOD UINT32_MAX

typedef struct gx_event_buffer {
    gx_event *rows;
    size_t count, capacity;
} gx_event_buffer;

/* One shard's own: counters of this period and of the last one before it in which the shard did something,
 * which are all that an observer who looks after every tick can have missed; and events since they were last
 * fetched.
 */
typedef struct gx_tally {
    int64_t now[GX_COUNTERS], before[GX_COUNTERS], past[GX_COUNTERS]; /* past: the sum of all earlier ones */
    uint32_t tick;                                                    /* of the last count */
    uint32_t period, period_before;                                   /* GX_NO_PERIOD: none yet */
    uint32_t *looks; /* by the period in which they will be: decided before (looks.c), in no counter above */
    gx_event_buffer events[GX_EVENT_KINDS];
    /* For the audit: what this shard's handlers know to have gone into and out of its clearing account. */
    gx_fen into_clearing, out_of_clearing;
    bool touched; /* money moved since the last audit */
    char padding[64];
} gx_tally;

/* ---- Time
 * ---------------------------------------------------------------------------------------------------------
 */

enum { GX_DAY_MS = 86400000 };

/* Tick t stands for the simulated time from (t - 1) * tick_ms to t * tick_ms after the start; ticks 1 … ticks
 * are run. */
typedef struct gx_clock {
    int64_t tick_ms;
    int64_t start; /* civil seconds */
    uint32_t ticks;
    uint64_t per_tick; /* 2^64 / tick_ms, rounded up: makes a multiplication of a division (gx_delay_of); 0:
                          none */
    int64_t period_ms; /* of the series */
    uint32_t periods;
} gx_clock;

/* ---- The world
 * ---------------------------------------------------------------------------------------------------- */

/* What acts of a user read and write together: one line of memory. */
typedef struct gx_user_life {
    uint16_t last_period; /* in which the user did something, + 1; 0: never, or last_period_wide tells */
    uint8_t gifts;        /* shares received, 255: that many or more */
    uint8_t generosity;   /* hidden, fixed: gx_generosity by its code */
} gx_user_life;

/* What users are and do besides money; columns of the run. */
typedef struct gx_user_columns {
    gx_user_life *life;
    uint32_t *last_period_wide; /* where periods are too many for 16 bits, else NULL */
    uint32_t *serial;           /* next serial of the user's own operations; NULL: gx_world.keyless */
    /* For the recording's tables of users, without effect on anything; NULL unless gx_world.keep_users. */
    uint32_t *sent, *received;
    uint32_t *first_received; /* tick; GX_NO_USER: none yet */
    int64_t *sent_fen, *received_fen;
    uint16_t *habit;      /* sessions only, else NULL: habit stock in 1/256 … */
    uint32_t *habit_tick; /* … as of this tick */
    uint32_t *first_use;  /* sessions only: tick of the first packet opened; GX_NO_USER: none */
} gx_user_columns;

enum { GX_MODELS_MAX = 32 };

/* What a shard's book asks when it must know whether a claimer belongs to the packet's group. Where groups do
 * not change in a run, who was shown the packet as a member is one still: the notice brought a ticket, a hash
 * of (run, group, member), and the claim brings it back. A claim without the right ticket is looked up in the
 * group. */
typedef struct gx_witness {
    const gx_network *network;
    gx_key key;
    uint32_t ticket; /* of the claim that is being served; 0: none */
    char padding[64];
} gx_witness;

/* 1 … 2^24 - 1. */
static inline uint32_t gx_admission(gx_key key, uint32_t group, uint32_t user)
{
    uint64_t run = (uint64_t)key.word[1] << 32 | key.word[0];
    uint32_t hash = (uint32_t)(gx_mix_pair(run, (uint64_t)group << 32 | user) >> 40);
    return hash ? hash : 1;
}

typedef struct gx_world {
    gx_key key;
    gx_clock clock;
    const gx_population *population;
    const gx_network *network; /* ties and groups as the last merge left them */
    gx_changes *changes;       /* where shards note what is to change; NULL: nothing changes in this run */
    gx_sim *sim;
    uint32_t shards;
    gx_book **books;     /* one a shard */
    gx_tally *shard;     /* one a shard */
    gx_witness *witness; /* one a shard; the books' directories */
    gx_user_columns user;
    bool keyless;                /* the books remember no keys, so operations' serials are all 0 */
    bool keep_users;             /* the recording has tables of users */
    bool keep_events;            /* ... and of events */
    gx_chance event_share;       /* of packet makers (moves: of users) whose events are kept */
    void *params[GX_MODELS_MAX]; /* by model number: the struct that the model's table fills */
    void *state[GX_MODELS_MAX];  /* by model number: what the model made of it at the start; read only in the
                                    run */
    /* Where users pay (gx_paying_active), else NULL. Merchants are the entities behind the users. */
    const gx_merchants *merchants;
    const gx_rows *trade; /* user -> merchants; strength: purchases a month */
} gx_world;

/* Make the columns and tallies of a world whose other fields are set. GX_ERR_MEMORY. */
gx_status gx_world_prepare(gx_world *world, gx_error *error);
void gx_world_release(gx_world *world);

/* Between two ticks, by one thread: merge what was noted about ties and groups into the world's network,
 * count and record what changed. A few ns when nothing was noted. GX_ERR_MEMORY. */
gx_status gx_world_merge(gx_world *world, gx_network *network, uint32_t tick, gx_error *error);

/* Hidden traits of users, fixed in a run; a draw each, stored nowhere (but the factor on amounts, 256 = 1).
 * Chance to look at a packet, 65535 = 1; inclination to bind a card, utility in 1/256; whether a card was
 * bound before the run. */
uint16_t gx_generosity(const gx_world *world, uint32_t user);
uint16_t gx_look_chance(const gx_world *world, uint32_t user);
int16_t gx_inclination(const gx_world *world, uint32_t user);
bool gx_card_at_start(const gx_world *world, uint32_t user);

/* A digest of what a user's columns tell the models, of what the books hold and of what changed in the
 * network: independent of shards and of what is recorded. O(users). */
uint64_t gx_world_digest(const gx_world *world);

/* What the run has changed in the world besides books, messages and ties: users' columns, tallies, models'
 * own state; saved or loaded (gx/base/archive.h). It loads into a world built from the same scenario, seed
 * and shards, in place of all that the world had, and between two ticks only. What the scenario says anew is
 * not in it. Errors go to the archive. O(users). */
void gx_world_archive(gx_archive *archive, gx_world *world);

/* All counters of a period, summed over shards. Each shard still has the last two periods in which it
 * counted: who asks after every tick for those that have ended meanwhile misses none. O(shards). */
void gx_world_period(const gx_world *world, uint32_t period, int64_t sum[GX_COUNTERS]);

/* What the world takes in memory: columns, tallies, lists; not the books, the network, the simulation. */
size_t gx_world_bytes(const gx_world *world);

/* The sum of a counter over all shards and periods. O(shards). */
int64_t gx_world_total(const gx_world *world, gx_counter counter);

#endif
