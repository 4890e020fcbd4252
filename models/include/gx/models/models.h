/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The models: every mechanism by which people act, one file each. */
#ifndef GX_MODELS_MODELS_H
#define GX_MODELS_MODELS_H

#include <gx/base/table.h>
#include <gx/models/world.h>

/* A share that reached its claimer. */
typedef struct gx_received {
    uint32_t user;
    uint32_t sender, occasion; /* the packet's name */
    uint32_t audience;         /* group, or the user itself */
    gx_packet_kind kind;
    uint32_t shares;
    gx_fen mean_share;
    gx_fen amount;
    gx_fen balance; /* of the receiver, with this share */
    uint32_t gifts; /* shares received, with this one; 255: that many or more */
    uint32_t subtick;
} gx_received;

enum { GX_RECEIVED_MOST = 64 };

/* What a model may look at when it checks a scenario before anything is built, and where it complains. */
typedef struct gx_checkup gx_checkup;
struct gx_checkup {
    int64_t users;
    void *const *params; /* of all models, by number */
    /* Say what is wrong with a field of the table's item (0 when it is not repeated), and the way out (or
     * NULL). */
    void (*complain)(const gx_checkup *checkup, const gx_table *table, uint32_t item, const char *field,
                     const char *hint, const char *format, ...) __attribute__((format(printf, 6, 7)));
};

/* What is asked of everybody at once when a shard settles, */
typedef struct gx_sketch {
    uint32_t user;
    uint32_t wealth;   /* fen in the wallet when the run begins */
    uint16_t activity; /* 256 = 1 */
    uint8_t sex;
} gx_sketch;

/* and when a day begins. */
typedef struct gx_habits {
    uint32_t user;
    uint16_t activity; /* 256 = 1 */
    uint8_t sex;
} gx_habits;

typedef struct gx_model {
    const char *name;
    /* Its parameters: where they stand in a scenario, and what each one is. */
    const gx_table *table;
    /* What a table of single fields cannot say: how they go together. May be NULL. */
    void (*check)(const gx_checkup *checkup, const void *params, uint32_t count);
    /* Before the run: build tables, register handlers, post first messages. Not for repeated tables' counts:
     * see gx_world.params. May be NULL. */
    gx_status (*start)(gx_world *world, const void *params, uint32_t count, void **state, gx_error *error);
    void (*finish)(void *state);
    /* A user's hidden traits, once all models have started: in parallel, by the user's shard; `traits` is the
     * user's GX_DRAW_TRAITS. May be NULL. */
    void (*person)(gx_world *world, uint32_t shard, const gx_sketch *who, gx_draw traits);
    /* In the run, in the users' own shard; may be NULL. Up to GX_RECEIVED_MOST shares, in their order, all of
     * them credited by now. */
    void (*received)(gx_lane *lane, gx_world *world, const gx_received *share, uint32_t count);
    void (*luckiest)(gx_lane *lane, gx_world *world, const gx_received *share);
    /* What the run changes in the model's own state, saved or loaded, between two ticks. May be NULL. */
    void (*archive)(gx_archive *archive, gx_world *world);
} gx_model;

/* Whether a model asks for interest circles (gx/graph/circle.h) in this scenario. */
bool gx_models_use_circles(void *const *params);

/* In the order in which they start and listen. */
const gx_model *const *gx_models(size_t *count);

/* Start every model; `counts[i]` is the number of rows of a repeated table. On failure what was started is
 * finished. */
gx_status gx_models_start(gx_world *world, const uint32_t *counts, gx_error *error);

/* Then a shard's users get their traits and their first day: in parallel, each shard once. Then, by one
 * thread, what they do in the first minute is posted. GX_ERR_MEMORY. O(users of the shard), O(posts). */
gx_status gx_models_settle(gx_world *world, uint32_t shard);
gx_status gx_models_begin(gx_world *world, gx_error *error);

void gx_models_finish(gx_world *world);

#endif
