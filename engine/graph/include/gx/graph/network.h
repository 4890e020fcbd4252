/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is tied to whom: friends in many layers, and chat groups.
 *
 * A network comes in one of three forms, and answers the same questions in each:
 *   stored     friends and groups as compressed rows, generated from shared foci (ties/)
 *   imported   rows read from somebody's file (exchange/)
 *   implicit   nothing stored: foci are blocks under keyed bijections of the user numbers, and friends are
 *              enumerated when asked for (implicit/); for populations whose rows no memory holds
 * On top of any of them lies what changed since the run began (change.h). Ask through the calls below, which
 * see all of it; the rows themselves are for measures, recording and export.
 */
#ifndef GX_GRAPH_NETWORK_H
#define GX_GRAPH_NETWORK_H

#include <gx/graph/population.h>
#include <gx/graph/rows.h>

/* What made a tie; one tie can have several makers. Bits of gx_rows.layers, with the word of exports. */
#define GX_LAYER_TABLE(X)                                                                                    \
    X(HOUSEHOLD, household, "members of one household")                                                      \
    X(KIN, kin, "extended family, by hometown")                                                              \
    X(CLOSE, close, "close friends, of like age, sex and schooling")                                         \
    X(CLASS, class, "one school class or workplace")                                                         \
    X(GROUP, group, "one chat group of interest or community")                                               \
    X(WEAK, weak, "acquaintances over any distance, and from interest circles")                              \
    X(MADE, made, "made in the run, by trade, packet or circle")                                             \
    X(DORMANT, dormant, "from the past: existing but unused")
enum {
#define X(name, word, help) GX_LAYER_AT_##name,
    GX_LAYER_TABLE(X)
#undef X
        GX_LAYERS
};
enum {
#define X(name, word, help) GX_LAYER_##name = 1 << GX_LAYER_AT_##name,
    GX_LAYER_TABLE(X)
#undef X
};
extern const char *const gx_layer_words[GX_LAYERS + 1];

/* What a chat group is; the word of exports. */
#define GX_GROUP_KIND_TABLE(X)                                                                               \
    X(FAMILY, family) X(CLASS, class) X(WORK, work) X(COMMUNITY, community) X(MADE, made)
typedef enum gx_group_kind {
#define X(name, word) GX_GROUP_##name,
    GX_GROUP_KIND_TABLE(X)
#undef X
        GX_GROUP_KINDS
} gx_group_kind;
extern const char *const gx_group_kind_words[GX_GROUP_KINDS + 1];

typedef enum gx_network_form { GX_NETWORK_STORED, GX_NETWORK_IMPLICIT } gx_network_form;

enum { GX_PATH_MAX = 1024 };

/* The scenario's section `graph`. */
typedef struct gx_network_config {
    int32_t form; /* gx_network_form */
    /* imported instead of generated, when not empty: friends, and who is in which group; relative to the
       scenario's file */
    char file[GX_PATH_MAX], nodes_file[GX_PATH_MAX], groups_file[GX_PATH_MAX];
    /* kin: clans of one hometown */
    double kin_mean;        /* mean number of relatives outside the household in one's clan */
    double kin_probability; /* of a tie between two of a clan */
    /* close friends: circles of 8 to 20 of a district */
    double close_probability;
    /* a class or a workplace for everybody who is at school or at work */
    double class_size_median, work_size_median;
    double class_size_sigma, work_size_sigma; /* of the logarithm */
    /* chat groups of interest and community */
    double groups_extra;                        /* mean number at mean activity */
    double group_size_median, group_size_sigma; /* sigma of the logarithm */
    int64_t group_size_max;
    double group_local; /* share of places in groups of the district */
    double
        group_city; /* share of places in groups of the city; the rest: half the province, half the nation */
    /* friends in classes, workplaces and chat groups */
    double friend_pull;        /* pg: mean friends in a group of 28 */
    double friend_pull_growth; /* alpha: how the number of friends grows with the group */
    /* old classes and workplaces, whose ties are dormant */
    double past_groups; /* mean number at mean activity */
    double past_size_median;
    /* weak ties: acquaintances over any distance */
    double weak_mean;     /* mean ties a user */
    double weak_activity; /* exponent of activity in a weak tie */
    double weak_decay;    /* exponent of distance */
    double weak_circles;  /* share of weak ties that come from an interest circle, over any distance */
    const struct gx_interests_config *interests; /* those circles; borrowed; NULL: the defaults of section
                                                    `circles` (layer.h) */
    /* sorting: 0: none, 1: as much as the recipe can */
    double homophily_age, homophily_sex, homophily_schooling;
    int32_t platform; /* keep only ties that are friendships on this platform: 0: all, else 1 + gx_platform */
    bool cities_apart; /* no tie and no group between cities: each city a component of its own (for
                          experiments) */
} gx_network_config;

