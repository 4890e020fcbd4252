/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where records, pairs and names are kept: against models that keep everything for ever and search it from
 * end to end, through thousands of random steps; and that a failure of memory changes nothing. */
#include "helper.h"

#include "ledger/book_internal.h"

#include <gx/base/memory.h>

static uint64_t state;

static uint32_t below(uint32_t n)
{
    state += UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(gx_mix64(state) % n);
}

/* ---- Relation */

enum { THINGS = 7, NAMES = 40 };

/* What is in a thing's list, the latest first. */
typedef struct pairs {
    uint32_t user[NAMES];
    uint64_t value[NAMES];
    uint32_t count;
} pairs;

static uint32_t place_of(const pairs *list, uint32_t user)
{
    uint32_t i = 0;
    while (i < list->count && list->user[i] != user)
        i++;
    return i;
}

static void push(pairs *list, uint32_t user, uint64_t value)
{
    for (uint32_t i = list->count++; i > 0; i--) {
        list->user[i] = list->user[i - 1];
        list->value[i] = list->value[i - 1];
    }
    list->user[0] = user;
    list->value[0] = value;
}

static void cut(pairs *list, uint32_t place)
{
    list->count--;
    for (uint32_t i = place; i < list->count; i++) {
        list->user[i] = list->user[i + 1];
        list->value[i] = list->value[i + 1];
    }
}

/* Check notes every assertion in a file, so there is one at the end. */
static void expect_relation(const gx_relation *relation, const uint32_t *heads, const pairs *model)
{
    uint32_t live = 0;
    bool right = true;
    for (uint32_t t = 0; t < THINGS; t++) {
        uint32_t i = 0;
        for (const gx_pair *p = gx_relation_at(relation, heads[t]); p != NULL;
             p = gx_relation_at(relation, p->next_of_thing)) {
            right &= i < model[t].count && p->thing == t && p->user == model[t].user[i] &&
                     p->value == model[t].value[i];
            i++;
        }
        right &= i == model[t].count;
        live += i;
        for (uint32_t user = 0; user < NAMES; user++) {
            uint32_t at = place_of(&model[t], user);
            const gx_pair *p = gx_relation_find(relation, t, user);
            right &= (p != NULL) == (at < model[t].count);
            right &= p == NULL || p->value == model[t].value[at];
        }
    }
    ck_assert(right);
    ck_assert_uint_eq(relation->live, live);
}

static void step(gx_relation *relation, uint32_t *heads, pairs *model)
{
    uint32_t t = below(THINGS);
    uint32_t user = below(NAMES);
    uint32_t at = place_of(&model[t], user);
    if (below(60) == 0) {
        gx_relation_drop_all(relation, &heads[t]);
        model[t].count = 0;
    } else if (at < model[t].count) {
        gx_relation_drop(relation, &heads[t], gx_relation_find(relation, t, user));
        cut(&model[t], at);
    } else {
        gx_memory_fail_after(below(3) == 0 ? 0 : -1);
        bool room = gx_relation_reserve(relation);
        gx_memory_fail_after(-1);
        if (room) {
            gx_relation_add(relation, &heads[t], t, user, state);
            push(&model[t], user, state);
        }
    }
}

START_TEST(a_relation_is_what_a_list_of_pairs_is)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        gx_relation relation;
        uint32_t heads[THINGS];
        pairs model[THINGS] = {0};
        state = seed;
        gx_relation_init(&relation);
        for (uint32_t t = 0; t < THINGS; t++)
            heads[t] = GX_RELATION_NONE;
        expect_relation(&relation, heads, model);
        for (int i = 0; i < 1000; i++) {
            step(&relation, heads, model);
            if (i % 10 == 0)
                expect_relation(&relation, heads, model);
        }
        expect_relation(&relation, heads, model);
        gx_relation_free(&relation);
    }
}
END_TEST

START_TEST(pairs_that_come_and_go_take_no_more_memory)
{
    gx_relation relation;
    uint32_t head = GX_RELATION_NONE;
    gx_relation_init(&relation);
    uint64_t before = 0;
    for (uint32_t round = 0; round < 50; round++) {
        for (uint32_t i = 0; i < 1000; i++) {
            if (!gx_relation_reserve(&relation))
                ck_abort();
            gx_relation_add(&relation, &head, round, i, i);
        }
        gx_relation_drop_all(&relation, &head);
        if (round == 0)
            before = gx_memory_allocations();
    }
    ck_assert_uint_eq(gx_memory_allocations(), before);
    ck_assert_uint_eq(relation.live, 0);
    gx_relation_free(&relation);
}
END_TEST

/* ---- Slab */

typedef struct record {
    gx_slab_head head;
    uint64_t value;
} record;

