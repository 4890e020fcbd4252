/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From names in a file to small numbers (ids), and from ids to rows. */
#ifndef GX_GRAPH_EXCHANGE_NAMING_H
#define GX_GRAPH_EXCHANGE_NAMING_H

#include "exchange/allowance.h"
#include "exchange/faults.h"

#include <gx/graph/exchange.h>

/* How names are kept: the cheapest way that can hold all of them. A reader begins with a cheap one and begins
 * again with the next when it meets a name that it cannot hold. */
typedef enum gx_naming {
    GX_NAMING_DENSE,  /* whole numbers that are not much larger than the file could number: id = the number */
    GX_NAMING_SPARSE, /* any whole numbers: id = order of first appearance */
    GX_NAMING_TEXT    /* any texts: the same */
} gx_naming;

/* Texts with their NULs, one behind the other. */
typedef struct gx_texts {
    char *data;
    uint64_t used, capacity;
} gx_texts;

/* The nodes of one kind. A mark counts what goes into the node's row; its top bit says that the node exists.
 * After gx_side_arrange the mark is the row. */
#define GX_MARK_SEEN UINT32_C(0x80000000)
#define GX_NO_ROW    UINT32_MAX
typedef struct gx_side {
    gx_naming naming;
    uint64_t ids; /* DENSE: all numbers below; else names so far */
    uint32_t *mark;
    uint64_t *number; /* by id; SPARSE */
    uint32_t *text;   /* by id: offset into texts; TEXT */
    uint32_t *slot;   /* hash table: 1 + id, 0: free; slots are a power of two */
    uint64_t mark_capacity, name_capacity, slots;
    gx_texts *texts;
    gx_allowance *allowance;
} gx_side;

/* What became of a name. */
typedef enum gx_named {
    GX_NAMED,       /* *id is it */
    GX_NAMED_NOT,   /* not known (gx_side_find only) */
    GX_NAMED_OTHER, /* this naming cannot hold it: begin again with gx_side_wants */
    GX_NAMED_WRONG, /* no name can be so: *why says what is expected */
    GX_NAMED_FAILED /* the status says what */
} gx_named;

/* DENSE: ids below `ids`. Nothing is allocated on failure that gx_side_free does not release. */
gx_status gx_side_begin(gx_side *side, gx_naming naming, uint64_t ids, gx_texts *texts,
                        gx_allowance *allowance, gx_error *error);
void gx_side_free(gx_side *side);

/* The id of a name, which becomes a node when it is new (not marked as seen). One thread only, but for DENSE.
 */
gx_named gx_side_name(gx_side *side, const char *name, size_t length, uint64_t *id, const char **why,
                      gx_status *status, gx_error *error);

/* The id of a known name. Any threads. */
gx_named gx_side_find(const gx_side *side, const char *name, size_t length, uint64_t *id);

/* The naming that can hold what GX_NAMED_OTHER was answered for. */
gx_naming gx_side_wants(const gx_side *side, const char *name, size_t length);

/* Rows in order: marks become rows, `lengths` (allocated here: *rows + 1, lengths[row + 1] entries of the
 * row) and the numbers that name the rows are made. */
gx_status gx_side_arrange(gx_side *side, gx_node_names *names, uint64_t **lengths, gx_error *error);

/* The texts by row, when nothing is asked any more. */
void gx_side_give_texts(gx_side *side, gx_node_names *names);

/* Append a text and its NUL; *at is where. GX_ERR_LIMIT above 4 GiB. */
gx_status gx_texts_add(gx_texts *texts, gx_allowance *allowance, const char *text, size_t length,
                       uint32_t *at, gx_error *error);

static inline void gx_side_see(gx_side *side, uint64_t id)
{
    if ((__atomic_load_n(&side->mark[id], __ATOMIC_RELAXED) & GX_MARK_SEEN) == 0)
        __atomic_fetch_or(&side->mark[id], GX_MARK_SEEN, __ATOMIC_RELAXED);
}
static inline void gx_side_count(gx_side *side, uint64_t id)
{
    __atomic_fetch_add(&side->mark[id], 1, __ATOMIC_RELAXED);
}

#endif
