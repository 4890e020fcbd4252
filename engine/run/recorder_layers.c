/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties in the recording: CSR under AnnData's names, so that scipy and anndata read them as they are. */
#include "recorder_layers.h"

#include <gx/graph/change.h>

enum { LAYERS_USERS_MAX = 100000 };

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

static gx_status write_network(gx_recorder *r, const gx_network *network, gx_error *error)
{
    gx_status status = write_rows(r, "/layers/friends", &network->friends, network->users, error);
    if (status == GX_OK)
        status = write_rows(r, "/groups", &network->group_members, network->users, error);
    if (status == GX_OK && network->group_kind)
        status = gx_writer_array(r->writer, "/groups", &kinds, network->group_kind,
                                 network->group_members.rows, r->threads, error);
    return status;
}

gx_status gx_record_layers(gx_recorder *r, gx_error *error)
{
    const gx_network *network = r->world->network;
    if (r->settings->record.what != GX_RECORD_FULL && network->users > LAYERS_USERS_MAX)
        return GX_OK;
    if (!network->implicit)
        return write_network(r, network, error);
    gx_network *written = NULL;
    gx_status status = gx_network_now(&written, network, r->threads, error);
    if (status == GX_OK)
        status = write_network(r, written, error);
    gx_network_free(written);
    return status;
}