extern const gx_table gx_network_table;

typedef struct gx_implicit gx_implicit; /* the form that stores nothing; implicit/ */
typedef struct gx_changes gx_changes;   /* what changed since the run began; changes/ */

typedef struct gx_network {
    uint32_t users;
    uint32_t groups;       /* chat groups, those made in the run too: they come behind the others */
    gx_rows friends;       /* user -> users, symmetric, with strength and layers; empty when implicit */
    gx_rows group_members; /* group -> users; empty when implicit */
    gx_rows user_groups;   /* user -> groups; empty when implicit */
    uint8_t *group_kind;   /* gx_group_kind of the groups that have rows; NULL: all alike */
    gx_implicit *implicit; /* NULL when the rows are stored */
    gx_changes *changes;   /* NULL until something changed */
    uint32_t circles;      /* interest circles, those made in the run too; 0 unless a run has them */
    const struct gx_interests *interests; /* those that the run began with (circle.h); borrowed; NULL: none */
} gx_network;

gx_status gx_network_create(gx_network **out, const gx_population *population,
                            const gx_network_config *config, gx_key key, uint32_t threads, gx_error *error);

/* For who will ask often, as a run does: keep what answers rest on where the form computes it (two bytes
 * a user in the implicit form, nothing in others). The answers stay what they are. Not while others
 * ask. GX_ERR_MEMORY. O(users). */
gx_status gx_network_prepare(gx_network *network, uint32_t threads, gx_error *error);
void gx_network_free(gx_network *network);
uint64_t gx_network_digest(const gx_network *network);
size_t gx_network_bytes(const gx_network *network);

/* The network of any form written out as it stands, for measures, recording and export: friends with strength
 * and layers, and (unless NULL) the members of each group, ascending. Both are empty rows before; released by
 * gx_rows_free, also after a failure. The same for any threads. O(ties); GX_ERR_MEMORY. */
gx_status gx_network_rows(gx_rows *friends, gx_rows *groups, const gx_network *network, uint32_t threads,
                          gx_error *error);

/* ---- Asking. Read only, from any thread; what is pointed to stays until the next merge of changes ---- */

/* Room for rows that are not stored as such; a local variable of the caller. */
enum { GX_FRIENDS_MAX = 2048, GX_GROUPS_MAX = 256 };
typedef struct gx_friend_room {
    uint32_t user[GX_FRIENDS_MAX];
    uint8_t strength[GX_FRIENDS_MAX], layers[GX_FRIENDS_MAX];
} gx_friend_room;
typedef struct gx_group_room {
    uint32_t group[GX_GROUPS_MAX];
} gx_group_room;

typedef struct gx_friends {
    uint32_t count;
    const uint32_t *user;    /* ascending */
    const uint8_t *strength; /* 1 … 255 */
    const uint8_t *layers;   /* bits; NULL: not known */
} gx_friends;

typedef struct gx_groups {
    uint32_t count;
    const uint32_t *group; /* ascending */
} gx_groups;

/* The friends of a user, dormant ones too. Stored: O(1), `room` untouched. Implicit: O(candidates), some
 * microseconds. */
gx_friends gx_friends_of(const gx_network *network, uint32_t user, gx_friend_room *room);

/* The tie of two users: all 0 when there is none. Stored: O(log friends). */
typedef struct gx_tie {
    uint8_t strength; /* 1 … 255 */
    uint8_t layers;   /* bits; 0 where they are not known */
} gx_tie;
gx_tie gx_tie_of(const gx_network *network, uint32_t user, uint32_t other);

/* Its strength alone. */
uint8_t gx_tie_strength(const gx_network *network, uint32_t user, uint32_t other);

/* Whether one user's ties with several others are strong enough: reached[i] says whether
 * gx_tie_strength(network, user, other[i]) >= need[i]. In the implicit form the user is looked up once for
 * all, and who can say yes or no early does, which is a good deal cheaper than the strength. */
void gx_ties_reach(const gx_network *network, uint32_t user, const uint32_t *other, const uint8_t *need,
                   uint32_t count, bool *reached);

/* Ask for the memory with which questions about a user begin, for who will put them some messages from now.
 * O(1), some 20 ns. */
void gx_network_fetch(const gx_network *network, uint32_t user);

