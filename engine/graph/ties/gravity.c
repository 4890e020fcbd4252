/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gravity between cities, balanced.
 *
 * Of all pairs of users, one in city a and one in city b, a share falling as d_ab^-x is tied (x near 2:
 * Lambiotte et al. 2008, Krings et al. 2009). Taken as it stands, the law makes people of remote cities
 * poor in ties and those of crowded regions rich. But how many a user has is a matter of the user's activity:
 * gravity shall decide with whom. So each city has a factor f_a, and
 *
 *     ties_ab ~ W_a W_b f_a f_b d_ab^-x   with   f_a sum_b W_b f_b d_ab^-x = 1   for every city a
 *
 * (W: shares of the weight). Rows and columns then sum to W: the matrix is symmetric, so who is chosen is
 * balanced along with who chooses. The factors are found by the iteration f_a <- sqrt(f_a / sum_b W_b f_b
 * d_ab^-x), which halves the error each round (Knight, Ruiz & Ucar, "A symmetry preserving algorithm for
 * matrix scaling", SIAM J. Matrix Anal. Appl. 35, 2014). The kernel is computed anew each time it is read
 * (decay.h: 2 ns), so thousands of cities need no memory but a few columns. Sums are taken in the order of
 * cities by one thread each: the same bits for any number of threads.
 *
 * Users are a sample of the nation, so a city is as wide as it is, however many of its people the scenario
 * has: its share of users is its share of the nation's built-up area (52,102 km^2 in 2015, Ministry of
 * Housing and Urban-Rural Development). So the share of ties that leave their city, some 5 to 15 % at x = 2,
 * depends neither on the number of users nor much on that of cities; and as all cities are then equally
 * dense, their factors are nearly equal, and the law stands as it was published. Distance inside a city is
 * the mean distance of two points of its disc, 128 R / 45 pi; between cities it is that of the centres, but
 * never less than the mean of the two inner distances.
 */
#include "gravity.h"

#include <gx/base/memory.h>

#include <math.h>

enum { ROUNDS_MAX = 60 };
static const double balanced_enough = 1e-6;
static const double built_up = 52102;               /* km^2 */
static const double disc_mean_distance = 0.9054148; /* 128 / (45 pi), in radii */
static const double inverse_pi = 0.3183098861837907;

static inline double squared_distance(const gx_gravity *gravity, uint32_t a, uint32_t b)
{
    double x = gravity->x[a] - gravity->x[b], y = gravity->y[a] - gravity->y[b];
    double near = (gravity->inner[a] + gravity->inner[b]) / 2;
    double far = x * x + y * y;
    return far > near * near ? far : near * near;
}

static inline double pull(const gx_gravity *gravity, uint32_t a, uint32_t b)
{
    return gravity->factor[b] * gx_decay_at(&gravity->decay, squared_distance(gravity, a, b));
}

double gx_gravity_pull(const gx_gravity *gravity, uint32_t city, uint32_t other)
{
    return gravity->factor[city] * pull(gravity, city, other);
}

/* sum_b W_b f_b d_ab^-x */
static double field_at(const gx_gravity *gravity, uint32_t city)
{
    double sum = 0;
    for (uint32_t other = 0; other < gravity->cities; other++)
        sum += gravity->weight[other] * pull(gravity, city, other);
    return sum;
}

static void balance(gx_gravity *gravity, double *field, uint32_t threads)
{
    for (gravity->rounds = 0; gravity->rounds < ROUNDS_MAX; gravity->rounds++) {
        int64_t cities = gravity->cities;
#pragma omp parallel for schedule(static) num_threads((int)threads)
        for (int64_t city = 0; city < cities; city++)
            field[city] = field_at(gravity, (uint32_t)city);
        gravity->imbalance = 0;
        for (uint32_t city = 0; city < gravity->cities; city++) {
            double off = gravity->factor[city] * field[city] - 1;
            off = off < 0 ? -off : off;
            gravity->imbalance = off > gravity->imbalance ? off : gravity->imbalance;
        }
        if (gravity->imbalance < balanced_enough)
            return;
        for (uint32_t city = 0; city < gravity->cities; city++)
            gravity->factor[city] = sqrt(gravity->factor[city] / field[city]);
    }
}

static void place_cities(gx_gravity *gravity, const gx_population *people, const uint64_t *before)
{
    double total = (double)(before[people->users] - before[0]);
    for (uint32_t city = 0; city < gravity->cities; city++) {
        gx_point centre = gx_city_point(people, city);
        gravity->x[city] = (double)centre.x;
        gravity->y[city] = (double)centre.y;
        gx_span span = gx_city_span(people, city);
        double area = built_up * (double)(span.end - span.first) / (double)people->users;
        gravity->inner[city] = disc_mean_distance * sqrt(area * inverse_pi);
        gravity->weight[city] = (double)(before[span.end] - before[span.first]) / total;
        /* A first guess: as if alone. */
        double own = gx_decay_at(&gravity->decay, gravity->inner[city] * gravity->inner[city]);
        gravity->factor[city] = 1 / sqrt(gravity->weight[city] * own);
    }
}

gx_status gx_gravity_make(gx_gravity *out, const gx_population *population, const uint64_t *before,
                          double exponent, uint32_t threads, gx_error *error)
{
    uint32_t cities = population->cities;
    *out = (gx_gravity){.cities = cities};
    out->x = gx_alloc(5 * (size_t)cities, sizeof *out->x);
    double *field = gx_alloc(cities, sizeof *field);
    if (out->x == NULL || field == NULL) {
        gx_free(field);
        return gx_fail_memory(error, "the gravity of cities");
    }
    out->y = out->x + cities;
    out->inner = out->y + cities;
    out->weight = out->inner + cities;
    out->factor = out->weight + cities;
    gx_decay_make(&out->decay, exponent);
    place_cities(out, population, before);
    balance(out, field, threads);
    gx_free(field);
    return GX_OK;
}

void gx_gravity_free(gx_gravity *gravity)
{
    gx_free(gravity->x);
    *gravity = (gx_gravity){0};
}

void gx_gravity_row(const gx_gravity *gravity, uint32_t city, uint64_t *sums)
{
    double total = field_at(gravity, city), sum = 0;
    for (uint32_t other = 0; other < gravity->cities; other++) {
        sums[other] = (uint64_t)(sum / total * 4294967296.0);
        sum += gravity->weight[other] * pull(gravity, city, other);
    }
    sums[gravity->cities] = UINT64_C(1) << 32;
}
