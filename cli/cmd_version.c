/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guanxi version. */
#include "exits.h"
#include "talk.h"

static int act(const gx_call *call, const void *given)
{
    (void)call, (void)given;
    gx_answer("guanxi " GX_VERSION "\n");
    return GX_EXIT_DONE;
}

const gx_verb gx_verb_version = {"version",
                                 "",
                                 GX_OPERAND_NONE,
                                 0,
                                 0,
                                 "print the version",
                                 "'guanxi info' prints the versions of the libraries too.\n",
                                 NULL,
                                 0,
                                 0,
                                 act,
                                 NULL};
