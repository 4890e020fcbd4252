/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worlds: what a seed makes of the books, and whole histories, made up or played again. */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

uint32_t aud_themes_allowed = UINT32_MAX;

static uint64_t roll(uint64_t *dice)
{
    *dice += UINT64_C(0x9e3779b97f4a7c15);
    return gx_mix64(*dice);
}

/* The themes that have parts here. */
static uint32_t known_themes(void)
{
    uint32_t themes = 0;
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        themes |= aud_parts[i]->theme;
    return themes;
}

/* Some histories have all themes, and some none; most have what their favourite part needs and a few others,
 * so that these meet each other often. */
static uint32_t some_themes(uint64_t seed, uint64_t *dice)
{
    uint64_t mood = roll(dice) % 12;
    if (mood == 0)
        return 0;
    if (mood <= 4)
        return GX_THEMES_ALL;
    const aud_part *favourite = aud_favourite(seed);
    uint64_t few = roll(dice) & roll(dice);
    return (uint32_t)few | (favourite == NULL ? 0 : favourite->theme);
}

void aud_setting_of_seed(aud_setting *setting, uint64_t seed)
{
    static const int64_t starts[] = {1452816000, 1452816000, 0, -3 * 86400 + 5,
                                     951782400 /* 29 February 2000 */};
    static const uint32_t ticks[] = {0, 1000, 60000, 3600000, 250};
    uint64_t dice = gx_mix64(seed ^ UINT64_C(0x6175646974));
    uint32_t window = roll(&dice) % 3 == 0 ? 0 : 1 + (uint32_t)(roll(&dice) % 6);
    bool journal = roll(&dice) % 2 == 0;
    *setting = (aud_setting){
        .seed = seed, .first_tick = roll(&dice) % 40 == 0 ? UINT32_MAX - 40000 : 10, .journal = journal};
    setting->calendar.start = starts[roll(&dice) % 5];
    setting->calendar.tick_ms = ticks[roll(&dice) % 5];
    uint32_t themes = some_themes(seed, &dice);
    for (unsigned b = 0; b < AUD_BOOKS; b++) {
        uint32_t own =
            roll(&dice) % 24 == 0 ? (uint32_t)roll(&dice) : UINT32_MAX; /* one book unlike the others */
        setting->themes[b] = known_themes() & aud_themes_allowed & themes & own;
        setting->window[b] = window;
    }
}

gx_book_config aud_config(const aud_setting *setting, unsigned b, aud_bytes *journal)
{
    return (gx_book_config){.first_user = aud_user_name(b, 0),
                            .users = AUD_USERS,
                            .key_window = setting->window[b],
                            .themes = setting->themes[b],
                            .merchants = {aud_merchant_name(b, 0), AUD_MERCHANTS},
                            .pools = {aud_pool_name(b, 0), AUD_POOLS},
                            .calendar = setting->calendar,
                            .membership = {aud_is_member, NULL},
                            .journal = {journal == NULL ? NULL : aud_keep, journal}};
}

void aud_world_open(aud_world *world, aud_history *history, aud_tally *tally)
{
    const aud_setting *setting = &history->setting;
    *world =
        (aud_world){.history = history, .tally = tally, .dice = setting->seed, .now = setting->first_tick};
    world->made = calloc(history->room + 1, sizeof *world->made);
    for (unsigned b = 0; b < AUD_BOOKS; b++) {
        gx_book_config config = aud_config(setting, b, setting->journal ? &world->journal[b] : NULL);
        gx_error error;
        if (gx_book_create(&world->core[b], &config, &error) != GX_OK)
            aud_fail(world, "book %u was not made: %s", b, error.message);
        aud_book_open(&world->book[b], b, setting);
        for (unsigned party = 0; party < AUD_PARTIES; party++)
            world->next_serial[b][party] = 100; /* so that a step back is a step back */
    }
}

void aud_world_close(aud_world *world)
{
    for (unsigned b = 0; b < AUD_BOOKS; b++) {
        gx_book_free(world->core[b]);
        aud_book_close(&world->book[b]);
        free(world->journal[b].bytes);
    }
    free(world->made);
}

static void prepare_books(aud_world *world)
{
    for (unsigned b = 0; b < AUD_BOOKS; b++)
        for (size_t i = 0; aud_parts[i] != NULL; i++)
            if (aud_parts[i]->prepare != NULL && aud_has(&world->book[b], aud_parts[i]->theme))
                aud_parts[i]->prepare(world, b);
}

void aud_generate(aud_history *history, aud_tally *tally, uint32_t steps, aud_defect defect)
{
    aud_world world;
    aud_world_open(&world, history, tally);
    world.defect = defect;
    world.fresh = true;
    prepare_books(&world);
    while (history->count < steps && history->count + AUD_TOGETHER < history->room)
        aud_next(&world);
    aud_compare_all(&world);
    aud_compare_journals(&world);
    aud_world_close(&world);
}

void aud_replay(aud_history *history, aud_tally *tally, aud_defect defect, FILE *tell)
{
    aud_world world;
    aud_world_open(&world, history, tally);
    world.defect = defect;
    world.tell = tell;
    for (uint32_t i = 0; i < history->count;) {
        uint32_t count = 1;
        while (history->steps[i + count - 1].joined && i + count < history->count && count < AUD_TOGETHER &&
               history->steps[i + count].book == history->steps[i].book)
            count++;
        aud_play(&world, i, count);
        i += count;
    }
    aud_compare_all(&world);
    aud_compare_journals(&world);
    aud_world_close(&world);
}
