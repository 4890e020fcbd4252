/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every message between users, in the order in which kinds are served within a tick: money arrives before it
 * is wanted, a packet that is due to expire is gone before a claim of the same tick. */
#ifndef GX_MODELS_KINDS_H
#define GX_MODELS_KINDS_H

#include <gx/sim/message.h>

/* X(name, what its fields mean). `tie` carries data where nothing is contested. */
#define GX_KIND_TABLE(X)                                                                                     \
    X(GX_KIND_WAKE, "a shard's first user to itself; words: block of ticks that begins next")                \
    X(GX_KIND_SWEEP, "a shard's first user to itself")                                                       \
    X(GX_KIND_EXPIRE, "packet to itself; words: packet ref")                                                 \
    X(GX_KIND_SHARE, "packet (source, serial) to claimer; word: audience, amount; tie: terms")               \
    X(GX_KIND_LUCKIEST, "packet to who drew most; word: audience, amount; tie: terms")                       \
    X(GX_KIND_TRANSFER, "payer to payee; words: amount")                                                     \
    X(GX_KIND_CLAIM, "claimer to packet; words: packet ref; tie: keyed draw on (packet, claimer)")           \
    X(GX_KIND_LOOK, "packet to member; words: packet ref; tie: attempt")                                     \
    X(GX_KIND_FRIEND, "receiver to giver: an offer of friendship; serial: what was received; word: cause")   \
    X(GX_KIND_INVITE, "member to friend; serial: name; word: group, or none: the sender's new one")          \
    X(GX_KIND_BIND, "user to itself; source, serial: packet that triggered it; word: tick of exposure")      \
    X(GX_KIND_DAILY_PACKET, "user to itself; serial: occasion of the day; word: day")                        \
    X(GX_KIND_DAILY_TRANSFER, "user to itself; serial: occasion of the day; word: day")                      \
    X(GX_KIND_DAILY_GROUP, "user to itself; serial: occasion of the day; word: day")                         \
    X(GX_KIND_REPLY,                                                                                         \
      "user to itself; source, serial: packet answered; word: group, amount; tie: shares, cause")            \
    X(GX_KIND_SCHEDULED, "user to itself; serial: row of the scenario's list")                               \
    X(GX_KIND_DAILY_CIRCLE, "user to itself; serial: occasion of the day; word: day")                        \
    X(GX_KIND_DAILY_END, "user to itself; serial: occasion of the day; word: day")                           \
    X(GX_KIND_DAILY_PAYMENT, "user to itself; serial: occasion of the day; word: day")                       \
    X(GX_KIND_TILL, "payer to merchant; words: amount; tie: how many payments it adds up")

enum {
#define X(name, text) name,
    GX_KIND_TABLE(X)
#undef X
        GX_KIND_COUNT
};

#endif
