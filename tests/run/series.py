#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fully recorded run, told from its events alone: every minute of the series, every user's balance and counters at the
end, every packet's story. Knows the recording's layout and the rules of the product, nothing of our code."""
import sys

import h5py
import numpy as np

NOBODY = 4294967295
file = h5py.File(sys.argv[1], "r")
tick_ms, last, users = (int(file.attrs[k]) for k in ("tick_ms", "last_tick", "users"))
period_ms = int(file["series"].attrs["period_ms"])


def table(path):
    return {k: v[:].astype(np.int64) for k, v in file[path].items() if isinstance(v, h5py.Dataset)}


def same(what, one, other):
    one, other = np.asarray(one), np.asarray(other)
    if one.shape != other.shape or not np.array_equal(one, other):
        where = np.flatnonzero(one != other)[:5] if one.shape == other.shape else "shapes"
        sys.exit(f"{what}: {one} is not {other} ({where})")


series, packets, claims = table("series"), table("events/packets"), table("events/claims")
endings, moves, bindings = table("events/endings"), table("events/moves"), table("truth/bindings")
person, end = table("users"), table("users/end")
memberships = table("events/memberships")
of_circles = memberships["kind"] >= 3  # created, joined, left: first of groups, then of circles
memberships, rounds = ({c: v[choice] for c, v in memberships.items()} for choice in (~of_circles, of_circles))
periods = len(series["packets_sent"])


def period(tick):
    return (tick - 1) * tick_ms // period_ms


def by(index, weights=None, length=users):
    """Exact sums: numpy's bincount would go through floating point."""
    out = np.zeros(length, np.int64)
    np.add.at(out, index, 1 if weights is None else weights)
    return out


def minutes(rows, amount=None, where=slice(None)):
    return by(period(rows["tick"][where]), None if amount is None else rows[amount][where], periods)


assert file.attrs["status"] in (b"complete", "complete")
for rows in (packets, claims, endings, moves, bindings):
    assert (np.diff(rows["tick"]) >= 0).all() and rows["tick"].min() >= 1 and rows["tick"].max() <= last

# ---- Series ----
kind, cause = packets["kind"], packets["cause"]
top_up, withdrawal, transfer = (moves["kind"] == k for k in range(3))
expired = endings["expired"] == 1
for name, value in {
        "packets_sent": minutes(packets), "sent_fen": minutes(packets, "amount"),
        "packets_personal": minutes(packets, None, kind == 0), "packets_equal": minutes(packets, None, kind == 1),
        "packets_lucky": minutes(packets, None, kind == 2),
        "packets_reply": minutes(packets, None, (cause == 1) | (cause == 2)),
        "shares_received": minutes(claims), "received_fen": minutes(claims, "amount"),
        "packets_emptied": minutes(endings, None, ~expired), "packets_expired": minutes(endings, None, expired),
        "refunded_fen": minutes(endings, "refunded"), "cards_bound": minutes(bindings),
        "top_ups": minutes(moves, None, top_up), "top_up_fen": minutes(moves, "amount", top_up),
        "withdrawals": minutes(moves, None, withdrawal), "withdrawn_fen": minutes(moves, "amount", withdrawal),
        "transfers": minutes(moves, None, transfer), "transferred_fen": minutes(moves, "amount", transfer)}.items():
    same("series " + name, series[name], value)
assert (series["claims_tried"] >= series["shares_received"]).all() and series["looks"].sum() >= series["claims_tried"].sum()

# Active: who sent, got a share (a tick after it was taken), transferred or bound a card in that minute; each once.
arrived = claims["tick"] < last
acts = np.concatenate([period(packets["tick"]) * users + packets["sender"],
                       period(claims["tick"] + 1)[arrived] * users + claims["claimer"][arrived],
                       period(moves["tick"])[transfer] * users + moves["user"][transfer],
                       period(bindings["tick"]) * users + bindings["user"]])
