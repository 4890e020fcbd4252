/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The auditor's part for live scenes (S4). */
#include "core/auditor/content.h"

extern const aud_part aud_scenes;

typedef struct state {
    gx_scene_rules rules;
    bool organiser[AUD_PARTIES];
} state;

static state *state_of(const aud_book *book)
{
    return aud_state(book, &aud_scenes);
}

/* Behind its thing (AUD_SCENE). */
typedef struct scene {
    uint32_t organiser, from, to;
    uint16_t place;
    uint32_t guests, viewers, videos;
    uint64_t watches, barrages;
    bool in[AUD_NAMES], watched[AUD_NAMES], spoke[AUD_NAMES];
    uint32_t posted[AUD_NAMES];
    uint32_t window[AUD_NAMES], said[AUD_NAMES]; /* when it began, and how much since then */
} scene;

/* ---- Rules, organisers */

static void generate_rules(aud_world *world, aud_step *step)
{
    step->op.args.scene_rules = (gx_args_scene_rules){.video_seconds_max = 1 + aud_below(world, 12),
                                                      .videos_max = aud_below(world, 4),
                                                      .barrage_max = aud_below(world, 4),
                                                      .barrage_ticks = 1 + aud_below(world, 12)};
    if (aud_odds(world, 8))
        step->op.args.scene_rules.video_seconds_max = aud_odds(world, 50) ? 0 : 65536;
    if (aud_odds(world, 5))
        step->op.args.scene_rules.videos_max = 16384;
    if (aud_odds(world, 5))
        step->op.args.scene_rules.barrage_max = 65536;
    if (aud_odds(world, 5))
        step->op.args.scene_rules.barrage_ticks = 0;
}

static gx_answer predict_rules(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_scene_rules *args = &op->args.scene_rules;
    if (args->video_seconds_max < 1)
        return aud_no(GX_REFUSED_RULE, args->video_seconds_max, 1);
    if (args->video_seconds_max > 65535)
        return aud_no(GX_REFUSED_RULE, args->video_seconds_max, 65535);
    if (args->videos_max > 16383)
        return aud_no(GX_REFUSED_RULE, args->videos_max, 16383);
    if (args->barrage_max > 65535)
        return aud_no(GX_REFUSED_RULE, args->barrage_max, 65535);
    if (args->barrage_ticks < 1)
        return aud_no(GX_REFUSED_RULE, args->barrage_ticks, 1);
    state_of(book)->rules =
        (gx_scene_rules){args->video_seconds_max, args->videos_max, args->barrage_max, args->barrage_ticks};
    return aud_done(0);
}

static void generate_organiser(aud_world *world, aud_step *step)
{
    gx_args_scene_organiser *args = &step->op.args.scene_organiser;
    if (aud_odds(world, 90))
        args->party = aud_some_party(world, step->book);
    args->is_organiser = aud_odds(world, 60) ? 1 : (uint8_t)aud_below(world, 3);
}

static gx_answer predict_organiser(aud_book *book, const gx_op *op, aud_want *want)
{
    (void)want;
    const gx_args_scene_organiser *args = &op->args.scene_organiser;
    uint32_t party = aud_party(book, args->party);
    if (party == AUD_NOBODY)
        return aud_no(GX_REFUSED_ACCOUNT, 0, args->party);
    if (args->is_organiser > 1)
        return aud_no(GX_REFUSED_RULE, args->is_organiser, 1);
    state_of(book)->organiser[party] = args->is_organiser == 1;
    return aud_done(0);
}

/* ---- Scenes */

static void generate_open(aud_world *world, aud_step *step)
{
    gx_args_scene_open *args = &step->op.args.scene_open;
    args->place = (uint16_t)aud_below(world, 3);
    args->from = aud_odds(world, 50) ? aud_below(world, aud_later(step->op.now, 1))
                                     : aud_later(step->op.now, aud_below(world, 20));
    args->to = aud_later(args->from > step->op.now ? args->from : step->op.now,
                         aud_below(world, aud_odds(world, 70) ? 4000 : 60));
    step->op.key.account = aud_some_party(world, step->book);
}

