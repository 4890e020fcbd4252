/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "same_data.h"

#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct comparison {
    hid_t one, other;
    char *why;
    int room;
    bool same;
} comparison;

static herr_t differ(comparison *c, const char *what, const char *name)
{
    snprintf(c->why, (size_t)c->room, "%s %s", name, what);
    c->same = false;
    return 1;
}

static void *contents(hid_t space, hid_t type, size_t *bytes)
{
    hssize_t count = H5Sget_simple_extent_npoints(space);
    *bytes = (size_t)count * H5Tget_size(type);
    return malloc(*bytes + 1);
}

/* `a` and `b` are both datasets, or both attributes. */
static bool same_values(hid_t a, hid_t b, bool attributes)
{
    hid_t type_a = attributes ? H5Aget_type(a) : H5Dget_type(a),
          type_b = attributes ? H5Aget_type(b) : H5Dget_type(b);
    hid_t space_a = attributes ? H5Aget_space(a) : H5Dget_space(a),
          space_b = attributes ? H5Aget_space(b) : H5Dget_space(b);
    bool same = H5Tequal(type_a, type_b) > 0 && H5Sextent_equal(space_a, space_b) > 0;
    size_t m = 0, n = 0;
    void *x = contents(space_a, type_a, &m), *y = contents(space_b, type_b, &n);
    if (same && attributes)
        same = H5Aread(a, type_a, x) >= 0 && H5Aread(b, type_b, y) >= 0;
    else if (same)
        same = H5Dread(a, type_a, H5S_ALL, H5S_ALL, H5P_DEFAULT, x) >= 0 &&
               H5Dread(b, type_b, H5S_ALL, H5S_ALL, H5P_DEFAULT, y) >= 0;
    same = same && m == n && memcmp(x, y, m) == 0;
    free(x);
    free(y);
    H5Tclose(type_a);
    H5Tclose(type_b);
    H5Sclose(space_a);
    H5Sclose(space_b);
    return same;
}

static herr_t each_attribute(hid_t object, const char *name, const H5A_info_t *info, void *data)
{
    comparison *c = data;
    (void)info;
    hid_t other = H5Aexists(c->other, name) > 0 ? H5Aopen(c->other, name, H5P_DEFAULT) : -1;
    hid_t one = H5Aopen(object, name, H5P_DEFAULT);
    bool same = other >= 0 && same_values(one, other, true);
    H5Aclose(one);
    if (other >= 0)
        H5Aclose(other);
    return same ? 0 : differ(c, "is not the same attribute", name);
}

static hsize_t attributes_of(hid_t object)
{
    H5O_info_t info;
    H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS);
    return info.num_attrs;
}

static herr_t each_object(hid_t file, const char *name, const H5O_info_t *info, void *data)
{
    comparison *c = data;
    (void)file;
    if (strcmp(name, ".") != 0 && H5Lexists(c->other, name, H5P_DEFAULT) <= 0)
        return differ(c, "is missing", name);
    hid_t a = H5Oopen(c->one, name, H5P_DEFAULT), b = H5Oopen(c->other, name, H5P_DEFAULT);
    herr_t result = 0;
    if (H5Iget_type(a) != H5Iget_type(b) || attributes_of(a) != attributes_of(b))
        result = differ(c, "is of another kind or has other attributes", name);
    else if (info->type == H5O_TYPE_DATASET && !same_values(a, b, false))
        result = differ(c, "has other values", name);
    comparison inside = *c;
    inside.other = b;
    if (result == 0 && H5Aiterate2(a, H5_INDEX_NAME, H5_ITER_INC, NULL, each_attribute, &inside) != 0) {
        c->same = false;
        result = 1;
    }
    H5Oclose(a);
    H5Oclose(b);
    return result;
}

bool same_data(const char *one, const char *other, char *why, int room)
{
    comparison c = {.one = H5Fopen(one, H5F_ACC_RDONLY, H5P_DEFAULT),
                    .other = H5Fopen(other, H5F_ACC_RDONLY, H5P_DEFAULT),
                    .why = why,
                    .room = room,
                    .same = true};
    if (c.one < 0 || c.other < 0) {
        snprintf(why, (size_t)room, "%s cannot be opened", c.one < 0 ? one : other);
        c.same = false;
    } else {
        H5Ovisit2(c.one, H5_INDEX_NAME, H5_ITER_INC, each_object, &c, H5O_INFO_BASIC);
        hid_t swap = c.one;
        c.one = c.other;
        c.other = swap;
        if (c.same) /* and nothing more in the other */
            H5Ovisit2(c.one, H5_INDEX_NAME, H5_ITER_INC, each_object, &c, H5O_INFO_BASIC);
    }
    if (c.one >= 0)
        H5Fclose(c.one);
    if (c.other >= 0)
        H5Fclose(c.other);
    return c.same;
}
