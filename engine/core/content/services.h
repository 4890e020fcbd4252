/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local services from inside. */
#ifndef GX_CORE_CONTENT_SERVICES_H
#define GX_CORE_CONTENT_SERVICES_H

#include "ledger/book_internal.h"

#include <gx/core/service.h>

/* A posting. Its deadline is held.expires; the price of a need is held, an offer holds nothing. */
typedef struct gx_service_record {
    gx_slab_head head;
    gx_held held;
    gx_fen price;
    uint32_t addressee;
    uint32_t provider; /* of a need, once it is matched */
    uint16_t place;
    uint8_t kind, state;
} gx_service_record;

struct gx_services {
    gx_service_rules rules;
    gx_slab posts;
    gx_service_rating *ratings; /* users */
};

static inline gx_service_record *gx_service_at(const gx_book *book, uint32_t place)
{
    return gx_slab_at(&book->services->posts, place);
}

#endif
