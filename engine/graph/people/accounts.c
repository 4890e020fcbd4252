/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Phones by age and tier, accounts by age and phone: weights of devices.csv and accounts.csv, their odds
 * multiplied such that the published share of all users comes out at the published ages (fit.h). A real name
 * comes with the first platform, in the order of gx_platform, that the user has an account with: nearly
 * always with a wallet, else where a card is bound to a chat; never below 16, the age of the identity card.
 */
#include "accounts.h"

#include "fit.h"
#include "given.h"

static void band_shares(double *share, const gx_statistics *statistics)
{
    double total = 0;
    for (uint32_t at = 0; at < GX_AGES; at++)
        total += statistics->age[at];
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        share[band] = 0;
    for (uint32_t at = 0; at < GX_AGES; at++)
        share[gx_band_of(GX_AGE_FIRST + at)] += statistics->age[at] / total;
}

static double odds_times(double share, double times)
{
    return share * times / (share * times + 1 - share);
}

static void make_phones(gx_accounts *accounts, const gx_statistics *statistics, const double *band_share,
                        const double *tier_share)
{
    double mass[GX_AGE_BANDS][GX_TIERS];
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        for (uint32_t tier = 0; tier < GX_TIERS; tier++) {
            const gx_tier *of = &statistics->tier[tier];
            mass[band][tier] = band_share[band] * tier_share[tier];
            accounts->phone_share[band][tier] = odds_times(statistics->smartphone[band], of->smartphone);
            double weight[GX_APP_VERSIONS];
            for (uint32_t at = 0; at < GX_APP_VERSIONS; at++)
                weight[at] = statistics->version[band][at];
            weight[0] *= of->recent;
            weight[GX_APP_VERSIONS - 1] /= of->recent;
            gx_ladder_make(accounts->version_until[band][tier], weight, GX_APP_VERSIONS);
        }
    gx_fit_odds(&accounts->phone_share[0][0], &mass[0][0], GX_AGE_BANDS * GX_TIERS,
                statistics->smartphone_all);
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            accounts->phone[band][tier] = gx_chance_of(accounts->phone_share[band][tier]);
}

void gx_accounts_make(gx_accounts *accounts, const gx_statistics *statistics, const double *tier_share)
{
    double band_share[GX_AGE_BANDS], mass[GX_AGE_BANDS][2];
    band_shares(band_share, statistics);
    make_phones(accounts, statistics, band_share, tier_share);
    for (uint32_t band = 0; band < GX_AGE_BANDS; band++) {
        double phones = 0;
        for (uint32_t tier = 0; tier < GX_TIERS; tier++)
            phones += tier_share[tier] * accounts->phone_share[band][tier];
        mass[band][0] = band_share[band] * (1 - phones);
        mass[band][1] = band_share[band] * phones;
    }
    for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++) {
        const gx_account_statistics *of = &statistics->account[at];
        double(*share)[2] = accounts->account_share[at];
        for (uint32_t band = 0; band < GX_AGE_BANDS; band++) {
            share[band][0] = odds_times(of->by_band[band], of->no_phone);
            share[band][1] = of->by_band[band];
        }
        gx_fit_odds(&share[0][0], &mass[0][0], 2 * GX_AGE_BANDS, of->all);
        for (uint32_t band = 0; band < GX_AGE_BANDS; band++)
            for (uint32_t phone = 0; phone < 2; phone++)
                accounts->account[at][band][phone] = gx_chance_of(share[band][phone]);
        accounts->real_name[at] = gx_chance_of(of->real_name);
    }
}

/* 16 bits of a draw as a word: finer than any share that is known. */
static uint32_t half(gx_draw draw, uint32_t at)
{
    uint32_t bits = draw.word[at / 2] >> (16 * (at % 2)) & 0xffff;
    return bits << 16 | bits;
}

/* A version that was given tells of a phone. */
static void read_phone(gx_person *person, const gx_accounts *accounts, const gx_population *people,
                       uint32_t user, uint32_t chance, uint32_t rung)
{
    uint32_t band = person->age_band, tier = person->tier - 1u;
    uint8_t version = gx_given_app_version(people, user, GX_DRAWN);
    uint8_t phone = gx_happens(accounts->phone[band][tier], chance);
    if (version != GX_DRAWN)
        phone = version != GX_NO_APP;
    person->smartphone = gx_given_smartphone(people, user, phone);
    person->app_version = GX_NO_APP;
    if (person->smartphone)
        person->app_version =
            version != GX_DRAWN
                ? version
                : (uint8_t)gx_ladder_draw(accounts->version_until[band][tier], GX_APP_VERSIONS, rung);
}

void gx_read_accounts(gx_person *person, const gx_accounts *accounts, const gx_population *people,
                      uint32_t user, gx_draw draw)
{
    enum { PHONE, VERSION, REAL_NAME, ACCOUNT };
    _Static_assert(ACCOUNT + GX_PLATFORM_COUNT <= 8, "one draw suffices");
    uint8_t has = 0, named = 0;
    read_phone(person, accounts, people, user, half(draw, PHONE), half(draw, VERSION));
    for (uint32_t at = 0; at < GX_PLATFORM_COUNT; at++)
        has = (uint8_t)(has | gx_happens(accounts->account[at][person->age_band][person->smartphone],
                                         half(draw, ACCOUNT + at))
                                  << at);
    person->accounts = gx_given_accounts(people, user, has);
    if (person->age >= GX_REAL_NAME_AGE && person->accounts != 0) {
        uint32_t first = (uint32_t)__builtin_ctz(person->accounts);
        named = gx_happens(accounts->real_name[first], half(draw, REAL_NAME));
    }
    person->real_name = gx_given_real_name(people, user, named);
}
