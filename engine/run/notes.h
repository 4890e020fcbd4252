/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario sets although nothing will read it: no error, but seldom what was meant. */
#ifndef GX_RUN_NOTES_H
#define GX_RUN_NOTES_H

#include "settings.h"

/* Append a line for each reason why keys that were given (by the file, a variant or --set) have no effect.
 * `run`: for a run, which makes fewer layers than the command's `graph`. */
void gx_settings_notes(const gx_settings *settings, bool run, gx_text *out);

#endif
