/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of checkpoints: their names, which is the newest that is whole, and of which run it is.
 *
 * A checkpoint tells how its run was asked for (text, overrides, seed), so that it can be resumed by its name
 * alone, and the effective scenario, so that another one is refused with what differs. */
#include "checkpoint_head.h"

#include <gx/base/memory.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_MAX = 64 << 20, OVERRIDES_MAX = 100000 };
#define NO_TEXT UINT64_MAX

void gx_checkpoint_name(gx_text *name, const char *base, uint64_t generation)
{
    gx_text_append(name, "%s.checkpoint-%c", base, generation % 2 ? 'a' : 'b');
}

/* ---- The head ---- */

static void archive_text(gx_archive *archive, char **text)
{
    uint64_t length = *text ? strlen(*text) : NO_TEXT;
    GX_ARCHIVE(archive, length);
    if (!gx_archive_good(archive) || length == NO_TEXT)
        return;
    if (gx_archive_loads(archive)) {
        *text = length <= TEXT_MAX ? gx_alloc((size_t)length + 1, 1) : NULL;
        if (!*text) {
            gx_archive_fail(archive, length <= TEXT_MAX ? GX_ERR_MEMORY : GX_ERR_FORMAT,
                            "a text of %llu bytes", (unsigned long long)length);
            return;
        }
    }
    gx_archive_bytes(archive, *text, (size_t)length);
}

static void archive_overrides(gx_archive *archive, gx_checkpoint_head *head)
{
    GX_ARCHIVE(archive, head->override_count);
    if (!gx_archive_good(archive))
        return;
    if (gx_archive_loads(archive)) {
        uint64_t count = head->override_count;
        head->overrides = count <= OVERRIDES_MAX ? gx_alloc((size_t)count, sizeof *head->overrides) : NULL;
        head->override_count = head->overrides ? count : 0;
        if (!head->overrides)
            gx_archive_fail(archive, count <= OVERRIDES_MAX ? GX_ERR_MEMORY : GX_ERR_FORMAT, "%llu overrides",
                            (unsigned long long)count);
    }
    for (uint64_t i = 0; i < head->override_count; i++)
        archive_text(archive, &head->overrides[i]);
}

void gx_checkpoint_head_archive(gx_archive *archive, gx_checkpoint_head *head)
{
    char **texts[] = {&head->version, &head->output,  &head->file,     &head->folder,
                      &head->text,    &head->variant, &head->effective};
    gx_archive_mark(archive, "guanxi run");
    GX_ARCHIVE(archive, head->generation);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        archive_text(archive, texts[i]);
    archive_overrides(archive, head);
    GX_ARCHIVE(archive, head->seed);
    GX_ARCHIVE(archive, head->has_seed);
    GX_ARCHIVE(archive, head->until_ms);
    GX_ARCHIVE(archive, head->record);
    GX_ARCHIVE(archive, head->tick_ms);
    GX_ARCHIVE(archive, head->start);
    GX_ARCHIVE(archive, head->replicate);
    GX_ARCHIVE(archive, head->tick);
    GX_ARCHIVE(archive, head->ticks);
    GX_ARCHIVE(archive, head->people.users);
    GX_ARCHIVE(archive, head->people.population_digest);
    GX_ARCHIVE(archive, head->people.network_digest);
    GX_ARCHIVE(archive, head->seconds);
    GX_ARCHIVE(archive, head->sittings);
    gx_archive_mark(archive, "state");
}

void gx_checkpoint_head_free(gx_checkpoint_head *head)
{
    char *texts[] = {head->version, head->output,  head->file,     head->folder,
                     head->text,    head->variant, head->effective};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        gx_free(texts[i]);
    for (uint64_t i = 0; i < head->override_count; i++)
        gx_free(head->overrides[i]);
    gx_free(head->overrides);
    *head = (gx_checkpoint_head){0};
}

/* ---- Which one ---- */

typedef struct candidate {
    gx_text path;
    bool there;
    struct timespec when;
} candidate;

static bool later(const candidate *one, const candidate *other)
{
    return one->when.tv_sec != other->when.tv_sec ? one->when.tv_sec > other->when.tv_sec
                                                  : one->when.tv_nsec > other->when.tv_nsec;
}

static bool look_at(candidate *one, const char *base, uint64_t generation)
{
    struct stat facts;
    gx_checkpoint_name(&one->path, base, generation);
    if (one->path.failed)
        return false;
    one->there = stat(one->path.data, &facts) == 0;
    if (one->there)
        one->when = facts.st_mtim;
    return true;
}

static gx_status read_head(gx_checkpoint *checkpoint, gx_error *error)
{
    gx_checkpoint_head_archive(checkpoint->archive, &checkpoint->head);
    if (gx_archive_good(checkpoint->archive) && checkpoint->head.text && checkpoint->head.file &&
        checkpoint->head.version && checkpoint->head.effective)
        return GX_OK;
    gx_archive_fail(checkpoint->archive, GX_ERR_FORMAT, "it does not tell of which run it is");
    gx_status status = gx_archive_end(checkpoint->archive, error);
    checkpoint->archive = NULL;
    gx_checkpoint_head_free(&checkpoint->head);
    return status;
}

