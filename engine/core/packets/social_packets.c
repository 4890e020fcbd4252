/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theme SOCIAL_PACKETS: its state as a whole, and its rules' parameters. What each row does is in a file of
 * its own: guess.c, face.c, request.c, password.c, photo.c. */
#include "ledger/book_internal.h"
#include "packets/packed.h"
#include "packets/social.h"

#include <gx/base/memory.h>

gx_social_rules gx_social_rules_default(void)
{
    return (gx_social_rules){.face_window = 3600,
                             .code_tries = 5,
                             .guesses_max = 20,
                             .request_life = 24 * 3600,
                             .photo_life = 24 * 3600,
                             .photo_badges = 0,
                             .photo_min = 1,
                             .photo_max = 5 * 100};
}

static bool start(gx_book *book)
{
    struct gx_social_packets *social = gx_alloc(1, sizeof *social);
    book->social_packets = social;
    if (social == NULL)
        return false;
    social->rules = gx_social_rules_default();
    gx_slab_init(&social->guesses, sizeof(gx_guess_record));
    gx_slab_init(&social->codes, sizeof(gx_code_record));
    gx_slab_init(&social->requests, sizeof(gx_request_record));
    gx_slab_init(&social->photos, sizeof(gx_photo_record));
    gx_relation_init(&social->wrong);
    gx_relation_init(&social->asking);
    social->asking_list = GX_RELATION_NONE;
    gx_relation_init(&social->paid);
    return true;
}

static void stop(gx_book *book)
{
    struct gx_social_packets *social = book->social_packets;
    if (social == NULL)
        return;
    gx_slab_free(&social->guesses);
    gx_slab_free(&social->codes);
    gx_slab_free(&social->requests);
    gx_slab_free(&social->photos);
    gx_relation_free(&social->wrong);
    gx_relation_free(&social->asking);
    gx_relation_free(&social->paid);
    gx_free(social);
}

static size_t bytes(const gx_book *book)
{
    const struct gx_social_packets *social = book->social_packets;
    return sizeof *social + gx_slab_bytes(&social->guesses) + gx_slab_bytes(&social->codes) +
           gx_slab_bytes(&social->requests) + gx_slab_bytes(&social->photos) +
           gx_relation_bytes(&social->wrong) + gx_relation_bytes(&social->asking) +
           gx_relation_bytes(&social->paid);
}

void gx_social_forget(gx_book *book, const gx_packet *packet)
{
    struct gx_social_packets *social = book->social_packets;
    if (packet->kind == GX_PACKET_GUESS) {
        gx_slab_give(&social->guesses, packet->side);
        return;
    }
    gx_code_record *code = gx_slab_at(&social->codes, packet->side);
    gx_relation_drop_all(&social->wrong, &code->wrong);
    gx_slab_give(&social->codes, packet->side);
}

/* ---- Audit */

static bool is_live(const gx_slab_head *head)
{
    return head->next == GX_SLAB_IN_USE;
}

/* The side of a packet lives, and is as it must be. */
static bool audit_side(const struct gx_social_packets *social, const gx_packet *packet)
{
    const gx_slab *slab = packet->kind == GX_PACKET_GUESS ? &social->guesses : &social->codes;
    if (packet->side >= slab->used || !is_live(gx_slab_at(slab, packet->side)))
        return false;
    if (packet->kind != GX_PACKET_GUESS)
        return true;
    const gx_guess_record *guess = gx_slab_at(slab, packet->side);
    return guess->low <= packet->amount && packet->amount <= guess->high && guess->left > 0;
}

/* Each packet with a side has one that lives, and no side lives without its packet. */
static bool audit_sides(const gx_book *book)
{
    const struct gx_social_packets *social = book->social_packets;
    uint32_t guesses = 0;
    uint32_t codes = 0;
    bool sound = true;
    for (uint32_t i = 0; sound && i < book->packets.slab.used; i++) {
        if (!gx_packet_lives(&book->packets, i))
            continue;
        gx_packet packet;
        gx_packet_read(book, i, &packet);
        if (packet.side == GX_NO_SIDE)
            continue;
        sound = audit_side(social, &packet);
        guesses += packet.kind == GX_PACKET_GUESS;
        codes += packet.kind != GX_PACKET_GUESS;
    }
    return sound && guesses == social->guesses.live && codes == social->codes.live;
}

static bool audit_photos(const gx_book *book)
{
    const struct gx_social_packets *social = book->social_packets;
    uint32_t paid = 0;
    bool sound = true;
    for (uint32_t i = 0; i < social->photos.used; i++) {
        const gx_photo_record *photo = gx_slab_at(&social->photos, i);
        if (!is_live(&photo->head))
            continue;
        sound &= photo->poster < book->users && photo->earned >= photo->min * (gx_fen)photo->viewers;
        paid += photo->viewers;
    }
    return sound && paid == social->paid.live;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    (void)held; /* what packets of these kinds hold, is among the packets' */
    const struct gx_social_packets *social = book->social_packets;
    return audit_sides(book) && audit_photos(book) && social->asking.live == social->requests.live;
}

/* ---- Digest */

static void digest_rules(const gx_social_rules *rules, gx_digest *digest)
{
    gx_digest_number(digest, (uint64_t)rules->face_window << 32 | rules->code_tries);
    gx_digest_number(digest, (uint64_t)rules->guesses_max << 32 | rules->request_life);
    gx_digest_number(digest, (uint64_t)rules->photo_life << 32 | rules->photo_badges);
    gx_digest_number(digest, (uint64_t)rules->photo_min);
    gx_digest_number(digest, (uint64_t)rules->photo_max);
}

