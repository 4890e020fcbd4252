/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naive.h"

#include <gx/base/memory.h>
#include <string.h>

static const gx_key key = {{17, 4}};

uint32_t dice(uint32_t purpose, uint32_t a, uint32_t b, uint32_t c, uint32_t n)
{
    return gx_below32(gx_draw_at(key, 0xf300 + purpose, a, b, c).word[0], n);
}

/* ---- The naive model ---- */

static uint32_t naive_size(const naive_sets *sets, uint32_t set)
{
    uint32_t size = 0;
    for (uint32_t u = 0; u < USERS; u++)
        size += sets->member[set][u];
    return size;
}

typedef struct wish {
    int made, woken, ended; /* strength + 1 of the greatest, or 0 */
} wish;

static void naive_ties(naive *m, const gx_change *notes, size_t count)
{
    static wish wishes[USERS][USERS];
    memset(wishes, 0, sizeof wishes);
    for (size_t i = 0; i < count; i++) {
        const gx_change *n = &notes[i];
        if (n->kind > GX_CHANGE_END)
            continue;
        uint32_t a = n->who < n->about ? n->who : n->about, b = n->who + n->about - a;
        wish *w = &wishes[a][b];
        int *place = n->kind == GX_CHANGE_TIE ? &w->made : n->kind == GX_CHANGE_WAKE ? &w->woken : &w->ended;
        if (*place < n->strength + 1)
            *place = n->strength + 1;
    }
    for (uint32_t a = 0; a < USERS; a++)
        for (uint32_t b = a + 1; b < USERS; b++) {
            wish w = wishes[a][b];
            uint8_t strength = m->strength[a][b], layers = m->layers[a][b];
            int most = w.made > w.woken ? w.made : w.woken;
            if (w.ended) {
                strength = layers = 0;
            } else if (strength == 0 && w.made) {
                strength = (uint8_t)(most - 1);
                layers = GX_LAYER_MADE;
            } else if ((layers & GX_LAYER_DORMANT) && most) {
                layers = (uint8_t)((layers & ~GX_LAYER_DORMANT) | GX_LAYER_MADE);
                strength = most - 1 > strength ? (uint8_t)(most - 1) : strength;
            }
            m->strength[a][b] = m->strength[b][a] = strength;
            m->layers[a][b] = m->layers[b][a] = layers;
        }
}

static bool noted(const gx_change *notes, size_t count, gx_change_kind kind, uint32_t who, uint32_t about)
{
    for (size_t i = 0; i < count; i++)
        if (notes[i].kind == kind && notes[i].who == who && notes[i].about == about)
            return true;
    return false;
}

static uint32_t naive_name(const naive_sets *sets, uint32_t set)
{
    uint64_t name = (uint64_t)sets->maker[set] << 32 | sets->serial[set];
    return set < sets->base ? set : (uint32_t)(gx_mix_pair(name, 1) >> 32);
}

/* Circles have kinds of their own behind those of groups, and draws of their own. */
static void naive_members(naive_sets *sets, uint32_t count_before, bool circles, const gx_change *notes,
                          size_t count)
{
    gx_change_kind join = circles ? GX_CHANGE_CIRCLE_JOIN : GX_CHANGE_JOIN;
    gx_change_kind leave = circles ? GX_CHANGE_CIRCLE_LEAVE : GX_CHANGE_LEAVE;
    for (uint32_t g = 0; g < count_before; g++) {
        bool wants[USERS] = {false};
        bool any = false;
        for (size_t i = 0; i < count && !any; i++)
            any = (notes[i].kind == join || notes[i].kind == leave) && notes[i].about == g;
        if (!any)
            continue;
        for (uint32_t u = 0; u < USERS; u++) {
            bool leaves = noted(notes, count, leave, u, g);
            wants[u] = !sets->member[g][u] && !leaves && noted(notes, count, join, u, g);
            sets->member[g][u] &= !leaves;
        }
        while (naive_size(sets, g) < sets->most) {
            uint64_t least = UINT64_MAX;
            uint32_t who = USERS;
            for (uint32_t u = 0; u < USERS; u++) {
                gx_draw draw = gx_draw_at(key, 0x1080, u, naive_name(sets, g), circles);
                if (wants[u] && gx_draw_high(draw) < least) {
                    least = gx_draw_high(draw);
                    who = u;
                }
            }
            if (who == USERS)
                break;
            wants[who] = false;
            sets->member[g][who] = true;
        }
    }
}

