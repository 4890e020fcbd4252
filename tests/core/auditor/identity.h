/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What other parts must know of who a user is. */
#ifndef TESTS_CORE_AUDITOR_IDENTITY_H
#define TESTS_CORE_AUDITOR_IDENTITY_H

#include "core/auditor/auditor.h"

/* The tier of a user of this book; GX_TIER_MAX in a book that knows no names. */
uint8_t aud_tier(const aud_book *book, uint32_t user);

#endif
