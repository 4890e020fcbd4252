/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making up what comes next: mostly sensible, now and then absurd, forged, late, again, or all at once. */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <string.h>

uint64_t aud_any(aud_world *world)
{
    world->dice += UINT64_C(0x9e3779b97f4a7c15);
    return gx_mix64(world->dice);
}

uint32_t aud_below(aud_world *world, uint32_t n)
{
    return (uint32_t)(aud_any(world) % n);
}

bool aud_odds(aud_world *world, uint32_t percent)
{
    return aud_below(world, 100) < percent;
}

aud_book *aud_book_of(aud_world *world, unsigned book)
{
    return &world->book[book];
}

gx_book *aud_core_of(aud_world *world, unsigned book)
{
    return world->core[book];
}

uint32_t aud_now(const aud_world *world)
{
    return world->now;
}

/* ---- Somebody, something, so much */

uint32_t aud_some_user(aud_world *world, unsigned book)
{
    return aud_user_name(book, aud_below(world, AUD_USERS));
}

uint32_t aud_some_party(aud_world *world, unsigned book)
{
    return aud_name(book * AUD_PARTIES + aud_below(world, AUD_PARTIES));
}

uint32_t aud_anybody(aud_world *world)
{
    if (aud_odds(world, 5))
        return aud_name(aud_below(world, AUD_NAMES));
    return aud_some_user(world, aud_below(world, AUD_BOOKS));
}

gx_fen aud_some_amount(aud_world *world, const aud_book *book, uint32_t account)
{
    if (aud_odds(world, 88))
        return 1 + aud_below(world, 600);
    gx_fen money = book != NULL && account < AUD_ACCOUNTS ? book->money[account] : 7;
    const gx_fen odd[] = {0,     -1,        INT64_MIN, INT64_MAX, (gx_fen)1 << 59, (gx_fen)1 << 60,
                          money, money + 1, -money};
    return odd[aud_below(world, sizeof odd / sizeof odd[0])];
}

aud_thing *aud_some_thing(aud_world *world, unsigned book, aud_kind kind)
{
    const aud_book *own = &world->book[book];
    uint32_t dice = aud_below(world, 100);
    uint32_t seen = 0;
    aud_thing *some = NULL;
    if (dice < 4)
        return NULL;
    for (size_t i = own->thing_count; i-- > 0 && seen < 12;) {
        aud_thing *thing = own->things[i];
        if (thing->kind != kind || (thing->gone && dice < 90) || thing->ref.life == 0)
            continue;
        if (aud_below(world, ++seen) == 0)
            some = thing;
    }
    return some;
}

aud_thing *aud_some_thing_of(aud_world *world, aud_step *step, aud_kind kind)
{
    if (aud_odds(world, 4)) /* the handle of one book, asked in another */
        return aud_some_thing(world, aud_below(world, AUD_BOOKS), kind);
    return aud_some_thing(world, step->book, kind);
}

void aud_mention(aud_world *world, aud_step *step, gx_ref *ref, const aud_thing *thing)
{
    unsigned number = aud_ref_number(&step->op, ref);
    if (thing == NULL || number >= AUD_REFS) {
        *ref = (gx_ref){aud_odds(world, 50) ? aud_below(world, 12) : (uint32_t)aud_any(world),
                        aud_below(world, 6)};
        return;
    }
    *ref = thing->ref;
    step->from[number] = (int32_t)thing->step;
    if (aud_odds(world, 4)) {
        int bend = aud_odds(world, 50) ? 1 : -1;
        step->bend[number] = (int8_t)bend;
        ref->life = ref->life + (uint32_t)bend;
    }
}

bool aud_some_flight(aud_world *world, uint32_t *to, gx_fen *amount)
{
    if (world->flying == 0)
        return false;
    uint32_t place = aud_below(world, world->flying);
    *to = world->flights[place].to;
    *amount = world->flights[place].amount;
    world->flights[place] = world->flights[--world->flying];
    return true;
}

/* ---- Arguments by their type alone */

