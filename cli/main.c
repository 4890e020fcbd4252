/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/cli/cli.h>

int main(int argc, char **argv)
{
    return gx_cli_main(argc, argv);
}
