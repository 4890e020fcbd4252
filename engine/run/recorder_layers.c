/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties in the recording: CSR under AnnData's names, so that scipy and anndata read them as they are. */
#include "recorder_layers.h"

#include <gx/graph/circle.h>
#include <stdio.h>

static const gx_column indptr = {"indptr", GX_U64, "", "row i is indices[indptr[i] to indptr[i+1]]", NULL};
static const gx_column indices = {"indices", GX_U32, "", "column numbers, ascending in a row", NULL};
static const gx_column data = {"data", GX_U8, "", "tie strength, 1 to 255", NULL};
static const gx_column layers = {"layers", GX_U8, "", "which layers made the tie: bit i is word i",
                                 gx_layer_words};
static const gx_column kinds = {"kind", GX_U8, "", "what the group is", gx_group_kind_words};

static gx_status write_rows(gx_recorder *r, const char *group, const gx_rows *rows, uint32_t columns,
                            gx_error *error)
{
    uint64_t n = rows->offset[rows->rows];
    gx_status status =
        gx_writer_array(r->writer, group, &indptr, rows->offset, (size_t)rows->rows + 1, r->threads, error);
    if (status == GX_OK)
        status = gx_writer_array(r->writer, group, &indices, rows->column, n, r->threads, error);
    if (status == GX_OK && rows->strength)
        status = gx_writer_array(r->writer, group, &data, rows->strength, n, r->threads, error);
    if (status == GX_OK && rows->layers)
        status = gx_writer_array(r->writer, group, &layers, rows->layers, n, r->threads, error);
    if (status == GX_OK)
        status = gx_writer_text_attribute(r->writer, group, "encoding-type", "csr_matrix", error);
    if (status == GX_OK)
        status = gx_writer_text_attribute(r->writer, group, "encoding-version", "0.1.0", error);
    const int64_t shape[] = {rows->rows, columns};
    return status == GX_OK ? gx_writer_ints_attribute(r->writer, group, "shape", shape, 2, error) : status;
}

/* `place`: "" at the start, "/end" at the end. */
static gx_status write_network(gx_recorder *r, const char *place, const gx_network *network, gx_error *error)
{
    char friends[32], groups[32];
    snprintf(friends, sizeof friends, "%s/layers/friends", place);
    snprintf(groups, sizeof groups, "%s/groups", place);
    gx_status status = write_rows(r, friends, &network->friends, network->users, error);
    if (status == GX_OK)
        status = write_rows(r, groups, &network->group_members, network->users, error);
    if (status == GX_OK && network->group_kind)
        status = gx_writer_array(r->writer, groups, &kinds, network->group_kind, network->group_members.rows,
                                 r->threads, error);
    return status;
}

/* Members of interest circles, in a run that has any: `interests` as the run began, or as they are now. */
static gx_status write_circles(gx_recorder *r, const char *place, const gx_interests *interests,
                               gx_error *error)
{
    char circles[32];
    snprintf(circles, sizeof circles, "%s/circles", place);
    return write_rows(r, circles, &interests->members, r->world->network->users, error);
}

static gx_status write_circles_now(gx_recorder *r, gx_error *error)
{
    gx_interests now;
    gx_status status = gx_circles_now(&now, r->world->network, error);
    if (status == GX_OK)
        status = write_circles(r, "/end", &now, error);
    gx_interests_free(&now);
    return status;
}

static gx_status write_now(gx_recorder *r, const char *place, gx_error *error)
{
    gx_network *written = NULL;
    gx_status status = gx_network_now(&written, r->world->network, r->threads, error);
    if (status == GX_OK)
        status = write_network(r, place, written, error);
    gx_network_free(written);
    return status;
}

static bool records_layers(const gx_recorder *r)
{
    return r->settings->record.what == GX_RECORD_FULL ||
           r->world->network->users <= r->settings->record.ties_up_to;
}

gx_status gx_record_layers(gx_recorder *r, gx_error *error)
{
    const gx_network *network = r->world->network;
    if (!records_layers(r))
        return GX_OK;
    gx_status status = network->implicit ? write_now(r, "", error) : write_network(r, "", network, error);
    return status == GX_OK && network->interests ? write_circles(r, "", network->interests, error) : status;
}

gx_status gx_record_layers_end(gx_recorder *r, gx_error *error)
{
    const gx_network *network = r->world->network;
    if (!network->changes || !records_layers(r))
        return GX_OK;
    gx_status status = write_now(r, "/end", error);
    return status == GX_OK && network->interests ? write_circles_now(r, error) : status;
}
