/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gx/graph/network.h>

static const char *const forms[] = {"stored", "implicit", NULL};

/* 0: all ties; else 1 + gx_platform. */
#define X(name) #name,
static const char *const platforms[] = {"all", GX_PLATFORM_TABLE(X) NULL};
#undef X

#define FIELD(name, type, unit, fallback, low, high, help, source, role)                                     \
    {                                                                                                        \
#name, GX_TYPE_##type, unit, fallback, low, high, NULL, offsetof(gx_network_config, name), 0, help,  \
            source, GX_ROLE_##role                                                                           \
    }
#define PATH(name, help)                                                                                     \
    {                                                                                                        \
#name, GX_TYPE_TEXT, "", "", 0, GX_PATH_MAX - 1, NULL, offsetof(gx_network_config, name),            \
            GX_PATH_MAX, help, "", GX_ROLE_SETTING                                                           \
    }
static const gx_field fields[] = {
    {"form", GX_TYPE_CHOICE, "", "stored", 0, 0, forms, offsetof(gx_network_config, form), 0,
     "stored: rows of friends in memory, 6 bytes a friend. implicit: nothing stored, friends are "
     "found when asked for: for the nation.",
     "", GX_ROLE_SETTING},
    PATH(file, "Friends from a file instead of the generator (edge list, CSV, GraphML or Matrix Market, .gz "
               "too); its nodes become the users. Empty: generated."),
    PATH(nodes_file,
         "Attributes of an imported network's users: a CSV with a column id and any of sex, age, age_band, "
         "schooling, occupation, income and wealth (yuan), activity and norm (1: the mean), smartphone, "
         "app_version, accounts, real_name, as 'guanxi graph gen --nodes-out' writes them. Not taken, with a "
         "note: columns called otherwise, and city, hometown, province, tier and household, for where users "
         "live follows from their order (by number, or as the file names them). What is not given is drawn. "
         "Empty: all is drawn as for a generated population."),
    PATH(groups_file,
         "Chat groups from a file: a line for each member, user and group. Empty: none beside an "
         "imported network."),
    FIELD(kin_mean, REAL, "relatives", "4.5", 0, 100,
          "Mean number of relatives outside the household in a user's clan; a clan is of one hometown, "
          "with those who left.",
          "assumption: 3 to 8; with kin_probability it makes the innermost layer of 4 to 5 (Mac Carron, "
          "Kaski & Dunbar 2016)",
          FIT),
    FIELD(kin_probability, REAL, "", "0.55", 0, 1,
          "Probability of a tie between two relatives of one clan who do not live together.",
          "assumption: 0.4 to 0.9", FIT),
    FIELD(close_probability, REAL, "", "0.7", 0, 1,
          "Probability of a tie between two members of a close circle of 8 to 20 of a district.",
          "inner layers of 11 to 15 people (Mac Carron, Kaski & Dunbar 2016)", FIT),
    FIELD(class_size_median, REAL, "members", "40", 3, 500, "Size of the middle school class.",
          "assumption: 35 to 55", ASSUMPTION),
    FIELD(work_size_median, REAL, "members", "24", 3, 500,
          "Size of the middle workplace: those who know each other there.", "assumption: 10 to 40",
          ASSUMPTION),
    FIELD(class_size_sigma, REAL, "", "0.3", 0, 2,
          "Spread of class sizes: standard deviation of the logarithm.", "assumption: 0.1 to 0.4",
          ASSUMPTION),
    FIELD(work_size_sigma, REAL, "", "0.9", 0, 2,
          "Spread of workplaces: standard deviation of the logarithm.",
          "assumption: 0.6 to 1.2; the spread is what makes friends' degrees alike", ASSUMPTION),
    FIELD(groups_extra, REAL, "groups", "0.8", 0, 20,
          "Chat groups of interest and community that a user of mean activity belongs to.",
          "with friend_pull it sets clustering: Venmo .2 (Loupos & Nathan, arXiv 1806.06328), Orkut .17",
          FIT),
    FIELD(group_size_median, REAL, "members", "27", 3, 500,
          "Size of the middle chat group of interest or community.",
          "assumption: many small groups with a lognormal body; 10 to 40", ASSUMPTION),
    FIELD(group_size_sigma, REAL, "", "0.8", 0, 2,
          "Spread of these sizes: standard deviation of the logarithm.",
          "assumption: 0.6 to 1.2; the spread is what makes friends' degrees alike", ASSUMPTION),
    FIELD(
        group_size_max, INTEGER, "members", "500", 3, 2000,
        "Largest chat group, class and workplace; in a small district none holds more than a quarter of it.",
        "WeChat's limit of 500 members", INPUT),
    FIELD(group_local, REAL, "of places", "0.85", 0, 1,
          "Share of the places in groups and workplaces that are filled from one district of some 5,000 "
          "users.",
          "assumption: most calls stay near (Lambiotte et al. 2008); 0.7 to 0.95", ASSUMPTION),
    FIELD(group_city, REAL, "of places", "0.10", 0, 1,
          "Share that is filled from the whole city; what is left: half from the province, half from "
          "everywhere.",
          "assumption: 0.05 to 0.2", ASSUMPTION),
    FIELD(friend_pull, REAL, "friends", "16", 0, 200,
          "Mean number of friends that a member has in a class, workplace or group of 28.",
          "with groups_extra it sets mean degree 40-70 and clustering 0.15-0.30 (Newman & Park 2003)", FIT),
    FIELD(friend_pull_growth, REAL, "", "0.55", 0, 1,
          "How the number of friends in a group grows with its size: friends ~ size^x.",
          "assumption: 0.5 to 0.6 keeps large groups from being cliques, and degree assortativity positive",
          FIT),
    FIELD(past_groups, REAL, "groups", "0.5", 0, 20,
          "Old classes and workplaces, of the hometown, of a user of mean activity; their ties are dormant.",
          "assumption: 0.3 to 8; contact lists are longer than the circle of those one talks to "
          "(Dunbar: 150 and more)",
          ASSUMPTION),
    FIELD(past_size_median, REAL, "members", "40", 3, 500, "Size of the middle old class or workplace.",
          "assumption: as classes; 25 to 55", ASSUMPTION),
    FIELD(weak_mean, REAL, "ties", "4", 0, 100,
          "Mean number of weak ties a user has, over any distance: the shortcuts and the hubs.",
          "assumption: 4 to 10", ASSUMPTION),
    FIELD(weak_activity, REAL, "", "1.3", 0, 3,
          "A user's weight in weak ties is activity^x (Chung & Lu 2002): the larger, the larger the hubs.",
          "assumption: 1.0 to 1.8", ASSUMPTION),
    FIELD(weak_decay, REAL, "", "2.0", 0, 4, "Weak ties fall with distance as d^-x.",
          "2: Lambiotte et al., Physica A 387, 2008 (2.5 M users); Krings et al. 2009", INPUT),
    FIELD(weak_circles, REAL, "of weak ties", "0.3", 0, 1,
          "Share of weak ties that come from a shared interest circle, over any distance.",
          "assumption: 0.1 to 0.5", ASSUMPTION),
    FIELD(homophily_age, REAL, "", "0.5", 0, 1,
          "Sorting of close circles, classes and groups by age. 0: none; 1: no place is filled but by age.",
          "assumption: 0.3 to 0.8; friends are of like age (McPherson, Smith-Lovin & Cook 2001)", ASSUMPTION),
    FIELD(homophily_sex, REAL, "", "0.21", 0, 1,
          "Two of a focus outside the family are friends (1 + x) times as often when of one sex, (1 - x) "
          "times when not.",
          "senders and receivers of New Year's Eve 2017: odds ratio of the same sex 1.92", FIT),
    FIELD(homophily_schooling, REAL, "", "0.4", 0, 1,
          "Sorting of close circles, workplaces and groups by schooling. 0: none; 1: no place is filled "
          "but by it.",
          "assumption: 0.2 to 0.7; friends are of like schooling (McPherson, Smith-Lovin & Cook 2001)",
          ASSUMPTION),
    {"platform", GX_TYPE_CHOICE, "", "all", 0, 0, platforms, offsetof(gx_network_config, platform), 0,
     "Keep only the ties that are friendships on this platform; all: every tie.", "", GX_ROLE_SETTING},
    FIELD(cities_apart, BOOL, "", "false", 0, 0,
          "No tie and no group between cities, so that none can influence another: for experiments.", "",
          SETTING),
};

const gx_table gx_network_table = {
    .path = "graph",
    .help = "Who is tied to whom: households, clans, close circles, classes, workplaces, groups, weak ties.",
    .fields = fields,
    .field_count = GX_COUNT_OF(fields),
    .size = sizeof(gx_network_config),
    .repeat_max = 0,
};
