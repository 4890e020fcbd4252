/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one table of the engine's cases. */
#include "bench/cases.h"

#define PHOLD_HELP "PHOLD as ROSS defines it: one event an entity in flight"
#define HOT_HELP   "a circle claims one packet of 100 shares at once, through kernel and core"
#define ZIPF_HELP  "transfers to payees by Zipf's law, through kernel and core"
#define EVE_HELP   "the 24 hours of New Year's Eve 2016, real scenario and models"

/* clang-format off */
static const gx_bench_case cases[] = {
    /*name,               help,      work,        entity,    play,                parameter, {full},   {quick},  by name */
    {"phold/1k/10",     PHOLD_HELP ", 10 % remote", "events", "entity", gx_bench_phold, 0.1, {1000, 1100000}, {1000, 11000}, false},
    {"phold/1k/50",     PHOLD_HELP ", 50 % remote", "events", "entity", gx_bench_phold, 0.5, {1000, 1100000}, {1000, 11000}, false},
    {"phold/20k/10",    PHOLD_HELP ", 10 % remote", "events", "entity", gx_bench_phold, 0.1, {20000, 55000}, {20000, 550}, false},
    {"phold/20k/50",    PHOLD_HELP ", 50 % remote", "events", "entity", gx_bench_phold, 0.5, {20000, 55000}, {20000, 550}, false},
    {"phold/1M/10",     PHOLD_HELP ", 10 % remote", "events", "entity", gx_bench_phold, 0.1, {1000000, 1100}, {1000000, 11}, false},
    {"phold/1M/50",     PHOLD_HELP ", 50 % remote", "events", "entity", gx_bench_phold, 0.5, {1000000, 1100}, {1000000, 11}, false},
    {"hot-packet/500",  HOT_HELP, "claims", "member", gx_bench_hot_packet, 0, {500, 20000}, {500, 400}, false},
    {"hot-packet/5k",   HOT_HELP, "claims", "member", gx_bench_hot_packet, 0, {5000, 2000}, {5000, 40}, false},
    {"hot-packet/50k",  HOT_HELP, "claims", "member", gx_bench_hot_packet, 0, {50000, 200}, {50000, 4}, false},
    {"zipf/0.8",        ZIPF_HELP ", s = 0.8", "transfers", "account", gx_bench_zipf, 0.8, {1000000, 110}, {100000, 33}, false},
    {"zipf/1.0",        ZIPF_HELP ", s = 1.0", "transfers", "account", gx_bench_zipf, 1.0, {1000000, 110}, {100000, 33}, false},
    {"eve/1:1000",      EVE_HELP ", 420,000 users", "operations", "user", gx_bench_eve, 0, {420000, 1440}, {10000, 1440}, false},
    {"eve/1:100",       EVE_HELP ", 4.2 M users", "operations", "user", gx_bench_eve, 0, {4200000, 1440}, {0, 0}, true},
    {"eve/1:10",        EVE_HELP ", 42 M users, nothing of them stored", "operations", "user", gx_bench_eve_nation, 0, {42000000, 1440}, {0, 0}, true},
    {"ledger",          "random transfers among the accounts of one book", "transfers", "account", gx_bench_ledger, 0, {1000000, 20000000}, {100000, 400000}, false},
    {"split",           "shares of lucky packets, each with its draw", "shares", NULL, gx_bench_split, 0, {100000000, 0}, {2000000, 0}, false},
    {"graph",           "people and friendships by a scenario's defaults", "ties", "user", gx_bench_graph, 0, {1000000, 0}, {20000, 0}, false},
    {"recording",       "event columns into a recording", "bytes", NULL, gx_bench_recording, 0, {16777216, 0}, {524288, 0}, false},
};
/* clang-format on */

const gx_bench_case *gx_bench_cases(size_t *count)
{
    *count = sizeof cases / sizeof cases[0];
    return cases;
}
