/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies where in a recording, once: the tables below are read by the run (which fills them), by the
 * analysis (which reads them), by `guanxi describe recording` and by the tests.
 *
 *   /                 attributes: format, format_version, library_version, name, title, status (running |
 * complete | interrupted), seed, replicate, tick_ms, start (civil seconds), ticks (planned), last_tick,
 * users, groups, digest (hex text of the last tick), sampler_digest, population_digest, network_digest,
 * state_digest, event_share (share of entities whose events are kept, 1 = all; ties, memberships and bindings
 * are never sampled), record (series | events |
 * full) /scenario/text, /scenario/effective    the file as read, and every effective value as YAML
 *   /scenario/variant                      name of the chosen variant, "" for none
 *   /users/<column>, /users/end/<column>   who they are; what they have and did at the end
 *   /layers/friends/{indptr,indices,data}  CSR under AnnData's names (data = tie strength); attributes
 *                                          encoding-type, encoding-version, shape. With record = full, or
 *                                          users <= record.ties_up_to
 *   /groups/{indptr,indices}               members of each chat group, CSR, the same condition
 *   /circles/{indptr,indices}              members of each interest circle, in runs that use them; the same
 *   /end/layers/friends/..., /end/groups/..., /end/circles/...
 *                                          the same as the run left them; only when it changed any
 *   /series/<column>                       one entry a minute of simulated time (attribute period_ms)
 *   /events/<table>/<column>               rows in order of time
 *   /truth/<column>                        hidden propensities of users; /truth/bindings/<column>: who
 * infected whom /digest/<column>                       tick and chained digest of each tick that was run
 */
#ifndef GX_RECORD_SCHEMA_H
#define GX_RECORD_SCHEMA_H

#include <gx/record/writer.h>

/* X(name, type, unit, help) for each column. The C name of a counter is its column's name. */

/* Per minute: counts and money of operations done in that minute. Never sampled. */
#define GX_SERIES_TABLE(X)                                                                                   \
    X(packets_sent, GX_I64, "packets", "red packets funded and opened")                                      \
    X(packets_personal, GX_I64, "packets", "of these, to one person")                                        \
    X(packets_equal, GX_I64, "packets", "of these, to a group in equal shares")                              \
    X(packets_lucky, GX_I64, "packets", "of these, to a group in random shares")                             \
    X(packets_reply, GX_I64, "packets", "of these, sent because of a packet received (gift contagion)")      \
    X(sent_fen, GX_I64, "fen", "money put into packets")                                                     \
    X(looks, GX_I64, "looks", "times that somebody saw an open packet's notice")                             \
    X(claims_tried, GX_I64, "claims", "claims that reached a packet")                                        \
    X(shares_received, GX_I64, "shares", "shares taken: packets received")                                   \
    X(received_fen, GX_I64, "fen", "money taken from packets")                                               \
    X(packets_emptied, GX_I64, "packets", "packets whose last share was taken")                              \
    X(packets_expired, GX_I64, "packets", "packets that expired with shares left")                           \
    X(refunded_fen, GX_I64, "fen", "money that went back to senders")                                        \
    X(cards_bound, GX_I64, "cards", "bank cards bound")                                                      \
    X(top_ups, GX_I64, "operations", "top-ups from cards")                                                   \
    X(top_up_fen, GX_I64, "fen", "money topped up")                                                          \
    X(withdrawals, GX_I64, "operations", "withdrawals to cards")                                             \
    X(withdrawn_fen, GX_I64, "fen", "money withdrawn")                                                       \
    X(transfers, GX_I64, "transfers", "transfers from person to person")                                     \
    X(transferred_fen, GX_I64, "fen", "money transferred")                                                   \
    X(refusals, GX_I64, "operations", "operations that the core refused, repeated and late claims included") \
    X(active_users, GX_I64, "users",                                                                         \
      "users who did something in this minute (sent, claimed, transferred, bound)")                          \
    X(ties_made, GX_I64, "ties", "friendships made")                                                         \
    X(ties_woken, GX_I64, "ties", "dormant friendships that woke")                                           \
    X(groups_made, GX_I64, "groups", "chat groups created")                                                  \
    X(groups_joined, GX_I64, "members", "users who joined a chat group, its maker not counted")              \
    X(groups_left, GX_I64, "members", "users who left a chat group")                                         \
    X(ties_ended, GX_I64, "ties", "friendships ended, dormant ones too")                                     \
    X(circles_made, GX_I64, "circles", "interest circles founded")                                           \
    X(circles_joined, GX_I64, "members", "users who joined an interest circle, its founder not counted")     \
    X(circles_left, GX_I64, "members", "users who left an interest circle")                                  \
    X(payments, GX_I64, "payments", "payments to merchants")                                                 \
    X(paid_fen, GX_I64, "fen", "money paid to merchants")

