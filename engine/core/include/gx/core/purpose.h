/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why somebody pays from a balance. Rules of members and of risk control name sets of purposes by bits
 * (GX_PURPOSE_BIT), so the numbers are part of the journal's format and never change: new ones go to the end.
 */
#ifndef GX_CORE_PURPOSE_H
#define GX_CORE_PURPOSE_H

#include <stdint.h>

/* X(name, what is paid so): every payment that an operation makes from a balance, or on
 * credit, has one of them. */
#define GX_PURPOSE_TABLE(X)                                                                                  \
    X(GX_FOR_TRANSFER, "a transfer, within the book or out of it")                                           \
    X(GX_FOR_HOLD, "into a hold")                                                                            \
    X(GX_FOR_PACKET, "a red packet")                                                                         \
    X(GX_FOR_WITHDRAWAL, "to the bank card")                                                                 \
    X(GX_FOR_BILL, "one's part of a split bill")                                                             \
    X(GX_FOR_PAYROLL, "wages")                                                                               \
    X(GX_FOR_MERCHANT, "at a merchant's")                                                                    \
    X(GX_FOR_ORDER, "an order, into escrow")                                                                 \
    X(GX_FOR_TIP, "a tip")                                                                                   \
    X(GX_FOR_PHOTO, "a look at a photo")                                                                     \
    X(GX_FOR_SERVICE, "a local service")                                                                     \
    X(GX_FOR_FUND, "into one's own fund")                                                                    \
    X(GX_FOR_REPAYMENT, "of a debt to the house")                                                            \
    X(GX_FOR_CAMPAIGN, "a campaign's budget")                                                                \
    X(GX_FOR_FEE, "a fee to the house")                                                                      \
    X(GX_FOR_CREDIT_PAY, "at a merchant's, on credit: nothing leaves the balance")

typedef enum gx_purpose {
#define X(name, text) name,
    GX_PURPOSE_TABLE(X)
#undef X
        GX_PURPOSE_COUNT
} gx_purpose;

#define GX_PURPOSE_BIT(purpose) ((uint32_t)1 << (purpose))
#define GX_PURPOSES_ALL         (GX_PURPOSE_BIT(GX_PURPOSE_COUNT) - 1)

#endif
