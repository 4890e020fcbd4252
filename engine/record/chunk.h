/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chunk of a column, between memory and file: byte shuffle, then a zlib stream. */
#ifndef GX_RECORD_CHUNK_H
#define GX_RECORD_CHUNK_H

#include <gx/base/status.h>
#include <stdbool.h>
#include <stddef.h>

#define GX_CHUNK_BYTES ((size_t)1 << 20)
enum { GX_CHUNK_COUNT_MIN = 1024 }; /* elements of the smallest chunk */

/* What compressing one chunk at a time needs: reused, never allocated per chunk. Start with {0}. */
typedef struct gx_packer {
    struct libdeflate_compressor *compressor;
    unsigned char *scratch; /* GX_CHUNK_BYTES: the shuffled chunk */
} gx_packer;

/* False when memory is exhausted; what was allocated stays for gx_packer_free. */
bool gx_packer_init(gx_packer *packer);
void gx_packer_free(gx_packer *packer);

/* The room that gx_pack needs at its target for any chunk of at most GX_CHUNK_BYTES. */
size_t gx_pack_bound(void);

/* Pack `count` elements of `size` bytes, padded with zeros to `chunk_count`, into `to` (gx_pack_bound()
 * bytes; may be the memory that `from` lies in). Returns the packed length. */
size_t gx_pack(gx_packer *packer, unsigned char *to, const void *from, size_t count, size_t chunk_count,
               size_t size);

/* The two halves of HDF5's shuffle filter: element-wise bytes to planes and back. */
void gx_shuffle(unsigned char *to, const unsigned char *from, size_t count, size_t chunk_count, size_t size);
void gx_unshuffle(unsigned char *to, const unsigned char *from, size_t count, size_t chunk_count,
                  size_t size);

#endif
