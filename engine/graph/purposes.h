/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this room's keyed draws decide: the purpose word of each. Never renumber: a graph is named by its
 * seed. */
#ifndef GX_GRAPH_PURPOSES_H
#define GX_GRAPH_PURPOSES_H

enum {
    GX_DRAW_SEX = 0x1000,           /* user */
    GX_DRAW_AGE = 0x1001,           /* user */
    GX_DRAW_WEALTH = 0x1002,        /* user */
    GX_DRAW_ACTIVITY = 0x1003,      /* user */
    GX_DRAW_CITY = 0x1004,          /* city: rich or poor */
    GX_DRAW_PLACES = 0x1010,        /* user: how many groups */
    GX_DRAW_PLACE = 0x1011,         /* user, number of the place: which pool, where in it */
    GX_DRAW_GROUP = 0x1012,         /* pool, number of the group in it: size */
    GX_DRAW_CIRCLE = 0x1013,        /* city, number of the circle in it: size */
    GX_DRAW_CLOSE_TIE = 0x1014,     /* pair */
    GX_DRAW_GROUP_TIE = 0x1015,     /* pair, name of the group: see groups.h */
    GX_DRAW_WEAK_COUNT = 0x1016,    /* user: how many weak ties it makes */
    GX_DRAW_WEAK_TIE = 0x1017,      /* user, number of the tie: with whom */
    GX_DRAW_WEAK_STRENGTH = 0x1018, /* pair */
    GX_DRAW_SOURCE = 0x1020         /* measures: number of the sampled source */
};

#endif
