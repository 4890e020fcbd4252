/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call of the library answers: a status code, and the detail in a gx_error that the caller passes in.
 * The library never prints, exits or aborts on a user's input. */
#ifndef GX_BASE_STATUS_H
#define GX_BASE_STATUS_H

#include <stdarg.h>
#include <stddef.h>

/* X(name, text): the one list of status codes; `guanxi describe errors` prints it. */
#define GX_STATUS_TABLE(X)                                                                                   \
    X(GX_OK, "done")                                                                                         \
    X(GX_ERR_MEMORY, "memory is exhausted")                                                                  \
    X(GX_ERR_ARGUMENT, "an argument of a call is out of its contract")                                       \
    X(GX_ERR_INPUT, "a user's input (scenario, option, file) is wrong")                                      \
    X(GX_ERR_FORMAT, "a file is not what it should be, or is damaged")                                       \
    X(GX_ERR_NOT_FOUND, "a file or a name does not exist")                                                   \
    X(GX_ERR_EXISTS, "the output exists already")                                                            \
    X(GX_ERR_IO, "the system refused to read or write")                                                      \
    X(GX_ERR_LIMIT, "a limit of the program is exceeded")                                                    \
    X(GX_ERR_AUDIT, "the books do not balance")                                                              \
    X(GX_ERR_INTERRUPTED, "interrupted by a signal")                                                         \
    X(GX_ERR_DIVERGED, "a run did not reproduce its recording")                                              \
    X(GX_ERR_INTERNAL, "a defect of the program")

typedef enum gx_status {
#define X(name, text) name,
    GX_STATUS_TABLE(X)
#undef X
        GX_STATUS_COUNT
} gx_status;

/* A failure in words. Owned by the caller; no pointers inside, so it can be copied. */
typedef struct gx_error {
    gx_status status;
    char message[1000];
} gx_error;

const char *gx_status_name(gx_status status);
const char *gx_status_text(gx_status status);

/* Fill `error` (may be NULL) and return `status`, so that a caller can write `return gx_fail(...)`. */
gx_status gx_fail(gx_error *error, gx_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The common case: GX_ERR_MEMORY, naming what was to be allocated. The body stands here to let compilers and
 * analyzers see that it never answers GX_OK. */
inline gx_status gx_fail_memory(gx_error *error, const char *what)
{
    gx_fail(error, GX_ERR_MEMORY, "memory is exhausted: cannot allocate %s", what);
    return GX_ERR_MEMORY;
}

/* A programming error of ours, never a user's input: checked in release too. */
#define GX_ASSERT(condition) ((condition) ? (void)0 : gx_assert_failed(#condition, __FILE__, __LINE__))
_Noreturn void gx_assert_failed(const char *condition, const char *file, int line);

#endif
