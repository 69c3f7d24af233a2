#include "generate/taste/planted_session.h"

#include <algorithm>

#include "generate/taste/draws.h"

namespace earshot {
namespace {

constexpr double kPlaysMean = 8;
constexpr uint32_t kPlaysMax = 200;
constexpr double kKeepsScene = 0.75;

constexpr uint32_t kLogsInPermille = 100;
constexpr uint32_t kLooksHomeFirstPermille = 500;
constexpr uint32_t kGoesHomePermille = 40;
constexpr uint32_t kThinksAboutLevelPermille = 5;
constexpr uint32_t kLeavesPermille = 100;
constexpr LevelChanges kRareLevelChanges = {.upgrade_permille = 150, .downgrade_permille = 80};

}  // namespace

void PlantedSessions::Make(const SessionStart& start, double passed, Random* random,
                           std::vector<GeneratedEvent>* events) {
  Visit visit(start, &people_.listeners[start.listener], random, events);
  const bool logged_in = !random->Chance(kLogsInPermille) || visit.LogIn();
  if (logged_in) {
    if (random->Chance(kLooksHomeFirstPermille)) visit.AddPage(GeneratedPage::kHome);
    PlaySongs(start.listener, passed, random, &visit);
    if (random->Chance(kLeavesPermille)) visit.LogOut();
  }
  visit.Close();
}

void PlantedSessions::PlaySongs(uint32_t listener, double passed, Random* random, Visit* visit) {
  uint32_t scene = DrawScene(people_, listener, passed, random);
  const uint32_t plays = std::min(1 + static_cast<uint32_t>(kPlaysMean * DrawExponential(random)), kPlaysMax);
  for (uint32_t i = 0; i < plays; ++i) {
    if (i > 0 && DrawEven(random) >= kKeepsScene) scene = DrawScene(people_, listener, passed, random);
    const uint32_t song = choice_.Play(listener, scene, random).song;
    visit->AddSong(song, music_.songs()[song].length);
    if (random->Chance(kGoesHomePermille)) visit->AddPage(GeneratedPage::kHome);
    if (random->Chance(kThinksAboutLevelPermille)) visit->ThinkAboutLevel(kRareLevelChanges);
  }
}

}  // namespace earshot
