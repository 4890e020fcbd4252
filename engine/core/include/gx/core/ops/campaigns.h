/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of campaigns (R8–R13). Numbers 0x60 … 0x7f. */
#ifndef GX_CORE_OPS_CAMPAIGNS_H
#define GX_CORE_OPS_CAMPAIGNS_H

/* X(number, NAME, name, theme, keyed, rows, help) */
#define GX_OPS_CAMPAIGNS(X)                                                                                  \
    X(0x60, CAMPAIGN_OPEN, campaign_open, CAMPAIGNS, 1, "R12", "a budget with its rules, from the owner")    \
    X(0x61, CAMPAIGN_FUND, campaign_fund, CAMPAIGNS, 1, "R12", "more of the owner's money")                  \
    X(0x62, CAMPAIGN_GRANT, campaign_grant, CAMPAIGNS, 1, "R12", "an amount to a user")                      \
    X(0x63, CAMPAIGN_STOP, campaign_stop, CAMPAIGNS, 0, "R12", "no more, from now on")                       \
    X(0x64, CAMPAIGN_CLOSE, campaign_close, CAMPAIGNS, 0, "R12", "the rest back; the campaign is gone")      \
    X(0x65, BRAND_RULES, brand_rules, CAMPAIGNS, 0, "R8", "the product's limits on brands' packets")         \
    X(0x66, BRAND_TERMS, brand_terms, CAMPAIGNS, 0, "R8", "makes a campaign one of brand's packets")         \
    X(0x67, BRAND_PACKET, brand_packet, CAMPAIGNS, 1, "R8", "a packet from the brand to a user")             \
    X(0x68, BRAND_SHOWN, brand_shown, CAMPAIGNS, 0, "R8", "exposures of the brand")                          \
    X(0x69, BRAND_FOLLOW, brand_follow, CAMPAIGNS, 0, "R8", "a user follows a brand, or does no more")       \
    X(0x6a, SHAKE_TERMS, shake_terms, CAMPAIGNS, 0, "R9", "makes a campaign one to shake for; announced")    \
    X(0x6b, SHAKE_PRIZE, shake_prize, CAMPAIGNS, 0, "R9", "a prize with odds and stock")                     \
    X(0x6c, SHAKE_TRY, shake_try, CAMPAIGNS, 0, "R9", "a shake")                                             \
    X(0x6d, GALA_TERMS, gala_terms, CAMPAIGNS, 0, "R10", "makes a campaign a gala")                          \
    X(0x6e, GALA_ROUND, gala_round, CAMPAIGNS, 0, "R10", "a round with its pool and stock")                  \
    X(0x6f, GALA_GRAB, gala_grab, CAMPAIGNS, 0, "R10", "a grab")                                             \
    X(0x70, GALA_RETURN, gala_return, CAMPAIGNS, 0, "R10", "what ended rounds left, back")                   \
    X(0x71, COLLECTION_TERMS, collection_terms, CAMPAIGNS, 0, "R11", "makes a campaign a collection")        \
    X(0x72, CARD_DRAW, card_draw, CAMPAIGNS, 0, "R11", "a card by its rarity")                               \
    X(0x73, CARD_GIVE, card_give, CAMPAIGNS, 0, "R11", "a card to somebody else")                            \
    X(0x74, CARD_SWAP, card_swap, CAMPAIGNS, 0, "R11", "a card for a card")                                  \
    X(0x75, CARD_COMPLETE, card_complete, CAMPAIGNS, 0, "R11", "one of each handed in: a completer")         \
    X(0x76, COLLECTION_CLAIM, collection_claim, CAMPAIGNS, 0, "R11", "a completer's equal share")            \
    X(0x77, FISSION_TERMS, fission_terms, CAMPAIGNS, 0, "R13", "makes a campaign one that is shared on")     \
    X(0x78, FISSION_WIN, fission_win, CAMPAIGNS, 0, "R13", "a first win, with tickets for friends")          \
    X(0x79, FISSION_REDEEM, fission_redeem, CAMPAIGNS, 0, "R13", "a friend takes a ticket")

/* clang-format off */
#define GX_ARGS_campaign_open(F)                                                                             \
    F(fen, budget) F(u32, start) F(u32, end) F(u16, on_from) F(u16, on_until) F(u32, hour_count)             \
    F(fen, hour_fen) F(u32, user_count) F(fen, user_fen) F(fen, stop_below) F(u32, badges) F(u8, tier)       \
    F(u8, rest)
#define GX_ARGS_campaign_fund(F) F(ref, campaign) F(fen, amount)
#define GX_ARGS_campaign_grant(F) F(ref, campaign) F(pass, pass) F(fen, amount)
#define GX_ARGS_campaign_stop(F) F(ref, campaign)
#define GX_ARGS_campaign_close(F) F(ref, campaign)

#define GX_ARGS_brand_rules(F)                                                                               \
    F(fen, share_min) F(fen, share_max) F(u16, user_minute) F(u16, user_day) F(u16, night_from)              \
    F(u16, night_until) F(u32, brand_minute)
#define GX_ARGS_brand_terms(F)                                                                               \
    F(ref, campaign) F(fen, share_low) F(fen, share_high) F(ref, coupon) F(u32, coupon_ppm) F(u8, follow)
#define GX_ARGS_brand_packet(F) F(ref, campaign) F(pass, pass) F(draw, draw)
#define GX_ARGS_brand_shown(F) F(ref, campaign) F(u32, count)
#define GX_ARGS_brand_follow(F) F(u32, brand) F(u32, user) F(u8, on)

#define GX_ARGS_shake_terms(F) F(ref, campaign) F(u16, place) F(u32, tries)
#define GX_ARGS_shake_prize(F)                                                                               \
    F(ref, campaign) F(u32, ppm) F(u32, stock) F(fen, low) F(fen, high) F(ref, coupon)
#define GX_ARGS_shake_try(F) F(ref, campaign) F(pass, pass) F(draw, draw)

#define GX_ARGS_gala_terms(F) F(ref, campaign) F(u32, wins) F(u8, carry) F(fen, cost)
#define GX_ARGS_gala_round(F)                                                                                \
    F(ref, campaign) F(u32, from) F(u32, until) F(fen, money) F(u32, stock) F(u32, win_ppm) F(u8, split)
#define GX_ARGS_gala_grab(F) F(ref, campaign) F(pass, pass) F(draw, draw)
#define GX_ARGS_gala_return(F) F(ref, campaign)

#define GX_ARGS_collection_terms(F) F(ref, campaign) F(u32, deadline) F(u32, draws) F(u8, first_more)
#define GX_ARGS_card_draw(F) F(ref, campaign) F(pass, pass) F(draw, draw)
#define GX_ARGS_card_give(F) F(ref, campaign) F(u32, from) F(u32, to) F(u8, card)
#define GX_ARGS_card_swap(F) F(ref, campaign) F(u32, one) F(u32, other) F(u8, one_card) F(u8, other_card)
#define GX_ARGS_card_complete(F) F(ref, campaign) F(pass, pass)
#define GX_ARGS_collection_claim(F) F(ref, campaign) F(pass, pass)

#define GX_ARGS_fission_terms(F)                                                                             \
    F(ref, campaign) F(u16, tickets) F(fen, friend_amount) F(fen, sharer_amount) F(u32, life)                \
    F(u8, generations)
#define GX_ARGS_fission_win(F) F(ref, campaign) F(pass, pass) F(fen, amount) F(u8, paid)
#define GX_ARGS_fission_redeem(F) F(ref, campaign) F(u32, sharer) F(pass, pass)
/* clang-format on */

#endif
