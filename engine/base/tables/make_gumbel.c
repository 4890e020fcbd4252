/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes gumbel_nodes.h: -ln(-ln u) at the nodes of octave.h, in units of 2^-24, by exact.h. Runs during the
 * build, so the noise needs no set-up call and no lock; the digest of the samplers pins every number of it.
 */
#include "gumbel_table.h"
#include <gx/base/exact.h>
#include <stdio.h>

static long node_of(double u, double one_minus_u)
{
    /* Near 1 the logarithm of u has few digits; the series -ln(1 - v) = v + v^2/2 + v^3/3 + … has them all.
     */
    double v = one_minus_u;
    double exponential = v < 1e-4 ? v * (1 + v * (1.0 / 2 + v * (1.0 / 3 + v / 4))) : -gx_log(u);
    double scaled = -gx_log(exponential) * (double)(1 << GX_GUMBEL_NODE_BITS);
    return (long)(scaled + (scaled < 0 ? -0.5 : 0.5));
}

static void write_half(FILE *file, int upper)
{
    fprintf(file, "{\n");
    for (uint32_t i = 0; i <= GX_OCTAVE_PIECES; ++i) {
        double near = (gx_octave_start(i) + 0.5) / 4294967296.0;
        double far = 1 - near;
        fprintf(file, "    %ld,\n", upper ? node_of(far, near) : node_of(near, far));
    }
    fprintf(file, "},\n");
}

int main(int count, char **arguments)
{
    FILE *file = count == 2 ? fopen(arguments[1], "w") : NULL;
    if (!file)
        return 1;
    fprintf(file, "#include \"gumbel_table.h\"\n");
    fprintf(file, "const int32_t gx_gumbel_node[2][GX_OCTAVE_PIECES + 1] = {\n");
    write_half(file, 0);
    write_half(file, 1);
    fprintf(file, "};\n");
    return fclose(file) == 0 ? 0 : 1;
}
