/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a node to a member: one parser a type. What is accepted is written at gx_type (gx/base/table.h), and
 * nothing else is: a quoted number is text, 010 is refused because YAML 1.1 reads it as 8, a duration needs
 * its unit. */
#include "fields.h"

#include "decimal.h"

#include <gx/base/civil.h>
#include <gx/scenario/scenario.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a parser works on. */
typedef struct job {
    const gx_field *field;
    const char *text;
    size_t length;
    bool plain;
    void *target;
    gx_complaint *complaint;
} job;

void gx_complaint_free(gx_complaint *complaint)
{
    gx_text_free(&complaint->what);
    gx_text_free(&complaint->hint);
}

static bool store(const job *j, const void *value, size_t size)
{
    if (j->target)
        memcpy((char *)j->target + j->field->offset, value, size);
    return true;
}

/* "'users' must be a whole number, not 'abc'", with `example` and what the field accepts as the way out. */
static bool refuse(const job *j, const char *must_be, const char *example)
{
    char shown[168];
    gx_text_append(&j->complaint->what, "'%s' must be %s, not '%s'", j->field->name, must_be,
                   gx_shown(shown, j->text));
    if (*example)
        gx_text_append(&j->complaint->hint, "like %s; ", example);
    gx_text_append(&j->complaint->hint, "accepts ");
    gx_field_expects(j->field, &j->complaint->hint);
    return false;
}

static bool out_of_range(const job *j)
{
    char shown[168];
    gx_text_append(&j->complaint->what, "'%s' is out of range: %s", j->field->name, gx_shown(shown, j->text));
    gx_text_append(&j->complaint->hint, "accepts ");
    gx_field_expects(j->field, &j->complaint->hint);
    return false;
}

bool gx_field_has_min(const gx_field *field)
{
    double lowest =
        field->type == GX_TYPE_REAL || field->type == GX_TYPE_REALS ? -1.7e308 : (double)INT64_MIN;
    return !(field->min == 0 && field->max == 0) && field->min > lowest;
}

bool gx_field_has_max(const gx_field *field)
{
    double highest =
        field->type == GX_TYPE_REAL || field->type == GX_TYPE_REALS ? 1.7e308 : (double)INT64_MAX;
    return !(field->min == 0 && field->max == 0) && field->max < highest;
}

static bool in_range(const gx_field *field, double value)
{
    return (!gx_field_has_min(field) || value >= field->min) &&
           (!gx_field_has_max(field) || value <= field->max);
}

static bool store_integer(const job *j, int64_t value)
{
    if (in_range(j->field, (double)value))
        return store(j, &value, sizeof value);
    if (strcmp(j->field->name, "version") == 0 && (double)value > j->field->max) {
        gx_text_append(&j->complaint->what, "version %" PRId64 " is newer than this program reads", value);
        gx_text_append(&j->complaint->hint, "accepts ");
        gx_field_expects(j->field, &j->complaint->hint);
        return false;
    }
    return out_of_range(j);
}

static bool refuse_decimal(const job *j, gx_decimal_result result, const char *must_be, const char *example)
{
    char shown[168];
    if (result != GX_DECIMAL_TOO_LARGE)
        return refuse(j, must_be, example);
    gx_text_append(&j->complaint->what, "'%s' is too large: %s", j->field->name, gx_shown(shown, j->text));
    gx_text_append(&j->complaint->hint, "accepts ");
    gx_field_expects(j->field, &j->complaint->hint);
    return false;
}

/* A unit behind a number. */
typedef struct scale {
    const char *name;
    uint64_t factor;
} scale;

static const scale integer_scales[] = {{"", 1}, {"k", 1000}, {"M", 1000000}, {"G", 1000000000}};
static const scale money_scales[] = {{"", 100}, {"yuan", 100}, {"fen", 1}};
static const scale duration_scales[] = {
    {"ms", 1}, {"s", 1000}, {"min", 60000}, {"h", 3600000}, {"d", 86400000}};

