/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live scenes (S4): who is there posts videos, everybody watches and comments across the screen.
 *
 * A scene knows a person by one word: is he in it, has he watched, how many videos he posted, and his window
 * of barrage comments. A window begins with its first comment, so nothing has to be driven when one ends. */
#include "content/content.h"
#include "ledger/book_internal.h"

/* ---- People */

static gx_visitor visitor_of(const gx_book *book, uint32_t place, uint32_t user)
{
    const gx_pair *pair = gx_relation_find(&book->content->crowd, place, user);
    return gx_visitor_unpack(pair == NULL ? 0 : pair->value);
}

/* Notes what he does now; the room for it has been reserved. Nobody is forgotten before the scene ends. */
static void note(gx_book *book, uint32_t place, uint32_t user, gx_visitor visitor)
{
    gx_pair *pair = gx_relation_find(&book->content->crowd, place, user);
    if (pair == NULL)
        gx_relation_add(&book->content->crowd, &gx_scene_at(book, place)->people, place, user,
                        gx_visitor_pack(visitor));
    else
        pair->value = gx_visitor_pack(visitor);
}

/* ---- What is asked first */

static gx_answer check_handle(const gx_book *book, gx_ref ref)
{
    gx_slab_state state = gx_slab_look(&book->content->scenes, ref.slot, ref.life);
    return state == GX_SLAB_LIVE ? gx_done(0) : gx_refuse_handle(state);
}

static gx_answer check_running(const gx_book *book, gx_ref ref, uint32_t now)
{
    gx_answer answer = check_handle(book, ref);
    if (answer.code != GX_DONE)
        return answer;
    const gx_scene_record *scene = gx_scene_at(book, ref.slot);
    if (now < scene->from)
        return gx_refuse(GX_REFUSED_SCHEDULE, now, scene->from);
    return now >= scene->to ? gx_refuse(GX_REFUSED_EXPIRED, now, scene->to) : answer;
}

/* Does it run, and is he there? */
static gx_answer check_present(const gx_book *book, gx_ref ref, const gx_pass *pass, uint32_t now)
{
    gx_answer answer = check_running(book, ref, now);
    if (answer.code != GX_DONE)
        return answer;
    uint16_t place = gx_scene_at(book, ref.slot)->place;
    return pass->place == place ? answer : gx_refuse(GX_REFUSED_PLACE, pass->place, place);
}

/* ---- Rules of the product */

gx_scene_rules gx_scene_rules_default(void)
{
    return (gx_scene_rules){
        .video_seconds_max = 10, .videos_max = GX_VIDEOS_LIMIT, .barrage_max = 20, .barrage_ticks = 60};
}

static gx_answer check_range(uint32_t figure, uint32_t least, uint32_t most)
{
    if (figure < least)
        return gx_refuse(GX_REFUSED_RULE, figure, least);
    return figure > most ? gx_refuse(GX_REFUSED_RULE, figure, most) : gx_done(0);
}

gx_answer gx_rule_scene_rules(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_scene_rules *args = &op->args.scene_rules;
    gx_answer answer = check_range(args->video_seconds_max, 1, GX_VIDEO_SECONDS_LIMIT);
    if (answer.code == GX_DONE)
        answer = check_range(args->videos_max, 0, GX_VIDEOS_LIMIT);
    if (answer.code == GX_DONE)
        answer = check_range(args->barrage_max, 0, GX_BARRAGE_LIMIT);
    if (answer.code == GX_DONE)
        answer = check_range(args->barrage_ticks, 1, UINT32_MAX);
    if (answer.code == GX_DONE)
        book->content->scene_rules = (gx_scene_rules){.video_seconds_max = args->video_seconds_max,
                                                      .videos_max = args->videos_max,
                                                      .barrage_max = args->barrage_max,
                                                      .barrage_ticks = args->barrage_ticks};
    return answer;
}

gx_answer gx_rule_scene_organiser(gx_book *book, const gx_op *op, gx_result *out)
{
    (void)out;
    const gx_args_scene_organiser *args = &op->args.scene_organiser;
    gx_party party = gx_party_of(book, args->party);
    if (party == GX_NO_PARTY)
        return gx_refuse_party(args->party);
    if (args->is_organiser > 1)
        return gx_refuse(GX_REFUSED_RULE, args->is_organiser, 1);
    book->content->organisers[party] = args->is_organiser;
    return gx_done(0);
}

/* ---- Rules of a scene */

gx_answer gx_rule_scene_open(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_open *args = &op->args.scene_open;
    gx_content *content = book->content;
    uint32_t begins = args->from > op->now ? args->from : op->now;
    if (content->organisers[gx_party_of(book, op->key.account)] == 0)
        return gx_refuse(GX_REFUSED_RIGHT, 0, 1);
    if (args->to <= begins)
        return gx_refuse(GX_REFUSED_SCHEDULE, args->to, (int64_t)begins + 1);
    if (!gx_slab_reserve(&content->scenes))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    out->made.slot = gx_slab_take(&content->scenes);
    gx_scene_record *scene = gx_scene_at(book, out->made.slot);
    out->made.life = scene->head.life;
    *scene = (gx_scene_record){.head = scene->head,
                               .organiser = op->key.account,
                               .from = args->from,
                               .to = args->to,
                               .people = GX_RELATION_NONE,
                               .place = args->place};
    content->counts.scenes++;
    return gx_done(0);
}