static void scatter_field(aud_world *world, aud_step *step, const aud_field *field)
{
    char *at = (char *)&step->op + field->offset;
    uint64_t number = aud_any(world);
    switch (field->type) {
    case AUD_u8:
    case AUD_u16:
        number = aud_odds(world, 80) ? aud_below(world, 8) : number;
        memcpy(at, &number, field->size);
        break;
    case AUD_u32:
        number = aud_anybody(world);
        memcpy(at, &number, field->size);
        break;
    case AUD_u64:
        number = aud_odds(world, 70) ? aud_below(world, 64) : number;
        memcpy(at, &number, field->size);
        break;
    case AUD_fen: {
        uint32_t party = aud_party(&world->book[step->book], step->op.key.account);
        gx_fen amount = aud_some_amount(world, &world->book[step->book], party);
        memcpy(at, &amount, sizeof amount);
        break;
    }
    case AUD_ref: {
        gx_ref ref = {aud_below(world, 12), aud_below(world, 6)};
        memcpy(at, &ref, sizeof ref);
        break;
    }
    case AUD_pass: {
        gx_pass pass = {.user = aud_anybody(world),
                        .badges = aud_below(world, 16),
                        .score = (uint16_t)aud_below(world, 951),
                        .place = (uint16_t)aud_below(world, 4),
                        .tier = (uint8_t)aud_below(world, 4),
                        .sex = (uint8_t)aud_below(world, 3),
                        .age = (uint8_t)aud_below(world, 80),
                        .occupation = (uint8_t)aud_below(world, 6)};
        memcpy(at, &pass, sizeof pass);
        break;
    }
    case AUD_draw: {
        uint64_t words[2] = {number, aud_any(world)};
        memcpy(at, words, sizeof words);
        break;
    }
    }
}

/* Something that nobody in his senses would ask. */
static void spoil_field(aud_world *world, aud_step *step, const aud_field *field, unsigned ref_number)
{
    static const gx_fen fens[] = {0, -1, INT64_MIN, INT64_MAX, (gx_fen)1 << 60, ((gx_fen)1 << 60) + 1, 1};
    char *at = (char *)&step->op + field->offset;
    uint32_t name = aud_name(aud_below(world, AUD_NAMES));
    switch (field->type) {
    case AUD_u32:
        memcpy(at, &name, sizeof name);
        break;
    case AUD_fen:
        memcpy(at, &fens[aud_below(world, 7)], sizeof fens[0]);
        break;
    case AUD_draw:
        memset(at, aud_odds(world, 50) ? 0 : 0xff, field->size);
        break;
    case AUD_ref:
        if (ref_number < AUD_REFS)
            step->from[ref_number] = -1;
        scatter_field(world, step, field);
        break;
    default:
        scatter_field(world, step, field);
    }
}

static void spoil_something(aud_world *world, aud_step *step)
{
    const aud_form *form = aud_form_of(step->op.kind);
    if (form->count == 0)
        return;
    size_t which = aud_below(world, (uint32_t)form->count);
    unsigned refs = 0;
    for (size_t i = 0; i < which; i++)
        refs += form->fields[i].type == AUD_ref;
    spoil_field(world, step, &form->fields[which], refs);
}

/* ---- Steps */

aud_step *aud_make(aud_world *world, unsigned book, gx_op_kind kind)
{
    aud_history *history = world->history;
    uint32_t place = history->count + world->drafted;
    if (place >= history->room)
        aud_fail(world, "the history has no room for what is prepared");
    aud_step *step = &history->steps[place];
    *step = (aud_step){.id = history->ids++, .book = (uint8_t)book, .from = {-1, -1, -1, -1}};
    step->op.kind = (uint8_t)kind;
    step->op.now = world->now;
    step->op.key.account = aud_some_user(world, book);
    const aud_form *form = aud_form_of(kind);
    for (size_t i = 0; i < form->count; i++)
        scatter_field(world, step, &form->fields[i]);
    return step;
}

static uint32_t *asked_by(aud_world *world, unsigned book, uint32_t party, uint32_t serial)
{
    return &world->asked[book][party][serial % AUD_REPLAYS];
}

