/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole person from the number, and single attributes.
 *
 * The order of the parts is the order of what depends on what: home, sex and age, schooling, occupation,
 * income, wallet, accounts. Where columns are stored they are read, so that attributes that an imported file
 * brought (exchange/) take the place of the computed ones and everything behind them follows. So it is with
 * what else a file gave (given.h): who is told to be 8 years old is at school by the same draws that would
 * have made a farmer of somebody of 40. Wallets are in a column, hence as they were drawn, unless given.
 */
#include "../purposes.h"
#include "given.h"
#include "tables.h"

static uint16_t draw_activity(const gx_people_tables *tables, uint32_t user)
{
    gx_draw activity = gx_draw_at(tables->key, GX_DRAW_ACTIVITY, user, 0, 0);
    return (uint16_t)gx_quantile(&tables->activity, activity.word[0]);
}

/* Years for a band that the computed age does not lie in: any of the band's. */
static uint8_t age_within(uint32_t band, gx_draw own)
{
    static const uint8_t from[GX_AGE_BANDS + 1] = {GX_AGE_FIRST, 18, 25, 35, 50, GX_AGE_LAST + 1};
    return (uint8_t)(from[band] + gx_below32(own.word[GX_WORD_NOISE], (uint32_t)from[band + 1] - from[band]));
}

/* A person in the making: what the later parts need of the earlier. */
typedef struct draft {
    gx_home home;
    gx_draw own, first; /* GX_DRAW_PERSON of the user and of the household's first */
    const gx_city *city;
    uint32_t income; /* before the difference of the sexes */
    uint32_t wealth; /* word */
    gx_person person;
} draft;

static void draw_home(draft *of, const gx_population *people, uint32_t user)
{
    const gx_people_tables *tables = people->tables;
    of->home = gx_home_of(people, user);
    of->city = &tables->places.city[of->home.city];
    gx_span household = of->home.household;
    of->own = gx_draw_at(tables->key, GX_DRAW_PERSON, user, 0, 0);
    of->first = of->own;
    if (household.first != user)
        of->first = gx_draw_at(tables->key, GX_DRAW_PERSON, household.first, 0, 0);
    of->person = (gx_person){.city = of->home.city,
                             .household = household.first,
                             .household_size = (uint8_t)(household.end - household.first),
                             .member = of->home.member,
                             .province = of->city->province,
                             .tier = of->city->tier};
}

static void draw_sex_and_age(draft *of, const gx_population *people, uint32_t user)
{
    const gx_lives *lives = &people->tables->lives;
    gx_relation relation = (gx_relation)of->home.relation;
    gx_person *person = &of->person;
    bool is_first = of->home.member == 0;
    person->age =
        gx_read_age(lives, of->own.word[GX_WORD_NOISE], of->first.word[GX_WORD_AGE], is_first, relation);
    person->age_band = (uint8_t)gx_band_of(person->age);
    if (people->sex == NULL) {
        person->sex =
            gx_read_sex(lives, of->own.word[GX_WORD_SEX], of->first.word[GX_WORD_SEX], is_first, relation);
        return;
    }
    person->sex = people->sex[user];
    if (people->age_band[user] != person->age_band) {
        person->age_band = people->age_band[user];
        person->age = age_within(person->age_band, of->own);
    }
    person->age = gx_given_age(people, user, person->age);
}

static void draw_life(draft *of, const gx_population *people, uint32_t user)
{
    const gx_people_tables *tables = people->tables;
    gx_person *person = &of->person;
    uint32_t stage = gx_stage_of(person->age);
    gx_draw life = gx_draw_at(tables->key, GX_DRAW_LIFE, user, 0, 0);
    person->schooling = gx_given_schooling(
        people, user, gx_read_schooling(&tables->lives, stage, person->tier, life.word[0]));
    person->occupation = gx_given_occupation(
        people, user,
        gx_read_occupation(&tables->lives, stage, person->tier, person->schooling, life.word[1]));
    of->income =
        gx_read_income(&tables->money, of->city, person->occupation, person->schooling, life.word[2]);
    person->income = gx_given_income(people, user, gx_income_of_sex(&tables->money, of->income, person->sex));
    of->wealth = life.word[3];
}

static void draw_wealth(draft *of, const gx_population *people, uint32_t user)
{
    of->person.wealth = people->wealth != NULL
                            ? people->wealth[user]
                            : gx_read_wealth(&people->tables->money, of->city, of->income, of->wealth);
}

static uint16_t read_norm(const gx_population *people, uint32_t user, const gx_home *home)
{
    const gx_people_tables *tables = people->tables;
    gx_draw norm = gx_draw_at(tables->key, GX_DRAW_NORM, gx_home_neighbourhood(home), 0, 0);
    return gx_given_norm(people, user, (uint16_t)gx_quantile(&tables->norm, norm.word[0]));
}

gx_person gx_person_of(const gx_population *population, uint32_t user)
{
    const gx_people_tables *tables = population->tables;
    draft of;
    draw_home(&of, population, user);
    draw_sex_and_age(&of, population, user);
    draw_life(&of, population, user);
    draw_wealth(&of, population, user);
    of.person.hometown = gx_home_town(population, &of.home, of.first);
    of.person.activity = gx_activity_of(population, user);
    gx_read_accounts(&of.person, &tables->accounts, population, user,
                     gx_draw_at(tables->key, GX_DRAW_DEVICE, user, 0, 0));
    of.person.norm = read_norm(population, user, &of.home);
    return of.person;
}

/* A partner who is not the first has the sex that the first one's draw leaves over, all others their own:
 * one draw, not two. */
uint8_t gx_sex_of(const gx_population *population, uint32_t user)
{
    if (population->sex != NULL)
        return population->sex[user];
    gx_home home = gx_home_of(population, user);
    gx_relation relation = (gx_relation)home.relation;
    bool second = relation == GX_RELATION_partner && home.member != 0;
    uint32_t who = second ? home.household.first : user;
    uint32_t word = gx_draw_at(population->tables->key, GX_DRAW_PERSON, who, 0, 0).word[GX_WORD_SEX];
    return gx_read_sex(&population->tables->lives, word, word, home.member == 0, relation);
}

uint8_t gx_age_band_of(const gx_population *population, uint32_t user)
{
    if (population->age_band != NULL)
        return population->age_band[user];
    gx_home home = gx_home_of(population, user);
    gx_draw first = gx_draw_at(population->tables->key, GX_DRAW_PERSON, home.household.first, 0, 0);
    gx_draw own = home.household.first == user
                      ? first
                      : gx_draw_at(population->tables->key, GX_DRAW_PERSON, user, 0, 0);
    return (uint8_t)gx_band_of(gx_read_age(&population->tables->lives, own.word[GX_WORD_NOISE],
                                           first.word[GX_WORD_AGE], home.member == 0,
                                           (gx_relation)home.relation));
}

uint32_t gx_wealth_of(const gx_population *population, uint32_t user)
{
    if (population->wealth != NULL)
        return population->wealth[user];
    draft of;
    draw_home(&of, population, user);
    draw_sex_and_age(&of, population, user);
    draw_life(&of, population, user);
    draw_wealth(&of, population, user);
    return of.person.wealth;
}

uint16_t gx_norm_of(const gx_population *population, uint32_t user)
{
    gx_home home = gx_home_of(population, user);
    return read_norm(population, user, &home);
}

uint16_t gx_activity_of(const gx_population *population, uint32_t user)
{
    return population->activity != NULL ? population->activity[user]
                                        : draw_activity(population->tables, user);
}
