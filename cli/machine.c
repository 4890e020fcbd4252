/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include "option.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* The first number behind `key` in a file of the kernel; false when there is none ("max", no such file). */
static bool number_in(const char *path, const char *key, uint64_t *value)
{
    char line[256];
    bool found = false;
    FILE *file = fopen(path, "r");
    while (file && !found && fgets(line, sizeof line, file)) {
        size_t length = strlen(key);
        if (strncmp(line, key, length) != 0)
            continue;
        char *digits = line + length + strspn(line + length, " \t");
        digits[strspn(digits, "0123456789")] = '\0';
        found = gx_parse_whole(digits, value);
    }
    if (file)
        fclose(file);
    return found;
}

/* What a control group leaves; `spare` is a part of its use that gives way (cached files). */
static uint64_t left_of(const char *folder, const char *limit, const char *used, const char *spare)
{
    char path[700];
    uint64_t most = 0, now = 0, cached = 0;
    snprintf(path, sizeof path, "%s/%s", folder, limit);
    bool limited = number_in(path, "", &most);
    snprintf(path, sizeof path, "%s/%s", folder, used);
    if (!limited || !number_in(path, "", &now))
        return UINT64_MAX;
    snprintf(path, sizeof path, "%s/memory.stat", folder);
    if (number_in(path, spare, &cached))
        now -= least(now, cached);
    return most > now ? most - now : 0;
}

/* Its own group's limit and those above it. */
static uint64_t control_group_leaves(void)
{
    char line[512], folder[600];
    uint64_t left = left_of("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes",
                            "total_inactive_file");
    left = least(left, left_of("/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"));
    FILE *file = fopen("/proc/self/cgroup", "r");
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "0::/", 4) != 0)
            continue;
        snprintf(folder, sizeof folder, "/sys/fs/cgroup%s", line + 3);
        for (char *slash;
             (slash = strrchr(folder, '/')) != NULL && slash > folder + strlen("/sys/fs/cgroup") - 1;) {
            left = least(left, left_of(folder, "memory.max", "memory.current", "inactive_file"));
            *slash = '\0';
        }
    }
    if (file)
        fclose(file);
    return left;
}

static uint64_t limit_of(int resource)
{
    struct rlimit limit;
    return getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY ? (uint64_t)limit.rlim_cur
                                                                               : UINT64_MAX;
}

uint64_t gx_memory_available(void)
{
    uint64_t kibibytes = 0, left = UINT64_MAX;
    if (number_in("/proc/meminfo", "MemAvailable:", &kibibytes))
        left = kibibytes * 1024;
    left = least(left, control_group_leaves());
    return least(left, least(limit_of(RLIMIT_AS), limit_of(RLIMIT_DATA)));
}

uint64_t gx_disk_available(const char *path)
{
    struct statvfs facts;
    char folder[4096] = ".";
    const char *slash = strrchr(path, '/');
    if (slash && (size_t)(slash - path) < sizeof folder - 1)
        snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    uint64_t left = UINT64_MAX;
    if (statvfs(folder, &facts) == 0)
        left = (uint64_t)facts.f_bavail * (uint64_t)facts.f_frsize;
    return least(left, limit_of(RLIMIT_FSIZE));
}