/* One row a packet sent. A packet's name is (sender, occasion). */
#define GX_PACKETS_TABLE(X)                                                                                  \
    X(tick, GX_U32, "ticks", "when it was sent")                                                             \
    X(sender, GX_U32, "", "user")                                                                            \
    X(occasion, GX_U32, "", "the sender's own name for it")                                                  \
    X(kind, GX_U8, "", "personal, equal or lucky")                                                           \
    X(cause, GX_U8, "", "why it was sent: daily, reply, norm or scheduled")                                  \
    X(audience, GX_U32, "", "user (personal) or group")                                                      \
    X(shares, GX_U16, "shares", "number of shares")                                                          \
    X(amount, GX_I64, "fen", "of all shares")                                                                \
    X(answers_sender, GX_U32, "", "a reply: sender of the packet answered; else 4294967295")                 \
    X(answers_occasion, GX_U32, "", "a reply: occasion of the packet answered; else 0")

/* One row a share taken. */
#define GX_CLAIMS_TABLE(X)                                                                                   \
    X(tick, GX_U32, "ticks", "when the claim was served")                                                    \
    X(claimer, GX_U32, "", "user")                                                                           \
    X(sender, GX_U32, "", "the packet's sender")                                                             \
    X(occasion, GX_U32, "", "the packet's occasion")                                                         \
    X(kind, GX_U8, "", "personal, equal or lucky")                                                           \
    X(position, GX_U16, "", "rank in the order of claims, from 0")                                           \
    X(amount, GX_I64, "fen", "the share")                                                                    \
    X(response, GX_U32, "ticks", "from sending to claiming")

/* One row a packet that ended. */
#define GX_ENDINGS_TABLE(X)                                                                                  \
    X(tick, GX_U32, "ticks", "when it ended")                                                                \
    X(sender, GX_U32, "", "the packet's sender")                                                             \
    X(occasion, GX_U32, "", "the packet's occasion")                                                         \
    X(shares_taken, GX_U16, "shares", "")                                                                    \
    X(expired, GX_U8, "", "1: expired with shares left; 0: every share taken")                               \
    X(refunded, GX_I64, "fen", "back to the sender")                                                         \
    X(luckiest, GX_U32, "", "user with the largest share; 4294967295 when nobody took one")                  \
    X(luckiest_amount, GX_I64, "fen", "that share")                                                          \
    X(duration, GX_U32, "ticks", "from sending to the end")

/* One row a wallet operation besides packets. */
#define GX_MOVES_TABLE(X)                                                                                    \
    X(tick, GX_U32, "ticks", "")                                                                             \
    X(user, GX_U32, "", "whose wallet")                                                                      \
    X(kind, GX_U8, "", "top-up, withdrawal, transfer")                                                       \
    X(other, GX_U32, "", "a transfer's payee; else 4294967295")                                              \
    X(amount, GX_I64, "fen", "")

/* One row a friendship that changed in the run: all of them, whatever event_share is. */
#define GX_TIES_TABLE(X)                                                                                     \
    X(tick, GX_U32, "ticks", "at whose end it changed")                                                      \
    X(user, GX_U32, "", "made: who accepted; woken: who received or met; ended: who ended it")               \
    X(other, GX_U32, "", "the other user")                                                                   \
    X(cause, GX_U8, "",                                                                                      \
      "what was received: a share of a group packet, a personal packet, a transfer; or a meeting in an "     \
      "interest circle; ended: by choice")                                                                   \
    X(kind, GX_U8, "", "made, woken or ended")

