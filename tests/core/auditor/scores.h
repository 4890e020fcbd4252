/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other parts of the auditor ask of scores. */
#ifndef TESTS_CORE_AUDITOR_SCORES_H
#define TESTS_CORE_AUDITOR_SCORES_H

#include "core/auditor/auditor.h"

#include <gx/core/score.h>

/* A user's score (0: none, also in a book without the theme), and what a right asks for. */
uint16_t aud_score_of(const aud_book *book, uint32_t user);
uint16_t aud_gate_of(const aud_book *book, gx_scored_right right);

/* In which of 0 … 4; 5 below all of them. */
unsigned aud_band_of(uint16_t score);

#endif
