/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --resume of `guanxi run`: which checkpoint, and what the command line may say beside it. */
#ifndef GX_CLI_RESUME_H
#define GX_CLI_RESUME_H

#include "run_options.h"
#include <gx/run/checkpoint.h>

/* Open the checkpoint of the recording that --resume names; on anything but GX_EXIT_DONE it was said why. */
int gx_resume_open(gx_checkpoint **out, const gx_call *call, const gx_run_words *words);

/* The recording to be: what --resume names, without ".partial"; appends. */
void gx_resume_output(gx_text *out, const gx_run_words *words);

/* How that run was asked for, into the options of one that goes on with it. */
void gx_resume_fill(gx_run_options *run, const gx_checkpoint_about *about);

/* "going on with FILE: ...", on stderr. */
void gx_resume_tell(const gx_call *call, const gx_checkpoint_about *about);

/* The command that goes on with an interrupted run; appends. */
void gx_resume_command(gx_text *out, const gx_call *call, const gx_run_words *words, const char *output);

#endif