/* One row a membership of a chat group or an interest circle that changed in the run. Groups and circles made
 * in the run come behind the others of their kind. All of them, whatever event_share is. */
#define GX_MEMBERSHIPS_TABLE(X)                                                                              \
    X(tick, GX_U32, "ticks", "at whose end it changed")                                                      \
    X(user, GX_U32, "", "who created, joined or left")                                                       \
    X(group, GX_U32, "", "number of the group, or of the circle")                                            \
    X(kind, GX_U8, "", "created, joined or left a group, or a circle")

/* One row a payment to a merchant; only where users pay (models.paying). */
#define GX_PAYMENTS_TABLE(X)                                                                                 \
    X(tick, GX_U32, "ticks", "when it was made; it reaches the merchant in the next")                        \
    X(user, GX_U32, "", "who paid")                                                                          \
    X(merchant, GX_U32, "", "row of /merchants")                                                             \
    X(amount, GX_I64, "fen", "")

/* One row a merchant; only where users pay. */
#define GX_MERCHANTS_TABLE(X)                                                                                \
    X(kind, GX_U8, "", "what it sells")                                                                      \
    X(size, GX_U16, "", "relative attractiveness")                                                           \
    X(online, GX_U8, "", "1: sells to the whole nation")                                                     \
    X(place, GX_U32, "", "user next to whose home it stands; online: its seat's")

#define GX_MERCHANTS_END_TABLE(X)                                                                            \
    X(balance, GX_I64, "fen", "what it took in by the run's end")                                            \
    X(payments, GX_U32, "payments", "that reached it; one of the last tick is on its way")

#define GX_USERS_TABLE(X)                                                                                    \
    X(city, GX_U32, "", "row of /cities: where the user lives")                                              \
    X(hometown, GX_U32, "", "row of /cities: where the family is from")                                      \
    X(household, GX_U32, "", "first user of the household; its members are neighbours in number")            \
    X(sex, GX_U8, "", "female, male")                                                                        \
    X(age, GX_U8, "years", "")                                                                               \
    X(age_band, GX_U8, "", "0-17, 18-24, 25-34, 35-49, 50+")                                                 \
    X(schooling, GX_U8, "", "highest school")                                                                \
    X(occupation, GX_U8, "", "")                                                                             \
    X(income, GX_I64, "fen", "a month")                                                                      \
    X(smartphone, GX_U8, "", "1: has one")                                                                   \
    X(app_version, GX_U8, "", "0: newest … 3: oldest; 255: no smartphone")                                   \
    X(accounts, GX_U8, "", "bits: 1 Alipay, 2 WeChat, 4 QQ, 8 microblog, 16 sister messenger")               \
    X(real_name, GX_U8, "", "1: verified")                                                                   \
    X(norm, GX_F64, "", "how binding customs are in the neighbourhood, mean 1")                              \
    X(friends, GX_U32, "users", "number of friends")                                                         \
    X(groups, GX_U32, "groups", "number of chat groups")                                                     \
    X(wealth, GX_I64, "fen", "balance when the run began")                                                   \
    X(card_at_start, GX_U8, "", "1: a bank card was bound before the run")

/* One row a city. */
#define GX_CITIES_TABLE(X)                                                                                   \
    X(province, GX_U8, "", "row of the provinces' table (data/population/provinces.csv), from 0")            \
    X(tier, GX_U8, "", "1: the largest … 5")                                                                 \
    X(users, GX_U32, "users", "who live there; users are numbered city by city")                             \
    X(x, GX_F64, "km", "east")                                                                               \
    X(y, GX_F64, "km", "north")                                                                              \
    X(radius, GX_F64, "km", "")