/* A user's chat groups. O(1) stored, O(groups) implicit. */
gx_groups gx_groups_of(const gx_network *network, uint32_t user, gx_group_room *room);

uint32_t gx_group_size(const gx_network *network, uint32_t group);                /* O(1) */
uint32_t gx_group_member(const gx_network *network, uint32_t group, uint32_t at); /* at < size; O(1) */
/* Several at once: member[i] is at place at[i] < size, for i < count. In the implicit form the group is
 * looked up once for all of them, and they are computed side by side. `at` and `member` may be one array.
 * O(count). */
void gx_group_members(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                      uint32_t *member);

/* The same in two steps, for who has something else to do while the memory comes: at most GX_ASKED_MOST
 * places are asked for, and read when they are wanted; in between the network must not change. What is in
 * between is no caller's business; who knows the members already says so by gx_members_known. `out` needs no
 * value before, `member` room for as many as were asked for. O(count). */
enum { GX_ASKED_MOST = 64 };
typedef struct gx_asked_window {
    uint32_t number, first, users, start, count;
} gx_asked_window;
typedef struct gx_asked {
    const struct gx_slot *slot; /* NULL: the users are known already */
    gx_asked_window window;
    uint32_t count;
    uint32_t user[GX_ASKED_MOST], cell[GX_ASKED_MOST]; /* who it is, or what it will be read from */
    uint8_t with[GX_ASKED_MOST];
} gx_asked;
void gx_group_members_ask(const gx_network *network, uint32_t group, const uint32_t *at, uint32_t count,
                          gx_asked *out);
void gx_group_members_read(const gx_network *network, const gx_asked *asked, uint32_t *member);
static inline void gx_members_known(gx_asked *out, const uint32_t *member, uint32_t count)
{
    out->slot = NULL;
    out->count = count;
    for (uint32_t i = 0; i < count; i++)
        out->user[i] = member[i];
}

/* What the membership at a place is called in keyed draws that may well make the member needless: the
 * member's number, but in the implicit form (while the group is as it began) the place, which costs nothing
 * to know. Different in one group for different places. O(1), a few ns. */
uint32_t gx_group_place_name(const gx_network *network, uint32_t group, uint32_t at);
/* Whether that is the place: once for a group instead of once a member. O(1). */
bool gx_group_named_by_place(const gx_network *network, uint32_t group);
bool gx_group_has(const gx_network *network, uint32_t group, uint32_t user); /* O(log), implicit O(1) */
gx_group_kind gx_group_kind_of(const gx_network *network, uint32_t group);   /* O(1) */

/* ---- Picking (ties/picking.c). `word`: 64 bits of a keyed draw that names the pick ---- */

#define GX_NO_FRIEND UINT32_MAX

/* One of a user's active (or dormant) friends with a chance in proportion to the strength of the tie, or
 * GX_NO_FRIEND. Equal words pick alike, and a friend more changes only the picks that fall on this friend.
 * O(friends), some 3 ns each; implicit: O(1) on the mean, see implicit/README.md. */
uint32_t gx_pick_tie(const gx_network *network, uint32_t user, uint64_t word, bool dormant);

/* The same of active friends for several users: friend[i] of user[i] by word[i]. In the implicit form one
 * waits for memory while the next is worked at. O(count). */
void gx_pick_ties(const gx_network *network, const uint32_t *user, const uint64_t *word, uint32_t count,
                  uint32_t *friend);

/* Whether a user has at least so many active friends. O(at_least) for nearly everybody. */
bool gx_has_friends(const gx_network *network, uint32_t user, uint32_t at_least);

/* One of a user's groups with more than `more_than` and fewer than `less_than` members, each alike, or
 * GX_NO_GROUP (change.h): by a hash of (word, the group's name), so that a group more moves no other pick.
 * O(groups of the user). */
uint32_t gx_pick_group_of(const gx_network *network, uint32_t user, uint64_t word, uint32_t more_than,
                          uint32_t less_than);

/* ---- Several platforms at once ---- */

/* Whether the tie of two users, of these layers, is a friendship on a platform: both have an account there,
 * and a keyed draw on (pair, platform) says so, against the largest chance of its layers. The same draw that
 * gx_network_config.platform filters by, so a network of all ties answers for every platform, and agrees with
 * the one made for that platform alone; ties made in the run too. `key` is that of the network. O(1), two
 * accounts and one Philox; nothing stored. */
bool gx_tie_on_platform(const gx_population *population, gx_key key, gx_platform platform, uint32_t user,
                        uint32_t other, uint32_t layers);

#endif