/* An old order once more: the same, or with another content. */
static bool ask_again(aud_world *world, aud_step *step, uint32_t party)
{
    uint32_t serial = world->next_serial[step->book][party] - 1 - aud_below(world, 4);
    uint32_t index = *asked_by(world, step->book, party, serial);
    if (index == 0)
        return false;
    aud_step *old = &world->history->steps[index - 1];
    aud_step fresh = *step;
    *step = *old;
    step->id = fresh.id;
    step->made = (gx_ref){0, 0};
    step->joined = step->choked = step->watched = step->reborn = false;
    step->op.linked = false;
    step->op.now = fresh.op.now;
    if (aud_odds(world, 30))
        spoil_something(world, step);
    return true;
}

/* The key: mostly the party's next serial; sometimes an old order again, or a serial out of turn. */
static void choose_key(aud_world *world, aud_step *step, bool straight)
{
    uint32_t index = (uint32_t)(step - world->history->steps);
    uint32_t party = aud_party(&world->book[step->book], step->op.key.account);
    if (party == AUD_NOBODY)
        return;
    uint32_t *next = &world->next_serial[step->book][party];
    uint32_t dice = straight ? 0 : aud_below(world, 100);
    if (dice >= 88 && dice < 96 && ask_again(world, step, party))
        return;
    if (dice < 96) {
        step->op.key.serial = (*next)++;
    } else {
        step->op.key.serial = *next + aud_below(world, 12) - 8;
        if (dice == 99 && step->op.key.serial >= *next)
            *next = step->op.key.serial + 1;
    }
    *asked_by(world, step->book, party, step->op.key.serial) = index + 1;
}

/* What a history is about, by its seed: mostly one part, the larger ones more often; 0: none. */
const aud_part *aud_favourite(uint64_t seed)
{
    uint64_t rules = 0;
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        for (const aud_rule *rule = aud_parts[i]->rules; rule->kind != 0; rule++)
            rules++;
    uint64_t place = gx_mix64(seed ^ UINT64_C(0xfa40)) % (rules + rules / 8);
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        for (const aud_rule *rule = aud_parts[i]->rules; rule->kind != 0; rule++)
            if (place-- == 0)
                return aud_parts[i];
    return NULL;
}

/* How often a rule is asked in this history: operations of its favourite part more often, and each operation
 * more often in some histories than in others, so that rare paths are walked somewhere. */
static unsigned weight_of(uint64_t seed, const aud_part *favourite, const aud_part *part,
                          const aud_rule *rule)
{
    static const unsigned times[7] = {2, 2, 2, 2, 2, 4, 8};
    uint64_t dice = gx_mix_pair(seed, rule->kind);
    unsigned mood = dice % 64 < 2 ? 0 : times[dice % 7];
    bool favoured = favourite != NULL &&
                    (part->theme == GX_THEME_LEDGER ? part == favourite : part->theme == favourite->theme);
    return rule->weight * mood * (favoured ? 15 : 1);
}

static void weigh_rules(aud_world *world)
{
    uint64_t seed = world->history->setting.seed;
    const aud_part *favourite = aud_favourite(seed);
    for (size_t i = 0; aud_parts[i] != NULL; i++)
        for (const aud_rule *rule = aud_parts[i]->rules; rule->kind != 0; rule++)
            world->weight[rule->kind] = weight_of(seed, favourite, aud_parts[i], rule);
    world->weighed = true;
}

static const aud_rule *some_rule(aud_world *world, unsigned book)
{
    bool any = aud_odds(world, 2);
    unsigned sum = 0;
    const aud_rule *chosen = &aud_parts[0]->rules[1];
    if (!world->weighed)
        weigh_rules(world);
    for (size_t i = 0; aud_parts[i] != NULL; i++) {
        if (!any && !aud_has(&world->book[book], aud_parts[i]->theme))
            continue;
        for (const aud_rule *rule = aud_parts[i]->rules; rule->kind != 0; rule++) {
            unsigned weight = world->weight[rule->kind];
            sum += weight;
            if (weight > 0 && aud_below(world, sum) < weight)
                chosen = rule;
        }
    }
    return chosen;
}

