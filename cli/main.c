/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program. Before anything else it settles how threads wait.
 *
 * The kernel's threads meet at barriers several times a tick. Left alone, libgomp spins there for
 * milliseconds before it sleeps; on a machine that has other work too, a thread then burns the very processor
 * that the one it waits for would need, and two threads become slower than one (seen: 50 s for 14 s). A few
 * thousand turns, some microseconds, keep the speed of an idle machine and give way on a busy one. libgomp
 * reads this when it is loaded, so the program starts itself once more; whoever has set GOMP_SPINCOUNT or
 * OMP_WAIT_POLICY is not overruled. No result depends on it. */
#include <gx/cli/cli.h>
#include <stdlib.h>
#include <unistd.h>

static void settle_waiting(char **argv)
{
    if (getenv("GOMP_SPINCOUNT") || getenv("OMP_WAIT_POLICY"))
        return;
    if (setenv("GOMP_SPINCOUNT", "1000", 1) == 0)
        execv("/proc/self/exe", argv); /* comes back only if that is not possible; then it just runs slower */
}

int main(int argc, char **argv)
{
    settle_waiting(argv);
    return gx_cli_main(argc, argv);
}
