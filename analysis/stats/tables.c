/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every struct of tables.h is a count and a row of pointers, so one loader serves them all: the schema's
 * X-macro gives each column's name, type and place in the struct. A new column in the schema is a new member
 * here by itself. */
#include <gx/base/memory.h>
#include <gx/stats/tables.h>

#include <inttypes.h>
#include <string.h>

typedef struct member {
    const char *name;
    gx_column_type type;
    size_t offset;
} member;

#define MEMBERS(prefix, columns)                static const member prefix##_members[] = {columns(ONE_##prefix)}
#define ONE_series(name, type, unit, help)      {#name, type, offsetof(gx_series, name)},
#define ONE_packets(name, type, unit, help)     {#name, type, offsetof(gx_packets, name)},
#define ONE_claims(name, type, unit, help)      {#name, type, offsetof(gx_claims, name)},
#define ONE_endings(name, type, unit, help)     {#name, type, offsetof(gx_endings, name)},
#define ONE_moves(name, type, unit, help)       {#name, type, offsetof(gx_moves, name)},
#define ONE_ties(name, type, unit, help)        {#name, type, offsetof(gx_tie_events, name)},
#define ONE_memberships(name, type, unit, help) {#name, type, offsetof(gx_memberships, name)},
#define ONE_users(name, type, unit, help)       {#name, type, offsetof(gx_users, name)},
#define ONE_users_end(name, type, unit, help)   {#name, type, offsetof(gx_users_end, name)},
#define ONE_truth(name, type, unit, help)       {#name, type, offsetof(gx_truth, name)},
#define ONE_bindings(name, type, unit, help)    {#name, type, offsetof(gx_bindings, name)},
MEMBERS(series, GX_SERIES_TABLE);
MEMBERS(packets, GX_PACKETS_TABLE);
MEMBERS(claims, GX_CLAIMS_TABLE);
MEMBERS(endings, GX_ENDINGS_TABLE);
MEMBERS(moves, GX_MOVES_TABLE);
MEMBERS(ties, GX_TIES_TABLE);
MEMBERS(memberships, GX_MEMBERSHIPS_TABLE);
MEMBERS(users, GX_USERS_TABLE);
MEMBERS(users_end, GX_USERS_END_TABLE);
MEMBERS(truth, GX_TRUTH_TABLE);
MEMBERS(bindings, GX_BINDINGS_TABLE);

typedef struct layout {
    const char *path;
    const member *members;
    size_t count;
    bool per_user; /* one row a user */
} layout;

#define LAYOUT(prefix, path, per_user)                                                                       \
    {                                                                                                        \
        path, prefix##_members, sizeof prefix##_members / sizeof(member), per_user                           \
    }
static const layout layouts[GX_RECORDING_TABLE_COUNT] = {
    [GX_TABLE_SERIES] = LAYOUT(series, "/series", false),
    [GX_TABLE_PACKETS] = LAYOUT(packets, "/events/packets", false),
    [GX_TABLE_CLAIMS] = LAYOUT(claims, "/events/claims", false),
    [GX_TABLE_ENDINGS] = LAYOUT(endings, "/events/endings", false),
    [GX_TABLE_MOVES] = LAYOUT(moves, "/events/moves", false),
    [GX_TABLE_TIES] = LAYOUT(ties, "/events/ties", false),
    [GX_TABLE_MEMBERSHIPS] = LAYOUT(memberships, "/events/memberships", false),
    [GX_TABLE_USERS] = LAYOUT(users, "/users", true),
    [GX_TABLE_USERS_END] = LAYOUT(users_end, "/users/end", true),
    [GX_TABLE_TRUTH] = LAYOUT(truth, "/truth", true),
    [GX_TABLE_BINDINGS] = LAYOUT(bindings, "/truth/bindings", false),
};

