/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GX_GRAPH_CITIES_H
#define GX_GRAPH_CITIES_H

#include <gx/base/status.h>
#include <stdint.h>

/* Divide `users` among `cities` <= users by Zipf's law, large first: first[c] … first[c+1]-1 are the users of
 * city c. Each city gets one user, the rest goes by rank^-exponent with largest remainders (Hamilton's
 * method), ties to the larger city, so that the sizes never grow with rank. O(cities). */
gx_status gx_cities_divide(uint32_t *first, uint32_t cities, uint32_t users, double exponent,
                           gx_error *error);

#endif
