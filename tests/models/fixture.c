/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"
#include <check.h>
#include <stdio.h>
#include <string.h>

void fixture_make(fixture *f, const char *yaml)
{
    static char text[65536];
    snprintf(text, sizeof text, "version: 1\n%s", yaml);
    gx_run_options options = {
        .file = "fixture", .text = text, .length = strlen(text), .record = -1, .threads = 1};
    gx_diagnostics diagnostics;
    gx_error error = {GX_OK, ""};
    gx_status status = gx_settings_read(&f->settings, &options, &diagnostics, &error);
    ck_assert_msg(status == GX_OK, "%s", gx_text_get(&diagnostics.report));
    status = gx_build(&f->built, &f->settings, 0, 1, &diagnostics, &error);
    ck_assert_msg(status == GX_OK, "%s", error.message);
    gx_diagnostics_free(&diagnostics);
}

void fixture_free(fixture *f)
{
    gx_built_release(&f->built);
    gx_settings_release(&f->settings);
}