gx_answer gx_rule_scene_enter(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_enter *args = &op->args.scene_enter;
    gx_answer answer = check_present(book, args->scene, &args->pass, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_visitor visitor = visitor_of(book, args->scene.slot, args->pass.user);
    if (visitor.is_in)
        return gx_refuse(GX_REFUSED_TWICE, 1, 0);
    if (!gx_relation_reserve(&book->content->crowd))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    visitor.is_in = true;
    note(book, args->scene.slot, args->pass.user, visitor);
    out->number = ++gx_scene_at(book, args->scene.slot)->guests;
    return answer;
}

gx_answer gx_rule_scene_leave(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_leave *args = &op->args.scene_leave;
    gx_answer answer = check_handle(book, args->scene);
    if (answer.code != GX_DONE)
        return answer;
    gx_visitor visitor = visitor_of(book, args->scene.slot, args->user);
    if (!visitor.is_in)
        return gx_refuse(GX_REFUSED_STATE, 0, 1);
    visitor.is_in = false;
    note(book, args->scene.slot, args->user, visitor);
    out->number = --gx_scene_at(book, args->scene.slot)->guests;
    return answer;
}

gx_answer gx_rule_scene_video(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_video *args = &op->args.scene_video;
    const gx_scene_rules *rules = &book->content->scene_rules;
    gx_answer answer = check_present(book, args->scene, &args->pass, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_visitor visitor = visitor_of(book, args->scene.slot, args->pass.user);
    if (!visitor.is_in)
        return gx_refuse(GX_REFUSED_INCOMPLETE, 0, 1);
    answer = check_range(args->seconds, 1, rules->video_seconds_max);
    if (answer.code != GX_DONE)
        return answer;
    if (visitor.videos >= rules->videos_max)
        return gx_refuse(GX_REFUSED_LIMIT, visitor.videos, rules->videos_max);
    visitor.videos++;
    note(book, args->scene.slot, args->pass.user, visitor);
    out->number = ++gx_scene_at(book, args->scene.slot)->videos;
    book->content->counts.videos++;
    return answer;
}

gx_answer gx_rule_scene_watch(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_watch *args = &op->args.scene_watch;
    gx_answer answer = check_running(book, args->scene, op->now);
    if (answer.code != GX_DONE)
        return answer;
    if (!gx_relation_reserve(&book->content->crowd))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    gx_visitor visitor = visitor_of(book, args->scene.slot, args->user);
    gx_scene_record *scene = gx_scene_at(book, args->scene.slot);
    scene->viewers += !visitor.watched;
    visitor.watched = true;
    note(book, args->scene.slot, args->user, visitor);
    scene->watches++;
    out->number = scene->viewers;
    book->content->counts.watches++;
    return answer;
}

gx_answer gx_rule_scene_barrage(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_barrage *args = &op->args.scene_barrage;
    const gx_scene_rules *rules = &book->content->scene_rules;
    gx_answer answer = check_running(book, args->scene, op->now);
    if (answer.code != GX_DONE)
        return answer;
    gx_visitor visitor = visitor_of(book, args->scene.slot, args->user);
    if (visitor.sent == 0 || op->now - visitor.window >= rules->barrage_ticks) {
        visitor.window = op->now;
        visitor.sent = 0;
    }
    if (visitor.sent >= rules->barrage_max)
        return gx_refuse(GX_REFUSED_LIMIT, visitor.sent, rules->barrage_max);
    if (!gx_relation_reserve(&book->content->crowd))
        return gx_refuse(GX_REFUSED_MEMORY, 0, 0);
    visitor.sent++;
    note(book, args->scene.slot, args->user, visitor);
    out->number = visitor.sent;
    gx_scene_at(book, args->scene.slot)->barrages++;
    book->content->counts.barrages++;
    return answer;
}

gx_answer gx_rule_scene_end(gx_book *book, const gx_op *op, gx_result *out)
{
    const gx_args_scene_end *args = &op->args.scene_end;
    gx_answer answer = check_handle(book, args->scene);
    if (answer.code != GX_DONE)
        return answer;
    gx_scene_record *scene = gx_scene_at(book, args->scene.slot);
    if (args->actor != scene->organiser && args->actor != GX_PLATFORM && op->now < scene->to)
        return gx_refuse(GX_REFUSED_NOT_DUE, op->now, scene->to);
    out->who = scene->organiser;
    out->number = scene->videos;
    gx_relation_drop_all(&book->content->crowd, &scene->people);
    gx_slab_give(&book->content->scenes, args->scene.slot);
    return answer;
}
