/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints every key of a scenario as Markdown, for scenarios/README.md: the same tables that the reader goes
 * by. */
#include <gx/run/run.h>
#include <gx/scenario/scenario.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    size_t count;
    const gx_table *const *tables = gx_run_tables(&count);
    gx_text text = {0};
    gx_error error = {GX_OK, ""};
    gx_status status = gx_describe(tables, count, NULL, GX_DESCRIBE_MARKDOWN, &text, &error);
    bool printed =
        status == GX_OK && !text.failed && fputs(gx_text_get(&text), stdout) >= 0 && fflush(stdout) == 0;
    if (status != GX_OK)
        fprintf(stderr, "print_keys: %s\n", error.message);
    gx_text_free(&text);
    return printed ? EXIT_SUCCESS : EXIT_FAILURE;
}