START_TEST(a_handle_reaches_its_own_record_only)
{
    enum { MANY = 4000 };
    static struct {
        gx_ref ref;
        uint64_t value;
        bool live;
    } model[MANY];
    gx_slab slab;
    uint32_t made = 0;
    state = 3;
    gx_slab_init(&slab, sizeof(record));
    while (made < MANY) {
        uint32_t which = made == 0 ? 0 : below(made);
        if (made > 0 && model[which].live && below(2) == 0) {
            gx_slab_give(&slab, model[which].ref.slot);
            model[which].live = false;
        } else {
            gx_memory_fail_after(below(3) == 0 ? 0 : -1);
            bool room = gx_slab_reserve(&slab);
            gx_memory_fail_after(-1);
            if (!room)
                continue;
            uint32_t place = gx_slab_take(&slab);
            record *r = gx_slab_at(&slab, place);
            r->value = state;
            model[made].ref = (gx_ref){place, r->head.life};
            model[made].value = state;
            model[made++].live = true;
        }
    }
    uint32_t live = 0;
    for (uint32_t i = 0; i < MANY; i++) {
        gx_ref ref = model[i].ref;
        live += model[i].live;
        ck_assert_int_eq(gx_slab_look(&slab, ref.slot, ref.life),
                         model[i].live ? GX_SLAB_LIVE : GX_SLAB_GONE);
        if (model[i].live)
            ck_assert_uint_eq(((record *)gx_slab_at(&slab, ref.slot))->value, model[i].value);
    }
    ck_assert_uint_eq(slab.live, live);
    ck_assert_int_eq(gx_slab_look(&slab, slab.used, 1), GX_SLAB_UNKNOWN);
    gx_slab_free(&slab);
}
END_TEST

static uint64_t digest_of(const gx_slab *slab)
{
    gx_digest digest = {0};
    gx_slab_digest(slab, &digest);
    return digest.value;
}

START_TEST(a_place_taken_back_was_never_taken)
{
    gx_slab slab;
    state = 5;
    gx_slab_init(&slab, sizeof(record));
    for (int round = 0; round < 2000; round++) {
        ck_assert(gx_slab_reserve(&slab));
        uint64_t before = digest_of(&slab);
        uint32_t place[4];
        for (int i = 0; i < 4; i++) {
            ck_assert(gx_slab_reserve(&slab));
            place[i] = gx_slab_take(&slab);
        }
        for (int i = 4; i-- > 0;)
            gx_slab_untake(&slab, place[i]);
        ck_assert_uint_eq(digest_of(&slab), before);
        uint32_t last = slab.used == 0 ? 0 : below(slab.used);
        record *r = slab.used == 0 ? NULL : gx_slab_at(&slab, last);
        if (r != NULL && r->head.next == GX_SLAB_IN_USE && below(2) == 0)
            gx_slab_give(&slab, last);
        else
            gx_slab_take(&slab);
    }
    gx_slab_free(&slab);
}
END_TEST

START_TEST(a_place_whose_lives_are_used_up_is_not_given_out)
{
    gx_slab slab;
    gx_slab_init(&slab, sizeof(record));
    ck_assert(gx_slab_reserve(&slab));
    uint32_t place = gx_slab_take(&slab);
    ((record *)gx_slab_at(&slab, place))->head.life = UINT32_MAX - 1;
    gx_slab_give(&slab, place);
    ck_assert(gx_slab_reserve(&slab));
    ck_assert_uint_ne(gx_slab_take(&slab), place);
    ck_assert_int_eq(gx_slab_look(&slab, place, UINT32_MAX - 1), GX_SLAB_GONE);
    gx_slab_free(&slab);
}
END_TEST

/* ---- Roster */

START_TEST(blocks_of_a_roster_do_not_touch)
{
    enum { BLOCKS = 60, STEPS = 3000 };
    struct {
        uint32_t at, names, mark;
    } block[BLOCKS] = {0};
    gx_roster roster;
    state = 9;
    gx_roster_init(&roster);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t b = below(BLOCKS);
        if (block[b].names > 0) {
            bool right = true;
            for (uint32_t k = 0; k < block[b].names; k++)
                right &= gx_roster_at(&roster, block[b].at)[k] == block[b].mark + k;
            ck_assert(right);
            const uint32_t *names = gx_roster_at(&roster, block[b].at);
            ck_assert(gx_roster_has(names, block[b].names, block[b].mark + block[b].names - 1));
            ck_assert(!gx_roster_has(names, block[b].names, block[b].mark + block[b].names));
            gx_roster_give(&roster, block[b].at, block[b].names);
            block[b].names = 0;
            continue;
        }
        uint32_t names = 1 + below(below(20) == 0 ? 100000 : 99);
        gx_memory_fail_after(below(3) == 0 ? 0 : -1);
        bool room = gx_roster_reserve(&roster, names);
        gx_memory_fail_after(-1);
        if (!room)
            continue;
        block[b].at = gx_roster_take(&roster, names);
        block[b].names = names;
        block[b].mark = i << 17;
        for (uint32_t k = 0; k < names; k++)
            gx_roster_at(&roster, block[b].at)[k] = block[b].mark + k;
    }
    ck_assert_uint_eq(gx_roster_take(&roster, 0), GX_ROSTER_NONE);
    ck_assert(!gx_roster_reserve(&roster, UINT32_MAX));
    gx_roster_free(&roster);
}
END_TEST

