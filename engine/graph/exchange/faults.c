/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/faults.h"

#include <stdio.h>
#include <string.h>

void gx_fault_add(gx_faults *faults, gx_place place, const char *hint, const char *format, ...)
{
    if (faults->count++ >= GX_IMPORT_ERRORS_MAX)
        return;
    gx_fault *fault = &faults->fault[faults->count - 1];
    fault->place = place;
    snprintf(fault->hint, sizeof fault->hint, "%s", hint);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(fault->message, sizeof fault->message, format, arguments);
    va_end(arguments);
}

static uint64_t kept(const gx_faults *faults)
{
    return faults->count < GX_IMPORT_ERRORS_MAX ? faults->count : GX_IMPORT_ERRORS_MAX;
}

void gx_faults_append(gx_faults *all, const gx_faults *part, uint64_t lines)
{
    for (uint64_t i = 0; i < kept(part) && all->count + i < GX_IMPORT_ERRORS_MAX; i++) {
        all->fault[all->count + i] = part->fault[i];
        all->fault[all->count + i].place.line += lines;
    }
    all->count += part->count;
}

void gx_faults_tell(const gx_faults *faults, gx_diagnostics *diagnostics)
{
    for (uint64_t i = 0; i < kept(faults); i++) {
        const gx_fault *fault = &faults->fault[i];
        gx_diagnose(diagnostics, fault->place.line, fault->place.column, fault->place.width,
                    fault->hint[0] != '\0' ? fault->hint : NULL, "%s", fault->message);
    }
    uint64_t more = faults->count - kept(faults);
    char number[32];
    if (more > 0)
        gx_text_append(&diagnostics->report, "%s: and %s more\n", diagnostics->file,
                       gx_format_count(number, (int64_t)more));
    diagnostics->count += more;
}

const char *gx_show(char out[GX_SHOW_BYTES], const char *text, size_t length)
{
    static const char dots[] = "…";
    size_t room = GX_SHOW_BYTES - sizeof dots, used = length <= room ? length : room;
    /* Do not cut a character: step back over its continuation bytes. */
    while (used < length && used > 0 && ((unsigned char)text[used] & 0xc0) == 0x80)
        used--;
    size_t bad = 0;
    bool clean = gx_utf8_valid(text, used, &bad);
    for (size_t i = 0; i < used; i++) {
        unsigned char byte = (unsigned char)text[i];
        out[i] = byte < 0x20 || byte == 0x7f || (!clean && byte >= 0x80) ? '?' : text[i];
    }
    memcpy(out + used, length > used ? dots : "", length > used ? sizeof dots : 1);
    return out;
}