/* A number and one of `scales` behind it, after at most one blank where `blank` allows it. */
static gx_decimal_result read_scaled(const char *text, const scale *scales, size_t count, bool blank,
                                     int64_t *value)
{
    gx_decimal decimal;
    gx_decimal_result result = gx_decimal_read(&decimal, text);
    if (result == GX_DECIMAL_NONE)
        return result;
    const char *unit = decimal.rest;
    if (blank && unit[0] == ' ' && unit[1] != '\0')
        unit++;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(unit, scales[i].name) == 0)
            return result == GX_DECIMAL_OK ? gx_decimal_scale(&decimal, scales[i].factor, value) : result;
    }
    return GX_DECIMAL_NONE;
}

static bool parse_bool(const job *j)
{
    static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
    for (size_t i = 0; j->plain && i < GX_COUNT_OF(words); i++) {
        if (strcmp(j->text, words[i]) == 0) {
            bool value = i % 2 == 1;
            return store(j, &value, sizeof value);
        }
    }
    return refuse(j, "true or false", "");
}

static bool parse_integer(const job *j)
{
    int64_t value = 0;
    gx_decimal_result result = GX_DECIMAL_NONE;
    if (j->plain)
        result = read_scaled(j->text, integer_scales, GX_COUNT_OF(integer_scales), false, &value);
    if (result != GX_DECIMAL_OK)
        return refuse_decimal(j, result, "a whole number", "1000, 420k or 8.08M");
    return store_integer(j, value);
}

static bool parse_money(const job *j)
{
    int64_t value = 0;
    gx_decimal_result result = read_scaled(j->text, money_scales, GX_COUNT_OF(money_scales), true, &value);
    if (result != GX_DECIMAL_OK)
        return refuse_decimal(j, result, "money in whole fen", "8.88 yuan or 888 fen");
    return store_integer(j, value);
}

static bool parse_duration(const job *j)
{
    int64_t value = 0;
    gx_decimal_result result = GX_DECIMAL_OK;
    if (strcmp(j->text, "0") != 0)
        result = read_scaled(j->text, duration_scales, GX_COUNT_OF(duration_scales), true, &value);
    if (result != GX_DECIMAL_OK)
        return refuse_decimal(j, result, "a duration in whole milliseconds with its unit",
                              "250ms, 90s, 10min, 1.5h or 7d");
    return store_integer(j, value);
}

static bool parse_time(const job *j)
{
    int64_t value = 0;
    if (!gx_parse_civil(j->text, &value))
        return refuse(j, "a date and time", "2016-02-07T12:00");
    return store_integer(j, value);
}

/* [+-] digits [.digits] [e [+-] digits], or .digits: what strtod reads, less hexadecimal, inf, nan and
 * blanks. */
static bool is_real(const char *p)
{
    p += *p == '-' || *p == '+';
    size_t whole = strspn(p, "0123456789");
    p += whole;
    if (*p == '.') {
        size_t fraction = strspn(p + 1, "0123456789");
        if (fraction == 0)
            return false;
        p += 1 + fraction;
    } else if (whole == 0) {
        return false;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '-' || *p == '+';
        size_t exponent = strspn(p, "0123456789");
        if (exponent == 0)
            return false;
        p += exponent;
    }
    return *p == '\0';
}

/* The number itself; *value only when true. */
static bool read_real(const job *j, double *value)
{
    char *end = NULL;
    if (!j->plain || !is_real(j->text))
        return refuse(j, "a finite number", "0.25 or 1e-6");
    double number = strtod(j->text, &end);
    if (*end != '\0' || !isfinite(number))
        return refuse(j, "a finite number", "0.25 or 1e-6");
    if (!in_range(j->field, number))
        return out_of_range(j);
    *value = number;
    return true;
}

static bool parse_real(const job *j)
{
    double value = 0;
    return read_real(j, &value) && store(j, &value, sizeof value);
}

static bool parse_choice(const job *j)
{
    const char *const *choices = j->field->choices;
    int32_t count = 0;
    for (; choices[count]; count++) {
        if (strcmp(j->text, choices[count]) == 0)
            return store(j, &count, sizeof count);
    }
    char shown[168];
    const char *nearest = j->length <= 64 ? gx_nearest_name(j->text, choices, (size_t)count) : NULL;
    gx_text_append(&j->complaint->what, "'%s' cannot be '%s'", j->field->name, gx_shown(shown, j->text));
    if (nearest)
        gx_text_append(&j->complaint->hint, "did you mean '%s'? ", nearest);
    gx_field_expects(j->field, &j->complaint->hint);
    return false;
}