static gx_answer predict_open(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_open *args = &op->args.scene_open;
    if (!state_of(book)->organiser[aud_party(book, op->key.account)])
        return aud_no(GX_REFUSED_RIGHT, 0, 1);
    uint32_t later = args->from > op->now ? args->from : op->now;
    if (args->to <= later)
        return aud_no(GX_REFUSED_SCHEDULE, args->to, (int64_t)later + 1);
    want->made = aud_new(book, AUD_SCENE, sizeof(scene));
    scene *s = aud_more(want->made);
    s->organiser = op->key.account;
    s->place = args->place;
    s->from = args->from;
    s->to = args->to;
    aud_content_of(book)->counts.scenes++;
    return aud_done(0);
}

/* The scene, and whether it runs. */
static gx_answer running(const aud_book *book, gx_ref ref, uint32_t now, scene **found)
{
    aud_thing *thing = aud_find(book, AUD_SCENE, ref);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    *found = aud_more(thing);
    if (now < (*found)->from)
        return aud_no(GX_REFUSED_SCHEDULE, now, (*found)->from);
    if (now >= (*found)->to)
        return aud_no(GX_REFUSED_EXPIRED, now, (*found)->to);
    return answer;
}

/* ---- Guests */

static aud_thing *mention(aud_world *world, aud_step *step, gx_ref *ref)
{
    aud_thing *thing = aud_some_thing_of(world, step, AUD_SCENE);
    aud_mention(world, step, ref, thing);
    return thing;
}

/* Mostly a guest of the scene. */
static uint32_t some_guest(aud_world *world, const aud_thing *thing, uint32_t otherwise)
{
    uint32_t seen = 0;
    if (thing == NULL || aud_odds(world, 20))
        return otherwise;
    const scene *s = aud_more((aud_thing *)thing);
    for (unsigned seat = 0; seat < AUD_NAMES; seat++)
        if (s->in[seat] && aud_below(world, ++seen) == 0)
            otherwise = aud_name(seat);
    return otherwise;
}

static void generate_enter(aud_world *world, aud_step *step)
{
    gx_args_scene_enter *args = &step->op.args.scene_enter;
    args->pass = aud_some_pass(world);
    aud_thing *thing = mention(world, step, &args->scene);
    if (thing == NULL)
        return;
    if (aud_odds(world, 85))
        args->pass.place = ((scene *)aud_more(thing))->place;
    if (aud_odds(world, 20))
        args->pass.user = some_guest(world, thing, args->pass.user);
}

static gx_answer predict_enter(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_enter *args = &op->args.scene_enter;
    scene *s;
    gx_answer answer = running(book, args->scene, op->now, &s);
    if (answer.code != GX_DONE)
        return answer;
    if (args->pass.place != s->place)
        return aud_no(GX_REFUSED_PLACE, args->pass.place, s->place);
    if (s->in[aud_seat(args->pass.user)])
        return aud_no(GX_REFUSED_TWICE, 1, 0);
    s->in[aud_seat(args->pass.user)] = true;
    want->result.number = ++s->guests;
    return answer;
}

static void generate_leave(aud_world *world, aud_step *step)
{
    gx_args_scene_leave *args = &step->op.args.scene_leave;
    aud_thing *thing = mention(world, step, &args->scene);
    args->user = some_guest(world, thing, args->user);
}

static gx_answer predict_leave(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_leave *args = &op->args.scene_leave;
    aud_thing *thing = aud_find(book, AUD_SCENE, args->scene);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    scene *s = aud_more(thing);
    if (!s->in[aud_seat(args->user)])
        return aud_no(GX_REFUSED_STATE, 0, 1);
    s->in[aud_seat(args->user)] = false;
    want->result.number = --s->guests;
    return answer;
}

static void generate_video(aud_world *world, aud_step *step)
{
    gx_args_scene_video *args = &step->op.args.scene_video;
    args->pass = aud_some_pass(world);
    args->seconds = (uint16_t)aud_below(world, 12);
    aud_thing *thing = mention(world, step, &args->scene);
    args->pass.user = some_guest(world, thing, args->pass.user);
    if (thing != NULL && aud_odds(world, 90))
        args->pass.place = ((scene *)aud_more(thing))->place;
}

