/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file told of people that no column of the population holds. Each column is there once something in
 * it was given, and has a value that says "drawn as for anybody": one that nobody can have. */
#ifndef GX_GRAPH_GIVEN_H
#define GX_GRAPH_GIVEN_H

#include <gx/graph/population.h>

/* X(name, type, value of who is not given one); units as in gx_person. */
#define GX_GIVEN_TABLE(X)                                                                                    \
    X(age, uint8_t, 254)                                                                                     \
    X(schooling, uint8_t, 254)                                                                               \
    X(occupation, uint8_t, 254)                                                                              \
    X(income, uint32_t, UINT32_MAX)                                                                          \
    X(smartphone, uint8_t, 254)                                                                              \
    X(app_version, uint8_t, 254)                                                                             \
    X(accounts, uint8_t, 254)                                                                                \
    X(real_name, uint8_t, 254)                                                                               \
    X(norm, uint16_t, 0)

typedef enum gx_given_column {
#define X(name, type, drawn) GX_GIVEN_##name,
    GX_GIVEN_TABLE(X)
#undef X
        GX_GIVEN_COLUMNS
} gx_given_column;

enum { GX_DRAWN = 254 }; /* in the columns of bytes */

typedef struct gx_given {
#define X(name, type, drawn) type *name;
    GX_GIVEN_TABLE(X)
#undef X
} gx_given;

/* Make a column, in which nobody is given a value yet, unless it is there. GX_ERR_MEMORY. O(users). */
gx_status gx_given_open(gx_population *people, gx_given_column column, gx_error *error);
void gx_given_free(gx_given *given);
size_t gx_given_bytes(const gx_population *people);

/* gx_given_age(people, user, drawn) …: the given value, else the drawn one. */
#define X(name, type, none)                                                                                  \
    static inline type gx_given_##name(const gx_population *people, uint32_t user, type drawn)               \
    {                                                                                                        \
        const type *column = people->given != NULL ? people->given->name : NULL;                             \
        return column != NULL && column[user] != (none) ? column[user] : drawn;                              \
    }
GX_GIVEN_TABLE(X)
#undef X

#endif
