/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of posts, tips and scenes (S1–S4). Numbers 0x80 … 0x97. */
#ifndef GX_CORE_OPS_CONTENT_H
#define GX_CORE_OPS_CONTENT_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CONTENT(X)                                                                                    \
    X(0x80, CONTENT_RULES, content_rules, CONTENT, 0, "S1 S2 S3", "tips, comments and links from now on")    \
    X(0x81, POST_SEND, post_send, CONTENT, 1, "S1", "a post to friends or to everybody")                     \
    X(0x82, POST_READ, post_read, CONTENT, 0, "S1", "read it; a vanishing one is gone then")                 \
    X(0x83, POST_LIKE, post_like, CONTENT, 0, "S1", "like it")                                               \
    X(0x84, POST_UNLIKE, post_unlike, CONTENT, 0, "S1", "take the like back")                                \
    X(0x85, POST_COMMENT, post_comment, CONTENT, 0, "S1", "comment on it")                                   \
    X(0x86, POST_SHARE, post_share, CONTENT, 0, "S1", "share it")                                            \
    X(0x87, POST_TAP, post_tap, CONTENT, 0, "S3", "tap on its shop link")                                    \
    X(0x88, POST_DELETE, post_delete, CONTENT, 0, "S1 S7", "by its author, or moderation")                   \
    X(0x89, COMMENT_DELETE, comment_delete, CONTENT, 0, "S1 S7", "by its author, or moderation")             \
    X(0x8a, POST_EXPIRE, post_expire, CONTENT, 0, "S1", "take it away, from its expiry on")                  \
    X(0x8b, TIP_PAY, tip_pay, CONTENT, 1, "S2", "a random amount to clearing")                               \
    X(0x8c, TIP_TAKE, tip_take, CONTENT, 0, "S2", "a tip arrives at its post")                               \
    X(0x8d, SCENE_RULES, scene_rules, CONTENT, 0, "S4", "videos and barrage from now on")                    \
    X(0x8e, SCENE_ORGANISER, scene_organiser, CONTENT, 0, "S4", "who may open scenes")                       \
    X(0x8f, SCENE_OPEN, scene_open, CONTENT, 1, "S4", "a live scene")                                        \
    X(0x90, SCENE_ENTER, scene_enter, CONTENT, 0, "S4", "somebody who is there enters")                      \
    X(0x91, SCENE_LEAVE, scene_leave, CONTENT, 0, "S4", "he leaves")                                         \
    X(0x92, SCENE_VIDEO, scene_video, CONTENT, 0, "S4", "a short video by somebody in it")                   \
    X(0x93, SCENE_WATCH, scene_watch, CONTENT, 0, "S4", "anybody watches")                                   \
    X(0x94, SCENE_BARRAGE, scene_barrage, CONTENT, 0, "S4", "a comment across the screen")                   \
    X(0x95, SCENE_END, scene_end, CONTENT, 0, "S4", "by its organiser, or when its time is over")

/* clang-format off */
#define GX_ARGS_content_rules(F) F(fen, tip_max) F(u32, comments_max) F(u32, links_cut)
#define GX_ARGS_post_send(F)                                                                                 \
    F(u8, kind) F(u32, audience) F(u32, addressees) F(u32, expires) F(u32, occasion) F(u32, shop)            \
    F(u8, shop_platform)
#define GX_ARGS_post_read(F) F(ref, post) F(pass, pass)
#define GX_ARGS_post_like(F) F(ref, post) F(pass, pass)
#define GX_ARGS_post_unlike(F) F(ref, post) F(u32, user)
#define GX_ARGS_post_comment(F) F(ref, post) F(pass, pass)
#define GX_ARGS_post_share(F) F(ref, post) F(pass, pass)
#define GX_ARGS_post_tap(F) F(ref, post) F(pass, pass)
#define GX_ARGS_post_delete(F) F(ref, post) F(u32, actor)
#define GX_ARGS_comment_delete(F) F(ref, comment) F(u32, actor)
#define GX_ARGS_post_expire(F) F(ref, post)
#define GX_ARGS_tip_pay(F) F(u32, author) F(draw, draw) F(u8, unconfirmed)
#define GX_ARGS_tip_take(F) F(ref, post) F(pass, pass) F(fen, amount)
#define GX_ARGS_scene_rules(F)                                                                               \
    F(u32, video_seconds_max) F(u32, videos_max) F(u32, barrage_max) F(u32, barrage_ticks)
#define GX_ARGS_scene_organiser(F) F(u32, party) F(u8, is_organiser)
#define GX_ARGS_scene_open(F) F(u16, place) F(u32, from) F(u32, to)
#define GX_ARGS_scene_enter(F) F(ref, scene) F(pass, pass)
#define GX_ARGS_scene_leave(F) F(ref, scene) F(u32, user)
#define GX_ARGS_scene_video(F) F(ref, scene) F(pass, pass) F(u16, seconds)
#define GX_ARGS_scene_watch(F) F(ref, scene) F(u32, user)
#define GX_ARGS_scene_barrage(F) F(ref, scene) F(u32, user)
#define GX_ARGS_scene_end(F) F(ref, scene) F(u32, actor)
/* clang-format on */

#endif
