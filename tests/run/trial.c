/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial.h"
#include <dirent.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

const char *trial_file(const char *path)
{
    enum { KEPT = 8 };
    static struct {
        const char *path;
        char *text;
    } kept[KEPT];
    for (size_t i = 0; i < KEPT; i++) {
        if (kept[i].path && strcmp(kept[i].path, path) == 0)
            return kept[i].text;
        if (kept[i].path)
            continue;
        char full[600];
        size_t length;
        gx_error error = {GX_OK, ""};
        snprintf(full, sizeof full, "%s/%s", GX_SOURCE_DIR, path);
        kept[i].path = path;
        gx_status status = gx_read_file(&kept[i].text, &length, full, 1 << 20, &error);
        ck_assert_msg(status == GX_OK, "%s", error.message);
        return kept[i].text;
    }
    ck_abort_msg("too many files are kept");
    return NULL;
}

trial trial_of(const char *text)
{
    trial t = {
        .options = {.file = "trial.yaml", .text = text, .length = strlen(text), .record = -1, .threads = 1}};
    return t;
}

void trial_set(trial *t, const char *assignment)
{
    ck_assert_uint_lt(t->options.override_count, TRIAL_SETTINGS);
    t->set[t->options.override_count++] = assignment;
}

gx_status trial_run(trial *t)
{
    gx_diagnostics diagnostics;
    t->options.overrides = t->set;
    t->error = (gx_error){GX_OK, ""};
    gx_status status = gx_run(&t->options, &t->result, &diagnostics, &t->error);
    snprintf(t->problems, sizeof t->problems, "%s", gx_text_get(&diagnostics.report));
    gx_diagnostics_free(&diagnostics);
    return status;
}

void trial_good(trial *t)
{
    gx_status status = trial_run(t);
    ck_assert_msg(status == GX_OK, "%s: %s\n%s", gx_status_name(status), t->error.message, t->problems);
}

/* ---- Files -----------------------------------------------------------------------------------------------
 */

const char *scratch(const char *name)
{
    static char paths[8][400];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, 400, "%s/%s", folder, name);
    return path;
}

static int each_file(bool erase)
{
    int count = 0;
    DIR *stream = opendir(folder);
    if (!stream)
        return -1;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        count++;
        if (erase)
            remove(scratch(entry->d_name));
    }
    closedir(stream);
    return count;
}

int scratch_count(void)
{
    return each_file(false);
}

void scratch_clear(void)
{
    each_file(true);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool same_bytes(const char *one, const char *other)
{
    char *a = NULL, *b = NULL;
    size_t m = 0, n = 0;
    gx_error error = {GX_OK, ""};
    ck_assert_msg(gx_read_file(&a, &m, one, (size_t)1 << 30, &error) == GX_OK, "%s", error.message);
    ck_assert_msg(gx_read_file(&b, &n, other, (size_t)1 << 30, &error) == GX_OK, "%s", error.message);
    bool same = m == n && memcmp(a, b, n) == 0;
    gx_free(a);
    gx_free(b);
    return same;
}

/* ---- Recordings ------------------------------------------------------------------------------------------
 */

gx_reader *open_recording(const char *path)
{
    gx_reader *reader = NULL;
    gx_error error = {GX_OK, ""};
    ck_assert_msg(gx_reader_open(&reader, path, &error) == GX_OK, "%s", error.message);
    return reader;
}

static void *read_column(const gx_reader *reader, const char *path, gx_column_type type, size_t *count)
{
    void *out = NULL;
    size_t rows = 0;
    gx_error error = {GX_OK, ""};
    gx_status status = gx_reader_column(reader, path, type, &out, &rows, &error);
    ck_assert_msg(status == GX_OK, "%s: %s", path, error.message);
    if (count)
        *count = rows;
    return out;
}

int64_t *column_of(const gx_reader *reader, const char *path, size_t *count)
{
    return read_column(reader, path, GX_I64, count);
}

uint64_t *words_of(const gx_reader *reader, const char *path, size_t *count)
{
    return read_column(reader, path, GX_U64, count);
}

int64_t number_of(const gx_reader *reader, const char *name)
{
    int64_t value = 0;
    gx_error error = {GX_OK, ""};
    ck_assert_msg(gx_reader_int_attribute(reader, "/", name, &value, &error) == GX_OK, "%s", error.message);
    return value;
}

bool text_is(const gx_reader *reader, const char *name, const char *text)
{
    char *value = NULL;
    gx_error error = {GX_OK, ""};
    ck_assert_msg(gx_reader_text_attribute(reader, "/", name, &value, &error) == GX_OK, "%s", error.message);
    bool same = strcmp(value, text) == 0;
    gx_free(value);
    return same;
}

int trial_main(const char *name, TCase *tests)
{
    snprintf(folder, sizeof folder, "/tmp/gx-run-XXXXXX");
    if (!mkdtemp(folder))
        return 1;
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    scratch_clear();
    rmdir(folder);
    return failed != 0;
}
