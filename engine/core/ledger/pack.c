/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of operations as bytes without gaps, little-endian, and back. All of it comes from the table. */
#include "ledger/book_internal.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the journal is little-endian, and so is the host");

/* How many bytes a type takes, packed. None of them has padding. */
enum {
    SIZE_u8 = 1,
    SIZE_u16 = 2,
    SIZE_u32 = 4,
    SIZE_u64 = 8,
    SIZE_fen = 8,
    SIZE_ref = 8,
    SIZE_pass = 16,
    SIZE_draw = 16
};
_Static_assert(sizeof(gx_ref) == SIZE_ref && sizeof(gx_pass) == SIZE_pass && sizeof(gx_draw) == SIZE_draw,
               "no padding");

#define PUT(type, name)                                                                                      \
    memcpy(out + at, &args->name, SIZE_##type);                                                              \
    at += SIZE_##type;
#define GET(type, name)                                                                                      \
    memcpy(&args->name, bytes + at, SIZE_##type);                                                            \
    at += SIZE_##type;
#define SIZE(type, name) +SIZE_##type

#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    enum { SIZE_OF_##name = 0 GX_ARGS_##name(SIZE) };                                                        \
    _Static_assert((int)SIZE_OF_##name <= (int)GX_PACKED_MAX, "GX_PACKED_MAX is too small");                 \
    static void pack_##name(const gx_args_##name *args, unsigned char *out)                                  \
    {                                                                                                        \
        size_t at = 0;                                                                                       \
        GX_ARGS_##name(PUT)(void) at;                                                                        \
    }                                                                                                        \
    static void unpack_##name(gx_args_##name *args, const unsigned char *bytes)                              \
    {                                                                                                        \
        size_t at = 0;                                                                                       \
        GX_ARGS_##name(GET)(void) at;                                                                        \
    }
GX_OP_TABLE(X)
#undef X

/* One argument as 64-bit words into a hash. From the arguments as they lie, not packed: reading again what
 * was just written in smaller pieces would make the processor wait until all of it has left for memory. */
static inline uint64_t mix_words(uint64_t hash, const void *argument, size_t size)
{
    uint64_t word[2] = {0};
    memcpy(word, argument, size);
    hash = gx_mix64(hash ^ word[0]);
    return size <= 8 ? hash : gx_mix64(hash ^ word[1]);
}

#define MIX_INTEGER(name) hash = gx_mix64(hash ^ (uint64_t)args->name);
#define MIX_WORDS(name)   hash = mix_words(hash, &args->name, sizeof args->name);
#define MIX_u8(name)      MIX_INTEGER(name)
#define MIX_u16(name)     MIX_INTEGER(name)
#define MIX_u32(name)     MIX_INTEGER(name)
#define MIX_u64(name)     MIX_INTEGER(name)
#define MIX_fen(name)     MIX_INTEGER(name)
#define MIX_ref(name)     MIX_WORDS(name)
#define MIX_pass(name)    MIX_WORDS(name)
#define MIX_draw(name)    MIX_WORDS(name)
#define MIX(type, name)   MIX_##type(name)

static uint64_t mix_args(const gx_op *op, uint64_t hash)
{
    switch (op->kind) {
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number: {                                                                                           \
        const gx_args_##name *args = &op->args.name;                                                         \
        GX_ARGS_##name(MIX) break;                                                                           \
    }
        GX_OP_TABLE(X)
#undef X
    default:
        break;
    }
    return hash;
}

uint64_t gx_op_content(const gx_op *op)
{
    uint64_t hash =
        mix_args(op, gx_mix64(op->kind)); /* mixed: kind ^ argument must not stand for another pair */
    return op->listed == 0 ? hash : XXH3_64bits_withSeed(op->list, op->listed * sizeof *op->list, hash);
}

size_t gx_op_pack(const gx_op *op, unsigned char out[GX_PACKED_MAX])
{
    switch (op->kind) {
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number:                                                                                             \
        pack_##name(&op->args.name, out);                                                                    \
        return SIZE_OF_##name;
        GX_OP_TABLE(X)
#undef X
    default:
        return 0;
    }
}

size_t gx_op_packed_size(unsigned kind)
{
    switch (kind) {
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number:                                                                                             \
        return SIZE_OF_##name;
        GX_OP_TABLE(X)
#undef X
    default:
        return 0;
    }
}

bool gx_op_unpack(gx_op *op, const unsigned char *bytes, size_t count)
{
    switch (op->kind) {
#define X(number, NAME, name, theme, keyed, rows, help)                                                      \
    case number:                                                                                             \
        if (count != SIZE_OF_##name)                                                                         \
            return false;                                                                                    \
        unpack_##name(&op->args.name, bytes);                                                                \
        return true;
        GX_OP_TABLE(X)
#undef X
    default:
        return false;
    }
}
