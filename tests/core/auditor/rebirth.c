/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Now and then a book is put down in an archive, thrown away, and taken up by a new one: nobody may notice,
 * neither the auditor, nor those who hold handles and keys, nor who reads the journal. */
#include "core/auditor/world.h"

#include <stdlib.h>
#include <unistd.h>

static void save(aud_world *world, unsigned b, const char *path)
{
    gx_archive *archive;
    gx_error error = {0};
    if (gx_archive_save(&archive, path, &error) == GX_OK) {
        gx_book_archive(archive, world->core[b]);
        gx_archive_end(archive, &error);
    }
    if (error.status != GX_OK)
        aud_fail(world, "book %u was not saved: %s", b, error.message);
}

static gx_book *load(aud_world *world, unsigned b, const char *path)
{
    const aud_setting *setting = &world->history->setting;
    gx_book_config config = aud_config(setting, b, setting->journal ? &world->journal[b] : NULL);
    gx_book *book = NULL;
    gx_archive *archive;
    gx_error error = {0};
    aud_expect(world, gx_book_create(&book, &config, &error) == GX_OK, "a book for the archive");
    if (gx_archive_load(&archive, path, &error) == GX_OK) {
        gx_book_archive(archive, book);
        gx_archive_end(archive, &error);
    }
    if (error.status != GX_OK)
        aud_fail(world, "book %u was not loaded: %s", b, error.message);
    return book;
}

void aud_rebirth(aud_world *world, unsigned b)
{
    char in_memory[] = "/dev/shm/gx-rebirth-XXXXXX"; /* a save waits until it is durable: not for a disk */
    char on_disk[] = "/tmp/gx-rebirth-XXXXXX";
    char *path = in_memory;
    int fd = mkstemp(path);
    if (fd < 0)
        fd = mkstemp(path = on_disk);
    aud_expect(world, fd >= 0, "a name for the archive");
    close(fd);
    save(world, b, path);
    gx_book *again = load(world, b, path);
    remove(path);
    aud_expect(world, gx_book_state_digest(again) == gx_book_state_digest(world->core[b]),
               "a loaded book is what was saved");
    aud_expect(world, gx_book_digest(again) == gx_book_digest(world->core[b]),
               "users of a loaded book have what they had");
    size_t written =
        world->journal[b].count; /* what the old book writes at its end is the new one's to write */
    gx_book_free(world->core[b]);
    world->journal[b].count = written;
    world->core[b] = again;
    world->tally->rebirths++;
}
