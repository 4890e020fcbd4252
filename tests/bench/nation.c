/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nation with nothing stored: what it costs to make, to keep and to ask, and what it looks like, by
 * samples. Local clustering and assortativity are of sampled users and all their friends; a distance is that
 * of a sampled pair, found by searching from both ends, one whole level of the smaller side at a time.
 *
 * usage: bench-nation [--quick] [USERS]
 * 420 million users, 20,000 sampled, 100 pairs, some minutes; --quick: 200,000 users, 300 sampled, 10 pairs.
 */
#define _GNU_SOURCE
#include "graph/world.h"

#include <gx/base/memory.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CITIES = 342, DORMANT_ONLY = GX_LAYER_DORMANT, SIDE_MAX = 1 << 22, LEVELS_MAX = 16 };

typedef struct nation {
    gx_population *people;
    gx_network *network;
    uint32_t users, sampled, pairs;
} nation;

static double seconds_of(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint32_t sampled_user(const nation *of, uint32_t number)
{
    return gx_below32(gx_draw_at((gx_key){{4, 20}}, 0xf400, number, 0, 0).word[0], of->users);
}

/* The friends who are not of the past alone. */
static uint32_t active_friends(uint32_t *out, const nation *of, uint32_t user)
{
    gx_friend_room room;
    gx_friends friends = gx_friends_of(of->network, user, &room);
    uint32_t count = 0;
    for (uint32_t at = 0; at < friends.count; at++)
        if (friends.layers[at] != DORMANT_ONLY)
            out[count++] = friends.user[at];
    return count;
}

/* ---- Degree, clustering, assortativity ---- */

typedef struct circle {
    uint32_t degree;
    uint64_t triangles;     /* pairs of friends who are friends */
    uint64_t others;        /* sums over friends: degree, its square, */
    uint64_t other_squares; /* and by the product with one's own */
} circle;

static uint64_t common(const uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    uint64_t both = 0;
    for (uint32_t i = 0, j = 0; i < a_count && j < b_count;) {
        both += a[i] == b[j];
        bool less = a[i] <= b[j];
        j += b[j] <= a[i];
        i += less;
    }
    return both;
}

static circle look_around(const nation *of, uint32_t user)
{
    uint32_t own[GX_FRIENDS_MAX], theirs[GX_FRIENDS_MAX];
    circle seen = {.degree = active_friends(own, of, user)};
    for (uint32_t at = 0; at < seen.degree; at++) {
        uint32_t count = active_friends(theirs, of, own[at]);
        seen.triangles += common(own, seen.degree, theirs, count);
        seen.others += count;
        seen.other_squares += (uint64_t)count * count;
    }
    seen.triangles /= 2;
    return seen;
}

static void print_shape(const nation *of)
{
    circle *seen = gx_alloc(of->sampled, sizeof *seen);
#pragma omp parallel for schedule(dynamic, 16)
    for (int64_t at = 0; at < (int64_t)of->sampled; at++)
        seen[at] = look_around(of, sampled_user(of, (uint32_t)at));
    double degree = 0, square = 0, cube = 0, clustering = 0, triangles = 0, wedges = 0, product = 0,
           other = 0;
    for (uint32_t at = 0; at < of->sampled; at++) {
        double k = seen[at].degree;
        degree += k;
        square += k * k;
        cube += k * k * k;
        clustering += k < 2 ? 0 : (double)seen[at].triangles / (k * (k - 1) / 2);
        triangles += (double)seen[at].triangles;
        wedges += k * (k - 1) / 2;
        product += k * (double)seen[at].others;
        other += (double)seen[at].others;
    }
    double n = of->sampled, mean = square / degree, ends = other / degree;
    printf("mean active degree           %8.2f +- %.2f\n", degree / n,
           sqrt((square / n - degree / n * (degree / n)) / n));
    printf("<k2>/<k>                     %8.2f\n", mean);
    printf("average local clustering     %8.4f\n", clustering / n);
    printf("global clustering            %8.4f\n", triangles / wedges);
    printf("assortativity                %+8.4f\n",
           (product / degree - mean * ends) / (cube / degree - mean * mean));
    printf("distance in a random graph   %8.3f of this size and degrees\n",
           log((double)of->users) / log(mean - 1));
    gx_free(seen);
}

/* ---- Distances ---- */

/* Users reached from one end, by an open table; those of the last level stand at the end of the list. */
typedef struct side {
    uint32_t *table, *list; /* user + 1; users in the order they were reached */
    uint32_t count, frontier;
    uint64_t level[LEVELS_MAX];
    uint32_t levels;
} side;

static bool reach(side *from, uint32_t user)
{
    uint32_t at = (uint32_t)(gx_mix64(user) & (2 * (uint32_t)SIDE_MAX - 1));
    for (; from->table[at] != 0; at = (at + 1) & (2 * (uint32_t)SIDE_MAX - 1))
        if (from->table[at] == user + 1)
            return false;
    from->table[at] = user + 1;
    from->list[from->count++] = user;
    return true;
}

static bool reached(const side *from, uint32_t user)
{
    uint32_t at = (uint32_t)(gx_mix64(user) & (2 * (uint32_t)SIDE_MAX - 1));
    for (; from->table[at] != 0; at = (at + 1) & (2 * (uint32_t)SIDE_MAX - 1))
        if (from->table[at] == user + 1)
            return true;
    return false;
}

static void begin_side(side *from, uint32_t user)
{
    memset(from->table, 0, 2 * (size_t)SIDE_MAX * sizeof *from->table);
    from->count = from->frontier = from->levels = 0;
    reach(from, user);
    from->level[from->levels++] = 1;
}

/* One level more; whether it meets the other side, or nobody is left or no room. */
static bool advance(side *from, const side *to, const nation *of)
{
    uint32_t end = from->count, friends[GX_FRIENDS_MAX];
    bool met = false;
    for (uint32_t at = from->frontier; at < end && from->count < SIDE_MAX - GX_FRIENDS_MAX; at++) {
        uint32_t count = active_friends(friends, of, from->list[at]);
        for (uint32_t i = 0; i < count; i++)
            if (reach(from, friends[i]))
                met |= reached(to, friends[i]);
    }
    from->frontier = end;
    from->level[from->levels++] = from->count - end;
    return met || from->count == end;
}

/* The distance of a pair; 0 when there is no path or no room. */
static uint32_t distance_of(const nation *of, side *a, side *b, uint32_t user, uint32_t other)
{
    begin_side(a, user);
    begin_side(b, other);
    uint32_t distance = 0;
    bool over = user == other;
    while (!over && distance < LEVELS_MAX - 2 && a->count < SIDE_MAX - GX_FRIENDS_MAX &&
           b->count < SIDE_MAX - GX_FRIENDS_MAX) {
        bool first = a->count - a->frontier <= b->count - b->frontier;
        over = advance(first ? a : b, first ? b : a, of);
        distance++;
    }
    bool stuck = a->count == a->frontier || b->count == b->frontier;
    return over && !stuck ? distance : 0;
}

static void print_distances(const nation *of)
{
    uint64_t count[LEVELS_MAX] = {0}, ring[LEVELS_MAX] = {0}, rings[LEVELS_MAX] = {0};
    side a = {.table = gx_alloc_columns(2 * (size_t)SIDE_MAX, sizeof *a.table),
              .list = gx_alloc_columns(SIDE_MAX, sizeof *a.list)};
    side b = {.table = gx_alloc_columns(2 * (size_t)SIDE_MAX, sizeof *b.table),
              .list = gx_alloc_columns(SIDE_MAX, sizeof *b.list)};
    for (uint32_t pair = 0; pair < of->pairs; pair++) {
        uint32_t from = sampled_user(of, of->sampled + 2 * pair),
                 to = sampled_user(of, of->sampled + 2 * pair + 1);
        count[distance_of(of, &a, &b, from, to)]++;
        for (uint32_t level = 0; level < a.levels; level++) {
            ring[level] += a.level[level];
            rings[level]++;
        }
    }
    double sum = 0, found = 0;
    printf("distances                   ");
    for (uint32_t steps = 1; steps < LEVELS_MAX; steps++) {
        sum += (double)(steps * count[steps]);
        found += (double)count[steps];
        if (count[steps] > 0)
            printf(" %u: %llu", (unsigned)steps, (unsigned long long)count[steps]);
    }
    printf(", no path found: %llu\n", (unsigned long long)count[0]);
    printf("mean distance                %8.2f of %.0f pairs\n", sum / found, found);
    printf("users at so many steps      ");
    for (uint32_t level = 0; level < LEVELS_MAX && rings[level] > 0; level++)
        printf(" %u: %.0f", (unsigned)level, (double)ring[level] / (double)rings[level]);
    printf("\n");
    gx_free(a.table);
    gx_free(a.list);
    gx_free(b.table);
    gx_free(b.list);
}

/* ---- Costs ---- */

/* What is asked: a user, one of its groups, another member of it, and a keyed word. */
typedef struct asked {
    uint32_t user, group, mate, place;
    uint64_t word;
} asked;

enum { ROUND = 1000, ROUNDS = 30, YARDSTICK = 64, MEMBERS = 512 };

typedef uint64_t question(const nation *of, const asked *about);

static uint64_t ask_friends(const nation *of, const asked *about)
{
    gx_friend_room room;
    return gx_friends_of(of->network, about->user, &room).count;
}

static uint64_t ask_groups(const nation *of, const asked *about)
{
    gx_group_room room;
    return gx_groups_of(of->network, about->user, &room).count;
}

static uint64_t ask_pick(const nation *of, const asked *about)
{
    return gx_pick_tie(of->network, about->user, about->word, false);
}

static uint64_t ask_pick_group(const nation *of, const asked *about)
{
    return gx_pick_group_of(of->network, about->user, about->word, 0, UINT32_MAX);
}

static uint64_t ask_any(const nation *of, const asked *about)
{
    return gx_has_friends(of->network, about->user, 1);
}

static uint64_t ask_tie(const nation *of, const asked *about)
{
    return gx_tie_strength(of->network, about->user, about->mate);
}

static uint64_t ask_size(const nation *of, const asked *about)
{
    return gx_group_size(of->network, about->group);
}

static uint64_t ask_member(const nation *of, const asked *about)
{
    return gx_group_member(of->network, about->group, about->place);
}

static uint64_t ask_all_members(const nation *of, const asked *about)
{
    uint32_t member[MEMBERS], size = gx_group_size(of->network, about->group);
    size = size < MEMBERS ? size : MEMBERS;
    for (uint32_t at = 0; at < size; at++)
        member[at] = at;
    gx_group_members(of->network, about->group, member, size, member);
    return size > 0 ? member[size - 1] : 0;
}

static uint64_t ask_membership(const nation *of, const asked *about)
{
    return gx_group_has(of->network, about->group, about->user);
}

/* The yardstick: what the machine does now, with others on it. */
static uint64_t ask_draws(const nation *of, const asked *about)
{
    gx_draw draw = {{about->user, 0, 0, 0}};
    (void)of;
    for (uint32_t at = 0; at < YARDSTICK; at++) /* each needs the one before */
        draw = gx_draw_at((gx_key){{4, 20}}, 0xf402, draw.word[0], draw.word[1], draw.word[2]);
    return draw.word[0];
}

/* The fastest of the rounds: others on the machine only ever make a round slower. */
static double time_of(const nation *of, question *ask, const asked *about, uint32_t rounds, uint64_t *sum)
{
    double best = 1e300;
    for (uint32_t round = 0; round < rounds; round++) {
        double begin = seconds_of(CLOCK_THREAD_CPUTIME_ID);
        for (uint32_t at = 0; at < ROUND; at++)
            *sum += ask(of, &about[at]);
        double seconds = seconds_of(CLOCK_THREAD_CPUTIME_ID) - begin;
        best = seconds < best ? seconds : best;
    }
    return best / ROUND * 1e9;
}

static void choose(const nation *of, asked *about)
{
    gx_group_room room;
    for (uint32_t at = 0, number = 0; at < ROUND; number++) {
        asked *next = &about[at];
        next->user = sampled_user(of, number);
        next->word = gx_mix64(number);
        gx_groups groups = gx_groups_of(of->network, next->user, &room);
        if (groups.count == 0)
            continue;
        next->group = groups.group[gx_below32((uint32_t)next->word, groups.count)];
        uint32_t size = gx_group_size(of->network, next->group);
        next->place = gx_below32((uint32_t)(next->word >> 32), size);
        next->mate = gx_group_member(of->network, next->group, next->place);
        at++;
    }
}

static void print_costs(const nation *of)
{
    static const struct {
        const char *name;
        question *ask;
        uint32_t rounds;
    } questions[] = {
        {"friends of a user", ask_friends, 5},         {"a pick of a friend", ask_pick, ROUNDS},
        {"any friend at all?", ask_any, ROUNDS},       {"groups of a user", ask_groups, ROUNDS},
        {"a pick of a group", ask_pick_group, ROUNDS}, {"size of a group", ask_size, ROUNDS},
        {"a member of a group", ask_member, ROUNDS},   {"member of a group?", ask_membership, ROUNDS},
        {"tie of two in a group", ask_tie, ROUNDS},    {"all members of a group", ask_all_members, ROUNDS},
    };
    asked *about = gx_alloc(ROUND, sizeof *about);
    uint64_t sum = 0;
    choose(of, about);
    double draw = time_of(of, ask_draws, about, ROUNDS, &sum) / YARDSTICK;
    printf("a keyed draw                 %8.2f ns, each after the other\n", draw);
    for (size_t at = 0; at < sizeof questions / sizeof *questions; at++) {
        double time = time_of(of, questions[at].ask, about, questions[at].rounds, &sum);
        printf("%-28s %8.0f ns, %.0f draws\n", questions[at].name, time, time / draw);
    }
    double members = 0;
    for (uint32_t at = 0; at < ROUND; at++)
        members += gx_group_size(of->network, about[at].group);
    printf("such a group has             %8.1f members\n", members / ROUND);
    printf("answers                      %16llx\n", (unsigned long long)sum);
    gx_free(about);
}

static bool make(nation *of, int64_t users)
{
    world plans = plan(users, CITIES);
    gx_error error = {0};
    gx_key key = gx_key_make(2016, 0);
    plans.people.stored = false;
    plans.ties.form = GX_NETWORK_IMPLICIT;
    double begin = seconds_of(CLOCK_MONOTONIC);
    bool fine = gx_population_create(&of->people, &plans.people, key, 1, &error) == GX_OK;
    double middle = seconds_of(CLOCK_MONOTONIC);
    fine = fine && gx_network_create(&of->network, of->people, &plans.ties, key, 1, &error) == GX_OK;
    double end = seconds_of(CLOCK_MONOTONIC);
    if (!fine) {
        fprintf(stderr, "nation: %s\n", error.message);
        return false;
    }
    size_t bytes = gx_population_bytes(of->people) + gx_network_bytes(of->network);
    printf("users                        %8u in %u cities\n", (unsigned)of->users,
           (unsigned)of->people->cities);
    printf("chat groups                  %8u\n", (unsigned)of->network->groups);
    printf("people made in               %8.3f s\n", middle - begin);
    printf("network made in              %8.3f s\n", end - middle);
    printf("memory of both               %8.2f MiB, %.5f bytes a user\n", (double)bytes / 1048576,
           (double)bytes / (double)of->users);
    printf("digest                       %016llx\n", (unsigned long long)gx_network_digest(of->network));
    return true;
}

/* What a run does before it begins: the same answers, cheaper. */
static bool prepare(nation *of)
{
    gx_error error = {0};
    double begin = seconds_of(CLOCK_MONOTONIC);
    if (gx_network_prepare(of->network, 1, &error) != GX_OK) {
        fprintf(stderr, "nation: %s\n", error.message);
        return false;
    }
    printf("prepared in                  %8.3f s, one thread\n", seconds_of(CLOCK_MONOTONIC) - begin);
    printf("memory then                  %8.2f MiB\n", (double)gx_network_bytes(of->network) / 1048576);
    return true;
}

int main(int count, char **words)
{
    nation of = {.users = 420000000, .sampled = 20000, .pairs = 100};
    for (int at = 1; at < count; at++) {
        if (strcmp(words[at], "--quick") == 0)
            of = (nation){.users = 200000, .sampled = 300, .pairs = 10};
        else
            of.users = (uint32_t)strtoul(words[at], NULL, 10);
    }
    if (of.users < 2 || !make(&of, of.users))
        return 1;
    print_costs(&of);
    if (!prepare(&of))
        return 1;
    print_costs(&of);
    print_shape(&of);
    print_distances(&of);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory of this program       %8.1f MiB, the search for distances included\n",
           (double)usage.ru_maxrss / 1024);
    gx_network_free(of.network);
    gx_population_free(of.people);
    return 0;
}
