/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notes.h"

#include <gx/models/paying.h>
#include <string.h>

/* An effective scenario gives every key; a line that names them all would not be read. */
enum { NAMES_SHOWN = 6 };

typedef struct key_list {
    const gx_settings *settings;
    gx_text names;
    size_t count;
} key_list;

static void add(key_list *list, const gx_table *table, const char *field)
{
    if (!gx_scenario_given(list->settings->scenario, table, 0, field))
        return;
    if (list->count++ < NAMES_SHOWN)
        gx_text_append(&list->names, "%s%s.%s", list->count > 1 ? ", " : "", table->path, field);
}

static void add_all(key_list *list, const gx_table *table)
{
    for (size_t f = 0; f < table->field_count; f++)
        add(list, table, table->fields[f].name);
}

/* One line for all of them; the list is then empty. */
static void tell(key_list *list, gx_text *out, const char *of_one, const char *of_many)
{
    if (list->count > NAMES_SHOWN)
        gx_text_append(&list->names, " and %zu more", list->count - NAMES_SHOWN);
    if (list->count)
        gx_text_append(out, "%s %s\n", gx_text_get(&list->names), list->count > 1 ? of_many : of_one);
    gx_text_free(&list->names);
    list->count = 0;
}

/* Of the keys of `graph` a file needs only those that name files; all others tell the generator. */
static void beside_file(key_list *list, bool circles_idle, gx_text *out)
{
    static const char *const read[] = {"form", "file", "nodes_file", "groups_file"};
    for (size_t f = 0; f < gx_network_table.field_count; f++) {
        const char *field = gx_network_table.fields[f].name;
        bool is_read = false;
        for (size_t i = 0; i < GX_COUNT_OF(read); i++)
            is_read = is_read || strcmp(field, read[i]) == 0;
        if (!is_read)
            add(list, &gx_network_table, field);
    }
    if (circles_idle)
        add_all(list, &gx_interests_table);
    tell(list, out, "has no effect beside graph.file", "have no effect beside graph.file");
}

void gx_settings_notes(const gx_settings *settings, bool run, gx_text *out)
{
    key_list list = {.settings = settings};
    /* A run makes circles where a model uses them; the stored generator gets weak ties from them. */
    bool circles_idle = run && !gx_models_use_circles(settings->model);
    if (settings->graph.file[0] != '\0') {
        beside_file(&list, circles_idle, out);
    } else if (settings->graph.form == GX_NETWORK_IMPLICIT) {
        add(&list, &gx_network_table, "homophily_schooling");
        if (circles_idle)
            add_all(&list, &gx_interests_table);
        tell(&list, out, "is not used by the implicit form", "are not used by the implicit form");
    }
    if (!run)
        return;
    add_all(&list, &gx_followers_table);
    if (!gx_paying_active(settings->model)) {
        add_all(&list, &gx_merchants_table);
        add_all(&list, &gx_trade_table);
    }
    tell(&list, out, "has no effect on a run: its layer is made by `guanxi graph` only, no model uses it",
         "have no effect on a run: their layers are made by `guanxi graph` only, no model uses them");
}
