/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording's tables as arrays, for whoever analyses them: typed by the schema's own tables, every name of
 * a user checked against the population, absent tables told apart from damaged ones. */
#ifndef GX_STATS_TABLES_H
#define GX_STATS_TABLES_H

#include <gx/graph/names.h>
#include <gx/record/reader.h>
#include <gx/record/schema.h>

/* What the root attributes say. */
typedef struct gx_facts {
    int64_t users, groups;
    int64_t tick_ms;
    int64_t start;     /* civil seconds */
    int64_t last_tick; /* -1 when it is not known */
    double event_share;
    bool complete;     /* the run came to its planned end */
    bool all_events;   /* event tables are there and hold every entity */
    int64_t period_ms; /* of the series */
} gx_facts;

/* Root attributes that are reckoned with, and what they may be: X(name, least, most). Beyond is damage: a run
 * has at most 2^24 ticks of at most an hour, and begins in the years 1 to 9999. */
#define GX_FACT_RANGES(X)                                                                                    \
    X(users, 1, GX_NOBODY - 1)                                                                               \
    X(groups, 0, GX_NOBODY - 1)                                                                              \
    X(tick_ms, 1, 3600000)                                                                                   \
    X(start, INT64_C(-62135596800), INT64_C(253402300799))                                                   \
    X(ticks, 0, 1 << 24)                                                                                     \
    X(last_tick, 0, 1 << 24)

/* A root attribute that is a whole number. GX_ERR_NOT_FOUND, GX_ERR_MEMORY, GX_ERR_FORMAT (another type, or
 * beyond its range; the message names it). */
gx_status gx_root_integer(int64_t *out, const gx_reader *reader, const char *name, gx_error *error);

/* The same of event_share: a number from 0 to 1. */
gx_status gx_root_event_share(double *out, const gx_reader *reader, gx_error *error);

/* GX_ERR_FORMAT when a root attribute that every recording has is missing, or one of them is out of range. */
gx_status gx_facts_read(gx_facts *out, const gx_reader *reader, gx_error *error);

/* What the file that users came from calls them (GX_USER_NAMES), one a user; empty ({0}) when they have no
 * names. GX_ERR_FORMAT when it is damaged, or has another length than `users`. Release with gx_names_free. */
gx_status gx_names_read(gx_names *out, const gx_reader *reader, int64_t users, gx_error *error);

/* One struct a table: `rows`, then a pointer a column (NULL when it was not asked for). */
#define GX_C_GX_U8                        uint8_t
#define GX_C_GX_U16                       uint16_t
#define GX_C_GX_U32                       uint32_t
#define GX_C_GX_U64                       uint64_t
#define GX_C_GX_I32                       int32_t
#define GX_C_GX_I64                       int64_t
#define GX_C_GX_F64                       double
#define GX_MEMBER(name, type, unit, help) GX_C_##type *name;

typedef struct gx_series {
    size_t rows;
    GX_SERIES_TABLE(GX_MEMBER)
} gx_series;
typedef struct gx_packets {
    size_t rows;
    GX_PACKETS_TABLE(GX_MEMBER)
} gx_packets;
typedef struct gx_claims {
    size_t rows;
    GX_CLAIMS_TABLE(GX_MEMBER)
} gx_claims;
typedef struct gx_endings {
    size_t rows;
    GX_ENDINGS_TABLE(GX_MEMBER)
} gx_endings;
typedef struct gx_moves {
    size_t rows;
    GX_MOVES_TABLE(GX_MEMBER)
} gx_moves;
typedef struct gx_tie_events {
    size_t rows;
    GX_TIES_TABLE(GX_MEMBER)
} gx_tie_events;
typedef struct gx_memberships {
    size_t rows;
    GX_MEMBERSHIPS_TABLE(GX_MEMBER)
} gx_memberships;
typedef struct gx_users {
    size_t rows;
    GX_USERS_TABLE(GX_MEMBER)
} gx_users;
typedef struct gx_users_end {
    size_t rows;
    GX_USERS_END_TABLE(GX_MEMBER)
} gx_users_end;
typedef struct gx_truth {
    size_t rows;
    GX_TRUTH_TABLE(GX_MEMBER)
} gx_truth;
typedef struct gx_bindings {
    size_t rows;
    GX_BINDINGS_TABLE(GX_MEMBER)
} gx_bindings;

/* Load the columns of `wanted` (names with blanks between; NULL: all) of a table into its struct. *present is
 * false, and the struct empty, when one of them is not in the recording; that is not an error. Columns of one
 * table must be equally long, or the recording is damaged (GX_ERR_FORMAT) unless it was left by a run that
 * died: then the common prefix is taken. Columns that name users (sender, claimer, user, parent, …) are
 * checked: beyond `facts->users` and not GX_NOBODY is GX_ERR_FORMAT with path and row. Release with
 * gx_table_unload(table, &struct). */
gx_status gx_table_load(void *table_struct, gx_recording_table table, const char *wanted,
                        const gx_reader *reader, const gx_facts *facts, bool *present, gx_error *error);
void gx_table_unload(void *table_struct, gx_recording_table table);

/* Index of a packet's name (sender, occasion) to its row, by open addressing. */
typedef struct gx_packet_index {
    uint64_t mask;
    uint32_t *slot; /* row + 1; 0 is free */
    const uint32_t *sender, *occasion;
    uint64_t repeats; /* rows left out: their name was that of an earlier one */
} gx_packet_index;

/* Borrows both columns. Of rows with one name the first is found, the others are counted: occasions are 32
 * bits wide and may agree by chance. GX_ERR_MEMORY. O(rows). */
gx_status gx_packet_index_create(gx_packet_index *out, const uint32_t *sender, const uint32_t *occasion,
                                 size_t rows, gx_error *error);
void gx_packet_index_free(gx_packet_index *index);
/* The row, or UINT32_MAX. O(1). */
uint32_t gx_packet_find(const gx_packet_index *index, uint32_t sender, uint32_t occasion);

/* The words of the schema's enumerations, as the run writes them. */
enum { GX_WORD_PERSONAL, GX_WORD_EQUAL, GX_WORD_LUCKY, GX_WORD_KINDS };
enum { GX_WORD_DAILY, GX_WORD_REPLY, GX_WORD_NORM, GX_WORD_SCHEDULED, GX_WORD_CAUSES };
enum { GX_WORD_TOP_UP, GX_WORD_WITHDRAWAL, GX_WORD_TRANSFER, GX_WORD_MOVES };

#endif