static bool naive_has_name(const naive_sets *sets, uint32_t maker, uint32_t serial)
{
    for (uint32_t g = sets->base; g < sets->count; g++)
        if (sets->maker[g] == maker && sets->serial[g] == serial)
            return true;
    return false;
}

static void naive_created(naive_sets *sets, gx_change_kind create, const gx_change *notes, size_t count)
{
    for (uint32_t maker = 0; maker < USERS; maker++)
        for (int64_t before = -1;;) { /* serials in ascending order */
            int64_t next = INT64_MAX;
            for (size_t i = 0; i < count; i++)
                if (notes[i].kind == create && notes[i].who == maker && notes[i].serial > before &&
                    notes[i].serial < next)
                    next = notes[i].serial;
            if (next == INT64_MAX)
                break;
            before = next;
            if (naive_has_name(sets, maker, (uint32_t)next))
                continue;
            if (sets->count == SETS_MOST)
                ck_abort_msg("too many groups");
            sets->maker[sets->count] = maker;
            sets->serial[sets->count] = (uint32_t)next;
            sets->member[sets->count++][maker] = true;
        }
}

void naive_merge(naive *m, const gx_change *notes, size_t count)
{
    uint32_t groups = m->groups.count, circles = m->circles.count; /* those that can be joined */
    naive_ties(m, notes, count);
    naive_created(&m->groups, GX_CHANGE_GROUP, notes, count);
    naive_members(&m->groups, groups, false, notes, count);
    naive_created(&m->circles, GX_CHANGE_CIRCLE, notes, count);
    naive_members(&m->circles, circles, true, notes, count);
}

/* ---- A base of rows by hand, and the model of it ---- */

static void allocate(gx_rows *rows, uint32_t count, bool beside)
{
    rows->rows = count;
    rows->offset = gx_alloc(count + 1, sizeof *rows->offset);
    rows->column = gx_alloc((size_t)USERS * USERS, sizeof *rows->column);
    rows->strength = beside ? gx_alloc((size_t)USERS * USERS, 1) : NULL;
    rows->layers = beside ? gx_alloc((size_t)USERS * USERS, 1) : NULL;
}

static void rows_of_naive(gx_network *n, const naive *m, base_kind kind)
{
    allocate(&n->friends, USERS, true);
    allocate(&n->group_members, GROUPS, false);
    allocate(&n->user_groups, USERS, false);
    uint64_t at = 0, places = 0, seats = 0;
    for (uint32_t u = 0; u < USERS; u++) {
        for (uint32_t v = 0; v < USERS; v++)
            if (m->strength[u][v]) {
                n->friends.column[at] = v;
                n->friends.strength[at] = m->strength[u][v];
                n->friends.layers[at++] = m->layers[u][v];
            }
        for (uint32_t g = 0; g < GROUPS; g++)
            if (m->groups.member[g][u])
                n->user_groups.column[places++] = g;
        n->friends.offset[u + 1] = at;
        n->user_groups.offset[u + 1] = places;
    }
    for (uint32_t g = 0; g < GROUPS; g++) {
        for (uint32_t u = 0; u < USERS; u++)
            if (m->groups.member[g][u])
                n->group_members.column[seats++] = u;
        n->group_members.offset[g + 1] = seats;
    }
    if (kind == BASE_PLAIN) { /* as an imported file: nobody knows what made the ties */
        gx_free(n->friends.layers);
        n->friends.layers = NULL;
    }
}

/* A base of rows, drawn. */
static void draw_base(scene *s, base_kind kind)
{
    naive *m = s->model;
    s->network = gx_alloc(1, sizeof *s->network);
    for (uint32_t u = 0; u < USERS && kind != BASE_EMPTY; u++) {
        for (uint32_t v = u + 1; v < USERS; v++)
            if (dice(0, u, v, kind, 100) < 15) {
                m->strength[u][v] = m->strength[v][u] = (uint8_t)(1 + dice(1, u, v, kind, 255));
                uint8_t layers = dice(2, u, v, kind, 3) ? GX_LAYER_GROUP : GX_LAYER_CLASS | GX_LAYER_DORMANT;
                m->layers[u][v] = m->layers[v][u] = kind == BASE_PLAIN ? 0 : layers;
            }
        for (uint32_t g = 0; g < GROUPS; g++)
            m->groups.member[g][u] =
                dice(3, u, g, kind, 100) < 12 && naive_size(&m->groups, g) < GROUP_MAX + 4;
    }
    s->network->users = USERS;
    s->network->groups = GROUPS;
    rows_of_naive(s->network, m, kind);
}