static gx_answer predict_video(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_video *args = &op->args.scene_video;
    const gx_scene_rules *rules = &state_of(book)->rules;
    scene *s;
    gx_answer answer = running(book, args->scene, op->now, &s);
    if (answer.code != GX_DONE)
        return answer;
    if (args->pass.place != s->place)
        return aud_no(GX_REFUSED_PLACE, args->pass.place, s->place);
    if (!s->in[aud_seat(args->pass.user)])
        return aud_no(GX_REFUSED_INCOMPLETE, 0, 1);
    if (args->seconds < 1)
        return aud_no(GX_REFUSED_RULE, args->seconds, 1);
    if (args->seconds > rules->video_seconds_max)
        return aud_no(GX_REFUSED_RULE, args->seconds, rules->video_seconds_max);
    uint32_t *posted = &s->posted[aud_seat(args->pass.user)];
    if (*posted >= rules->videos_max)
        return aud_no(GX_REFUSED_LIMIT, *posted, rules->videos_max);
    ++*posted;
    want->result.number = ++s->videos;
    aud_content_of(book)->counts.videos++;
    return answer;
}

/* ---- Watchers */

static void generate_watch(aud_world *world, aud_step *step)
{
    mention(world, step, &step->op.args.scene_watch.scene);
}

static gx_answer predict_watch(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_watch *args = &op->args.scene_watch;
    scene *s;
    gx_answer answer = running(book, args->scene, op->now, &s);
    if (answer.code != GX_DONE)
        return answer;
    bool *watched = &s->watched[aud_seat(args->user)];
    if (!*watched)
        s->viewers++;
    *watched = true;
    s->watches++;
    aud_content_of(book)->counts.watches++;
    want->result.number = s->viewers;
    return answer;
}

static void generate_barrage(aud_world *world, aud_step *step)
{
    gx_args_scene_barrage *args = &step->op.args.scene_barrage;
    mention(world, step, &args->scene);
    if (aud_odds(world, 60))
        args->user = aud_user_name(0, aud_below(world, 2));
}

static gx_answer predict_barrage(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_barrage *args = &op->args.scene_barrage;
    const gx_scene_rules *rules = &state_of(book)->rules;
    unsigned seat = aud_seat(args->user);
    scene *s;
    gx_answer answer = running(book, args->scene, op->now, &s);
    if (answer.code != GX_DONE)
        return answer;
    bool fresh = !s->spoke[seat] || op->now - s->window[seat] >= rules->barrage_ticks;
    uint32_t said = fresh ? 0 : s->said[seat];
    if (said >= rules->barrage_max)
        return aud_no(GX_REFUSED_LIMIT, said, rules->barrage_max);
    if (fresh)
        s->window[seat] = op->now;
    s->spoke[seat] = true;
    s->said[seat] = said + 1;
    s->barrages++;
    aud_content_of(book)->counts.barrages++;
    want->result.number = said + 1;
    return answer;
}

/* ---- The end */

static void generate_end(aud_world *world, aud_step *step)
{
    gx_args_scene_end *args = &step->op.args.scene_end;
    aud_thing *thing = mention(world, step, &args->scene);
    if (thing != NULL && aud_odds(world, 25))
        args->actor = aud_odds(world, 50) ? ((scene *)aud_more(thing))->organiser : GX_PLATFORM;
}

static gx_answer predict_end(aud_book *book, const gx_op *op, aud_want *want)
{
    const gx_args_scene_end *args = &op->args.scene_end;
    aud_thing *thing = aud_find(book, AUD_SCENE, args->scene);
    gx_answer answer = aud_lives(thing);
    if (answer.code != GX_DONE)
        return answer;
    const scene *s = aud_more(thing);
    if (args->actor != s->organiser && args->actor != GX_PLATFORM && op->now < s->to)
        return aud_no(GX_REFUSED_NOT_DUE, op->now, s->to);
    thing->gone = true;
    want->result.who = s->organiser;
    want->result.number = s->videos;
    return answer;
}

/* ---- Looks */

