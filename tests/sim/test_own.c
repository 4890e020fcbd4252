/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a handler sends to its own shard all at once is what it would send one by one, however many there are
 * and however far away they are due. */
#include <check.h>
#include <gx/base/draw.h>
#include <gx/sim/sim.h>

enum { ENTITIES = 300, UNTIL = 70000, KIND = 9, CHILDREN_MOST = 90 };

typedef struct own_model {
    gx_key key;
    bool at_once;
    uint64_t state[ENTITIES]; /* depends on the order of all that an entity got */
} own_model;

/* Entities send to themselves: the same world for any shards. A few have children by the dozen, so that what
 * is sent at once fills the block in which a shard's own messages wait several times. */
static uint32_t children_of(const gx_message *message, gx_draw draw, uint32_t tick)
{
    if (tick < 64) {
        return message->target % 64 == 0 && message->word[0] == 0 ? CHILDREN_MOST : 1;
    }
    return (draw.word[0] & 31) != 0;
}

static void on_step(gx_lane *lane, const gx_message *span, size_t count, void *context)
{
    own_model *model = context;
    for (size_t i = 0; i < count; i++) {
        uint32_t me = span[i].target;
        gx_message child[CHILDREN_MOST];
        gx_draw draw = gx_draw_at(model->key, 1, me, span[i].serial, lane->tick);
        uint32_t children = children_of(&span[i], draw, lane->tick);
        model->state[me] = gx_mix_pair(model->state[me], (uint64_t)span[i].serial << 32 | span[i].subtick);
        gx_note(lane, model->state[me]);
        for (uint32_t c = 0; c < children; c++) {
            gx_draw when = gx_draw_at(model->key, 2, me, span[i].serial, c);
            uint32_t wait = 1 + (when.word[0] & (when.word[1] % 8 == 0 ? 0x7fff : 0xff));
            child[c] = (gx_message){.target = me,
                                    .source = me,
                                    .due_kind = gx_due_kind(lane->tick + wait, KIND),
                                    .subtick = when.word[2],
                                    .serial = when.word[3],
                                    .word = {1, 0}};
        }
        if (model->at_once) {
            gx_send_own(lane, child, children);
        }
        for (uint32_t c = 0; c < children && !model->at_once; c++) {
            gx_send(lane, &child[c]);
        }
    }
}

static uint64_t run(own_model *model, uint32_t shards, uint32_t threads, bool at_once, gx_sim_counts *counts)
{
    *model = (own_model){.key = gx_key_make(7, 0), .at_once = at_once};
    gx_sim *sim = NULL;
    gx_sim_config config = {.entities = ENTITIES - 100, .more = 100, .shards = shards, .threads = threads};
    ck_assert_int_eq(gx_sim_create(&sim, &config, NULL), GX_OK);
    ck_assert_int_eq(gx_sim_handle(sim, KIND, "step", on_step, model), GX_OK);
    for (uint32_t i = 0; i < ENTITIES; i++) {
        gx_message first = {.target = i, .source = i, .due_kind = gx_due_kind(1 + i % 7, KIND)};
        ck_assert_int_eq(gx_sim_post(sim, &first, NULL), GX_OK);
    }
    ck_assert_int_eq(gx_sim_run(sim, UNTIL, NULL, NULL), GX_OK);
    uint64_t digest = gx_sim_digest(sim);
    *counts = gx_sim_count(sim);
    gx_sim_free(sim);
    return digest;
}

START_TEST(many_at_once_are_as_one_by_one)
{
    static own_model single, all;
    gx_sim_counts one, other;
    uint64_t digest = run(&single, 1, 1, false, &one);
    ck_assert_uint_gt(one.delivered, 20 * ENTITIES);
    for (uint32_t shards = 1; shards <= 16; shards *= 4) {
        ck_assert_uint_eq(run(&all, shards, 1 + shards % 3, true, &other), digest);
        ck_assert_uint_eq(other.sent, one.sent);
        ck_assert_uint_eq(other.delivered, one.delivered);
        ck_assert_uint_eq(other.waiting, one.waiting);
        for (uint32_t i = 0; i < ENTITIES; i++) {
            ck_assert_uint_eq(all.state[i], single.state[i]);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sim/own");
    TCase *tests = tcase_create("own");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, many_at_once_are_as_one_by_one);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
