/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All parts of the auditor, in the order of their themes' bits (the order in which they are asked about
 * payments). */
#include "core/auditor/auditor.h"

#define AUD_PARTS(X)                                                                                         \
    X(ledger)                                                                                                \
    X(cards)                                                                                                 \
    X(packets)                                                                                               \
    X(identity)                                                                                              \
    X(payroll)                                                                                               \
    X(bills)                                                                                                 \
    X(orders)                                                                                                \
    X(fund)                                                                                                  \
    X(social)                                                                                                \
    X(campaigns)                                                                                             \
    X(content)                                                                                               \
    X(scenes)                                                                                                \
    X(circles)                                                                                               \
    X(moderation)                                                                                            \
    X(services)                                                                                              \
    X(coupons)                                                                                               \
    X(scores)                                                                                                \
    X(credit)                                                                                                \
    X(members)                                                                                               \
    X(risk)

#define X(name) extern const aud_part aud_##name;
AUD_PARTS(X)
#undef X

#define X(name) &aud_##name,
const aud_part *const aud_parts[] = {AUD_PARTS(X) NULL};
#undef X
