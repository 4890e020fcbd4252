/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local services (S9). The life cycle is drawn in <gx/core/service.h>.
 *
 * Neither side can cheat the other of a finished deal: the money lies in escrow from the start, the
 * provider's report turns the clock round (before it time runs for who needed the work, after it for who did
 * it), and after it only the provider can give the money up. */
#include "content/services.h"

#include <gx/base/memory.h>
#include <gx/core/identity.h>

enum { DAY = 86400, STARS_MAX = 5 };

gx_service_rules gx_service_rules_default(void)
{
    return (gx_service_rules){.tier_min = 1,
                              .price_max = 5000 * 100,
                              .life_max = 7 * DAY,
                              .work_ticks = 2 * DAY,
                              .review_ticks = 3 * DAY};
}

gx_answer gx_rule_service_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_service_rules *args = &op->args.service_rules;
    if (args->price_max < 1)
        return gx_refuse(GX_REFUSED_RULE, args->price_max, 1);
    if (args->price_max > GX_BOOK_LIMIT)
        return gx_refuse(GX_REFUSED_RULE, args->price_max, GX_BOOK_LIMIT);
    if (args->life_max < 1)
        return gx_refuse(GX_REFUSED_RULE, args->life_max, 1);
    book->services->rules = (gx_service_rules){.tier_min = args->tier_min,
                                               .price_max = args->price_max,
                                               .life_max = args->life_max,
                                               .work_ticks = args->work_ticks,
                                               .review_ticks = args->review_ticks};
    return gx_done(0);
}

/* ---- Posting */

/* A real name is asked for only where names are known. */
static gx_answer check_tier(const gx_book *book, uint8_t tier)
{
    uint8_t least = (book->themes & GX_THEME_IDENTITY) != 0 ? book->services->rules.tier_min : 0;
    return tier < least ? gx_refuse(GX_REFUSED_IDENTITY, tier, least) : gx_done(0);
}

static gx_answer check_terms(const gx_service_rules *rules, const gx_args_service_post *args, uint32_t poster)
{
    if (args->price < 1)
        return gx_refuse(GX_REFUSED_AMOUNT, args->price, 1);
    if (args->price > rules->price_max)
        return gx_refuse(GX_REFUSED_AMOUNT, args->price, rules->price_max);
    if (args->life < 1)
        return gx_refuse(GX_REFUSED_RULE, args->life, 1);
    if (args->life > rules->life_max)
        return gx_refuse(GX_REFUSED_RULE, args->life, rules->life_max);
    if (args->addressee == poster)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, poster, args->addressee);
    return gx_done(0);
}

static gx_answer check_post(const gx_book *book, const gx_op *op, const gx_spend *spend)
{
    const gx_args_service_post *args = &op->args.service_post;
    uint32_t poster = op->key.account;
    if (!gx_is_user(book, poster))
        return gx_refuse_party(poster);
    if (args->kind > GX_SERVICE_OFFER)
        return gx_refuse(GX_REFUSED_RULE, args->kind, GX_SERVICE_OFFER);
    gx_answer answer = check_tier(book, gx_wallet_pass(book, poster).tier);
    if (answer.code == GX_DONE)
        answer = check_terms(&book->services->rules, args, poster);
    if (answer.code == GX_DONE && args->kind == GX_SERVICE_NEED)
        answer = gx_check_spend(book, spend);
    return answer;
}

gx_answer gx_rule_service_post(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_post *args = &op->args.service_post;
    gx_slab *posts = &book->services->posts;
    gx_spend spend = {.party = gx_party_of(book, op->key.account),
                      .amount = args->price,
                      .now = op->now,
                      .purpose = GX_FOR_SERVICE,
                      .unconfirmed = args->unconfirmed != 0};
    gx_answer answer = check_post(book, op, &spend);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_slab_reserve(posts))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(posts);
    gx_service_record *post = gx_service_at(book, out->made.slot);
    out->made.life = post->head.life;
    *post = (gx_service_record){.head = post->head,
                                .price = args->price,
                                .addressee = args->addressee,
                                .place = args->place,
                                .kind = args->kind};
    uint32_t expires = gx_later(op->now, args->life);
    if (args->kind == GX_SERVICE_OFFER) {
        post->held = (gx_held){.owner = spend.party, .expires = expires};
        return gx_done(0);
    }
    gx_held_open(book, &post->held, spend.party, args->price, expires);
    gx_note_spend(book, &spend);
    return answer;
}