static void tell_about(gx_checkpoint *checkpoint)
{
    const gx_checkpoint_head *head = &checkpoint->head;
    checkpoint->about = (gx_checkpoint_about){.path = gx_text_get(&checkpoint->path),
                                              .output = head->output ? head->output : "",
                                              .version = head->version,
                                              .file = head->file,
                                              .folder = head->folder,
                                              .text = head->text,
                                              .length = strlen(head->text),
                                              .variant = head->variant,
                                              .overrides = (const char *const *)head->overrides,
                                              .override_count = (size_t)head->override_count,
                                              .has_seed = head->has_seed != 0,
                                              .seed = head->seed,
                                              .replicate = (uint32_t)head->replicate,
                                              .until_ms = head->until_ms,
                                              .record = (int32_t)head->record,
                                              .tick = (uint32_t)head->tick,
                                              .ticks = (uint32_t)head->ticks,
                                              .seconds_run = head->seconds[1],
                                              .tick_ms = head->tick_ms,
                                              .start = head->start,
                                              .users = head->people.users};
}

/* The newer one, unless it is damaged; then the other. */
static gx_status choose(gx_checkpoint *checkpoint, candidate *candidates, gx_text *notes, gx_error *error)
{
    gx_status status = GX_ERR_NOT_FOUND;
    uint32_t damaged = 0;
    size_t first = candidates[1].there && (!candidates[0].there || later(&candidates[1], &candidates[0]));
    for (size_t i = 0; i < 2 && status != GX_OK; i++) {
        candidate *one = &candidates[i ? 1 - first : first];
        gx_error why = {GX_OK, ""};
        if (!one->there)
            continue;
        status = gx_archive_load(&checkpoint->archive, one->path.data, &why);
        if (status == GX_OK)
            status = read_head(checkpoint, &why);
        if (status == GX_OK) {
            checkpoint->path = one->path;
            one->path = (gx_text){0};
        } else if (status == GX_ERR_MEMORY) {
            return gx_fail(error, status, "%s", why.message);
        } else {
            damaged++;
            gx_text_append(notes, "%s\n", why.message);
            gx_fail(error, status, "%s", why.message);
        }
    }
    if (status == GX_OK)
        tell_about(checkpoint);
    checkpoint->about.damaged = damaged;
    return damaged == 2 ? GX_ERR_FORMAT : status;
}

gx_status gx_checkpoint_open(gx_checkpoint **out, const char *output, gx_text *notes, gx_error *error)
{
    candidate candidates[2] = {{.there = false}, {.there = false}};
    gx_checkpoint *checkpoint = gx_alloc(1, sizeof *checkpoint);
    *out = NULL;
    bool room = checkpoint && look_at(&candidates[0], output, 1) && look_at(&candidates[1], output, 2);
    gx_status status;
    if (!room)
        status = gx_fail_memory(error, "a checkpoint");
    else if (!candidates[0].there && !candidates[1].there)
        status =
            gx_fail(error, GX_ERR_NOT_FOUND, "there is no checkpoint of '%s': neither '%s' nor '%s' is there",
                    output, candidates[0].path.data, candidates[1].path.data);
    else
        status = choose(checkpoint, candidates, notes, error);
    if (status == GX_ERR_FORMAT && candidates[0].there && candidates[1].there)
        gx_fail(
            error, status,
            "both checkpoints of '%s' are damaged; what was recorded until then is in '%s.partial'; to have "
            "the run whole, run it again from its beginning",
            output, output);
    for (size_t i = 0; i < 2; i++)
        gx_text_free(&candidates[i].path);
    if (status == GX_OK)
        *out = checkpoint;
    else
        gx_checkpoint_close(checkpoint);
    return status;
}

void gx_checkpoint_close(gx_checkpoint *checkpoint)
{
    if (!checkpoint)
        return;
    gx_archive_abandon(checkpoint->archive);
    gx_checkpoint_head_free(&checkpoint->head);
    gx_text_free(&checkpoint->path);
    gx_free(checkpoint);
}

const gx_checkpoint_about *gx_checkpoint_tells(const gx_checkpoint *checkpoint)
{
    return &checkpoint->about;
}

/* ---- Both ---- */

static bool each(const char *output, bool erase)
{
    bool any = false;
    for (uint64_t generation = 1; generation <= 2; generation++) {
        gx_text name = {0};
        gx_checkpoint_name(&name, output, generation);
        any = any || (!name.failed && access(name.data, F_OK) == 0);
        if (erase && !name.failed)
            unlink(name.data);
        gx_text_append(&name, ".partial"); /* of a save that was killed */
        if (erase && !name.failed)
            unlink(name.data);
        gx_text_free(&name);
    }
    return any;
}

bool gx_checkpoint_exists(const char *output)
{
    return each(output, false);
}

void gx_checkpoint_remove(const char *output)
{
    each(output, true);
}
