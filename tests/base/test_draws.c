/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws in lanes have the bits of draws one by one: any count, any width of vector, whatever the counters. */
#include "bench.h"
#include <gx/base/draws.h>
#include <gx/base/memory.h>
#include <string.h>

static const uint32_t widths[] = {0, 256, 512};

/* Counters with all bits in play, edges among them. */
static void make_names(gx_draw_names *names, uint32_t round)
{
    for (uint32_t i = 0; i < GX_DRAWS_MOST; i++) {
        gx_draw bits = gx_draw_at(gx_key_make(5, round), 0xf000, i, 0, 0);
        names->who[i] = i % 7 == 3 ? UINT32_MAX : bits.word[0];
        names->about[i] = i % 5 == 2 ? 0 : bits.word[1];
        names->occasion[i] = i % 11 == 1 ? i : bits.word[2];
    }
}

static void assert_like_single(const gx_draws *draws, gx_key key, uint32_t purpose,
                               const gx_draw_names *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        gx_draw one = gx_draw_at(key, purpose, names->who[i], names->about[i], names->occasion[i]);
        for (int w = 0; w < 4; w++)
            ck_assert_msg(draws->word[w][i] == one.word[w], "draw %u of %u, word %d", i, count, w);
    }
}

static void assert_high(const gx_draws *high, const gx_draws *all, uint32_t count)
{
    for (int w = 0; w < 2; w++)
        ck_assert(memcmp(high->word[w], all->word[w], count * sizeof all->word[w][0]) == 0);
}

START_TEST(every_count_has_the_bits_of_single_draws)
{
    gx_key keys[] = {{{0, 0}}, {{UINT32_MAX, UINT32_MAX}}, gx_key_make(20160207, 3)};
    for (uint32_t count = 0; count <= GX_DRAWS_MOST; count++)
        for (size_t k = 0; k < 3; k++) {
            gx_draw_names names;
            gx_draws draws;
            make_names(&names, count);
            gx_draws_at(&draws, keys[k], 0xf000 + count, &names, count);
            assert_like_single(&draws, keys[k], 0xf000 + count, &names, count);
        }
}
END_TEST

START_TEST(widths_of_vectors_agree)
{
    gx_key key = gx_key_make(1, 1);
    uint32_t had = 0;
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
        for (uint32_t count = 0; count <= GX_DRAWS_MOST; count++) {
            gx_draw_names names;
            gx_draws draws, high;
            make_names(&names, count);
            if (!gx_draws_by(widths[w], false, &draws, key, 0xf001, &names, count))
                break;
            had |= 1u << w;
            assert_like_single(&draws, key, 0xf001, &names, count);
            ck_assert(gx_draws_by(widths[w], true, &high, key, 0xf001, &names, count));
            assert_high(&high, &draws, count);
            gx_draws_high_at(&high, key, 0xf001, &names, count);
            assert_high(&high, &draws, count);
        }
    ck_assert(had & 1);
    gx_draws draws;
    ck_assert(!gx_draws_by(1024, false, &draws, key, 0xf001, &(gx_draw_names){0}, 1));
}
END_TEST

static void name_alike(gx_draw_names *names, uint32_t count)
{
    make_names(names, count);
    for (uint32_t i = 0; i < GX_DRAWS_MOST; i++) {
        names->about[i] = 77;
        names->occasion[i] = UINT32_MAX - count;
    }
}

START_TEST(draws_that_differ_in_who_alone)
{
    gx_key key = gx_key_make(2, 0);
    for (uint32_t count = 0; count <= GX_DRAWS_MOST; count++) {
        gx_draw_names names;
        gx_draws draws, high;
        name_alike(&names, count);
        gx_draws_of(&draws, key, 0xf002, names.who, 77, UINT32_MAX - count, count);
        assert_like_single(&draws, key, 0xf002, &names, count);
        gx_draws_high_of(&high, key, 0xf002, names.who, 77, UINT32_MAX - count, count);
        assert_high(&high, &draws, count);
    }
}
END_TEST

/* Those who draw are read as far as they go: what lies behind them may be nobody's memory. */
START_TEST(widths_of_vectors_agree_where_who_alone_differs)
{
    gx_key key = gx_key_make(4, 1);
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
        for (uint32_t count = 0; count <= GX_DRAWS_MOST; count++) {
            gx_draw_names names;
            gx_draws draws, high;
            name_alike(&names, count);
            uint32_t *who = gx_alloc(count + 1, sizeof *who);
            memcpy(who, names.who, count * sizeof *who);
            bool can =
                gx_draws_of_by(widths[w], false, &draws, key, 0xf004, who, 77, UINT32_MAX - count, count);
            can = can &&
                  gx_draws_of_by(widths[w], true, &high, key, 0xf004, who, 77, UINT32_MAX - count, count);
            gx_free(who);
            if (!can)
                break;
            assert_like_single(&draws, key, 0xf004, &names, count);
            assert_high(&high, &draws, count);
        }
}
END_TEST

/* What lies behind the draws is left alone but for the rest of the last vector. */
START_TEST(nothing_behind_the_last_vector_is_written)
{
    gx_draw_names names;
    gx_draws draws;
    make_names(&names, 1);
    memset(&draws, 0x5a, sizeof draws);
    gx_draws_at(&draws, gx_key_make(3, 0), 0xf003, &names, 17);
    for (int w = 0; w < 4; w++)
        for (uint32_t i = 32; i < GX_DRAWS_MOST; i++)
            ck_assert_uint_eq(draws.word[w][i], 0x5a5a5a5au);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_count_has_the_bits_of_single_draws,
        widths_of_vectors_agree,
        draws_that_differ_in_who_alone,
        widths_of_vectors_agree_where_who_alone_differs,
        nothing_behind_the_last_vector_is_written,
    };
    return BENCH_RUN("base/draws", tests);
}
