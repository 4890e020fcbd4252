/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/headings.h"

#include <string.h>

enum { NAME_BYTES = 64, NAMES_MAX = 16 };

/* A cell as a lower-case name without blanks around; too long ones are cut. */
static void name_of(char out[NAME_BYTES], const gx_cell *cell)
{
    size_t used = 0;
    for (size_t i = 0; i < cell->length && used < NAME_BYTES - 1; i++) {
        char c = cell->text[i];
        if (c != ' ' || used > 0)
            out[used++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
}

uint32_t gx_heading_find(const gx_records *heading, const char *const *names)
{
    for (; *names != NULL; names++)
        for (uint32_t at = 0; at < heading->count; at++) {
            char name[NAME_BYTES];
            name_of(name, &heading->cell[at]);
            if (strcmp(name, *names) == 0)
                return at;
        }
    return UINT32_MAX;
}

/* The column that a name is nearest to. */
static const gx_cell *nearest(const gx_records *heading, const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    for (uint32_t at = 0; at < heading->count; at++) {
        char name[NAME_BYTES];
        name_of(name, &heading->cell[at]);
        if (name[0] != '\0' && strlen(name) > 1 && gx_nearest_name(name, names, count) != NULL)
            return &heading->cell[at];
    }
    return NULL;
}

void gx_heading_missing(const gx_records *heading, gx_faults *faults, const char *const *names)
{
    const gx_cell *near = nearest(heading, names), *first = &heading->cell[0];
    char hint[160] = "", shown[GX_SHOW_BYTES];
    if (memchr(first->text, '\0', first->length) != NULL)
        snprintf(hint, sizeof hint, "a NUL byte: this is not a text file");
    else if (near != NULL)
        snprintf(hint, sizeof hint, "did you mean this by '%s'?", gx_show(shown, near->text, near->length));
    else if (heading->count == 1 && memchr(first->text, ';', first->length) != NULL)
        snprintf(hint, sizeof hint, "columns stand apart by commas, not by semicolons");
    else if (heading->count == 1 && memchr(first->text, '\t', first->length) != NULL)
        snprintf(hint, sizeof hint, "columns stand apart by commas; for tabs use the format edges");
    else if (first->length > 0 && first->text[0] == '<')
        snprintf(hint, sizeof hint, "this looks like XML: use the format graphml");
    gx_fault_add(faults, near != NULL ? near->place : first->place, hint,
                 "expected a heading with a column '%s', found '%s'%s", names[0],
                 gx_show(shown, first->text, first->length), heading->count > 1 ? ", …" : "");
}

bool gx_heading_fits(const gx_records *record, uint32_t fields, gx_faults *faults)
{
    if (record->count == fields)
        return true;
    const gx_cell *last = &record->cell[record->count < fields ? record->count - 1 : fields];
    gx_fault_add(faults, last->place, "", "expected %u fields as in the heading, found %u", fields,
                 record->count);
    return false;
}