/* ---- Matching */

/* GX_DONE, and the posting, when it lives. */
static gx_answer find(const gx_book *book, gx_ref ref, gx_service_record **out)
{
    gx_slab_state state = gx_slab_look(&book->services->posts, ref.slot, ref.life);
    if (state != GX_SLAB_LIVE)
        return gx_refuse_handle(state);
    *out = gx_service_at(book, ref.slot);
    return gx_done((*out)->price);
}

static gx_answer check_state(const gx_service_record *post, gx_service_state wanted)
{
    return post->state == wanted ? gx_done(post->price) : gx_refuse(GX_REFUSED_STATE, post->state, wanted);
}

static gx_answer check_accept(const gx_book *book, const gx_service_record *post, const gx_pass *by,
                              uint32_t now)
{
    uint32_t poster = gx_name_of(book, post->held.owner);
    gx_answer answer = check_state(post, GX_SERVICE_OPEN);
    if (answer.code != GX_DONE)
        return answer;
    if (now >= post->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, now, post->held.expires);
    if (by->user == poster)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, by->user, poster);
    if (post->addressee != GX_SERVICE_ANYBODY && by->user != post->addressee)
        return gx_refuse(GX_REFUSED_NOT_ADDRESSED, by->user, post->addressee);
    answer = check_tier(book, by->tier);
    if (answer.code != GX_DONE)
        return answer;
    if (by->place == 0 || by->place != post->place)
        return gx_refuse(GX_REFUSED_PLACE, by->place, post->place);
    return gx_done(post->price);
}

gx_answer gx_rule_service_accept(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_accept *args = &op->args.service_accept;
    gx_service_record *post;
    gx_answer answer = find(book, args->post, &post);
    if (answer.code == GX_DONE)
        answer = check_accept(book, post, &args->by, op->now);
    if (answer.code != GX_DONE)
        return answer;
    out->who = gx_name_of(book, post->held.owner);
    out->closed = post->kind == GX_SERVICE_OFFER;
    if (out->closed) {
        gx_slab_give(&book->services->posts, args->post.slot);
        return answer;
    }
    post->state = GX_SERVICE_MATCHED;
    post->provider = args->by.user;
    post->held.expires = gx_later(op->now, book->services->rules.work_ticks);
    return answer;
}

gx_answer gx_rule_service_report(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_report *args = &op->args.service_report;
    gx_service_record *post;
    gx_answer answer = find(book, args->post, &post);
    if (answer.code == GX_DONE)
        answer = check_state(post, GX_SERVICE_MATCHED);
    if (answer.code != GX_DONE)
        return answer;
    if (args->by != post->provider)
        return gx_refuse(GX_REFUSED_RIGHT, args->by, post->provider);
    if (op->now >= post->held.expires)
        return gx_refuse(GX_REFUSED_EXPIRED, op->now, post->held.expires);
    post->state = GX_SERVICE_REPORTED;
    post->held.expires = gx_later(op->now, book->services->rules.review_ticks);
    out->who = gx_name_of(book, post->held.owner);
    return answer;
}

/* ---- Ending */

gx_answer gx_rule_service_finish(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_finish *args = &op->args.service_finish;
    gx_service_record *post;
    gx_answer answer = find(book, args->post, &post);
    if (answer.code != GX_DONE)
        return answer;
    if (post->state == GX_SERVICE_OPEN)
        return gx_refuse(GX_REFUSED_STATE, GX_SERVICE_OPEN, GX_SERVICE_MATCHED);
    if (args->confirmed == 0) {
        gx_answer state = check_state(post, GX_SERVICE_REPORTED);
        if (state.code != GX_DONE)
            return state;
        if (op->now < post->held.expires)
            return gx_refuse(GX_REFUSED_NOT_DUE, op->now, post->held.expires);
    }
    out->who = post->provider;
    out->closed = true;
    gx_held_pay(book, &post->held, post->held.remaining);
    gx_slab_give(&book->services->posts, args->post.slot);
    return answer;
}

