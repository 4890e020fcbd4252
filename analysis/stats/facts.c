/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recording says of itself, held to what can be: later arithmetic on it cannot overflow. */
#include <gx/base/table.h>
#include <gx/stats/tables.h>

#include <inttypes.h>
#include <string.h>

gx_status gx_root_integer(int64_t *out, const gx_reader *reader, const char *name, gx_error *error)
{
    static const struct {
        const char *name;
        int64_t low, high;
    } ranges[] = {
#define X(name, low, high) {#name, low, high},
        GX_FACT_RANGES(X)
#undef X
    };
    gx_status status = gx_reader_int_attribute(reader, "/", name, out, error);
    for (size_t i = 0; status == GX_OK && i < GX_COUNT_OF(ranges); i++)
        if (strcmp(ranges[i].name, name) == 0 && (*out < ranges[i].low || *out > ranges[i].high))
            return gx_fail(error, GX_ERR_FORMAT,
                           "%s: root attribute '%s' is %" PRId64 ", outside %" PRId64 " … %" PRId64,
                           gx_reader_path(reader), name, *out, ranges[i].low, ranges[i].high);
    return status;
}

gx_status gx_root_event_share(double *out, const gx_reader *reader, gx_error *error)
{
    gx_status status = gx_reader_real_attribute(reader, "/", "event_share", out, error);
    if (status == GX_OK && !(*out >= 0 && *out <= 1)) /* NaN too */
        return gx_fail(error, GX_ERR_FORMAT, "%s: root attribute 'event_share' is %g, outside 0 … 1",
                       gx_reader_path(reader), *out);
    return status;
}

static gx_status required(int64_t *out, const gx_reader *reader, const char *name, gx_error *error)
{
    gx_status status = gx_root_integer(out, reader, name, error);
    if (status == GX_ERR_NOT_FOUND)
        return gx_fail(error, GX_ERR_FORMAT, "%s: root attribute '%s' is missing", gx_reader_path(reader),
                       name);
    return status;
}

/* A run that died before its first flush may not have written these yet. */
static gx_status optional(int64_t *out, int64_t fallback, const gx_reader *reader, const char *name,
                          gx_error *error)
{
    gx_status status = gx_root_integer(out, reader, name, error);
    if (status != GX_ERR_NOT_FOUND)
        return status;
    *out = fallback;
    return GX_OK;
}

gx_status gx_facts_read(gx_facts *out, const gx_reader *reader, gx_error *error)
{
    memset(out, 0, sizeof *out);
    int64_t planned;
    gx_status status = required(&out->users, reader, "users", error);
    if (status == GX_OK)
        status = required(&out->tick_ms, reader, "tick_ms", error);
    if (status == GX_OK)
        status = optional(&out->groups, 0, reader, "groups", error);
    if (status == GX_OK)
        status = optional(&out->start, 0, reader, "start", error);
    if (status == GX_OK)
        status = optional(&planned, 0, reader, "ticks", error);
    if (status == GX_OK)
        status = optional(&out->last_tick, -1, reader, "last_tick", error);
    if (status == GX_OK)
        status = gx_root_event_share(&out->event_share, reader, error);
    if (status == GX_ERR_NOT_FOUND) {
        out->event_share = 1;
        status = GX_OK;
    }
    if (status != GX_OK)
        return status;
    gx_error ignored;
    if (gx_reader_int_attribute(reader, "/series", "period_ms", &out->period_ms, &ignored) != GX_OK ||
        out->period_ms <= 0)
        out->period_ms = 60000;
    out->complete = gx_reader_complete(reader);
    out->all_events = out->event_share >= 1 && gx_reader_has(reader, "/events/packets/tick") &&
                      gx_reader_has(reader, "/events/claims/tick");
    return GX_OK;
}
