/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Live scenes (S4, 现场): an organiser opens one at a place, for a time; who is there and has entered posts
 * short videos; everybody watches and sends barrage comments (弹幕), as fast as the rule lets him.
 *
 * A scene lives in its organiser's book; guests and watchers come by message. It RUNS from its tick `from` to
 * before its tick `to`. An act on a scene is refused first by its handle (GX_REFUSED_NO_SUCH,
 * GX_REFUSED_RESOLVED: ended), then, where it says that the scene must run, by GX_REFUSED_SCHEDULE before
 * (have = now, need = from) and GX_REFUSED_EXPIRED after (have = now, need = to); then by what it asks
 * itself, at last by GX_REFUSED_MEMORY (0, 0). O(1) unless it says otherwise. Theme CONTENT. */
#ifndef GX_CORE_SCENE_H
#define GX_CORE_SCENE_H

#include <gx/core/content.h>

typedef struct gx_scene_rules {
    uint32_t video_seconds_max; /* 10: how long a video may be (1 … 65535) */
    uint32_t videos_max;        /* 16383: videos by one person in one scene (0 … 16383) */
    uint32_t barrage_max;       /* 20: barrage comments by one person in a window (0 … 65535) */
    uint32_t barrage_ticks;     /* 60, for ticks of one second: how long a window is (at least 1) */
} gx_scene_rules;

enum { GX_VIDEO_SECONDS_LIMIT = 65535, GX_VIDEOS_LIMIT = 16383, GX_BARRAGE_LIMIT = 65535 };

gx_scene_rules gx_scene_rules_default(void);

/* From now on. GX_REFUSED_RULE for the first of the four in their order that is out of its range (have = the
 * figure, need = the bound that it passed). */
gx_answer gx_scene_set_rules(gx_book *book, const gx_scene_rules *rules, uint32_t now);

/* Makes a party of this book an organiser, or takes it back (1 or 0). GX_REFUSED_ACCOUNT for a stranger (0,
 * party); GX_REFUSED_RULE for another word (have, need = 1). The same again is done and changes nothing. */
gx_answer gx_scene_set_organiser(gx_book *book, uint32_t party, uint8_t is_organiser, uint32_t now);
bool gx_scene_is_organiser(const gx_book *book, uint32_t party);

typedef gx_ref gx_scene_ref;

/* Keyed: key.account, an organiser, opens a scene. `from` may lie in the past. Refused, in this order:
 * GX_REFUSED_RIGHT when he is no organiser (0, 1); GX_REFUSED_SCHEDULE when `to` is not after both `from` and
 * now (have = to, need = the later of from and now, + 1); GX_REFUSED_MEMORY. Scenes go on when the right is
 * taken back. */
gx_answer gx_scene_open(gx_book *book, gx_op_key key, uint16_t place, uint32_t from, uint32_t to,
                        uint32_t now, gx_scene_ref *out);

/* A guest enters. The scene must run; GX_REFUSED_PLACE when he is not there (have = pass.place, need =
 * place); GX_REFUSED_TWICE when he is in already (1, 0). result.number: guests after it. */
gx_answer gx_scene_enter(gx_book *book, gx_scene_ref scene, const gx_pass *pass, uint32_t now);

/* He leaves, at any time. GX_REFUSED_STATE when he is not in (0, 1). result.number: guests after it. */
gx_answer gx_scene_leave(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now);

/* A guest posts a video. The scene must run; GX_REFUSED_PLACE as above; GX_REFUSED_INCOMPLETE when he has not
 * entered (0, 1); GX_REFUSED_RULE when `seconds` is not within 1 … video_seconds_max (have = seconds, need =
 * the bound that it passed); GX_REFUSED_LIMIT when he posted videos_max here already (have = posted, need =
 * videos_max). result.number: videos of the scene after it. The organiser has no privilege. */
gx_answer gx_scene_video(gx_book *book, gx_scene_ref scene, const gx_pass *pass, uint16_t seconds,
                         uint32_t now);

/* Somebody watches, from anywhere. The scene must run. Each time is counted; result.number is how many
 * persons have watched so far. */
gx_answer gx_scene_watch(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now);

/* Somebody sends a barrage comment, from anywhere, watching or not. The scene must run. His window begins
 * with the first comment, and ends barrage_ticks later: a comment at a tick t with t - begin >= barrage_ticks
 * begins a new one. GX_REFUSED_LIMIT when the window has barrage_max already (have = comments in it, need =
 * barrage_max); with barrage_max = 0 always (an expired or unbegun window has 0). result.number: comments in
 * the window, this one included. */
gx_answer gx_scene_barrage(gx_book *book, gx_scene_ref scene, uint32_t user, uint32_t now);

/* The end: its handle is GX_REFUSED_RESOLVED from then on. `actor` is its organiser or GX_PLATFORM, at any
 * time; anybody from the tick `to` on, GX_REFUSED_NOT_DUE before (have = now, need = to). result.who is the
 * organiser, result.number its videos. O(its people). */
gx_answer gx_scene_end(gx_book *book, gx_scene_ref scene, uint32_t actor, uint32_t now);

typedef struct gx_scene_view {
    uint32_t organiser;
    uint16_t place;
    uint32_t from, to; /* ticks */
    uint32_t guests;   /* in it now */
    uint32_t viewers;  /* persons who have watched */
    uint32_t videos;
    uint64_t watches, barrages;
} gx_scene_view;

/* False when it has ended or is unknown. */
bool gx_scene_look(const gx_book *book, gx_scene_ref scene, gx_scene_view *out);

/* Is this user in the scene? */
bool gx_scene_has(const gx_book *book, gx_scene_ref scene, uint32_t user);

uint64_t gx_scenes_open(const gx_book *book);

#endif
