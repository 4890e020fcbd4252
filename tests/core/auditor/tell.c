/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histories in words: operations and fields by the names of the table. */
#include "core/auditor/world.h"

#include <string.h>

void aud_tell_setting(FILE *file, const aud_setting *setting)
{
    fprintf(file, "seed %llu: ticks of %u ms from second %lld on, beginning at tick %u\n",
            (unsigned long long)setting->seed, setting->calendar.tick_ms, (long long)setting->calendar.start,
            setting->first_tick);
    for (unsigned b = 0; b < AUD_BOOKS; b++)
        fprintf(file, "book %u: themes 0x%x, window of %u keys, users %u …, merchants %u …, pools %u …\n", b,
                setting->themes[b], setting->window[b], aud_user_name(b, 0), aud_merchant_name(b, 0),
                aud_pool_name(b, 0));
}

static void tell_ref(FILE *file, const aud_step *step, unsigned number, const gx_ref *ref)
{
    if (number < AUD_REFS && step->from[number] >= 0)
        fprintf(file, "#%d%s", step->from[number],
                step->bend[number] == 0  ? ""
                : step->bend[number] > 0 ? "+"
                                         : "-");
    fprintf(file, "{%u, %u}", ref->slot, ref->life);
}

static void tell_field(FILE *file, const aud_step *step, const aud_field *field, unsigned ref_number)
{
    const char *at = (const char *)&step->op + field->offset;
    gx_pass pass;
    gx_draw draw;
    gx_ref ref;
    uint64_t whole = 0;
    fprintf(file, "%s=", field->name);
    switch (field->type) {
    case AUD_u8:
    case AUD_u16:
    case AUD_u32:
    case AUD_u64:
        memcpy(&whole, at, field->size);
        fprintf(file, "%llu", (unsigned long long)whole);
        break;
    case AUD_fen:
        memcpy(&whole, at, field->size);
        fprintf(file, "%lld", (long long)whole);
        break;
    case AUD_ref:
        memcpy(&ref, at, sizeof ref);
        tell_ref(file, step, ref_number, &ref);
        break;
    case AUD_pass:
        memcpy(&pass, at, sizeof pass);
        fprintf(file, "{user %u badges 0x%x score %u place %u tier %u sex %u age %u occupation %u}",
                pass.user, pass.badges, pass.score, pass.place, pass.tier, pass.sex, pass.age,
                pass.occupation);
        break;
    case AUD_draw:
        memcpy(&draw, at, sizeof draw);
        fprintf(file, "%08x%08x%08x%08x", draw.word[0], draw.word[1], draw.word[2], draw.word[3]);
        break;
    }
}

void aud_tell_step(FILE *file, const aud_step *step)
{
    const aud_form *form = aud_form_of(step->op.kind);
    unsigned refs = 0;
    fprintf(file, "#%u book %u at %u: ", step->id, step->book, step->op.now);
    if (form->name == NULL)
        fprintf(file, "operation 0x%x", step->op.kind);
    else
        fprintf(file, "%s", form->name);
    if (form->keyed)
        fprintf(file, " [%u/%u]", step->op.key.account, step->op.key.serial);
    for (size_t i = 0; i < form->count; i++) {
        fputc(' ', file);
        tell_field(file, step, &form->fields[i], refs);
        refs += form->fields[i].type == AUD_ref;
    }
    if (step->op.listed > 0)
        fprintf(file, " list of %u:", step->op.listed);
    for (uint32_t i = 0; i < step->op.listed && step->op.listed <= AUD_LIST; i++)
        fprintf(file, " %u", step->list[i]);
    fprintf(file, "%s%s%s%s\n", step->op.linked ? " LINKED" : "", step->joined ? " JOINED" : "",
            step->choked ? " CHOKED" : "", step->reborn ? " REBORN" : "");
    fflush(file);
}

size_t aud_write_result(char *text, size_t room, const gx_result *result)
{
    const gx_answer *a = &result->answer;
    int count =
        snprintf(text, room, "%s have %lld need %lld amount %lld, second %lld number %u %s who %u third %lld",
                 gx_answer_name(a->code), (long long)a->have, (long long)a->need, (long long)a->amount,
                 (long long)result->second, result->number, result->closed ? "closed" : "open", result->who,
                 (long long)result->third);
    return count < 0 ? 0 : (size_t)count;
}

void aud_tell_result(FILE *file, const char *who, const gx_result *result)
{
    char text[256];
    aud_write_result(text, sizeof text, result);
    fprintf(file, "    %s: %s", who, text);
    if (result->made.life != 0)
        fprintf(file, " made {%u, %u}", result->made.slot, result->made.life);
    fputc('\n', file);
    fflush(file);
}
