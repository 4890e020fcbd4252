/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help, made of the tables of verbs and options. */
#ifndef GX_CLI_USAGE_H
#define GX_CLI_USAGE_H

#include "verb.h"

void gx_usage_short(const gx_call *call); /* to stderr: the verbs, when none is named */
int gx_usage_all(const gx_call *call);    /* to stdout */
int gx_usage_verb(const gx_call *call, const gx_verb *verb);
int gx_usage_man(const gx_call *call); /* a page for man(1) */

#endif
