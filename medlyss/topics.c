// SPDX-License-Identifier: Apache-2.0
#include "medlyss/topics.h"

#include "core/id.h"
#include "gen/sql/place.h"

// clang-format off
static const struct topic {
  const char *sv, *en;
  bool branch; // those after it belong to it
} topics[] = {
  {"Gata och trafik", "Streets and traffic", true},
  {"Snöröjning", "Snow clearing", false}, {"Parkering", "Parking", false}, {"Laddstolpar", "Charging posts", false},
  {"Omsorg", "Care", true},
  {"Hemtjänst", "Home care", false}, {"Färdtjänst", "Transport service", false}, {"Äldreomsorg", "Care of the elderly", false},
  {"Socialtjänst", "Social services", false}, {"Dödsbo", "Estates of the dead", false},
  {"Bygga och bo", "Building and housing", true},
  {"Bygglov", "Building permits", false}, {"Vatten och avlopp", "Water and sewage", false}, {"Avfall", "Waste", false},
  {"Hyra", "Rent", false}, {"Bredband", "Broadband", false},
  {"Skola och fritid", "School and leisure", true},
  {"Förskola", "Preschool", false}, {"Skola", "School", false}, {"Fritid", "Leisure", false},
  {"Kommunen", "The municipality", true},
  {"Avgifter", "Fees", false}, {"Vigsel", "Weddings", false}, {"Beröm", "Praise", false},
};
// clang-format on

enum err topics_plant(struct db *db) {
  struct opt_id branch = {0};
  for (size_t i = 0; i < countof(topics); i++) {
    const struct topic *t = &topics[i];
    struct topic_add row = {.id = id_new(), .name_sv = t->sv, .name_en = t->en};
    if (!t->branch) row.parent = branch;
    TRY(sql_topic_add(db, &row));
    if (t->branch) branch = some_id(row.id);
  }
  return OK;
}