same("series active_users", series["active_users"], by(np.unique(acts) // users, None, periods))

# ---- Users at the end ----
same("sent", end["sent"], by(packets["sender"]))
same("sent_fen", end["sent_fen"], by(packets["sender"], packets["amount"]))
same("received", end["received"], by(claims["claimer"][arrived]))
same("received_fen", end["received_fen"], by(claims["claimer"][arrived], claims["amount"][arrived]))
first = np.full(users, NOBODY)
np.minimum.at(first, claims["claimer"][arrived], claims["tick"][arrived] + 1)
same("first_received", end["first_received"], first)
same("card", end["card"], person["card_at_start"] + by(bindings["user"]))
paid = transfer & (moves["tick"] < last)
balance = (person["wealth"] - end["sent_fen"] + end["received_fen"] + by(endings["sender"], endings["refunded"])
           + by(moves["user"][top_up], moves["amount"][top_up])
           - by(moves["user"][withdrawal], moves["amount"][withdrawal])
           - by(moves["user"][transfer], moves["amount"][transfer])
           + by(moves["other"][paid], moves["amount"][paid]))
same("balance", end["balance"], balance)
assert (balance >= 0).all()

# ---- Packets ----
name = (packets["sender"] << 32) | packets["occasion"]
order = np.argsort(name)
assert len(np.unique(name)) == len(name), "a packet's name is not its own"


def packet_of(sender, occasion):
    wanted = (sender << 32) | occasion
    at = order[np.minimum(np.searchsorted(name[order], wanted), len(order) - 1)]
    same("packets named by events", name[at], wanted)
    return at


taken_from, ended = packet_of(claims["sender"], claims["occasion"]), packet_of(endings["sender"], endings["occasion"])
n = len(name)
taken, paid_out = by(taken_from, None, n), by(taken_from, claims["amount"], n)
refund = by(ended, endings["refunded"], n)
assert len(np.unique(ended)) == len(ended) and len(np.unique(taken_from * users + claims["claimer"])) == len(taken_from)
same("response", claims["response"], claims["tick"] - packets["tick"][taken_from])
same("kind", claims["kind"], kind[taken_from])
same("duration", endings["duration"], endings["tick"] - packets["tick"][ended])
same("shares taken", endings["shares_taken"], taken[ended])
same("emptied", taken[ended][~expired], packets["shares"][ended][~expired])
assert (taken[ended][expired] < packets["shares"][ended][expired]).all() and (taken <= packets["shares"]).all()
same("packets that ended", (paid_out + refund)[ended], packets["amount"][ended])
still = np.setdiff1d(np.arange(n), ended)
assert (paid_out[still] < packets["amount"][still]).all() and len(still) > 0 and claims["amount"].min() >= 1
same("open", (packets["amount"] - paid_out - refund).sum(),
     series["sent_fen"].sum() - series["received_fen"].sum() - series["refunded_fen"].sum())
story = np.lexsort((claims["position"], taken_from))
start = np.concatenate([[0], np.cumsum(taken)])
same("positions", claims["position"][story], np.arange(len(story)) - start[taken_from[story]])
assert (np.diff(claims["tick"][story])[np.diff(taken_from[story]) == 0] >= 0).all()
for row, packet in enumerate(ended):
    mine = story[start[packet]:start[packet + 1]]
    if len(mine) == 0:
        assert endings["luckiest"][row] == NOBODY
        continue
    best = mine[np.argmax(claims["amount"][mine])]  # the first of equals
    assert (endings["luckiest"][row], endings["luckiest_amount"][row]) == (claims["claimer"][best], claims["amount"][best])
reply = (cause == 1) | (cause == 2)
answered = packet_of(packets["answers_sender"][reply], packets["answers_occasion"][reply])
got = np.isin(answered * users + packets["sender"][reply], taken_from * users + claims["claimer"])
assert got.all() and (packets["answers_sender"][~reply] == NOBODY).all() and reply.any()
same("answers go to the same group", packets["audience"][reply], packets["audience"][answered])

# ---- Who infected whom ----
caused = bindings["parent"] != NOBODY
trigger = packet_of(bindings["parent"][caused], bindings["occasion"][caused])
shares = {(int(p), int(u)): int(t) for p, u, t in zip(taken_from, claims["claimer"], claims["tick"])}
same("exposed", bindings["exposed"][caused],
     [shares[int(p), int(u)] + 1 for p, u in zip(trigger, bindings["user"][caused])])
assert len(np.unique(bindings["user"])) == len(bindings["user"]) and (bindings["tick"] > bindings["exposed"]).all()

# ---- Ties and groups ----
friends = {k: file["layers/friends"][k][:].astype(np.int64) for k in ("indptr", "indices", "data")}
row = np.repeat(np.arange(users), np.diff(friends["indptr"]))
there, back = np.lexsort((friends["indices"], row)), np.lexsort((row, friends["indices"]))
same("mutual", row[there], friends["indices"][back])
same("mutual, other end", friends["indices"][there], row[back])
same("mutual strength", friends["data"][there], friends["data"][back])
same("number of friends", person["friends"], np.diff(friends["indptr"]))
groups = {k: file["groups"][k][:].astype(np.int64) for k in ("indptr", "indices")}
same("number of groups", person["groups"], by(groups["indices"]))
group = np.repeat(np.arange(len(groups["indptr"]) - 1), np.diff(groups["indptr"]))
to_group = kind[taken_from] != 0
place = packets["audience"][taken_from][to_group] * users + claims["claimer"][to_group]
member = np.isin(place, group * users + groups["indices"])
later = {}  # what happened to a place in a group in the run, true from the next tick on; rows are in order of time
for tick, change in zip(memberships["tick"], memberships["group"] * users + memberships["user"]):
    later.setdefault(int(change), []).append(int(tick))
left = {(int(t), int(g * users + u)) for t, g, u, k in
        zip(*(memberships[c] for c in ("tick", "group", "user", "kind"))) if k == 2}
for i, (tick, where) in enumerate(zip(claims["tick"][to_group], place)):
    before = [t for t in later.get(int(where), ()) if t < tick]
    if before:
        member[i] = (before[-1], int(where)) not in left
assert member.all(), "a share went to somebody outside the group"
# ---- Interest circles: what the run began with and what was told is what it left ----
circles, now = ({k: file[f"{place}/circles"][k][:].astype(np.int64) for k in ("indptr", "indices")} for place in ("", "end"))
places = set((np.repeat(np.arange(len(circles["indptr"]) - 1), np.diff(circles["indptr"])) * users + circles["indices"]).tolist())
for circle, user, what in zip(rounds["group"].tolist(), rounds["user"].tolist(), rounds["kind"].tolist()):
    assert (circle * users + user in places) == (what == 5), "joined twice, or left where nobody was"
    (places.remove if what == 5 else places.add)(circle * users + user)
same("circles at the end", sorted(places),
     np.repeat(np.arange(len(now["indptr"]) - 1), np.diff(now["indptr"])) * users + now["indices"])
same("personal packets", claims["claimer"][~to_group], packets["audience"][taken_from][~to_group])
print(f"{n} packets, {len(claims['tick'])} claims, {len(bindings['tick'])} cards: the events tell the series and the ends")