/* Another operation altogether, with arguments of its own. */
static void become_another(aud_world *world, aud_step *step)
{
    step->op.kind = (uint8_t)aud_below(world, 256);
    const aud_form *form = aud_form_of(step->op.kind);
    for (size_t i = 0; i < form->count; i++)
        scatter_field(world, step, &form->fields[i]);
    for (unsigned i = 0; i < AUD_REFS; i++) {
        step->from[i] = -1;
        step->bend[i] = 0;
    }
}

/* What can go wrong on any operation's way to the door. */
static void bad_luck(aud_world *world, aud_step *step)
{
    uint32_t dice = aud_below(world, 1000);
    if (dice < 30)
        spoil_something(world, step);
    else if (dice < 36)
        step->op.now -= 1 + aud_below(world, 30);
    else if (dice < 39)
        become_another(world, step);
    else if (dice < 43)
        step->op.listed = (uint16_t)(GX_LIST_MAX + 1 + aud_below(world, 300));
    else if (dice < 47)
        step->op.listed = (uint16_t)aud_below(world, 4);
    else if (dice < 53)
        step->op.key.account = aud_name(aud_below(world, AUD_NAMES));
    if (aud_form_of(step->op.kind)->name != NULL) {
        const aud_part *part;
        if (aud_rule_of(step->op.kind, &part) == NULL)
            step->op.kind = 0; /* no part predicts it yet */
    }
}

static void draft(aud_world *world, unsigned book, bool linkable)
{
    const aud_rule *rule = some_rule(world, book);
    for (int i = 0; linkable && i < 40 && !gx_op_is_linkable(rule->kind); i++)
        rule = some_rule(world, book);
    aud_step *step = aud_make(world, book, rule->kind);
    if (rule->generate != NULL)
        rule->generate(world, step);
    bad_luck(world, step);
    if (aud_form_of(step->op.kind)->keyed)
        choose_key(world, step, false);
    step->watched = aud_odds(world, 20);
    step->choked = aud_odds(world, 12);
    step->reborn = gx_mix64(world->history->setting.seed << 32 | step->id) % 250 == 0; /* takes no dice */
    world->drafted++;
}

static void play_drafted(aud_world *world)
{
    uint32_t first = world->history->count;
    uint32_t count = world->drafted;
    world->history->count += count;
    world->drafted = 0;
    aud_play(world, first, count);
}

void aud_do(aud_world *world, aud_step *step)
{
    if (aud_form_of(step->op.kind)->keyed)
        choose_key(world, step, true);
    world->drafted = 1;
    play_drafted(world);
}

static void let_time_pass(aud_world *world)
{
    uint32_t tick = world->history->setting.calendar.tick_ms;
    uint32_t day = (uint32_t)(86400000 / (tick == 0 ? 1000 : tick));
    uint32_t dice = aud_below(world, 10000);
    uint32_t ticks = 0;
    if (dice < 3500)
        ticks = 1;
    else if (dice < 3800)
        ticks = aud_below(world, 20);
    else if (dice < 3810)
        ticks = aud_below(world, 100);
    else if (dice < 3820)
        ticks = day;
    else if (dice < 3823)
        ticks = aud_below(world, 40 * day);
    else if (dice == 3823)
        ticks = 366 * day;
    world->now = aud_later(world->now, ticks);
}

/* Several in one call, of one book; some of them linked. */
static void draft_batch(aud_world *world, unsigned book)
{
    uint32_t count = aud_odds(world, 97) ? 2 + aud_below(world, 11) : AUD_TOGETHER - aud_below(world, 10);
    bool all = count > 12;
    bool linkable = aud_odds(world, 60);
    for (uint32_t i = 0; i < count; i++) {
        draft(world, book, linkable);
        aud_step *step = &world->history->steps[world->history->count + i];
        step->book = (uint8_t)book;
        step->choked = false;
        step->joined = i + 1 < count;
        step->op.linked = all || aud_odds(world, linkable ? 60 : 5);
    }
}

void aud_next(aud_world *world)
{
    let_time_pass(world);
    unsigned book = aud_below(world, AUD_BOOKS);
    if (aud_odds(world, 3))
        draft_batch(world, book);
    else
        draft(world, book, false);
    play_drafted(world);
}