static bool is_wanted(const char *wanted, const char *name)
{
    if (!wanted)
        return true;
    size_t length = strlen(name);
    for (const char *at = wanted; (at = strstr(at, name)) != NULL; at += length)
        if ((at == wanted || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static void **slot_of(void *table_struct, const member *column)
{
    return (void **)(void *)((char *)table_struct + column->offset);
}

static gx_status check_users(const layout *table, const member *column, const uint32_t *values, size_t rows,
                             const gx_reader *reader, const gx_facts *facts, gx_error *error)
{
    for (size_t row = 0; row < rows; row++)
        if (values[row] >= facts->users && values[row] != GX_NOBODY)
            return gx_fail(error, GX_ERR_FORMAT,
                           "%s: %s/%s names user %" PRIu32 " in row %zu, but there are %" PRId64,
                           gx_reader_path(reader), table->path, column->name, values[row], row, facts->users);
    return GX_OK;
}

/* One column into its place; *rows shrinks to its length in a recording that was cut off. */
static gx_status load_column(void *table_struct, const layout *table, const member *column,
                             const gx_reader *reader, const gx_facts *facts, size_t *rows, gx_error *error)
{
    char path[128];
    size_t length = strlen(table->path), count = 0;
    memcpy(path, table->path, length);
    path[length] = '/';
    memcpy(path + length + 1, column->name, strlen(column->name) + 1);
    gx_status status =
        gx_reader_column(reader, path, column->type, slot_of(table_struct, column), &count, error);
    if (status != GX_OK)
        return status;
    if (table->per_user && count != (size_t)facts->users)
        return gx_fail(error, GX_ERR_FORMAT, "%s: %s has %zu rows, but there are %" PRId64 " users",
                       gx_reader_path(reader), path, count, facts->users);
    if (*rows != SIZE_MAX && count != *rows && facts->complete)
        return gx_fail(error, GX_ERR_FORMAT, "%s: %s has %zu rows, the columns beside it %zu",
                       gx_reader_path(reader), path, count, *rows);
    if (count < *rows)
        *rows = count;
    return GX_OK;
}

static bool has_all(const layout *table, const char *wanted, const gx_reader *reader)
{
    char path[128];
    for (size_t i = 0; i < table->count; i++) {
        if (!is_wanted(wanted, table->members[i].name))
            continue;
        size_t length = strlen(table->path);
        memcpy(path, table->path, length);
        path[length] = '/';
        memcpy(path + length + 1, table->members[i].name, strlen(table->members[i].name) + 1);
        if (!gx_reader_has(reader, path))
            return false;
    }
    return true;
}

gx_status gx_table_load(void *table_struct, gx_recording_table id, const char *wanted,
                        const gx_reader *reader, const gx_facts *facts, bool *present, gx_error *error)
{
    const layout *table = &layouts[id];
    memset(table_struct, 0, sizeof(size_t) + table->count * sizeof(void *));
    *present = has_all(table, wanted, reader);
    if (!*present)
        return GX_OK;
    size_t rows = SIZE_MAX;
    gx_status status = GX_OK;
    for (size_t i = 0; i < table->count && status == GX_OK; i++)
        if (is_wanted(wanted, table->members[i].name))
            status = load_column(table_struct, table, &table->members[i], reader, facts, &rows, error);
    for (size_t i = 0; i < table->count && status == GX_OK; i++) {
        const member *column = &table->members[i];
        if (column->type == GX_U32 && is_wanted(wanted, column->name) && gx_column_of_users(column->name))
            status = check_users(table, column, *slot_of(table_struct, column), rows, reader, facts, error);
    }
    if (status == GX_OK && rows >= UINT32_MAX)
        status = gx_fail(error, GX_ERR_LIMIT, "%s: %s has %zu rows; at most 2^32 - 2 can be analysed",
                         gx_reader_path(reader), table->path, rows);
    if (status != GX_OK) {
        gx_table_unload(table_struct, id);
        *present = false;
        return status;
    }
    memcpy(table_struct, &rows, sizeof rows);
    return GX_OK;
}

void gx_table_unload(void *table_struct, gx_recording_table id)
{
    const layout *table = &layouts[id];
    for (size_t i = 0; i < table->count; i++) {
        void **slot = slot_of(table_struct, &table->members[i]);
        gx_free(*slot);
        *slot = NULL;
    }
    memset(table_struct, 0, sizeof(size_t));
}
