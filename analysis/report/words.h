/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every string that the page shows and that is not a metric's own: English and Chinese side by side. A new
 * string is one line here. {0}, {1}, … stand for what gx_phrase is given. */
#ifndef GX_REPORT_WORDS_H
#define GX_REPORT_WORDS_H

#include <gx/report/report.h>

/* clang-format off */
#define GX_SAYINGS(X)                                                                                        \
    X(LANG, "en", "zh-Hans")                                                                                 \
    X(KICKER, "Guanxi · simulation report", "Guanxi · 仿真报告")                                                 \
    X(SKIP, "Skip to the figures", "跳到数据")                                                                   \
    X(CONTENTS, "Contents", "目录")                                                                            \
    X(FACT_NAME, "Scenario", "场景")                                                                           \
    X(FACT_VARIANT, "Variant", "变体")                                                                         \
    X(FACT_SPAN, "Simulated time", "模拟时段")                                                                   \
    X(FACT_USERS, "Users", "用户数")                                                                            \
    X(FACT_GROUPS, "Chat groups", "聊天群")                                                                     \
    X(FACT_SEED, "Seed", "随机种子")                                                                             \
    X(FACT_REPLICATE, "Replicate", "重复编号")                                                                   \
    X(FACT_TICK, "Tick", "步长")                                                                               \
    X(FACT_RECORD, "Recorded", "记录内容")                                                                       \
    X(FACT_EVENTS, "Events kept", "事件留存比例")                                                                  \
    X(UNTITLED, "A simulated evening", "一个模拟的夜晚")                                                            \
    X(SPAN, "{0} to {1}", "{0} 至 {1}")                                                                       \
    X(NOT_COMPLETE, "This recording is not complete: the run was stopped at {0}. Every figure below "        \
      "covers only what was recorded until then.",                                                           \
      "这份记录不完整：运行在 {0} 停止。下面的所有数字只涵盖到那时为止的记录。")                                                              \
    X(SIMULATED, "Everything on this page was simulated. No person, account or payment in it exists.",       \
      "本页的一切均为仿真结果，其中的人、账户与支付都不存在。")                                                                         \
    X(HEADLINES, "At a glance", "要点")                                                                        \
    X(OVER_TIME, "Minute by minute", "逐分钟变化")                                                                \
    X(PACKETS, "How packets are sent and claimed", "红包如何发出与领取")                                              \
    X(BINDING, "How card binding spreads", "绑卡如何扩散")                                                         \
    X(NETWORK, "The networks underneath", "背后的网络")                                                           \
    X(CREDIT, "What tells binders apart", "什么能区分绑卡者")                                                        \
    X(REFERENCES, "Simulated and published figures", "模拟值与公开数据对照")                                           \
    X(CAUTION, "What not to conclude", "不应得出的结论")                                                            \
    X(FIGURES, "All figures and their definitions", "全部数字及其定义")                                              \
    X(SCENARIO, "The scenario in full", "完整场景")                                                              \
    X(REPRODUCE, "How to reproduce this page", "如何重现本页")                                                     \
    X(LICENCES, "Licences of what this page carries", "本页所含软件的许可")                                           \
    X(ABSENT, "This recording holds nothing for this section.", "这份记录中没有本节所需的数据。")                           \
    X(BOOKS, "The books balance", "账目平衡")                                                                    \
    X(BOOKS_OPEN, "The books do not balance", "账目不平")                                                        \
    X(BOOKS_SUM, "sent {0} = received {1} + refunded {2} + still in packets {3}",                            \
      "发出 {0} = 领取 {1} + 退回 {2} + 仍在红包中 {3}")                                                                \
    X(BOOKS_EXACT, "Exact to the fen (¥0.01), in whole numbers, and checked against the wallets: money "     \
      "at the start, plus top-ups, minus withdrawals, minus money at the end leaves {0}, which is {1} "      \
      "in packets and {2} that was on its way to a wallet at the last moment.",                              \
      "以整数计算，精确到分，并与钱包核对：期初余额加充值、减提现、再减期末余额，余 {0}，其中 {1} 在红包中，{2} 在最后一刻正在入账途中。")                             \
    X(BOOKS_WRONG, "The wallets do not agree with this: {0} cannot be accounted for. Do not use this "       \
      "recording.",                                                                                          \
      "钱包与此不符：有 {0} 无法解释。请勿使用这份记录。")                                                                         \
    X(BOOKS_PART, "The recording does not hold the wallets at the end, so that what is still in "            \
      "packets can only be the remainder.",                                                                  \
      "记录中没有期末钱包，因此“仍在红包中”只能取余数。")                                                                           \
    X(HIGHEST, "Highest: {0} at {1}.", "最高：{1}，{0}。")                                                        \
    X(TABLE, "The numbers as a table", "以表格查看数据")                                                            \
    X(TABLE_ALL, "{0}: all {1} points", "{0}：全部 {1} 个点")                                                     \
    X(TABLE_MEAN, "{0}: each row is the mean over {1} consecutive points of {2}",                            \
      "{0}：共 {2} 个点，每行为连续 {1} 个点的平均值")                                                                       \
    X(TABLE_PICK, "{0}: {1} of {2} points", "{0}：{2} 个点中的 {1} 个")                                            \
    X(IN_FULL, "Every point is in this file, as JSON, in the element with the id “charts”.",                 \
      "全部数据点以 JSON 形式保存在本文件 id 为“charts”的元素中。")                                                              \
    X(COL_FIGURE, "Figure", "指标")                                                                            \
    X(COL_VALUE, "Value", "数值")                                                                              \
    X(COL_INTERVAL, "95 % interval", "95% 区间")                                                               \
    X(COL_UNIT, "Unit", "单位")                                                                                \
    X(COL_DEFINITION, "Definition", "定义（英文）")                                                                \
    X(COL_SIMULATED, "Simulated", "模拟值")                                                                     \
    X(COL_PUBLISHED, "Published", "公开值")                                                                     \
    X(COL_RATIO, "Ratio", "比值")                                                                              \
    X(COL_GRADE, "Grade", "等级")                                                                              \
    X(COL_ROLE, "Role", "角色")                                                                                \
    X(COL_SOURCE, "Source", "来源（英文）")                                                                        \
    X(COL_DIGEST, "Digest", "摘要")                                                                            \
    X(COL_COVERS, "Covers", "涵盖")                                                                            \
    X(INTERVAL, "{0} to {1}", "{0} 至 {1}")                                                                   \
    X(REFERENCES_LEAD, "A published figure stands beside the simulated one only where the two mean the "     \
      "same thing. The ratio is simulated over published.",                                                  \
      "只有含义相同的数字才并列。比值为模拟值除以公开值。")                                                                           \
    X(PUBLISHED_PEAK, "published peak {1}: {0} × the mean", "公开峰值 {1}：均值的 {0} 倍")                            \
    X(PUBLISHED_CLOCK, "published peak, {0}", "公开峰值时刻 {0}")                                                  \
    X(KEY_FIGURES, "Figures", "数字")                                                                          \
    X(KEY_FRIENDS, "The graph of friends", "好友关系图")                                                          \
    X(KEY_PAYMENTS, "The graph of payments", "支付关系图")                                                        \
    X(CONTAGION, "Whether gifts beget gifts", "收到红包是否带来更多红包")                                                \
    X(GRADES, "Grade: A, read in the source named; B, press or secondary; C, computed for this "             \
      "project. It grades how we know the figure, not how well it was measured.",                            \
      "等级：A 为直接读自所列来源，B 为媒体或二手来源，C 为本项目计算所得。等级说明我们如何得知，不代表测量的质量。")                                           \
    X(ROLE_INPUT, "input", "输入")                                                                             \
    X(ROLE_FIT, "fit", "拟合")                                                                                 \
    X(ROLE_PREDICTION, "prediction", "预测")                                                                   \
    X(ROLE_IDENTITY, "identity", "恒等")                                                                       \
    X(ROLE_SHAPE, "shape", "形状")                                                                             \
    X(ROLE_SHAPE_HELP, "only the form can be compared, not the size", "只可比较形状，不可比较大小")                       \
    X(ROLE_INPUT_HELP, "put in by hand; it comes out again because it went in", "人为给定；结果中再次出现只因事先放入")        \
    X(ROLE_FIT_HELP, "parameters may have been chosen so that it comes out", "参数可据此调整，使其吻合")                 \
    X(ROLE_PREDICTION_HELP, "comes out with everything frozen before", "一切参数事先固定后得出")                        \
    X(ROLE_IDENTITY_HELP, "arithmetic, or a check of an estimator", "算术关系，或对估计方法的检验")                        \
    X(CAUTION_INPUT, "A figure with the role input, fit or identity says nothing about the world: it "       \
      "was put in, tuned to, or must hold by arithmetic. That it agrees with the published one is no "       \
      "evidence for the model.",                                                                             \
      "角色为“输入”“拟合”或“恒等”的数字不说明现实：它们或被放入，或被调准，或由算术必然成立。与公开值相符，并不构成对模型的证据。")                                    \
    X(CAUTION_PREDICTION, "A prediction counts only if its parameters were frozen without it, if a "         \
      "null model (independent senders, no graph) misses it, and if switching the mechanism off misses "     \
      "it. “Within a factor of two” alone proves nothing.",                                                  \
      "只有同时满足以下条件，预测才算数：参数在未用该数字时已固定；零模型（相互独立的发送者、没有关系图）得不到它；关掉该机制也得不到它。仅仅“相差不到两倍”什么也证明不了。")                 \
    X(CAUTION_SEED, "This is one run with one seed. How much a figure varies between seeds is not seen "     \
      "here; a difference between two runs is an effect only when it is larger than that, on paired "        \
      "seeds.",                                                                                              \
      "这是单个种子的一次运行，看不出数字在不同种子之间的波动。两次运行之差，只有在配对种子下大于这种波动时才是效应。")                                             \
    X(CAUTION_TRUTH, "The simulation knows who triggered whom. A real data set does not: the same "          \
      "numbers computed from observed data would mix influence with likeness.",                              \
      "仿真知道谁触发了谁，真实数据并不知道：用观测数据算出的同样数字，会把影响与相似混在一起。")                                                        \
    X(CAUTION_SCALE, "Totals belong to the simulated population. Compare a head, a share or a shape "        \
      "with the real service, never a total.",                                                               \
      "总量只属于模拟人群。与真实服务比较时，只比人均、比例或形状，不比总量。")                                                                 \
    X(CAUTION_CREDIT, "How well something tells people apart is measured against inclinations that the "     \
      "simulation itself drew. It is a property of that draw and not of any real credit score.",             \
      "区分能力以仿真自己抽取的倾向来衡量，只反映这种抽取，与任何真实信用分无关。")                                                               \
    X(SCENARIO_EFFECTIVE, "Every value in force", "全部生效的取值")                                                 \
    X(SCENARIO_TEXT, "The file as it was read", "读入的原文件")                                                    \
    X(SCENARIO_LEAD, "Every parameter of the run with the value it had, defaults included.",                 \
      "本次运行的每个参数及其取值，包括默认值。")                                                                                \
    X(REPRODUCE_RUN, "Save the values in force, above, as scenario.yaml and run",                            \
      "将上面的全部生效取值存为 scenario.yaml，然后运行")                                                                     \
    X(REPRODUCE_VERIFY, "Or let the program run the recording again from the scenario inside it and "        \
      "compare tick by tick",                                                                                \
      "或者让程序按记录内的场景重新运行，并逐步比对")                                                                              \
    X(REPRODUCE_DIGEST, "The same scenario and seed give these digests, on any machine and with any "        \
      "number of threads.",                                                                                  \
      "同一场景与种子在任何机器、任何线程数下都得到下列摘要。")                                                                         \
    X(DIGEST_RUN, "all operations up to the last tick", "截至最后一步的全部操作")                                       \
    X(DIGEST_STATE, "the state at the end", "结束时的状态")                                                        \
    X(DIGEST_POPULATION, "the population", "人群")                                                             \
    X(DIGEST_NETWORK, "the networks", "网络")                                                                  \
    X(DIGEST_SAMPLER, "the samplers' tables", "抽样表")                                                         \
    X(MADE_BY, "Made by guanxi", "生成程序：guanxi")                                                              \
    X(CHARTS_BY, "Charts: Apache ECharts, embedded. This page loads nothing from anywhere.",                 \
      "图表：内嵌的 Apache ECharts。本页不从任何地方加载内容。")                                                                 \
    X(NO_SCRIPT, "Scripts are off: the charts are not drawn, and every number stands in the tables.",        \
      "脚本已关闭：图表不会绘制，所有数据见表格。")                                                                               \
    X(CHART_OF, "Chart: {0}. The same numbers follow as a table.", "图表：{0}。同样的数据见其后的表格。")                    \
    X(LOG_AXES, "Both axes are logarithmic.", "两轴均为对数刻度。")
/* clang-format on */

typedef enum gx_saying {
#define X(id, english, chinese) GX_SAY_##id,
    GX_SAYINGS(X)
#undef X
        GX_SAY_COUNT
} gx_saying;

const char *gx_say_plain(gx_language language, gx_saying word); /* borrowed, static; not escaped */

/* The word into HTML, escaped, with arguments (each escaped too) in place of {0}, {1}, … */
void gx_phrase(gx_text *out, gx_language language, gx_saying word, const char *const *arguments,
               size_t count);

/* The same as plain text. */
void gx_say_filled(gx_text *out, gx_language language, gx_saying word, const char *const *arguments,
                   size_t count);

/* A unit, an axis or a row's name that the analysis gives in English only; itself when the table has no such
 * term. */
const char *gx_term(gx_language language, const char *english);

#endif