/* What is held, if anything, back to the poster; the posting is gone. */
static gx_answer give_back(gx_book *book, gx_ref ref, gx_result *out)
{
    out->closed = true;
    gx_fen rest = gx_held_refund(book, &gx_service_at(book, ref.slot)->held);
    gx_slab_give(&book->services->posts, ref.slot);
    return gx_done(rest);
}

gx_answer gx_rule_service_cancel(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_cancel *args = &op->args.service_cancel;
    gx_service_record *post;
    gx_answer answer = find(book, args->post, &post);
    if (answer.code != GX_DONE)
        return answer;
    uint32_t poster = gx_name_of(book, post->held.owner);
    bool as_provider = post->state != GX_SERVICE_OPEN && args->by == post->provider;
    bool as_poster = post->state != GX_SERVICE_REPORTED && args->by == poster;
    if (!as_provider && !as_poster)
        return gx_refuse(GX_REFUSED_RIGHT, args->by,
                         post->state == GX_SERVICE_REPORTED ? post->provider : poster);
    return give_back(book, args->post, out);
}

gx_answer gx_rule_service_expire(gx_book *book, const gx_op *op, gx_result *out)
{
    gx_ref ref = op->args.service_expire.post;
    gx_service_record *post;
    gx_answer answer = find(book, ref, &post);
    if (answer.code != GX_DONE)
        return answer;
    if (post->state == GX_SERVICE_REPORTED)
        return gx_refuse(GX_REFUSED_STATE, GX_SERVICE_REPORTED, GX_SERVICE_MATCHED);
    if (op->now < post->held.expires)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, post->held.expires);
    return give_back(book, ref, out);
}

gx_answer gx_rule_service_rate(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_service_rate *args = &op->args.service_rate;
    if (!gx_is_user(book, args->provider))
        return gx_refuse_party(args->provider);
    if (args->stars < 1 || args->stars > STARS_MAX)
        return gx_refuse(GX_REFUSED_RULE, args->stars, STARS_MAX);
    gx_service_rating *rating = &book->services->ratings[gx_party_of(book, args->provider)];
    if (rating->ratings < UINT32_MAX) {
        rating->ratings++;
        rating->stars += args->stars;
    }
    out->number = rating->ratings;
    return gx_done(0);
}

/* ---- Calls */

