/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field's value, and what it accepts, as text. What is printed reads back to the same value. */
#include "fields.h"

#include <gx/base/civil.h>
#include <gx/scenario/scenario.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN_BYTES_MAX = 160 };

const char *gx_shown(char buffer[168], const char *text)
{
    size_t length = 0, characters = 0, i = 0;
    for (; text[i] && (characters < 40 || ((unsigned char)text[i] & 0xC0U) == 0x80U); i++) {
        unsigned char c = (unsigned char)text[i];
        characters += (c & 0xC0U) != 0x80U;
        if (length == SHOWN_BYTES_MAX) /* not UTF-8: an argument may be anything */
            break;
        buffer[length] = text[i];
        if (c < 0x20 || c == 0x7F)
            buffer[length] = '?';
        length++;
    }
    memcpy(buffer + length, text[i] ? "…" : "", text[i] ? sizeof "…" : 1);
    return buffer;
}

static bool is_word(const char *text)
{
    /* What some reader of YAML takes for a boolean, nothing or a number. */
    static const char *const taken[] = {"null", "true", "false", "yes", "no", "on",
                                        "off",  "y",    "n",     "inf", "nan"};
    for (size_t i = 0; i < GX_COUNT_OF(taken); i++) {
        size_t k = 0;
        while (taken[i][k] && (text[k] | 0x20) == taken[i][k])
            k++;
        if (!taken[i][k] && !text[k])
            return false;
    }
    char first = (char)(text[0] | 0x20);
    if (first < 'a' || first > 'z')
        return false;
    size_t good = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./ ");
    return text[good] == '\0' && text[good - 1] != ' ';
}

/* Length of a character that YAML does not take as it stands (other than ASCII controls); 0 when it does. Its
 * code point goes to *c. */
static size_t unprintable(const unsigned char *u, unsigned *c)
{
    if (u[0] == 0xC2 && u[1] < 0xA0) { /* U+0080 … U+009F */
        *c = u[1];
        return 2;
    }
    if (u[0] < 0xE0 || u[0] > 0xEF)
        return 0;
    *c = ((u[0] & 0x0FU) << 12) | ((u[1] & 0x3FU) << 6) | (u[2] & 0x3FU);
    return *c == 0x2028 || *c == 0x2029 || *c == 0xFEFF || *c >= 0xFFFE ? 3 : 0;
}

void gx_print_yaml_text(const char *text, gx_text *out)
{
    if (is_word(text)) {
        gx_text_append(out, "%s", text);
        return;
    }
    gx_text_append(out, "\"");
    for (const unsigned char *u = (const unsigned char *)text; *u; u++) {
        unsigned c = 0;
        size_t bytes = *u < 0x80 ? 0 : unprintable(u, &c);
        if (bytes > 0) {
            gx_text_append(out, "\\u%04X", c);
            u += bytes - 1;
        } else if (*u == '"' || *u == '\\') {
            gx_text_append(out, "\\%c", *u);
        } else if (*u < 0x20 || *u == 0x7F) {
            gx_text_append(out, "\\x%02X", *u);
        } else {
            gx_text_append_bytes(out, (const char *)u, 1);
        }
    }
    gx_text_append(out, "\"");
}

static void print_money(int64_t fen, gx_text *out)
{
    uint64_t magnitude = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    gx_text_append(out, "%s%" PRIu64, fen < 0 ? "-" : "", magnitude / 100);
    if (magnitude % 100 != 0)
        gx_text_append(out, ".%02" PRIu64, magnitude % 100);
    gx_text_append(out, " yuan");
}

/* In the largest unit that divides it; days only from two on, because people say 24h. */
static void print_duration(int64_t ms, gx_text *out)
{
    static const struct {
        const char *name;
        int64_t ms;
    } units[] = {{"d", 86400000}, {"h", 3600000}, {"min", 60000}, {"s", 1000}, {"ms", 1}};
    size_t unit = ms % 86400000 == 0 && (ms > 86400000 || ms < -86400000) ? 0 : 1;
    while (unit < GX_COUNT_OF(units) - 1 && (ms % units[unit].ms != 0 || (ms == 0 && unit < 3)))
        unit++;
    gx_text_append(out, "%" PRId64 "%s", ms / units[unit].ms, units[unit].name);
}

static void print_reals(const gx_reals *list, gx_text *out)
{
    char buffer[32];
    gx_text_append(out, "[");
    for (uint32_t i = 0; i < list->count; i++)
        gx_text_append(out, "%s%s", i > 0 ? ", " : "", gx_format_real(buffer, list->at[i]));
    gx_text_append(out, "]");
}

