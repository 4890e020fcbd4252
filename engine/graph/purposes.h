/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this room's keyed draws decide: the purpose word of each. Never renumber: a graph is named by its
 * seed. */
#ifndef GX_GRAPH_PURPOSES_H
#define GX_GRAPH_PURPOSES_H

enum {
    GX_DRAW_PERSON = 0x1000,         /* user: age, sex; the household's first: whether they are migrants */
    GX_DRAW_LIFE = 0x1001,           /* user: schooling, occupation, income, wealth */
    GX_DRAW_DEVICE = 0x1002,         /* user: phone, version, accounts, real name */
    GX_DRAW_ACTIVITY = 0x1003,       /* user */
    GX_DRAW_CITY = 0x1004,           /* city: rich or poor, where it lies */
    GX_DRAW_HOUSEHOLD_SIZE = 0x1005, /* step of the shuffle of the pattern of households */
    GX_DRAW_DISTRICT = 0x1006,       /* district's first user: where in the pattern it begins */
    GX_DRAW_HOMETOWN = 0x1007,       /* household's first user: where migrants are from */
    GX_DRAW_NORM = 0x1008,           /* neighbourhood */
    GX_DRAW_PLACES = 0x1010,         /* user: how many groups */
    GX_DRAW_PLACE = 0x1011,          /* user, number of the place: which pool, where in it */
    GX_DRAW_GROUP = 0x1012,          /* pool, number of the group in it: size */
    GX_DRAW_CIRCLE = 0x1013,         /* city, number of the circle in it: size */
    GX_DRAW_CLOSE_TIE = 0x1014,      /* pair */
    GX_DRAW_GROUP_TIE = 0x1015,      /* pair, name of the group: see groups.h */
    GX_DRAW_WEAK_COUNT = 0x1016,     /* user: how many weak ties it makes */
    GX_DRAW_WEAK_TIE = 0x1017,       /* user, number of the tie: with whom */
    GX_DRAW_WEAK_STRENGTH = 0x1018,  /* pair */
    /* layers/ */
    GX_DRAW_INTERESTS = 0x1030,   /* user: how many interest circles */
    GX_DRAW_INTEREST = 0x1031,    /* user, number of the circle, attempt: which */
    GX_DRAW_ATTRACTION = 0x1032,  /* user: how attractive to followers */
    GX_DRAW_FOLLOWS = 0x1033,     /* user: how many it follows */
    GX_DRAW_FOLLOW = 0x1034,      /* user, number, attempt: whom */
    GX_DRAW_FOLLOW_BACK = 0x1035, /* pair */
    GX_DRAW_MERCHANT = 0x1036,    /* district's first user (online: none), number: kind and place */
    GX_DRAW_SHOPS = 0x1037,       /* user: how many merchants it buys from */
    GX_DRAW_SHOP = 0x1038,        /* user, number, attempt: which */
    GX_DRAW_PURCHASE = 0x1039,    /* user, number of the purchase: where it has been before, or new */
    /* ties/: foci and the ties they make */
    GX_DRAW_FOCUS_TIE = 0x1040,    /* + kind of focus (8): pair, name of the focus: see ties/rule.h */
    GX_DRAW_FOCUS_PLACES = 0x1048, /* + kind of focus (8): user: how many places */
    GX_DRAW_FOCUS_PLACE =
        0x1050,                  /* + kind of focus (8): user, number of the place: which pool, where in it */
    GX_DRAW_FOCUS_SIZE = 0x1058, /* + kind of focus (8): pool, number of the focus in it */
    GX_DRAW_HOME = 0x1060,       /* household's first user: where in the hometown the family is from */
    GX_DRAW_PLATFORM_TIE = 0x1061, /* pair, platform */
    GX_DRAW_SOURCE = 0x1020,       /* measures: number of the sampled source */
    GX_DRAW_SAMPLE_NODE = 0x1021,  /* measures: number of the sampled node */
    GX_DRAW_SAMPLE_WEDGE = 0x1022, /* measures: number of the sampled pair of ties */
    GX_DRAW_SAMPLE_TIE = 0x1023,   /* measures: number of the sampled tie */
    /* implicit/ */
    GX_DRAW_IMPLICIT_SLOT = 0x1070,   /* slot's identity: its key */
    GX_DRAW_IMPLICIT_PHASE = 0x1071,  /* slot's identity, realm's first user: where its pattern begins */
    GX_DRAW_IMPLICIT_LOT = 0x1072,    /* trait: key of how cells deal their lots */
    GX_DRAW_IMPLICIT_SORT = 0x1073,   /* sorting: key of places among neighbours */
    GX_DRAW_IMPLICIT_WEAK = 0x1074,   /* reach: key of how cells are matched */
    GX_DRAW_IMPLICIT_SAMPLE = 0x1075, /* number: the user asked at set-up */
    GX_DRAW_IMPLICIT_PAIR = 0x1076,   /* slot, kind of focus: key of the words of pairs of places */
    /* changes/ */
    GX_DRAW_JOIN = 0x1080, /* user, name of the group: who gets the last places */
    /* families/ */
    GX_DRAW_TILE = 0x1500,   /* tile's row and column, number: how many pairs, which pairs; see tiles.c */
    GX_DRAW_SQUARE = 0x1501, /* number of the square: its own key */
    GX_DRAW_ATTACH = 0x1502, /* edge, attempt: barabasi_albert */
    GX_DRAW_REWIRE = 0x1503, /* node, place on the ring: whether rewired; attempt: where to */
    GX_DRAW_FAMILY_DEGREE = 0x1504, /* node: configuration */
    GX_DRAW_STUB = 0x1505,          /* end of a tie: which one it changes places with */
    GX_DRAW_CHUNG_LU = 0x1506,      /* node, number: how many, with whom */
    GX_DRAW_HEAVY_PAIR = 0x1507,    /* pair of heavy nodes: chung_lu */
    GX_DRAW_FIRE = 0x1508           /* seed of igraph's generator: forest_fire */
};

#endif
