/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "option.h"

#include <gx/base/memory.h>
#include <stdlib.h>
#include <string.h>

/* The option being read: where its value goes, and how it was written ("--seed", "-o"). */
typedef struct gx_slot {
    const gx_option *option;
    void *member;
    bool *given;
    const char *written;
} gx_slot;

typedef struct gx_parser {
    gx_option_set *sets;
    size_t set_count;
    char *const *words;
    size_t count, at;
    bool *given; /* one an option, sets one after the other */
    gx_text *complaint;
} gx_parser;

/* ---- Values ---------------------------------------------------------------------------------- */

bool gx_parse_whole(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    if (!*text)
        return false;
    for (; *text; text++) {
        uint64_t digit = (uint64_t)(unsigned char)*text - '0';
        if (digit > 9 || sum > (UINT64_MAX - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

bool gx_parse_duration(const char *text, int64_t *ms)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};
    int64_t number = 0, scale = 1;
    bool point = false, digits = false;
    for (; (*text >= '0' && *text <= '9') || (*text == '.' && !point); text++) {
        if (*text == '.') {
            point = true;
            continue;
        }
        if (number > INT64_C(100000000000) || scale > 100000)
            return false;
        digits = true;
        number = number * 10 + (*text - '0');
        scale *= point ? 10 : 1;
    }
    for (size_t i = 0; digits && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(text, units[i].name) != 0)
            continue;
        if (number > INT64_MAX / units[i].ms || number * units[i].ms % scale != 0)
            return false;
        *ms = number * units[i].ms / scale;
        return *ms > 0;
    }
    return false;
}

static void list_choices(const gx_option *option, gx_text *out)
{
    for (size_t i = 0; option->choices[i]; i++)
        gx_text_append(out, "%s%s", i ? ", " : "", option->choices[i]);
}

static bool take_number(const gx_slot *slot, const char *value, gx_text *complaint)
{
    const gx_option *option = slot->option;
    gx_number *number = slot->member;
    if (gx_parse_whole(value, &number->value) && number->value >= option->min &&
        number->value <= option->max) {
        number->given = true;
        return true;
    }
    gx_text_append(complaint, "%s: '%s' is not a whole number from %llu to %llu", slot->written, value,
                   (unsigned long long)option->min, (unsigned long long)option->max);
    return false;
}

static bool take_choice(const gx_slot *slot, const char *value, gx_text *complaint)
{
    const char *const *choices = slot->option->choices;
    size_t count = 0;
    for (; choices[count]; count++)
        if (strcmp(choices[count], value) == 0) {
            *(int32_t *)slot->member = (int32_t)count;
            return true;
        }
    const char *nearest = gx_nearest_name(value, choices, count);
    gx_text_append(complaint, "%s: '%s' is not one of ", slot->written, value);
    list_choices(slot->option, complaint);
    if (nearest)
        gx_text_append(complaint, "; did you mean '%s'?", nearest);
    return false;
}

static bool take(const gx_slot *slot, const char *value, gx_text *complaint)
{
    gx_texts *list = slot->member;
    switch (slot->option->type) {
    case GX_OPTION_FLAG:
        *(bool *)slot->member = true;
        return true;
    case GX_OPTION_TEXT:
        if (*value) {
            *(const char **)slot->member = value;
            return true;
        }
        gx_text_append(complaint, "%s: the value is empty", slot->written);
        return false;
    case GX_OPTION_LIST:
        list->at[list->count++] = value;
        return true;
    case GX_OPTION_NUMBER:
        return take_number(slot, value, complaint);
    case GX_OPTION_DURATION:
        if (gx_parse_duration(value, slot->member))
            return true;
        gx_text_append(complaint, "%s: '%s' is not a duration above 0, like 250ms, 90s, 10min, 1.5h or 7d",
                       slot->written, value);
        return false;
    case GX_OPTION_CHOICE:
        return take_choice(slot, value, complaint);
    }
    return false;
}

/* ---- Before and behind the words ------------------------------------------------------------- */

static gx_slot slot_of(const gx_option_set *set, size_t index, bool *given, const char *written)
{
    gx_slot slot = {&set->options[index], (char *)set->target + set->options[index].offset, given, written};
    return slot;
}

/* Room for lists, and defaults. */
static bool prepare(gx_parser *parser)
{
    for (size_t s = 0; s < parser->set_count; s++) {
        const gx_option_set *set = &parser->sets[s];
        for (size_t i = 0; i < set->count; i++) {
            const gx_option *option = &set->options[i];
            gx_slot slot = slot_of(set, i, NULL, option->name);
            if (option->type == GX_OPTION_CHOICE)
                *(int32_t *)slot.member = -1;
            if (option->type == GX_OPTION_LIST) {
                gx_texts *list = slot.member;
                list->at = gx_alloc(parser->count + 1, sizeof *list->at);
                if (!list->at)
                    return false;
            }
            if (option->fallback && !take(&slot, option->fallback, parser->complaint))
                return false;
            if (option->type == GX_OPTION_NUMBER)
                ((gx_number *)slot.member)->given = false;
        }
    }
    return true;
}

/* A word that other verbs know (GUANXI_FORMAT=csv where there is no csv) is passed over in silence. */
static bool known_elsewhere(const gx_option *option, const char *value)
{
    static const char *const formats[] = {"table", "json", "csv", "md"};
    if (option->type != GX_OPTION_CHOICE)
        return false;
    for (size_t i = 0; option->choices[i]; i++)
        if (strcmp(option->choices[i], value) == 0)
            return false;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i], value) == 0)
            return true;
    return false;
}