static bool parse_text(const job *j)
{
    size_t characters = 0;
    for (size_t i = 0; i < j->length; i++)
        characters += ((unsigned char)j->text[i] & 0xC0U) != 0x80U;
    if (strlen(j->text) != j->length)
        return refuse(j, "text without NUL", "");
    if (!in_range(j->field, (double)characters) || j->length >= j->field->capacity) {
        gx_text_append(&j->complaint->what, "'%s' is %zu characters (%zu bytes) long", j->field->name,
                       characters, j->length);
        gx_text_append(&j->complaint->hint, "accepts ");
        gx_field_expects(j->field, &j->complaint->hint);
        return false;
    }
    if (j->target) /* to its end, so that equal values are equal bytes */
        memset((char *)j->target + j->field->offset, 0, j->field->capacity);
    return store(j, j->text, j->length + 1);
}

static bool (*const parsers[])(const job *) = {
    [GX_TYPE_BOOL] = parse_bool,     [GX_TYPE_INTEGER] = parse_integer,   [GX_TYPE_REAL] = parse_real,
    [GX_TYPE_MONEY] = parse_money,   [GX_TYPE_DURATION] = parse_duration, [GX_TYPE_TIME] = parse_time,
    [GX_TYPE_CHOICE] = parse_choice, [GX_TYPE_TEXT] = parse_text,
};

static job job_of(const gx_field *field, const gx_tree *tree, uint32_t node, void *target,
                  gx_complaint *complaint)
{
    return (job){
        field,    gx_node_text(tree, node), tree->nodes[node].length, tree->nodes[node].plain, target,
        complaint};
}

static bool wrong_kind(const gx_field *field, const gx_tree *tree, uint32_t node, const char *expected,
                       gx_complaint *complaint)
{
    gx_text_append(&complaint->what, "'%s' must be %s, not %s", field->name, expected,
                   gx_node_kind_text(tree, node));
    gx_text_append(&complaint->hint, "accepts ");
    gx_field_expects(field, &complaint->hint);
    return false;
}

static bool parse_list(const gx_field *field, const gx_tree *tree, uint32_t node, void *target,
                       gx_complaint *complaint)
{
    if (tree->nodes[node].kind != GX_NODE_LIST)
        return wrong_kind(field, tree, node, "a list like [0.5, 1]", complaint);
    gx_reals list = {0};
    for (uint32_t i = tree->nodes[node].first; i != GX_NO_NODE; i = tree->nodes[i].next) {
        complaint->node = i;
        if (tree->nodes[i].kind != GX_NODE_SCALAR)
            return wrong_kind(field, tree, i, "a list of numbers", complaint);
        job j = job_of(field, tree, i, target, complaint);
        if (list.count == GX_REALS_MAX) {
            gx_text_append(&complaint->what, "'%s' has more than %d numbers", field->name, (int)GX_REALS_MAX);
            return false;
        }
        if (!read_real(&j, &list.at[list.count]))
            return false;
        list.count++;
    }
    job whole = {.field = field, .target = target};
    return store(&whole, &list, sizeof list);
}

bool gx_field_parse(const gx_field *field, const gx_tree *tree, uint32_t node, void *target,
                    gx_complaint *complaint)
{
    complaint->node = node;
    if (gx_node_is_null(tree, node)) {
        gx_text_append(&complaint->what, "'%s' has no value", field->name);
        if (field->type == GX_TYPE_TEXT)
            gx_text_append(&complaint->hint, "write it in quotes; accepts ");
        else
            gx_text_append(&complaint->hint, "leave the key out for the default; accepts ");
        gx_field_expects(field, &complaint->hint);
        return false;
    }
    if (field->type == GX_TYPE_REALS)
        return parse_list(field, tree, node, target, complaint);
    if (tree->nodes[node].kind != GX_NODE_SCALAR)
        return wrong_kind(field, tree, node, "one value", complaint);
    job j = job_of(field, tree, node, target, complaint);
    return parsers[field->type](&j);
}