static void digest_sides(const struct gx_social_packets *social, gx_digest *digest)
{
    gx_slab_digest(&social->guesses, digest);
    for (uint32_t i = 0; i < social->guesses.used; i++) {
        const gx_guess_record *guess = gx_slab_at(&social->guesses, i);
        if (!is_live(&guess->head))
            continue;
        gx_digest_number(digest, (uint64_t)guess->low);
        gx_digest_number(digest, (uint64_t)guess->high);
        gx_digest_number(digest, (uint64_t)guess->left << 1 | guess->guessed);
    }
    gx_slab_digest(&social->codes, digest);
    for (uint32_t i = 0; i < social->codes.used; i++) {
        const gx_code_record *code = gx_slab_at(&social->codes, i);
        if (!is_live(&code->head))
            continue;
        gx_digest_number(digest, code->code);
        gx_digest_number(digest, code->tries);
        gx_relation_digest(&social->wrong, code->wrong, digest);
    }
}

static void digest_requests(const struct gx_social_packets *social, gx_digest *digest)
{
    gx_slab_digest(&social->requests, digest);
    for (uint32_t i = 0; i < social->requests.used; i++) {
        const gx_request_record *request = gx_slab_at(&social->requests, i);
        if (!is_live(&request->head))
            continue;
        gx_digest_number(digest, (uint64_t)request->amount);
        gx_digest_number(digest, (uint64_t)request->asker << 32 | request->asked);
        gx_digest_number(digest, (uint64_t)request->occasion << 32 | request->expires);
    }
    gx_relation_digest(&social->asking, social->asking_list, digest);
}

static void digest_photos(const struct gx_social_packets *social, gx_digest *digest)
{
    gx_slab_digest(&social->photos, digest);
    for (uint32_t i = 0; i < social->photos.used; i++) {
        const gx_photo_record *photo = gx_slab_at(&social->photos, i);
        if (!is_live(&photo->head))
            continue;
        gx_digest_number(digest, (uint64_t)photo->min);
        gx_digest_number(digest, (uint64_t)photo->max);
        gx_digest_number(digest, (uint64_t)photo->earned);
        gx_digest_number(digest, gx_draw_high(photo->draw));
        gx_digest_number(digest, gx_draw_low(photo->draw));
        gx_digest_number(digest, (uint64_t)photo->poster << 32 | photo->occasion);
        gx_digest_number(digest, (uint64_t)photo->posted << 32 | photo->expires);
        gx_digest_number(digest, photo->viewers);
        gx_relation_digest(&social->paid, photo->paid, digest);
    }
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_social_packets *social = book->social_packets;
    digest_rules(&social->rules, digest);
    digest_sides(social, digest);
    digest_requests(social, digest);
    digest_photos(social, digest);
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_social_packets *social = book->social_packets;
    GX_ARCHIVE(archive, social->rules);
    gx_slab_archive(archive, &social->guesses);
    gx_slab_archive(archive, &social->codes);
    gx_slab_archive(archive, &social->requests);
    gx_slab_archive(archive, &social->photos);
    gx_relation_archive(archive, &social->wrong);
    GX_ARCHIVE(archive, social->asking_list);
    gx_relation_archive(archive, &social->asking);
    gx_relation_archive(archive, &social->paid);
}

const gx_theme gx_theme_social_packets = {.name = "social_packets",
                                          .start = start,
                                          .stop = stop,
                                          .archive = archive,
                                          .bytes = bytes,
                                          .audit = audit,
                                          .state_digest = state_digest};

/* ---- Rules' parameters */

gx_answer gx_rule_social_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_social_rules *args = &op->args.social_rules;
    const uint32_t counts[] = {args->face_window, args->code_tries, args->guesses_max, args->request_life,
                               args->photo_life};
    for (unsigned i = 0; i < sizeof counts / sizeof *counts; i++)
        if (counts[i] == 0)
            return gx_refuse(GX_REFUSED_RULE, 0, 1);
    if (args->photo_min < 1)
        return gx_refuse(GX_REFUSED_RULE, args->photo_min, 1);
    if (args->photo_max < args->photo_min)
        return gx_refuse(GX_REFUSED_RULE, args->photo_max, args->photo_min);
    if (args->photo_max > GX_PHOTO_PRICE_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->photo_max, GX_PHOTO_PRICE_LIMIT);
    book->social_packets->rules = (gx_social_rules){.face_window = args->face_window,
                                                    .code_tries = args->code_tries,
                                                    .guesses_max = args->guesses_max,
                                                    .request_life = args->request_life,
                                                    .photo_life = args->photo_life,
                                                    .photo_badges = args->photo_badges,
                                                    .photo_min = args->photo_min,
                                                    .photo_max = args->photo_max};
    return gx_done(0);
}

gx_answer gx_social_set_rules(gx_book *book, const gx_social_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SOCIAL_RULES,
                .now = now,
                .args.social_rules = {.face_window = rules->face_window,
                                      .code_tries = rules->code_tries,
                                      .guesses_max = rules->guesses_max,
                                      .request_life = rules->request_life,
                                      .photo_life = rules->photo_life,
                                      .photo_badges = rules->photo_badges,
                                      .photo_min = rules->photo_min,
                                      .photo_max = rules->photo_max}};
    return gx_book_do(book, &op, NULL);
}
