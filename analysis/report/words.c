/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include "escape.h"

#include <string.h>

static const char *const words[GX_SAY_COUNT][2] = {
#define X(id, english, chinese) {english, chinese},
    GX_SAYINGS(X)
#undef X
};

/* Units, axes and row names as the analysis writes them. */
static const char *const terms[][2] = {
    {"packets", "个红包"},
    {"shares", "份"},
    {"users", "人"},
    {"cards", "张卡"},
    {"fen", "元"},
    {"yuan", "元"},
    {"min", "分钟"},
    {"minutes", "分钟"},
    {"s", "秒"},
    {"seconds", "秒"},
    {"ms", "毫秒"},
    {"hours", "小时"},
    {"days", "天"},
    {"time", "时间"},
    {"minute", "时间"},
    {"day", "日期"},
    {"d", "天"},
    {"looks", "次"},
    {"claims", "次"},
    {"operations", "次"},
    {"transfers", "次"},
    {"payments", "次"},
    {"ties", "条"},
    {"steps", "步"},
    {"packets/s", "个/秒"},
    {"shares taken", "领取份数"},
    {"share of users", "用户占比"},
    {"friends", "好友数"},
    {"personal", "个人红包"},
    {"equal", "普通群红包"},
    {"lucky", "拼手气红包"},
    {"female", "女"},
    {"male", "男"},
    {"women", "女"},
    {"men", "男"},
    {"all", "全部"},
    {"groups", "群数"},
    {"wealth", "财富"},
    {"friends with a card", "已绑卡好友数"},
    {"shares received by the landmark", "观察点前收到的份数"},
    {"hidden activity", "隐藏活跃度"},
    {"hidden inclination", "隐藏倾向"},
    {"binding to binding", "绑卡到绑卡"},
    {"share to binding", "领取到绑卡"},
    {"sent a sender", "发送者人均发出"},
    {"received a receiver", "接收者人均收到"},
    {"both a participant", "参与者人均收发"},
    {"friends a user", "每人好友数"},
    {"groups a user", "每人群数"},
    {"members a group", "每群人数"},
    {"size", "规模"},
    {"h", "小时"},
    {"1/h", "每小时"},
    {"yuan/yuan", "元/元"},
    {"series", "序列"},
    {"events", "事件"},
    {"full", "全部"},
};

const char *gx_say_plain(gx_language language, gx_saying word)
{
    return words[word][language == GX_CHINESE];
}

void gx_say_filled(gx_text *out, gx_language language, gx_saying word, const char *const *arguments,
                   size_t count)
{
    const char *at = gx_say_plain(language, word);
    while (*at) {
        size_t index =
            at[0] == '{' && at[1] >= '0' && at[1] <= '9' && at[2] == '}' ? (size_t)(at[1] - '0') : count;
        if (index < count)
            gx_text_append(out, "%s", arguments[index]);
        else
            gx_text_append_bytes(out, at, 1);
        at += index < count ? 3 : 1;
    }
}

void gx_phrase(gx_text *out, gx_language language, gx_saying word, const char *const *arguments, size_t count)
{
    gx_text filled = {0};
    gx_say_filled(&filled, language, word, arguments, count);
    gx_html(out, gx_text_get(&filled));
    out->failed = out->failed || filled.failed;
    gx_text_free(&filled);
}

const char *gx_term(gx_language language, const char *english)
{
    for (size_t k = 0; language == GX_CHINESE && k < sizeof terms / sizeof terms[0]; k++)
        if (strcmp(terms[k][0], english) == 0)
            return terms[k][1];
    return english;
}
