/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The theme: the state of all circles of a book, its audit and its digest; and its rules. */
#include "circles/circles.h"

#include "ledger/book_internal.h"

#include <gx/base/memory.h>

static const char *const right_words[] = {
#define X(NAME, word, help) word,
    GX_RIGHT_TABLE(X)
#undef X
};

const char *gx_right_word(gx_right right)
{
    return (unsigned)right < GX_RIGHT_COUNT ? right_words[right] : NULL;
}

gx_circle_record *gx_circle_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->circles->slab, place);
}

/* ---- The theme */

static bool start(gx_book *book)
{
    gx_circles *circles = gx_alloc(1, sizeof *circles);
    if (circles == NULL)
        return false;
    circles->rules = gx_circle_rules_default();
    gx_slab_init(&circles->slab, sizeof(gx_circle_record));
    gx_relation_init(&circles->people);
    book->circles = circles;
    return true;
}

static void stop(gx_book *book)
{
    if (book->circles == NULL)
        return;
    gx_relation_free(&book->circles->people);
    gx_slab_free(&book->circles->slab);
    gx_free(book->circles);
    book->circles = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->circles + gx_slab_bytes(&book->circles->slab) +
           gx_relation_bytes(&book->circles->people);
}

/* The circle's numbers, counted anew from its people. Returns how many pairs it has. */
static uint32_t audit_circle(const gx_book *book, uint32_t place, bool *sound)
{
    const gx_circle_record *circle = gx_circle_at(book, place);
    uint32_t pairs = 0;
    uint32_t members = 0;
    uint32_t restricted = 0;
    for (const gx_pair *pair = gx_relation_at(&book->circles->people, circle->people); pair != NULL;
         pair = gx_relation_at(&book->circles->people, pair->next_of_thing)) {
        gx_person person = gx_person_unpack(pair->value);
        bool is_restricted = person.banned || person.muted_until != 0;
        *sound &= pair->thing == place && pair->value != 0 && !(person.banned && person.standing > 0);
        *sound &= is_restricted || !person.by_platform;
        members += person.standing > 0;
        restricted += is_restricted;
        pairs++;
    }
    *sound &= members == circle->members && restricted == circle->restricted;
    *sound &= gx_party_of(book, circle->keeper) != GX_NO_PARTY;
    return pairs;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held; /* nothing: circles hold no money */
    const gx_circles *circles = book->circles;
    bool sound = true;
    uint64_t pairs = 0;
    for (uint32_t i = 0; i < circles->slab.used; i++)
        if (gx_circle_at(book, i)->head.next == GX_SLAB_IN_USE)
            pairs += audit_circle(book, i, &sound);
    return sound && pairs == circles->people.live;
}

static void digest_gate(const gx_gate *gate, gx_digest *digest)
{
    gx_digest_number(digest, gate->occupations);
    gx_digest_number(digest, (uint64_t)gate->badges_all << 32 | gate->badges_any);
    gx_digest_number(digest, (uint64_t)gate->score_min << 48 | (uint64_t)gate->standing_min << 32 |
                                 (uint64_t)gate->tier_min << 24 | (uint64_t)gate->sexes << 16 |
                                 (uint64_t)gate->age_min << 8 | gate->age_max);
}

static void digest_circle(const gx_book *book, const gx_circle_record *circle, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)circle->keeper << 32 | circle->topic);
    gx_digest_number(digest, (uint64_t)circle->shut_from << 32 | circle->open_from);
    gx_digest_number(digest, (uint64_t)circle->restricted << 32 | circle->members);
    gx_digest_number(digest, (uint64_t)circle->posts << 32 | circle->opened);
    gx_digest_number(digest, (uint64_t)circle->mode << 32 | (uint64_t)circle->real_name << 24 |
                                 (uint64_t)circle->alternatives << 16 | (uint64_t)circle->by_standing << 8 |
                                 circle->shut_by_platform);
    for (int right = 0; right < GX_RIGHT_COUNT; right++)
        for (int i = 0; i < 2; i++)
            digest_gate(&circle->gates[right][i], digest);
    gx_relation_digest(&book->circles->people, circle->people, digest);
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const gx_circles *circles = book->circles;
    gx_digest_number(digest, (uint64_t)circles->rules.act_cost);
    gx_digest_number(digest, circles->rules.operators);
    gx_digest_bytes(digest, &circles->counts, sizeof circles->counts);
    gx_slab_digest(&circles->slab, digest);
    for (uint32_t i = 0; i < circles->slab.used; i++)
        if (gx_circle_at(book, i)->head.next == GX_SLAB_IN_USE)
            digest_circle(book, gx_circle_at(book, i), digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    gx_circles *circles = book->circles;
    GX_ARCHIVE(archive, circles->rules);
    GX_ARCHIVE(archive, circles->counts);
    gx_slab_archive(archive, &circles->slab);
    gx_relation_archive(archive, &circles->people);
}

const gx_theme gx_theme_circles = {.name = "circles",
                                   .start = start,
                                   .stop = stop,
                                   .archive = archive,
                                   .bytes = bytes,
                                   .audit = audit,
                                   .state_digest = state_digest};

/* ---- Rules of the product */

gx_circle_rules gx_circle_rules_default(void)
{
    return (gx_circle_rules){.operators = GX_OPERATORS_USERS | GX_OPERATORS_MERCHANTS};
}

gx_answer gx_rule_circle_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_circle_rules *args = &op->args.circle_rules;
    if (args->act_cost < 0)
        return gx_refuse(GX_REFUSED_RULE, args->act_cost, 0);
    if (args->act_cost > GX_ACT_COST_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->act_cost, GX_ACT_COST_MAX);
    if (args->operators > (GX_OPERATORS_USERS | GX_OPERATORS_MERCHANTS))
        return gx_refuse(GX_REFUSED_RULE, args->operators, GX_OPERATORS_USERS | GX_OPERATORS_MERCHANTS);
    book->circles->rules = (gx_circle_rules){.act_cost = args->act_cost, .operators = args->operators};
    return gx_done(0);
}

gx_answer gx_circle_set_rules(gx_book *book, const gx_circle_rules *rules, uint32_t now)
{
    gx_op op = {
        .kind = GX_OP_CIRCLE_RULES, .now = now, .args.circle_rules = {rules->act_cost, rules->operators}};
    return gx_book_do(book, &op, NULL);
}
