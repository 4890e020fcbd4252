/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Status codes, and failures in words. */
#include "bench.h"
#include <gx/base/status.h>
#include <signal.h>
#include <string.h>

START_TEST(every_status_has_a_name_and_a_text)
{
    ck_assert_str_eq(gx_status_name(GX_OK), "GX_OK");
    ck_assert_str_eq(gx_status_name(GX_ERR_INTERNAL), "GX_ERR_INTERNAL");
    ck_assert_str_eq(gx_status_text(GX_ERR_AUDIT), "the books do not balance");
    for (int i = 0; i < GX_STATUS_COUNT; ++i) {
        ck_assert_int_eq(strncmp(gx_status_name((gx_status)i), i == 0 ? "GX_OK" : "GX_ERR_", i == 0 ? 5 : 7),
                         0);
        ck_assert_uint_gt(strlen(gx_status_text((gx_status)i)), 0);
    }
    ck_assert_str_eq(gx_status_name(GX_STATUS_COUNT), "GX_ERR_UNKNOWN");
    ck_assert_str_eq(gx_status_text(GX_STATUS_COUNT), "an unknown status");
}
END_TEST

START_TEST(a_failure_fills_the_error_and_returns_its_status)
{
    gx_error error = {0};
    ck_assert_int_eq(gx_fail(&error, GX_ERR_INPUT, "%s is %d", "x", 7), GX_ERR_INPUT);
    ck_assert_int_eq(error.status, GX_ERR_INPUT);
    ck_assert_str_eq(error.message, "x is 7");
    ck_assert_int_eq(gx_fail(NULL, GX_ERR_IO, "unheard"), GX_ERR_IO);
    ck_assert_int_eq(gx_fail_memory(&error, "a ledger"), GX_ERR_MEMORY);
    ck_assert_ptr_nonnull(strstr(error.message, "a ledger"));
}
END_TEST

START_TEST(a_failure_can_wrap_the_message_before_it)
{
    gx_error error;
    gx_fail(&error, GX_ERR_IO, "no space");
    gx_fail(&error, GX_ERR_IO, "run.h5: %s", error.message);
    ck_assert_str_eq(error.message, "run.h5: no space");
}
END_TEST

/* Characters of 1 to 4 bytes, so that the cut falls on every byte of each. */
START_TEST(a_long_message_is_cut_between_characters)
{
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe7\xba\xa2", "\xf0\x9f\xa7\xa7"};
    for (size_t c = 0; c < 4; ++c) {
        size_t size = strlen(characters[c]);
        for (size_t lead = 0; lead < 4; ++lead) {
            char text[1600] = "xxxx";
            text[lead] = '\0';
            for (size_t i = 0; i < 1500 / size; ++i)
                memcpy(text + lead + i * size, characters[c], size + 1);
            gx_error error;
            gx_fail(&error, GX_ERR_INPUT, "%s", text);
            size_t length = strlen(error.message);
            ck_assert_uint_eq(length, lead + (sizeof(error.message) - 1 - lead) / size * size);
            ck_assert_int_eq(memcmp(error.message, text, length), 0);
        }
    }
}
END_TEST

START_TEST(a_failed_assertion_aborts)
{
    GX_ASSERT(1 + 1 == 2);
    GX_ASSERT(1 + 1 == 3);
}
END_TEST

int main(void)
{
    static const TTest *const *const tests[] = {
        &every_status_has_a_name_and_a_text,
        &a_failure_fills_the_error_and_returns_its_status,
        &a_failure_can_wrap_the_message_before_it,
        &a_long_message_is_cut_between_characters,
    };
    Suite *suite = suite_create("base/status");
    TCase *cases = tcase_create("status");
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); ++i)
        tcase_add_test(cases, *tests[i]);
    tcase_add_test_raise_signal(cases, a_failed_assertion_aborts, SIGABRT);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