gx_answer gx_service_set_rules(gx_book *book, const gx_service_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_RULES,
                .now = now,
                .args.service_rules = {rules->tier_min, rules->price_max, rules->life_max, rules->work_ticks,
                                       rules->review_ticks}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_post(gx_book *book, gx_op_key key, const gx_service_order *order, uint32_t now,
                          gx_service *out)
{
    gx_op op = {.kind = GX_OP_SERVICE_POST,
                .now = now,
                .key = key,
                .args.service_post = {.kind = (uint8_t)order->kind,
                                      .place = order->place,
                                      .price = order->price,
                                      .life = order->life,
                                      .addressee = order->addressee,
                                      .unconfirmed = order->unconfirmed}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_service_accept(gx_book *book, gx_service post, const gx_pass *by, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_ACCEPT, .now = now, .args.service_accept = {post, *by}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_report(gx_book *book, gx_service post, uint32_t by, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_REPORT, .now = now, .args.service_report = {post, by}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_finish(gx_book *book, gx_service post, bool confirmed, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_FINISH, .now = now, .args.service_finish = {post, confirmed}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_cancel(gx_book *book, gx_service post, uint32_t by, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_CANCEL, .now = now, .args.service_cancel = {post, by}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_expire(gx_book *book, gx_service post, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_EXPIRE, .now = now, .args.service_expire = {post}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_service_rate(gx_book *book, uint32_t provider, uint8_t stars, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SERVICE_RATE, .now = now, .args.service_rate = {provider, stars}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

bool gx_service_look(const gx_book *book, gx_service ref, gx_service_view *out)
{
    gx_service_record *post;
    if (book->services == NULL || find(book, ref, &post).code != GX_DONE)
        return false;
    *out = (gx_service_view){.kind = (gx_service_kind)post->kind,
                             .state = (gx_service_state)post->state,
                             .poster = gx_name_of(book, post->held.owner),
                             .addressee = post->addressee,
                             .provider = post->provider,
                             .place = post->place,
                             .price = post->price,
                             .deadline = post->held.expires};
    return true;
}

gx_service_rating gx_service_rating_of(const gx_book *book, uint32_t user)
{
    if (book->services == NULL || !gx_is_user(book, user))
        return (gx_service_rating){0};
    return book->services->ratings[gx_party_of(book, user)];
}

/* ---- The theme */

static bool start(gx_book *book)
{
    struct gx_services *services = gx_alloc(1, sizeof *services);
    if (services == NULL)
        return false;
    book->services = services;
    services->rules = gx_service_rules_default();
    gx_slab_init(&services->posts, sizeof(gx_service_record));
    services->ratings = gx_alloc_columns(book->users, sizeof *services->ratings);
    return services->ratings != NULL;
}

static void stop(gx_book *book)
{
    if (book->services == NULL)
        return;
    gx_slab_free(&book->services->posts);
    gx_free(book->services->ratings);
    gx_free(book->services);
    book->services = NULL;
}

static size_t bytes(const gx_book *book)
{
    return sizeof *book->services + gx_slab_bytes(&book->services->posts) +
           book->users * sizeof *book->services->ratings;
}

static bool audit(const gx_book *book, gx_fen *held)
{
    bool right = true;
    for (uint32_t i = 0; i < book->services->posts.used; i++) {
        const gx_service_record *post = gx_service_at(book, i);
        if (post->head.next != GX_SLAB_IN_USE)
            continue;
        *held += post->held.remaining;
        right &= post->held.remaining == (post->kind == GX_SERVICE_NEED ? post->price : 0);
        right &= post->kind == GX_SERVICE_NEED || post->state == GX_SERVICE_OPEN;
    }
    return right;
}

static uint64_t user_digest(const gx_book *book, uint32_t user)
{
    const gx_service_rating *rating = &book->services->ratings[user];
    return rating->ratings == 0 ? 0 : gx_mix_pair(rating->ratings, rating->stars);
}

static void state_digest(const gx_book *book, gx_digest *digest)
{
    const struct gx_services *services = book->services;
    const gx_service_rules *rules = &services->rules;
    gx_digest_number(digest, (uint64_t)rules->tier_min << 32 | rules->life_max);
    gx_digest_number(digest, (uint64_t)rules->price_max);
    gx_digest_number(digest, (uint64_t)rules->work_ticks << 32 | rules->review_ticks);
    gx_slab_digest(&services->posts, digest);
    for (uint32_t i = 0; i < services->posts.used; i++) {
        const gx_service_record *post = gx_service_at(book, i);
        if (post->head.next != GX_SLAB_IN_USE)
            continue;
        gx_held_digest(&post->held, digest);
        gx_digest_number(digest, (uint64_t)post->price);
        gx_digest_number(digest, (uint64_t)post->addressee << 32 | post->provider);
        gx_digest_number(digest, (uint64_t)post->place << 16 | (uint64_t)post->kind << 8 | post->state);
    }
    for (uint32_t i = 0; i < book->users; i++) {
        gx_digest_number(digest, services->ratings[i].ratings);
        gx_digest_number(digest, services->ratings[i].stars);
    }
}

static void archive(gx_archive *archive, gx_book *book)
{
    struct gx_services *services = book->services;
    GX_ARCHIVE(archive, services->rules);
    gx_slab_archive(archive, &services->posts);
    gx_archive_bytes(archive, services->ratings, book->users * sizeof *services->ratings);
}

const gx_theme gx_theme_services = {.name = "services",
                                    .start = start,
                                    .stop = stop,
                                    .archive = archive,
                                    .bytes = bytes,
                                    .audit = audit,
                                    .user_digest = user_digest,
                                    .state_digest = state_digest};
