/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenes, for who calls and looks at them: typed calls, views, the audit, the digest of state. */
#include "content/content.h"
#include "ledger/book_internal.h"

/* ---- Calls */

gx_answer gx_scene_set_rules(gx_book *book, const gx_scene_rules *rules, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_RULES,
                .now = now,
                .args.scene_rules = {.video_seconds_max = rules->video_seconds_max,
                                     .videos_max = rules->videos_max,
                                     .barrage_max = rules->barrage_max,
                                     .barrage_ticks = rules->barrage_ticks}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_set_organiser(gx_book *book, uint32_t party, uint8_t is_organiser, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_ORGANISER, .now = now, .args.scene_organiser = {party, is_organiser}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_open(gx_book *book, gx_op_key key, uint16_t place, uint32_t from, uint32_t to,
                        uint32_t now, gx_scene_ref *out)
{
    gx_op op = {.kind = GX_OP_SCENE_OPEN, .now = now, .key = key, .args.scene_open = {place, from, to}};
    gx_result result;
    gx_book_do(book, &op, &result);
    *out = result.made;
    return result.answer;
}

gx_answer gx_scene_enter(gx_book *book, gx_scene_ref scene, const gx_pass *pass, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_ENTER, .now = now, .args.scene_enter = {scene, *pass}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_leave(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_LEAVE, .now = now, .args.scene_leave = {scene, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_video(gx_book *book, gx_scene_ref scene, const gx_pass *pass, uint16_t seconds,
                         uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_VIDEO, .now = now, .args.scene_video = {scene, *pass, seconds}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_watch(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_WATCH, .now = now, .args.scene_watch = {scene, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_barrage(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_BARRAGE, .now = now, .args.scene_barrage = {scene, user}};
    return gx_book_do(book, &op, NULL);
}

gx_answer gx_scene_end(gx_book *book, gx_scene_ref scene, uint32_t actor, uint32_t now)
{
    gx_op op = {.kind = GX_OP_SCENE_END, .now = now, .args.scene_end = {scene, actor}};
    return gx_book_do(book, &op, NULL);
}

/* ---- Looking */

static bool lives(const gx_book *book, gx_scene_ref scene)
{
    return book->content != NULL &&
           gx_slab_look(&book->content->scenes, scene.slot, scene.life) == GX_SLAB_LIVE;
}

bool gx_scene_is_organiser(const gx_book *book, uint32_t party)
{
    gx_party found = gx_party_of(book, party);
    return book->content != NULL && found != GX_NO_PARTY && book->content->organisers[found] != 0;
}

bool gx_scene_look(const gx_book *book, gx_scene_ref ref, gx_scene_view *out)
{
    if (!lives(book, ref))
        return false;
    const gx_scene_record *scene = gx_scene_at(book, ref.slot);
    *out = (gx_scene_view){.organiser = scene->organiser,
                           .place = scene->place,
                           .from = scene->from,
                           .to = scene->to,
                           .guests = scene->guests,
                           .viewers = scene->viewers,
                           .videos = scene->videos,
                           .watches = scene->watches,
                           .barrages = scene->barrages};
    return true;
}

bool gx_scene_has(const gx_book *book, gx_scene_ref scene, uint32_t user)
{
    const gx_pair *pair =
        lives(book, scene) ? gx_relation_find(&book->content->crowd, scene.slot, user) : NULL;
    return pair != NULL && gx_visitor_unpack(pair->value).is_in;
}

uint64_t gx_scenes_open(const gx_book *book)
{
    return book->content == NULL ? 0 : book->content->scenes.live;
}

/* ---- Audit and digest */

/* A scene's numbers, counted anew. Returns how many pairs it has. */
static uint64_t audit_scene(const gx_book *book, uint32_t place, bool *sound)
{
    const gx_scene_record *scene = gx_scene_at(book, place);
    uint64_t pairs = 0;
    uint32_t guests = 0;
    uint32_t viewers = 0;
    uint64_t videos = 0;
    for (const gx_pair *pair = gx_relation_at(&book->content->crowd, scene->people); pair != NULL;
         pair = gx_relation_at(&book->content->crowd, pair->next_of_thing)) {
        gx_visitor visitor = gx_visitor_unpack(pair->value);
        *sound &= pair->thing == place;
        guests += visitor.is_in;
        viewers += visitor.watched;
        videos += visitor.videos;
        pairs++;
    }
    *sound &= guests == scene->guests && viewers == scene->viewers && videos == scene->videos;
    *sound &= scene->from < scene->to && scene->watches >= scene->viewers;
    return pairs;
}

bool gx_scenes_audit(const gx_book *book)
{
    const gx_content *content = book->content;
    bool sound = true;
    uint64_t pairs = 0;
    for (uint32_t i = 0; i < content->scenes.used; i++)
        if (gx_scene_at(book, i)->head.next == GX_SLAB_IN_USE)
            pairs += audit_scene(book, i, &sound);
    return sound && pairs == content->crowd.live;
}

void gx_scenes_digest(const gx_book *book, gx_digest *digest)
{
    const gx_content *content = book->content;
    gx_slab_digest(&content->scenes, digest);
    for (uint32_t i = 0; i < content->scenes.used; i++) {
        const gx_scene_record *scene = gx_scene_at(book, i);
        if (scene->head.next != GX_SLAB_IN_USE)
            continue;
        gx_digest_number(digest, (uint64_t)scene->organiser << 32 | scene->place);
        gx_digest_number(digest, (uint64_t)scene->from << 32 | scene->to);
        gx_digest_number(digest, (uint64_t)scene->guests << 32 | scene->viewers);
        gx_digest_number(digest, scene->videos);
        gx_digest_number(digest, scene->watches);
        gx_digest_number(digest, scene->barrages);
        gx_relation_digest(&content->crowd, scene->people, digest);
    }
}
