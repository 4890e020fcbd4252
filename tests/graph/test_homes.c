/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Districts, households, children and grown-ups by number, against the people they are numbers of; and the
 * division that they rest on. */
#include "implicit/divisor.h"
#include "implicit/slots.h"
#include "people/tables.h"
#include "world.h"

#include <string.h>

/* ---- Division ---- */

START_TEST(division_is_exact)
{
    static const uint32_t edges[] = {1, 2, 3, 5, 7, 641, 1023, 1024, 1025, 2651, 65537, 6700417, 2147483647};
    for (size_t at = 0; at < sizeof edges / sizeof *edges; at++) {
        gx_divisor by = gx_divisor_of(edges[at]);
        uint32_t wrong = 0;
        for (uint32_t turn = 0; turn < 3000; turn++) {
            uint32_t any = (uint32_t)gx_mix64(turn), multiple = any / edges[at] * edges[at];
            uint32_t number[] = {turn,     UINT32_MAX - turn, any,
                                 multiple, multiple - 1,      multiple + edges[at] - 1};
            for (uint32_t i = 0; i < sizeof number / sizeof *number; i++)
                wrong += gx_divide(by, number[i]) != number[i] / edges[at] ||
                         gx_rest(by, number[i]) != number[i] % edges[at];
        }
        ck_assert_uint_eq(wrong, 0);
    }
    ck_assert_uint_eq(gx_divide(gx_divisor_of(0), 5), 5);
}
END_TEST

/* ---- Homes ---- */

typedef struct seen {
    uint32_t households, children, grown; /* before the user */
    uint32_t quarter;
} seen;

/* Asked of every user, in order: counting must come to the same. */
static uint32_t check_user(const gx_implicit *implicit, seen *so_far, uint32_t user)
{
    const gx_population *people = implicit->people;
    gx_home home = gx_home_of(people, user);
    gx_quarter quarter;
    gx_quarter_find(&quarter, implicit, home.city, user);
    bool child = home.relation == GX_RELATION_child, first = user == home.household.first;
    uint32_t wrong = quarter.first != home.district.first || quarter.start != home.start;
    wrong += quarter.first + quarter.users != home.district.end;
    so_far->quarter += user == home.district.first && user > 0;
    gx_quarter same =
        gx_quarter_at(implicit, home.city, quarter.number - implicit->district_first[home.city]);
    wrong +=
        quarter.number != so_far->quarter || same.first != quarter.first || same.number != quarter.number;
    so_far->households += first && user > 0;
    gx_span asked = gx_home_span(implicit, &quarter, user);
    gx_span span = gx_household_span(implicit, so_far->households);
    wrong += asked.first != home.household.first || asked.end != home.household.end;
    wrong += span.first != home.household.first || span.end != home.household.end;
    wrong += gx_household_number(implicit, &quarter, user) != so_far->households;
    gx_unit unit = child ? GX_UNIT_CHILD : GX_UNIT_GROWN;
    gx_household_band band = gx_household_band_of(implicit, &quarter, user);
    uint32_t number = band.number;
    wrong += band.child != child;
    uint32_t children = implicit->district[quarter.number].children;
    wrong +=
        (child ? children : quarter.first - children) + number != (child ? so_far->children : so_far->grown);
    uint32_t found;
    gx_band_users_at(&found, implicit, &quarter, unit, &number, 1);
    wrong += found != user;
    uint32_t listed, head;
    gx_band_users(&listed, &head, implicit, &quarter, unit, number, 1);
    wrong += listed != user || head != home.household.first;
    *(child ? &so_far->children : &so_far->grown) += 1;
    return wrong;
}

static void check_homes(int64_t users, int64_t cities)
{
    world made = plan(users, cities);
    made.ties.form = GX_NETWORK_IMPLICIT;
    made.people.stored = false;
    build(&made, 5, 1);
    seen so_far = {0};
    uint32_t wrong = 0;
    for (uint32_t user = 0; user < (uint32_t)users; user++)
        wrong += check_user(made.network->implicit, &so_far, user) != 0;
    ck_assert_uint_eq(wrong, 0);
    raze(&made);
}

START_TEST(homes_are_where_people_live)
{
    check_homes(2, 1);
    check_homes(30, 3);
    check_homes(60000, 1);
    check_homes(200000, 120);
    check_homes(5001, 2);
}
END_TEST

START_TEST(bands_come_in_rows)
{
    world made = plan(60000, 2);
    made.ties.form = GX_NETWORK_IMPLICIT;
    build(&made, 6, 1);
    const gx_implicit *implicit = made.network->implicit;
    for (uint32_t at = 0; at < implicit->district_first[2]; at++) {
        uint32_t city = at >= implicit->district_first[1];
        gx_quarter quarter = gx_quarter_at(implicit, city, at - implicit->district_first[city]);
        uint32_t children = implicit->district[at + 1].children - implicit->district[at].children;
        for (gx_unit unit = GX_UNIT_CHILD; unit <= GX_UNIT_GROWN; unit++) {
            uint32_t count = unit == GX_UNIT_CHILD ? children : quarter.users - children, wrong = 0;
            static uint32_t user[8192], head[8192], at_number[8192];
            for (uint32_t i = 0; i < count; i++)
                at_number[i] = i;
            gx_band_users_at(at_number, implicit, &quarter, unit, at_number, count);
            gx_band_users(user, head, implicit, &quarter, unit, 0, count);
            for (uint32_t i = 0; i < count; i++)
                wrong += user[i] != at_number[i] || head[i] > user[i] || (i > 0 && user[i] <= user[i - 1]);
            ck_assert_uint_eq(wrong, 0);
        }
    }
    raze(&made);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("homes");
    TCase *all = tcase_create("all");
    tcase_add_test(all, division_is_exact);
    tcase_add_test(all, homes_are_where_people_live);
    tcase_add_test(all, bands_come_in_rows);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}