/* A base that computes its rows; the model is told what it answers. */
static void compute_base(scene *s)
{
    world plans = plan(USERS, 1);
    plans.ties.form = GX_NETWORK_IMPLICIT;
    build(&plans, 5, 1);
    s->population = plans.population;
    s->network = plans.network;
    gx_friend_room friend_room;
    gx_group_room group_room;
    for (uint32_t u = 0; u < USERS; u++) {
        gx_friends friends = gx_friends_of(s->network, u, &friend_room);
        for (uint32_t i = 0; i < friends.count; i++) {
            s->model->strength[u][friends.user[i]] = friends.strength[i];
            s->model->layers[u][friends.user[i]] = friends.layers[i];
        }
        gx_groups groups = gx_groups_of(s->network, u, &group_room);
        for (uint32_t i = 0; i < groups.count; i++)
            s->model->groups.member[groups.group[i]][u] = true;
    }
}

static void draw_circles(scene *s)
{
    naive_sets *sets = &s->model->circles;
    gx_rows *of_user = &s->interests.user_circles, *members = &s->interests.members;
    allocate(of_user, USERS, false);
    allocate(members, CIRCLES, false);
    for (uint32_t u = 0; u < USERS; u++) {
        of_user->offset[u + 1] = of_user->offset[u];
        for (uint32_t c = 0; c < CIRCLES; c++) {
            sets->member[c][u] = dice(4, u, c, 0, 100) < 10 + 15 * c;
            if (sets->member[c][u])
                of_user->column[of_user->offset[u + 1]++] = c;
        }
    }
    for (uint32_t c = 0; c < CIRCLES; c++) {
        members->offset[c + 1] = members->offset[c];
        for (uint32_t u = 0; u < USERS; u++)
            if (sets->member[c][u])
                members->column[members->offset[c + 1]++] = u;
    }
    gx_network_set_circles(s->network, &s->interests);
    sets->base = sets->count = CIRCLES;
}

void open_scene(scene *s, base_kind kind, uint32_t lists)
{
    *s = (scene){.model = gx_alloc(1, sizeof *s->model)};
    if (kind == BASE_IMPLICIT)
        compute_base(s);
    else
        draw_base(s, kind);
    if (kind == BASE_WHOLE || kind == BASE_IMPLICIT)
        draw_circles(s);
    s->model->groups.count = s->model->groups.base = s->network->groups;
    s->model->groups.most = GROUP_MAX;
    s->model->circles.most = USERS;
    gx_changes_config config = {.lists = lists, .group_max = GROUP_MAX, .key = key};
    gx_error error = {0};
    ck_assert_msg(gx_changes_create(&s->changes, s->network, &config, &error) == GX_OK, "%s", error.message);
}

void close_scene(scene *s)
{
    s->network->changes = NULL;
    gx_network_free(s->network);
    gx_interests_free(&s->interests);
    gx_changes_free(s->changes);
    gx_population_free(s->population);
    gx_free(s->model);
}

/* Everything that can be asked says what the model says. (An assertion a user: each costs a system call.) */
static bool ties_agree(const gx_network *n, const naive *m, uint32_t u)
{
    gx_friend_room room;
    gx_friends friends = gx_friends_of(n, u, &room);
    uint32_t at = 0;
    bool same = true;
    for (uint32_t v = 0; v < USERS; v++) {
        gx_tie tie = gx_tie_of(n, u, v);
        same = same && tie.strength == m->strength[u][v] && tie.layers == m->layers[u][v] &&
               gx_tie_strength(n, u, v) == tie.strength;
        if (m->strength[u][v] == 0)
            continue;
        same = same && at < friends.count && friends.user[at] == v && friends.strength[at] == tie.strength &&
               (friends.layers == NULL || friends.layers[at] == tie.layers);
        at++;
    }
    return same && at == friends.count;
}

static bool groups_agree(const gx_network *n, const naive_sets *sets, uint32_t u)
{
    gx_group_room room;
    gx_groups groups = gx_groups_of(n, u, &room);
    uint32_t at = 0;
    bool same = true;
    for (uint32_t g = 0; g < sets->count; g++) {
        same = same && gx_group_has(n, g, u) == sets->member[g][u];
        if (sets->member[g][u]) {
            same = same && at < groups.count && groups.group[at] == g;
            at++;
        }
    }
    return same && at == groups.count;
}

