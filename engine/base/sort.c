/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least-significant-digit radix sort with digits of 8 bits.
 *
 * One pass over the values counts all digits; a digit that all values share needs no pass of its own, which
 * for ids and times below 2^32 halves the work. Each pass moves the values between the array and its scratch
 * in order of one digit, keeping the order of equals, so the last pass leaves them sorted by all digits.
 */
#include <gx/base/sort.h>
#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 8, DIGITS = 1 << DIGIT_BITS, SHORT_COUNT = 64 };

/* From counts to the place where each digit begins; false when all `count` values share the digit. */
static bool begin_places(size_t places[DIGITS], size_t count)
{
    size_t place = 0;
    for (int i = 0; i < DIGITS; ++i) {
        size_t own = places[i];
        if (own == count)
            return false;
        places[i] = place;
        place += own;
    }
    return true;
}

static void insert_u64(uint64_t *values, size_t count)
{
    for (size_t i = 1; i < count; ++i) {
        uint64_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; --at)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

static void insert_u32(uint32_t *values, size_t count)
{
    for (size_t i = 1; i < count; ++i) {
        uint32_t value = values[i];
        size_t at = i;
        for (; at > 0 && values[at - 1] > value; --at)
            values[at] = values[at - 1];
        values[at] = value;
    }
}

static void insert_pairs(uint64_t *keys, uint64_t *payloads, size_t count)
{
    for (size_t i = 1; i < count; ++i) {
        uint64_t key = keys[i], payload = payloads[i];
        size_t at = i;
        for (; at > 0 && keys[at - 1] > key; --at) {
            keys[at] = keys[at - 1];
            payloads[at] = payloads[at - 1];
        }
        keys[at] = key;
        payloads[at] = payload;
    }
}

static void count_digits_u64(size_t places[8][DIGITS], const uint64_t *values, size_t count)
{
    memset(places, 0, 8 * sizeof(places[0]));
    for (size_t i = 0; i < count; ++i)
        for (int digit = 0; digit < 8; ++digit)
            ++places[digit][values[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)];
}

void gx_sort_u64(uint64_t *values, uint64_t *scratch, size_t count)
{
    if (count < SHORT_COUNT) {
        insert_u64(values, count);
        return;
    }
    size_t places[8][DIGITS];
    count_digits_u64(places, values, count);
    uint64_t *from = values, *to = scratch;
    for (int digit = 0; digit < 8; ++digit) {
        if (!begin_places(places[digit], count))
            continue;
        for (size_t i = 0; i < count; ++i)
            to[places[digit][from[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != values)
        memcpy(values, from, count * sizeof(*values));
}

void gx_sort_u32(uint32_t *values, uint32_t *scratch, size_t count)
{
    if (count < SHORT_COUNT) {
        insert_u32(values, count);
        return;
    }
    size_t places[4][DIGITS] = {{0}};
    for (size_t i = 0; i < count; ++i)
        for (int digit = 0; digit < 4; ++digit)
            ++places[digit][values[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)];
    uint32_t *from = values, *to = scratch;
    for (int digit = 0; digit < 4; ++digit) {
        if (!begin_places(places[digit], count))
            continue;
        for (size_t i = 0; i < count; ++i)
            to[places[digit][from[i] >> (digit * DIGIT_BITS) & (DIGITS - 1)]++] = from[i];
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != values)
        memcpy(values, from, count * sizeof(*values));
}

void gx_sort_pairs_u64(uint64_t *keys, uint64_t *payloads, uint64_t *key_scratch, uint64_t *payload_scratch,
                       size_t count)
{
    if (count < SHORT_COUNT) {
        insert_pairs(keys, payloads, count);
        return;
    }
    size_t places[8][DIGITS];
    count_digits_u64(places, keys, count);
    uint64_t *from[2] = {keys, payloads}, *to[2] = {key_scratch, payload_scratch};
    for (int digit = 0; digit < 8; ++digit) {
        if (!begin_places(places[digit], count))
            continue;
        for (size_t i = 0; i < count; ++i) {
            size_t place = places[digit][from[0][i] >> (digit * DIGIT_BITS) & (DIGITS - 1)]++;
            to[0][place] = from[0][i];
            to[1][place] = from[1][i];
        }
        uint64_t *swap[2] = {from[0], from[1]};
        memcpy(from, to, sizeof(from));
        memcpy(to, swap, sizeof(to));
    }
    if (from[0] != keys) {
        memcpy(keys, from[0], count * sizeof(*keys));
        memcpy(payloads, from[1], count * sizeof(*payloads));
    }
}

size_t gx_unique_u32(uint32_t *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; ++i)
        if (kept == 0 || values[kept - 1] != values[i])
            values[kept++] = values[i];
    return kept;
}

size_t gx_unique_u64(uint64_t *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; ++i)
        if (kept == 0 || values[kept - 1] != values[i])
            values[kept++] = values[i];
    return kept;
}
