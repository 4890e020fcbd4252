/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "signals.h"

#include "exits.h"
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen;

static void note(int number)
{
    if (seen)
        _exit(128 + number);
    seen = number;
}

void gx_signals_catch(gx_signals *before)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    sigemptyset(&action.sa_mask);
    seen = 0;
    sigaction(SIGINT, NULL, &before->interrupt);
    sigaction(SIGTERM, &action, &before->terminate);
    /* A shell starts jobs in the background with SIGINT ignored: that stays so. */
    if (before->interrupt.sa_handler != SIG_IGN)
        sigaction(SIGINT, &action, NULL);
}

void gx_signals_restore(const gx_signals *before)
{
    sigaction(SIGINT, &before->interrupt, NULL);
    sigaction(SIGTERM, &before->terminate, NULL);
}

int gx_signal_seen(void)
{
    return seen;
}

bool gx_signal_stops(void *context)
{
    (void)context;
    return seen != 0;
}

int gx_signal_exit(void)
{
    return seen == SIGTERM ? GX_EXIT_TERMINATED : GX_EXIT_INTERRUPTED;
}
