/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A world made from a few lines of scenario, for tests that look inside. */
#ifndef GX_TESTS_MODELS_FIXTURE_H
#define GX_TESTS_MODELS_FIXTURE_H

#include "build.h"

typedef struct fixture {
    gx_settings settings;
    gx_built built;
} fixture;

/* `yaml` without its version line. The test fails when the scenario is not valid. */
void fixture_make(fixture *f, const char *yaml);
void fixture_free(fixture *f);

#endif
