/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this machine, or whoever lets us run on it, has left for a run. */
#ifndef GX_CLI_MACHINE_H
#define GX_CLI_MACHINE_H

#include <stdint.h>

/* Bytes of memory that a new process may come to use without swapping or being killed: the least of what is
 * available in the machine, of what the control group leaves, and of this process's own limits. UINT64_MAX
 * when nothing tells. */
uint64_t gx_memory_available(void);

/* Bytes that a file beside `path` may come to have; UINT64_MAX when nothing tells. */
uint64_t gx_disk_available(const char *path);

#endif
