/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers share. */
#include "exchange/readers.h"

#include <gx/base/memory.h>

bool gx_reading_id(gx_reading *reading, gx_part *part, unsigned end, const char *name, size_t length,
                   gx_place place, uint64_t *id)
{
    gx_side *side = gx_gather_side(&reading->gather, end);
    const char *why = "";
    gx_named named = reading->gather.placing
                         ? gx_side_find(side, name, length, id)
                         : gx_side_name(side, name, length, id, &why, &part->status, &part->error);
    char shown[GX_SHOW_BYTES];
    switch (named) {
    case GX_NAMED:
        return true;
    case GX_NAMED_WRONG:
        gx_fault_add(&part->faults, place, "", "%s, found '%s'", why, gx_show(shown, name, length));
        return false;
    case GX_NAMED_OTHER: {
        unsigned at = end & reading->gather.apart;
        gx_naming wants = gx_side_wants(side, name, length);
        part->wanted[at] = wants > part->wanted[at] ? wants : part->wanted[at];
        part->again = true;
        return false;
    }
    case GX_NAMED_NOT: /* in the second pass only: the file was changed; gx_gather_finish tells it */
    case GX_NAMED_FAILED:
        break;
    }
    return false;
}

void gx_reading_join(gx_reading *reading, const gx_part *part, uint64_t lines)
{
    gx_part *whole = &reading->part;
    gx_gather_add(&reading->gather, &part->tally);
    gx_faults_append(&whole->faults, &part->faults, lines);
    whole->again |= part->again;
    for (unsigned side = 0; side < 2; side++)
        if (part->wanted[side] > whole->wanted[side])
            whole->wanted[side] = part->wanted[side];
    if (whole->status == GX_OK && part->status != GX_OK) {
        whole->status = part->status;
        whole->error = part->error;
    }
}

gx_status gx_reading_progress(const gx_reading *reading, gx_error *error)
{
    const gx_import_options *options = reading->options;
    uint64_t before = reading->gather.placing ? reading->source.size : 0;
    if (options->progress == NULL ||
        options->progress(before + reading->source.taken, 2 * reading->source.size, options->context))
        return GX_OK;
    return gx_fail(error, GX_ERR_INTERRUPTED, "stopped while reading '%s'; nothing was kept",
                   reading->source.path);
}

void gx_reading_note(gx_reading *reading, const char *format, ...)
{
    if (reading->gather.placing)
        return;
    gx_text line = {0};
    va_list arguments;
    va_start(arguments, format);
    gx_text_append_list(&line, format, arguments);
    va_end(arguments);
    if (strstr(gx_text_get(&reading->notes), gx_text_get(&line)) == NULL)
        gx_text_append(&reading->notes, "%s\n", gx_text_get(&line));
    reading->notes.failed |= line.failed;
    gx_text_free(&line);
}
