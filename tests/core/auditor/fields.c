/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of operations as data: what an operation's arguments are called, and where they lie. */
#include "core/auditor/world.h"

#include <string.h>

#define FIELD(type, field)                                                                                   \
    {AUD_##type, #field, offsetof(gx_op, args) + offsetof(here, field), sizeof(gx_type_##type)},
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    static const aud_field *fields_of_##name(size_t *count)                                                  \
    {                                                                                                        \
        typedef gx_args_##name here;                                                                         \
        static const aud_field fields[] = {GX_ARGS_##name(FIELD)};                                           \
        *count = sizeof fields / sizeof fields[0];                                                           \
        return fields;                                                                                       \
    }
GX_OP_TABLE(X)
#undef X
#undef FIELD

const aud_form *aud_form_of(unsigned kind)
{
    static aud_form forms[256];
    static bool made;
    if (!made) {
#define X(number, NAME, word, of_theme, of_key, rows, help)                                                  \
    forms[number].name = #word;                                                                              \
    forms[number].theme = GX_THEME_##of_theme;                                                               \
    forms[number].keyed = of_key;                                                                            \
    forms[number].fields = fields_of_##word(&forms[number].count);
        GX_OP_TABLE(X)
#undef X
        made = true;
    }
    return &forms[kind & 255];
}

bool aud_same_content(const gx_op *a, const uint32_t *a_list, const gx_op *b, const uint32_t *b_list)
{
    if (a->kind != b->kind || a->listed != b->listed)
        return false;
    const aud_form *form = aud_form_of(a->kind);
    for (size_t i = 0; i < form->count; i++) {
        size_t at = form->fields[i].offset;
        if (memcmp((const char *)a + at, (const char *)b + at, form->fields[i].size) != 0)
            return false;
    }
    for (uint32_t i = 0; i < a->listed; i++)
        if (a_list[i] != b_list[i])
            return false;
    return true;
}

unsigned aud_ref_number(const gx_op *op, const gx_ref *ref)
{
    const aud_form *form = aud_form_of(op->kind);
    size_t at = (size_t)((const char *)ref - (const char *)op);
    unsigned number = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].offset == at)
            return number;
        number += form->fields[i].type == AUD_ref;
    }
    return AUD_REFS;
}