static void look_at_scene(aud_world *world, const gx_book *core, const aud_thing *thing)
{
    const scene *s = aud_more((aud_thing *)thing);
    gx_scene_view view;
    bool lives = gx_scene_look(core, thing->ref, &view);
    aud_expect(world, lives == !thing->gone, "whether a scene lives");
    for (unsigned seat = 0; lives && seat < AUD_NAMES; seat++)
        aud_expect(world, gx_scene_has(core, thing->ref, aud_name(seat)) == s->in[seat], "who is in a scene");
    if (!lives)
        return;
    aud_expect(world,
               view.organiser == s->organiser && view.place == s->place && view.from == s->from &&
                   view.to == s->to,
               "what a scene is");
    aud_expect(world,
               view.guests == s->guests && view.viewers == s->viewers && view.videos == s->videos &&
                   view.watches == s->watches && view.barrages == s->barrages,
               "what was done in a scene");
}

static void look(aud_world *world, unsigned number)
{
    const gx_book *core = aud_core_of(world, number);
    const aud_book *book = aud_book_of(world, number);
    uint64_t open = 0;
    for (size_t i = 0; i < book->thing_count; i++) {
        const aud_thing *thing = book->things[i];
        if (thing->kind != AUD_SCENE || thing->ref.life == 0)
            continue;
        open += !thing->gone;
        look_at_scene(world, core, thing);
    }
    aud_expect(world, gx_scenes_open(core) == open, "how many scenes are open");
    for (unsigned seat = 0; seat < AUD_NAMES; seat++) {
        uint32_t party = aud_party(book, aud_name(seat));
        aud_expect(world,
                   gx_scene_is_organiser(core, aud_name(seat)) ==
                       (party != AUD_NOBODY && state_of(book)->organiser[party]),
                   "who is an organiser");
    }
}

static void begin(aud_book *book)
{
    state_of(book)->rules = (gx_scene_rules){
        .video_seconds_max = 10, .videos_max = 16383, .barrage_max = 20, .barrage_ticks = 60};
}

static void prepare(aud_world *world, unsigned book)
{
    for (int i = 0; i < 3; i++) {
        aud_step *step = aud_make(world, book, GX_OP_SCENE_ORGANISER);
        step->op.args.scene_organiser = (gx_args_scene_organiser){aud_some_party(world, book), 1};
        aud_do(world, step);
    }
}

#define HANDLE (AUD_MAY(NO_SUCH) | AUD_MAY(RESOLVED))
#define RUNS   (HANDLE | AUD_MAY(SCHEDULE) | AUD_MAY(EXPIRED))

static const aud_rule rules[] = {
    {GX_OP_SCENE_RULES, 2, generate_rules, predict_rules, AUD_MAY(RULE), 0},
    {GX_OP_SCENE_ORGANISER, 3, generate_organiser, predict_organiser, AUD_MAY(ACCOUNT) | AUD_MAY(RULE), 0},
    {GX_OP_SCENE_OPEN, 10, generate_open, predict_open, AUD_MAY(RIGHT) | AUD_MAY(SCHEDULE), 0},
    {GX_OP_SCENE_ENTER, 24, generate_enter, predict_enter, RUNS | AUD_MAY(PLACE) | AUD_MAY(TWICE), 0},
    {GX_OP_SCENE_LEAVE, 7, generate_leave, predict_leave, HANDLE | AUD_MAY(STATE), 0},
    {GX_OP_SCENE_VIDEO, 24, generate_video, predict_video,
     RUNS | AUD_MAY(PLACE) | AUD_MAY(INCOMPLETE) | AUD_MAY(RULE) | AUD_MAY(LIMIT), 0},
    {GX_OP_SCENE_WATCH, 8, generate_watch, predict_watch, RUNS, 0},
    {GX_OP_SCENE_BARRAGE, 16, generate_barrage, predict_barrage, RUNS | AUD_MAY(LIMIT), 0},
    {GX_OP_SCENE_END, 3, generate_end, predict_end, HANDLE | AUD_MAY(NOT_DUE), 0},
    {0}};

const aud_part aud_scenes = {.name = "scenes",
                             .theme = GX_THEME_CONTENT,
                             .rules = rules,
                             .state_bytes = sizeof(state),
                             .begin = begin,
                             .prepare = prepare,
                             .look = look};
