/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The byte shuffle against its definition, and a packed chunk against zlib's container. */
#include "chunk.h"
#include "scratch.h"

#include <libdeflate.h>

START_TEST(shuffle_by_its_definition)
{
    const size_t sizes[] = {1, 2, 3, 4, 8};
    for (size_t s = 0; s < 5; s++) {
        size_t size = sizes[s], chunk = 3000, count = 2777;
        unsigned char *from = gx_alloc(count, size), *to = gx_alloc(chunk, size),
                      *back = gx_alloc(count, size);
        ck_assert(from != NULL && to != NULL && back != NULL);
        for (size_t i = 0; i < count * size; i++) {
            from[i] = (unsigned char)gx_mix64(i);
        }
        memset(to, 0xee, chunk * size);
        gx_shuffle(to, from, count, chunk, size);
        for (size_t byte = 0; byte < size; byte++) {
            for (size_t i = 0; i < chunk; i++) {
                ck_assert_uint_eq(to[byte * chunk + i], i < count ? from[i * size + byte] : 0);
            }
        }
        gx_unshuffle(back, to, count, chunk, size);
        ck_assert_int_eq(memcmp(back, from, count * size), 0);
        gx_free(from);
        gx_free(to);
        gx_free(back);
    }
}
END_TEST

START_TEST(noise_fits_the_bound_in_its_own_place)
{
    gx_packer packer = {0};
    ck_assert(gx_packer_init(&packer));
    size_t words = GX_CHUNK_BYTES / 8, unpacked = 0;
    unsigned char *chunk = gx_alloc_columns(gx_pack_bound(), 1);
    uint64_t *back = gx_alloc(words, 8), *planes = gx_alloc(words, 8);
    ck_assert(chunk != NULL && back != NULL && planes != NULL);
    for (size_t i = 0; i < words; i++) {
        uint64_t noise = gx_mix64(i);
        memcpy(chunk + 8 * i, &noise, 8);
    }
    size_t packed = gx_pack(&packer, chunk, chunk, words, words, 8);
    ck_assert_uint_le(packed, gx_pack_bound());
    ck_assert_uint_eq(chunk[0] & 0x0f, 8); /* zlib's container: method deflate, header divisible by 31 */
    ck_assert_uint_eq((chunk[0] * 256u + chunk[1]) % 31, 0);
    struct libdeflate_decompressor *opener = libdeflate_alloc_decompressor();
    ck_assert_int_eq(libdeflate_zlib_decompress(opener, chunk, packed, planes, words * 8, &unpacked),
                     LIBDEFLATE_SUCCESS);
    ck_assert_uint_eq(unpacked, words * 8);
    gx_unshuffle((unsigned char *)back, (unsigned char *)planes, words, words, 8);
    for (size_t i = 0; i < words; i++) {
        ck_assert_uint_eq(back[i], gx_mix64(i));
    }
    libdeflate_free_decompressor(opener);
    gx_packer_free(&packer);
    gx_free(chunk);
    gx_free(back);
    gx_free(planes);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("chunk");
    tcase_add_test(tests, shuffle_by_its_definition);
    tcase_add_test(tests, noise_fits_the_bound_in_its_own_place);
    return run_suite("record: chunk", tests);
}
