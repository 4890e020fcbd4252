/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <gx/base/memory.h>

#define X(name, type, drawn)                                                                                 \
    static bool open_##name(gx_given *given, uint32_t users)                                                 \
    {                                                                                                        \
        if (given->name != NULL)                                                                             \
            return true;                                                                                     \
        given->name = gx_alloc_columns(users, sizeof *given->name);                                          \
        for (uint32_t user = 0; user < users && given->name != NULL; user++)                                 \
            given->name[user] = (drawn);                                                                     \
        return given->name != NULL;                                                                          \
    }
GX_GIVEN_TABLE(X)
#undef X

gx_status gx_given_open(gx_population *people, gx_given_column column, gx_error *error)
{
    static bool (*const open[GX_GIVEN_COLUMNS])(gx_given *, uint32_t) = {
#define X(name, type, drawn) [GX_GIVEN_##name] = open_##name,
        GX_GIVEN_TABLE(X)
#undef X
    };
    if (people->given == NULL)
        people->given = gx_alloc(1, sizeof *people->given);
    if (people->given == NULL || !open[column](people->given, people->users))
        return gx_fail_memory(error, "attributes of people");
    return GX_OK;
}

void gx_given_free(gx_given *given)
{
    if (given == NULL)
        return;
#define X(name, type, drawn) gx_free(given->name);
    GX_GIVEN_TABLE(X)
#undef X
    gx_free(given);
}

size_t gx_given_bytes(const gx_population *people)
{
    const gx_given *given = people->given;
    size_t user = 0;
    if (given == NULL)
        return 0;
#define X(name, type, drawn) user += given->name != NULL ? sizeof *given->name : 0;
    GX_GIVEN_TABLE(X)
#undef X
    return sizeof *given + people->users * user;
}