static bool read_environment(gx_parser *parser)
{
    const bool *given = parser->given;
    for (size_t s = 0; s < parser->set_count; s++)
        for (size_t i = 0; i < parser->sets[s].count; i++, given++) {
            const gx_option *option = &parser->sets[s].options[i];
            const char *value = option->environment && !*given ? getenv(option->environment) : NULL;
            gx_slot slot = slot_of(&parser->sets[s], i, NULL, option->environment);
            if (value && *value && !known_elsewhere(option, value) && !take(&slot, value, parser->complaint))
                return false;
        }
    return true;
}

/* ---- Words ----------------------------------------------------------------------------------- */

/* The option called by `length` bytes of a long name, or by a letter when `name` is NULL. */
static bool find(const gx_parser *parser, const char *name, size_t length, char letter, gx_slot *out)
{
    bool *given = parser->given;
    for (size_t s = 0; s < parser->set_count; s++)
        for (size_t i = 0; i < parser->sets[s].count; i++, given++) {
            const gx_option *option = &parser->sets[s].options[i];
            bool same = name ? strlen(option->name) == length && memcmp(option->name, name, length) == 0
                             : option->letter && option->letter == letter;
            if (same) {
                *out = slot_of(&parser->sets[s], i, given, NULL);
                return true;
            }
        }
    return false;
}

static void suggest(const gx_parser *parser, const char *written)
{
    const char *names[64];
    size_t count = 0;
    for (size_t s = 0; s < parser->set_count; s++)
        for (size_t i = 0; i < parser->sets[s].count && count < 64; i++)
            names[count++] = parser->sets[s].options[i].name;
    const char *bare = written + strspn(written, "-");
    const char *nearest = strlen(bare) > 1 ? gx_nearest_name(bare, names, count) : NULL;
    gx_text_append(parser->complaint, "unknown option '%s'", written);
    if (nearest)
        gx_text_append(parser->complaint, "; did you mean '--%s'?", nearest);
}

