/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the models draw for: the first word of every counter (gx/base/draw.h). Each purpose owns four numbers,
 * so that a decision can have up to 16 options with a word of noise each. Never renumber: that would redraw
 * every recorded run. */
#ifndef GX_MODELS_PURPOSES_H
#define GX_MODELS_PURPOSES_H

#define GX_PURPOSE(n) (UINT32_C(0x3000) + 4 * (n))

enum {
    GX_DRAW_TRAITS = GX_PURPOSE(0),          /* (user): attention, generosity, inclination, card */
    GX_DRAW_PACKET_COUNT = GX_PURPOSE(1),    /* (user, day): how many occasions to send */
    GX_DRAW_PACKET_TIME = GX_PURPOSE(2),     /* (user, day, occasion): when */
    GX_DRAW_PACKET_CHOICE = GX_PURPOSE(3),   /* (user, day, occasion): what kind, or nothing */
    GX_DRAW_PACKET_AUDIENCE = GX_PURPOSE(4), /* (user, day, occasion): to whom */
    GX_DRAW_PACKET_AMOUNT = GX_PURPOSE(5),   /* (user, day, occasion): how much, how many shares */
    GX_DRAW_LOOK = GX_PURPOSE(6), /* (member, packet): whether and when the notice is seen; where members
                                     are named by place, a draw for places 2n and 2n + 1 */
    GX_DRAW_LOOK_AGAIN = GX_PURPOSE(7),  /* (member, packet): sessions, later attempts */
    GX_DRAW_OPEN = GX_PURPOSE(8),        /* (member, packet): open or ignore */
    GX_DRAW_CLAIM = GX_PURPOSE(9),       /* (claimer, packet): order among simultaneous claims, reaction */
    GX_DRAW_SPLIT = GX_PURPOSE(10),      /* (claimer, packet): the share */
    GX_DRAW_REPLY = GX_PURPOSE(11),      /* (claimer, packet): answer with a packet */
    GX_DRAW_NORM = GX_PURPOSE(12),       /* (luckiest, packet): the luckiest sends next */
    GX_DRAW_REPLY_SIZE = GX_PURPOSE(13), /* (claimer, packet): how much, how many shares, when */
    GX_DRAW_BIND = GX_PURPOSE(14),       /* (user, packet): bind a card */
    GX_DRAW_BIND_DELAY = GX_PURPOSE(15), /* (user, packet): when; what to withdraw then */
    GX_DRAW_TRANSFER_COUNT = GX_PURPOSE(16),    /* (user, day) */
    GX_DRAW_TRANSFER_TIME = GX_PURPOSE(17),     /* (user, day, occasion) */
    GX_DRAW_TRANSFER = GX_PURPOSE(18),          /* (user, day, occasion): to whom, how much */
    GX_DRAW_SESSION = GX_PURPOSE(19),           /* (member, packet, attempt): is the app open then */
    GX_DRAW_EVENT_SAMPLE = GX_PURPOSE(20),      /* (user): are its events kept */
    GX_DRAW_FRIEND_ASK = GX_PURPOSE(21),        /* (receiver, giver, what was given): ask to be a friend */
    GX_DRAW_FRIEND_DELAY = GX_PURPOSE(22),      /* (receiver, giver, what was given): when it is answered */
    GX_DRAW_FRIEND_ACCEPT = GX_PURPOSE(23),     /* (giver, receiver, what was given): accept */
    GX_DRAW_GROUP_COUNT = GX_PURPOSE(24),       /* (user, day): how many occasions */
    GX_DRAW_GROUP_TIME = GX_PURPOSE(25),        /* (user, day, occasion): when */
    GX_DRAW_GROUP_CHOICE = GX_PURPOSE(26),      /* (user, day, occasion): make, invite, leave or nothing */
    GX_DRAW_GROUP_WHICH = GX_PURPOSE(27),       /* (user, day, occasion): whom, how many */
    GX_DRAW_GROUP_FRIEND = GX_PURPOSE(28),      /* (maker, friend, group's name): is this friend put in */
    GX_DRAW_GROUP_JOIN = GX_PURPOSE(29),        /* (invited, group, invitation): join */
    GX_DRAW_TRANSFER_STRANGER = GX_PURPOSE(30), /* (user, group or member, occasion): is it this one */
    GX_DRAW_GROUP_PICK = GX_PURPOSE(31),        /* (user, group, occasion): is it this one */
    GX_DRAW_FRIEND_WAKE = GX_PURPOSE(32),       /* (receiver, giver, what was given): does the tie wake */
    GX_DRAW_PACKET_GROUP = GX_PURPOSE(33),      /* (not drawn any more) */
    GX_DRAW_CIRCLE_COUNT = GX_PURPOSE(34),      /* (user, day): how many occasions */
    GX_DRAW_CIRCLE_TIME = GX_PURPOSE(35),       /* (user, day, occasion): when */
    GX_DRAW_CIRCLE_CHOICE = GX_PURPOSE(36), /* (user, day, occasion): look, meet, leave, found or nothing */
    GX_DRAW_CIRCLE_WAY = GX_PURPOSE(37),    /* (user, occasion): by a friend or by size */
    GX_DRAW_CIRCLE_FRIEND = GX_PURPOSE(38), /* (user, occasion): whose circles, and which */
    GX_DRAW_CIRCLE_FIND = GX_PURPOSE(39),   /* (user, occasion, attempt): whose circles, and which */
    GX_DRAW_CIRCLE_JOIN = GX_PURPOSE(40),   /* (user, circle's name, occasion): join */
    GX_DRAW_CIRCLE_WHICH = GX_PURPOSE(41),  /* (user, occasion): which of one's own */
    GX_DRAW_CIRCLE_MEMBER = GX_PURPOSE(42), /* (user, circle's name, occasion): which block; + 1: (user,
                                               member, occasion): is it this one */
    GX_DRAW_END_COUNT = GX_PURPOSE(43),     /* (user, day): how many occasions */
    GX_DRAW_END_TIME = GX_PURPOSE(44),      /* (user, day, occasion): when */
    GX_DRAW_END_WHO = GX_PURPOSE(45),       /* (user, day, occasion): with whom in mind */
    GX_DRAW_END = GX_PURPOSE(46),           /* (user, friend, occasion): does the tie end */
    GX_DRAW_PAYMENT_COUNT = GX_PURPOSE(50), /* (user, day): how many occasions */
    GX_DRAW_PAYMENT_TIME = GX_PURPOSE(51),  /* (user, day, occasion): when */
    GX_DRAW_PAYMENT = GX_PURPOSE(52)        /* (user, day, occasion): to which merchant, how much */
};

#endif
