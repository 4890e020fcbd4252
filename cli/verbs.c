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

const gx_verb *const *gx_verbs(size_t *count)
{
    *count = VERBS;
    return verbs;
}

const gx_verb *gx_verb_find(const char *name)
{
    for (size_t i = 0; i < VERBS; i++)
        if (strcmp(verbs[i]->name, name) == 0)
            return verbs[i];
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
