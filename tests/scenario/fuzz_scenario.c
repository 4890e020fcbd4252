/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader against any bytes. It must not crash; what it accepts must survive printing and reading.
 *
 * The first line of an input may be an override: "--set name=x". As a fuzzer of its own, from the top folder:
 *
 *     clang -g -O1 -fsanitize=fuzzer,address,undefined -D_POSIX_C_SOURCE=200809L -o fuzz_scenario \
 *         -Itests/scenario -Iengine/base/include -Iengine/scenario/include \
 *         tests/scenario/fuzz_scenario.c tests/scenario/tables.c engine/scenario/[a-z]*.c \
 *         engine/base/{civil,diagnostics,file,memory,number,status,text,utf8}.c -lyaml -lm
 *     ./fuzz_scenario -max_len=1000 tests/scenario/corpus
 */
#include "tables.h"

#include <gx/base/memory.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void print_again(const gx_scenario *scenario, const test_config *config)
{
    test_config again;
    gx_scenario *copy = NULL;
    gx_diagnostics d;
    gx_text text = {0};
    gx_scenario_print(scenario, true, &text);
    GX_ASSERT(test_read(gx_text_get(&text), NULL, NULL, &again, &copy, &d) == GX_OK);
    GX_ASSERT(memcmp(config, &again, sizeof again) == 0);
    gx_scenario_free(copy);
    gx_diagnostics_free(&d);
    gx_text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = gx_alloc(size + 1, 1);
    if (!text)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    test_config config;
    memset(&config, 0, sizeof config);
    gx_section sections[TEST_SECTIONS];
    gx_scenario *scenario = NULL;
    gx_diagnostics d;
    gx_override override = {0};
    char *body = text, *end = strchr(text, '\n');
    if (end && strncmp(text, "--set ", 6) == 0) {
        *end = '\0';
        override.assignment = text + 6;
        body = end + 1;
    }
    test_sections(&config, sections);
    gx_status status = gx_scenario_read(&scenario, "fuzz", body, size - (size_t)(body - text), NULL,
                                        &override, override.assignment ? 1 : 0, sections, TEST_SECTIONS, &d);
    GX_ASSERT((status == GX_OK) == (d.count == 0) && (status == GX_OK) == (scenario != NULL));
    if (status == GX_OK)
        print_again(scenario, &config);
    gx_scenario_free(scenario);
    gx_diagnostics_free(&d);
    gx_free(text);
    return 0;
}
