/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For builds without libFuzzer: hands each file of the folders named to the target, so corpora are tests.
 *
 * usage: TARGET FOLDER... */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 };

static int try_file(const char *path)
{
    static uint8_t bytes[MOST];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return -1;
    }
    size_t count = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    uint8_t *exact = malloc(count == 0 ? 1 : count); /* of its size, so that a byte too far is seen */
    for (size_t i = 0; exact != NULL && i < count; i++)
        exact[i] = bytes[i];
    if (exact != NULL)
        LLVMFuzzerTestOneInput(exact, count);
    free(exact);
    return 1;
}

static int try_folder(const char *folder)
{
    DIR *all = opendir(folder);
    int files = 0;
    if (all == NULL) {
        perror(folder);
        return -1;
    }
    for (struct dirent *entry = readdir(all); entry != NULL && files >= 0; entry = readdir(all)) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        files = try_file(path) < 0 ? -1 : files + 1;
    }
    closedir(all);
    return files;
}

int main(int count, char **words)
{
    int files = 0;
    for (int i = 1; i < count; i++) {
        int more = try_folder(words[i]);
        if (more < 0)
            return EXIT_FAILURE;
        files += more;
    }
    printf("%d inputs\n", files);
    return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