#define GX_USERS_END_TABLE(X)                                                                                \
    X(balance, GX_I64, "fen", "free balance when the run ended")                                             \
    X(card, GX_U8, "", "1: a bank card is bound")                                                            \
    X(sent, GX_U32, "packets", "packets sent")                                                               \
    X(received, GX_U32, "shares",                                                                            \
      "shares that reached the wallet; a share taken in the last tick is on its way")                        \
    X(sent_fen, GX_I64, "fen", "money put into packets")                                                     \
    X(received_fen, GX_I64, "fen", "money of these shares")                                                  \
    X(first_received, GX_U32, "ticks", "tick of the first share; 4294967295: none")

#define GX_TRUTH_TABLE(X)                                                                                    \
    X(activity, GX_F64, "", "how much more than the mean a user does")                                       \
    X(attention, GX_F64, "", "hidden propensity to look at a packet")                                        \
    X(generosity, GX_F64, "", "hidden factor on amounts sent")                                               \
    X(binding, GX_F64, "", "hidden inclination to bind a card, in utility")

/* Who infected whom: one row a card bound in the run. Never sampled. */
#define GX_BINDINGS_TABLE(X)                                                                                 \
    X(tick, GX_U32, "ticks", "when the card was bound")                                                      \
    X(user, GX_U32, "", "who bound it")                                                                      \
    X(parent, GX_U32, "", "sender of the packet that triggered it; 4294967295: nobody")                      \
    X(occasion, GX_U32, "", "that packet's occasion")                                                        \
    X(exposed, GX_U32, "ticks", "when that packet's share was received")

#define GX_DIGEST_TABLE(X)                                                                                   \
    X(tick, GX_U32, "ticks", "")                                                                             \
    X(digest, GX_U64, "", "chained digest of all operations up to this tick")

/* X(id, path, columns): every table of a recording. */
#define GX_RECORDING_TABLES(X)                                                                               \
    X(SERIES, "/series", GX_SERIES_TABLE)                                                                    \
    X(PACKETS, "/events/packets", GX_PACKETS_TABLE)                                                          \
    X(CLAIMS, "/events/claims", GX_CLAIMS_TABLE)                                                             \
    X(ENDINGS, "/events/endings", GX_ENDINGS_TABLE)                                                          \
    X(MOVES, "/events/moves", GX_MOVES_TABLE)                                                                \
    X(TIES, "/events/ties", GX_TIES_TABLE)                                                                   \
    X(MEMBERSHIPS, "/events/memberships", GX_MEMBERSHIPS_TABLE)                                              \
    X(USERS, "/users", GX_USERS_TABLE)                                                                       \
    X(USERS_END, "/users/end", GX_USERS_END_TABLE)                                                           \
    X(CITIES, "/cities", GX_CITIES_TABLE)                                                                    \
    X(TRUTH, "/truth", GX_TRUTH_TABLE)                                                                       \
    X(BINDINGS, "/truth/bindings", GX_BINDINGS_TABLE)                                                        \
    X(DIGEST, "/digest", GX_DIGEST_TABLE)                                                                    \
    X(PAYMENTS, "/events/payments", GX_PAYMENTS_TABLE)                                                       \
    X(MERCHANTS, "/merchants", GX_MERCHANTS_TABLE)                                                           \
    X(MERCHANTS_END, "/merchants/end", GX_MERCHANTS_END_TABLE)

typedef enum gx_recording_table {
#define X(id, path, columns) GX_TABLE_##id,
    GX_RECORDING_TABLES(X)
#undef X
        GX_RECORDING_TABLE_COUNT
} gx_recording_table;

typedef struct gx_table_schema {
    const char *path;
    const gx_column *columns;
    size_t column_count;
} gx_table_schema;

/* The schema of a table; borrowed, static. */
const gx_table_schema *gx_schema(gx_recording_table table);

/* What graph.file calls its users, a row each: GX_U64 when all names are whole numbers, else UTF-8 of fixed
 * length (gx_reader_texts). Only when users come from a file. */
#define GX_USER_NAMES      "/users/name"
#define GX_USER_NAMES_HELP "what graph.file calls the user, when users come from a file"

/* Whether the values of a column called so are users, or GX_NOBODY. */
bool gx_column_of_users(const char *name);

/* "Nobody" in a column of users. */
#define GX_NOBODY UINT32_MAX

#endif