void gx_field_print(const gx_field *field, const void *target, gx_text *out)
{
    const char *at = (const char *)target + field->offset;
    char buffer[32];
    int64_t whole = 0;
    if (field->type == GX_TYPE_BOOL) {
        gx_text_append(out, "%s", *(const bool *)at ? "true" : "false");
    } else if (field->type == GX_TYPE_REAL) {
        double real = 0;
        memcpy(&real, at, sizeof real);
        gx_text_append(out, "%s", gx_format_real(buffer, real));
    } else if (field->type == GX_TYPE_CHOICE) {
        int32_t choice = 0;
        memcpy(&choice, at, sizeof choice);
        gx_print_yaml_text(field->choices[choice], out);
    } else if (field->type == GX_TYPE_TEXT) {
        gx_print_yaml_text(at, out);
    } else if (field->type == GX_TYPE_REALS) {
        print_reals((const gx_reals *)(const void *)at, out);
    } else {
        memcpy(&whole, at, sizeof whole);
        if (field->type == GX_TYPE_MONEY)
            print_money(whole, out);
        else if (field->type == GX_TYPE_DURATION)
            print_duration(whole, out);
        else if (field->type == GX_TYPE_TIME)
            gx_text_append(out, "%s", gx_format_civil(buffer, whole));
        else
            gx_text_append(out, "%" PRId64, whole);
    }
}

/* 1000, 10_000, 8_080_000: as a scenario may write it. */
static void print_grouped(int64_t value, gx_text *out)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    size_t length = strlen(digits), first = digits[0] == '-';
    for (size_t i = 0; i < length; i++) {
        if (length - first > 4 && i > first && (length - i) % 3 == 0)
            gx_text_append(out, "_");
        gx_text_append_bytes(out, &digits[i], 1);
    }
}

static void print_bound(const gx_field *field, double bound, gx_text *out)
{
    char buffer[32];
    if (field->type == GX_TYPE_REAL || field->type == GX_TYPE_REALS)
        gx_text_append(out, "%s", gx_format_real(buffer, bound));
    else if (field->type == GX_TYPE_MONEY)
        print_money((int64_t)bound, out);
    else if (field->type == GX_TYPE_DURATION)
        print_duration((int64_t)bound, out);
    else if (field->type == GX_TYPE_TIME)
        gx_text_append(out, "%s", gx_format_civil(buffer, (int64_t)bound));
    else
        print_grouped((int64_t)bound, out);
}

static void print_range(const gx_field *field, const char *before, gx_text *out)
{
    bool low = gx_field_has_min(field), high = gx_field_has_max(field);
    if (!low && !high)
        return;
    gx_text_append(out, "%s", before);
    if (low && high && field->min == field->max) {
        gx_text_append(out, "only ");
    } else if (!high) {
        gx_text_append(out, "at least ");
    } else if (!low) {
        gx_text_append(out, "at most ");
    }
    if (low && field->min != field->max)
        print_bound(field, field->min, out);
    if (low && high && field->min != field->max)
        gx_text_append(out, " … ");
    if (high)
        print_bound(field, field->max, out);
}

void gx_field_expects(const gx_field *field, gx_text *out)
{
    static const char *const kinds[] = {
        [GX_TYPE_BOOL] = "true or false",  [GX_TYPE_INTEGER] = "a whole number",
        [GX_TYPE_REAL] = "a number",       [GX_TYPE_MONEY] = "money",
        [GX_TYPE_DURATION] = "a duration", [GX_TYPE_TIME] = "a date and time",
        [GX_TYPE_CHOICE] = "one of: ",     [GX_TYPE_TEXT] = "text",
        [GX_TYPE_REALS] = "a list",
    };
    bool unit_says_it =
        field->unit && *field->unit && (field->type == GX_TYPE_INTEGER || field->type == GX_TYPE_REAL);
    gx_text_append(out, "%s", unit_says_it ? field->unit : kinds[field->type]);
    if (field->type == GX_TYPE_CHOICE) {
        for (size_t i = 0; field->choices[i]; i++)
            gx_text_append(out, "%s%s", i > 0 ? ", " : "", field->choices[i]);
    } else if (field->type == GX_TYPE_TEXT) {
        gx_text_append(out, " of at most %zu bytes", field->capacity - 1);
        print_range(field, ", characters: ", out);
    } else if (field->type == GX_TYPE_REALS) {
        gx_text_append(out, " of at most %d numbers", (int)GX_REALS_MAX);
        if (field->unit && *field->unit)
            gx_text_append(out, ", %s", field->unit);
        print_range(field, ", each ", out);
    } else if (field->type != GX_TYPE_BOOL) {
        print_range(field, ", ", out);
    }
}
