/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `guanxi` command as a function, so that tests can link it. */
#ifndef GX_CLI_CLI_H
#define GX_CLI_CLI_H

/* Do what the arguments say; results on stdout, talk on stderr. Returns the exit code of the program and
 * never exits, except when a second Ctrl-C or SIGTERM arrives while a run is ending: then it stops at once.
 * Not from two threads at a time. */
int gx_cli_main(int argc, char **argv);

#endif
