/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of verbs. */
#include "verb.h"

#include <string.h>

const char *const gx_formats[] = {"table", "json", "csv", "md", NULL};

static const gx_verb *const verbs[] = {
#define X(name) &gx_verb_##name,
    GX_VERB_TABLE(X)
#undef X
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

static const gx_verb *const parts[] = {
#define X(name) &gx_verb_##name,
    GX_VERB_PART_TABLE(X)
#undef X
};
enum { PARTS = sizeof parts / sizeof parts[0] };

const gx_verb *const *gx_verbs(size_t *count)
{
    *count = VERBS;
    return verbs;
}

const gx_verb *const *gx_verb_parts(size_t *count)
{
    *count = PARTS;
    return parts;
}

bool gx_verb_is_part(const gx_verb *part, const gx_verb *verb)
{
    size_t length = strlen(verb->name);
    return strncmp(part->name, verb->name, length) == 0 && part->name[length] == ' ';
}

bool gx_verb_has_parts(const gx_verb *verb)
{
    for (size_t i = 0; i < PARTS; i++)
        if (gx_verb_is_part(parts[i], verb))
            return true;
    return false;
}

const char *gx_verb_last_word(const gx_verb *verb)
{
    const char *blank = strchr(verb->name, ' ');
    return blank ? blank + 1 : verb->name;
}

const gx_verb *gx_verb_find(const char *name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
    for (size_t i = 0; i < PARTS; i++)
        if (strcmp(parts[i]->name, name) == 0)
            return parts[i];
    return NULL;
}

const char *gx_verb_nearest(const char *name)
{
    const char *names[VERBS];
    for (size_t i = 0; i < VERBS; i++)
        names[i] = verbs[i]->name;
    return gx_nearest_name(name, names, VERBS);
}

static const gx_option common[] = {
    {"help", 'h', GX_OPTION_FLAG, NULL, "show this help", NULL, offsetof(gx_common, help), 0, 0, NULL, NULL},
    {"quiet", 'q', GX_OPTION_FLAG, NULL, "results and errors only: no progress, no talk", NULL,
     offsetof(gx_common, quiet), 0, 0, NULL, NULL},
};

const gx_option *gx_common_options(size_t *count)
{
    *count = sizeof common / sizeof common[0];
    return common;
}