static bool circles_agree(const gx_network *n, const naive_sets *sets, uint32_t u)
{
    gx_circles circles = gx_circles_of(n, u);
    uint32_t at = 0;
    bool same = true;
    for (uint32_t c = 0; c < sets->count; c++) {
        same = same && gx_circle_has(n, c, u) == sets->member[c][u];
        if (sets->member[c][u]) {
            same = same && at < circles.count && circles.circle[at] == c;
            at++;
        }
    }
    return same && at == circles.count;
}

static bool members_agree(const gx_network *n, const naive_sets *sets, uint32_t g)
{
    uint32_t at = 0, size = gx_group_size(n, g);
    bool same = g < sets->base || gx_group_kind_of(n, g) == GX_GROUP_MADE;
    for (uint32_t u = 0; u < USERS; u++)
        if (sets->member[g][u]) {
            at++;
            bool found = false; /* they may come in any order */
            for (uint32_t i = 0; i < size && !found; i++)
                found = gx_group_member(n, g, i) == u;
            same = same && found;
        }
    return same && at == size;
}

static bool circle_agrees(const gx_network *n, const naive_sets *sets, uint32_t c)
{
    uint32_t at = 0, size = gx_circle_size(n, c);
    bool same = true;
    for (uint32_t u = 0; u < USERS; u++)
        if (sets->member[c][u]) {
            same = same && at < size && gx_circle_member(n, c, at) == u;
            at++;
        }
    return same && at == size;
}

/* Asked for now and read later they are the same; in passes, as who asks would. */
static bool members_come(const gx_network *n, uint32_t group)
{
    uint32_t size = gx_group_size(n, group), place[GX_ASKED_MOST], member[GX_ASKED_MOST];
    bool same = true;
    for (uint32_t first = 0, count; first < size; first += count) {
        gx_asked asked;
        count = size - first < GX_ASKED_MOST ? size - first : GX_ASKED_MOST;
        for (uint32_t i = 0; i < count; i++)
            place[i] = first + i;
        gx_group_members_ask(n, group, place, count, &asked);
        gx_group_members_read(n, &asked, member);
        for (uint32_t i = 0; i < count; i++)
            same = same && member[i] == gx_group_member(n, group, place[i]);
    }
    return same;
}

/* For all at once as for each, and a friend. */
static bool picks_agree(const gx_network *n, const naive *m)
{
    uint32_t user[USERS], friend[USERS];
    uint64_t word[USERS];
    bool same = true;
    for (uint32_t u = 0; u < USERS; u++) {
        user[u] = u;
        word[u] = gx_mix64(u);
    }
    gx_pick_ties(n, user, word, USERS, friend);
    for (uint32_t u = 0; u < USERS; u++)
        same = same && friend[u] == gx_pick_tie(n, u, word[u], false) &&
               (friend[u] == GX_NO_FRIEND || m->strength[u][friend[u]] > 0);
    return same;
}

void check_all(const gx_network *n, const naive *m)
{
    bool same = n->groups == m->groups.count && n->circles == m->circles.count;
    for (uint32_t u = 0; u < USERS; u++)
        same =
            same && ties_agree(n, m, u) && groups_agree(n, &m->groups, u) && circles_agree(n, &m->circles, u);
    for (uint32_t g = 0; g < m->groups.count; g++)
        same = same && members_agree(n, &m->groups, g) && members_come(n, g);
    for (uint32_t c = 0; c < m->circles.count; c++)
        same = same && circle_agrees(n, &m->circles, c);
    ck_assert(same && picks_agree(n, m));
}

void check_names(const gx_network *n, const naive *m)
{
    bool same = true;
    const naive_sets *groups = &m->groups, *circles = &m->circles;
    for (uint32_t g = 0; g < groups->count; g++)
        same = same && gx_group_name(n, g) == naive_name(groups, g) &&
               (g < groups->base || gx_group_created(n, groups->maker[g], groups->serial[g]) == g);
    for (uint32_t c = 0; c < circles->count; c++)
        same = same && gx_circle_name(n, c) == naive_name(circles, c) &&
               (c < circles->base || gx_circle_created(n, circles->maker[c], circles->serial[c]) == c);
    ck_assert(same);
    ck_assert_uint_eq(gx_group_created(n, 0, 0xffffffff), GX_NO_GROUP);
    ck_assert_uint_eq(gx_circle_created(n, 0, 0xffffffff), GX_NO_CIRCLE);
}