/* The value of an option that wants one: `attached` to it, or the next word. */
static const char *value_of(gx_parser *parser, const gx_slot *slot, const char *attached)
{
    if (attached)
        return attached;
    const char *next = parser->at < parser->count ? parser->words[parser->at] : NULL;
    if (next && !(next[0] == '-' && next[1])) {
        parser->at++;
        return next;
    }
    gx_text_append(parser->complaint, "%s needs a value (%s)", slot->written, slot->option->argument);
    if (next)
        gx_text_append(parser->complaint, "; one that begins with a dash is written %s=%s", slot->written,
                       next);
    return NULL;
}

static bool read_option(gx_parser *parser, gx_slot *slot, const char *attached)
{
    bool once = slot->option->type != GX_OPTION_LIST && slot->option->type != GX_OPTION_FLAG;
    if (once && *slot->given) {
        gx_text_append(parser->complaint, "%s is given twice", slot->written);
        return false;
    }
    *slot->given = true;
    if (slot->option->type == GX_OPTION_FLAG && attached) {
        gx_text_append(parser->complaint, "%s takes no value", slot->written);
        return false;
    }
    const char *value = slot->option->type == GX_OPTION_FLAG ? "" : value_of(parser, slot, attached);
    return value && take(slot, value, parser->complaint);
}

static bool read_long(gx_parser *parser, const char *word)
{
    const char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    gx_text written = {0};
    gx_text_append_bytes(&written, word, length);
    gx_slot slot;
    bool fine = find(parser, word + 2, length - 2, 0, &slot);
    if (fine) {
        slot.written = gx_text_get(&written);
        fine = read_option(parser, &slot, equals ? equals + 1 : NULL);
    } else {
        suggest(parser, gx_text_get(&written));
    }
    gx_text_free(&written);
    return fine;
}

/* "-q", "-o FILE", "-oFILE", "-qo FILE". */
static bool read_short(gx_parser *parser, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        char written[3] = {'-', *letter, '\0'};
        gx_slot slot;
        if (!find(parser, NULL, 0, *letter, &slot)) {
            suggest(parser, letter == word + 1 && letter[1] ? word : written);
            return false;
        }
        slot.written = written;
        bool flag = slot.option->type == GX_OPTION_FLAG;
        if (!read_option(parser, &slot, !flag && letter[1] ? letter + 1 : NULL))
            return false;
        if (!flag)
            return true;
    }
    return true;
}

static bool read_words(gx_parser *parser, gx_texts *operands)
{
    bool options = true;
    while (parser->at < parser->count) {
        const char *word = parser->words[parser->at++];
        bool fine = true;
        if (options && strcmp(word, "--") == 0)
            options = false;
        else if (options && strncmp(word, "--", 2) == 0)
            fine = read_long(parser, word);
        else if (options && word[0] == '-' && word[1])
            fine = read_short(parser, word);
        else
            operands->at[operands->count++] = word;
        if (!fine)
            return false;
    }
    return true;
}

bool gx_options_read(gx_option_set *sets, size_t set_count, char *const *words, size_t count,
                     gx_texts *operands, gx_text *complaint)
{
    size_t all = 0;
    for (size_t s = 0; s < set_count; s++)
        all += sets[s].count;
    gx_parser parser = {sets, set_count, words, count, 0, gx_alloc(all + 1, sizeof(bool)), complaint};
    operands->at = gx_alloc(count + 1, sizeof *operands->at);
    operands->count = 0;
    bool fine = parser.given && operands->at && prepare(&parser);
    if (!fine)
        gx_text_append(complaint, "memory is exhausted");
    fine = fine && read_words(&parser, operands) && read_environment(&parser);
    gx_free(parser.given);
    return fine;
}

void gx_options_free(gx_option_set *sets, size_t set_count, gx_texts *operands)
{
    for (size_t s = 0; s < set_count; s++)
        for (size_t i = 0; i < sets[s].count; i++)
            if (sets[s].options[i].type == GX_OPTION_LIST)
                gx_free(((gx_texts *)(void *)((char *)sets[s].target + sets[s].options[i].offset))->at);
    gx_free(operands->at);
}
