/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The corpus of the fuzzer, replayed; then each of its files cut short at every byte and with bytes changed.
 */
#include <check.h>
#include <dirent.h>
#include <gx/base/memory.h>
#include <gx/base/text.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char folder[] = GX_SOURCE_DIR "/tests/scenario/corpus";

static void replay(const char *text, size_t length)
{
    LLVMFuzzerTestOneInput((const uint8_t *)text, length);
}

/* Changes that hit YAML's grammar more often than random bytes do. */
static void mutate(char *text, size_t length)
{
    static const char signs[] = "\n :-[]{},&*!#|>'\"%@`?~\t\\0";
    uint64_t state = length;
    for (size_t round = 0; round < 400 && length > 0; round++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        size_t at = (size_t)(state >> 33) % length;
        char old = text[at];
        text[at] = signs[(state >> 20) % (sizeof signs - 1)];
        replay(text, length);
        text[at] = old;
    }
}

START_TEST(corpus)
{
    DIR *directory = opendir(folder);
    ck_assert_ptr_nonnull(directory);
    size_t files = 0;
    for (const struct dirent *entry; (entry = readdir(directory));) {
        char path[4096], *text = NULL;
        size_t length = 0;
        gx_error error;
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        ck_assert_int_eq(gx_read_file(&text, &length, path, 1 << 20, &error), GX_OK);
        for (size_t cut = 0; cut <= length; cut++)
            replay(text, cut);
        mutate(text, length);
        gx_free(text);
        files++;
    }
    closedir(directory);
    ck_assert_uint_ge(files, 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario/fuzz");
    TCase *tcase = tcase_create("fuzz");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, corpus);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