/* ---- Keys */

START_TEST(the_digest_of_keys_is_of_what_they_remember)
{
    for (uint32_t window = 1; window <= 9; window += 2) {
        gx_keys one;
        gx_keys two;
        enum { PARTIES = 100000, ASKED = 40 };
        ck_assert(gx_keys_init(&one, PARTIES, window) && gx_keys_init(&two, PARTIES, window));
        gx_ticket ticket;
        gx_outcome outcome = {.answer = {.code = GX_DONE, .amount = 5}};
        gx_outcome known;
        for (uint32_t i = 0; i < ASKED; i++) { /* the one from the front, the other from the back */
            ck_assert(gx_keys_admit(&one, i * 2000, 5, 77, &ticket, &known));
            ck_assert(gx_keys_remember(&one, &ticket, &outcome));
            ck_assert(gx_keys_admit(&two, (ASKED - 1 - i) * 2000, 5, 77, &ticket, &known));
            ck_assert(gx_keys_remember(&two, &ticket, &outcome));
        }
        ck_assert(gx_keys_admit(&two, PARTIES - 1, 5, 77, &ticket, &known)); /* asked, but not remembered */
        gx_digest a = {0};
        gx_digest b = {0};
        gx_keys_digest(&one, &a);
        gx_keys_digest(&two, &b);
        ck_assert_uint_eq(a.value, b.value);
        ck_assert(gx_keys_admit(&two, 4000, 6, 77, &ticket, &known));
        ck_assert(gx_keys_remember(&two, &ticket, &outcome));
        b = (gx_digest){0};
        gx_keys_digest(&two, &b);
        ck_assert_uint_ne(a.value, b.value);
        gx_keys_free(&one);
        gx_keys_free(&two);
    }
}
END_TEST

/* Serials in any order against a model that remembers everything for ever. */
START_TEST(a_ring_knows_the_last_serials_and_no_others)
{
    enum { SERIALS = 60 };
    for (uint64_t seed = 1; seed <= 300; seed++) {
        gx_keys keys;
        uint64_t content[SERIALS] = {0};
        int64_t highest = -1;
        state = seed;
        uint32_t window = 1 + below(7);
        uint32_t base = 0;
        ck_assert(gx_keys_init(&keys, 3, window));
        for (int i = 0; i < 200; i++) {
            base += below(6) == 0 && base < SERIALS - 12 ? 1 : 0;
            uint32_t serial = base + below(12);
            uint64_t about = gx_mix64(below(2));
            gx_ticket ticket;
            gx_outcome known = {0};
            bool new = gx_keys_admit(&keys, 1, serial, about, &ticket, &known);
            if ((int64_t)serial <= highest - window) {
                ck_assert(!new &&known.answer.code == GX_REFUSED_KEY_OLD);
                ck_assert_int_eq(known.answer.need, highest - window + 1);
            } else if (content[serial] == 0) {
                ck_assert(new);
                gx_outcome outcome = {.answer = {.code = GX_REFUSED_FUNDS, .have = serial, .need = -1}};
                ck_assert(gx_keys_remember(&keys, &ticket, &outcome));
                content[serial] = about;
                highest = serial > highest ? serial : highest;
            } else {
                ck_assert(!new);
                bool same = content[serial] == about;
                ck_assert_int_eq(known.answer.code, same ? GX_REFUSED_FUNDS : GX_REFUSED_KEY_CONTENT);
                ck_assert_int_eq(known.answer.have, same ? serial : 0);
            }
        }
        gx_keys_free(&keys);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("core/stores");
    TCase *tests = tcase_create("stores");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_relation_is_what_a_list_of_pairs_is);
    tcase_add_test(tests, pairs_that_come_and_go_take_no_more_memory);
    tcase_add_test(tests, a_handle_reaches_its_own_record_only);
    tcase_add_test(tests, a_place_taken_back_was_never_taken);
    tcase_add_test(tests, a_place_whose_lives_are_used_up_is_not_given_out);
    tcase_add_test(tests, blocks_of_a_roster_do_not_touch);
    tcase_add_test(tests, the_digest_of_keys_is_of_what_they_remember);
    tcase_add_test(tests, a_ring_knows_the_last_serials_and_no_others);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
