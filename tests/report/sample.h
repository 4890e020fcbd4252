/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recording and its results, made up for the tests of the report: a day of 1,440 minutes with its peak
 * after midnight, and texts that try to break out of the page. */
#ifndef GX_TEST_REPORT_SAMPLE_H
#define GX_TEST_REPORT_SAMPLE_H

#include <gx/record/reader.h>
#include <gx/stats/results.h>

typedef struct sample {
    const char *title;    /* of the scenario; NULL: the recording has no such attribute */
    const char *scenario; /* its text */
    const char *variant;
    bool wallets;       /* /users/wealth and /users/end/balance are there */
    int64_t lost_fen;   /* money that the wallets lack beyond what is in packets */
    int64_t moving_fen; /* shares taken but not yet in a wallet */
    bool interrupted;   /* left as a .partial */
    const char *absurd; /* a whole number of the root that says absurd_value instead; NULL: none */
    int64_t absurd_value;
    bool bare; /* no attributes, no scenario, no series, no users */
} sample;

#define HOSTILE_TITLE                                                                                        \
    "</script><script>alert(1)</script> <img src=x onerror=alert(2)> \"q\" 'a' & \xe2\x80\xae"               \
    "rtl <!-- ]]> </title></style>"

/* Write the recording to `path` (replacing it) and open it. Fails the running test on error. */
gx_reader *sample_recording(const char *path, const sample *what);

/* Results as the rooms would give them: time curves, distributions, a tail, figures with and without
 * interval, tables with and without row names. With `hostile` the labels try to break out. */
gx_results *sample_results(bool hostile);

#endif
