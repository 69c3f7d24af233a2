#include "generate/session.h"

namespace earshot {
namespace {

// After each song a session goes on with this chance, so that paid sessions hold some 17 songs and free ones five.
constexpr uint32_t kPaidGoesOnPermille = 940;
constexpr uint32_t kFreeGoesOnPermille = 800;

constexpr uint32_t kStartsLoggedOutPermille = 150;
constexpr uint32_t kStartsAtHomePermille = 500;
constexpr uint32_t kVisitsPagePermille = 90;
constexpr uint32_t kLogsOutPermille = 100;
constexpr LevelChanges kLevelChanges = {.upgrade_permille = 300, .downgrade_permille = 50};

class Session {
 public:
  Session(const SessionStart& start, const GeneratedCatalog& catalog, GeneratedListener* listener, Random* random,
          std::vector<GeneratedEvent>* events)
      : visit_(start, listener, random, events), catalog_(catalog), listener_(*listener), random_(*random) {}

  void Make() {
    if (random_.Chance(kStartsLoggedOutPermille) && !visit_.LogIn()) return visit_.Close();
    if (random_.Chance(kStartsAtHomePermille)) visit_.AddPage(GeneratedPage::kHome);
    do {
      const uint32_t song = catalog_.PickSong(&random_);
      visit_.AddSong(song, catalog_.songs()[song].length);
      if (random_.Chance(kVisitsPagePermille)) VisitPage();
    } while (GoesOn());
    if (random_.Chance(kLogsOutPermille)) visit_.LogOut();
    visit_.Close();
  }

 private:
  bool GoesOn() {
    return random_.Chance(listener_.paid ? kPaidGoesOnPermille : kFreeGoesOnPermille) &&
           visit_.elapsed_ms() < kSessionMsMax;
  }

  void VisitPage() {
    const uint32_t which = random_.Below(100);
    if (which < 68) return visit_.AddPage(GeneratedPage::kHome);
    if (which < 74) {
      visit_.AddPage(GeneratedPage::kSettings);
      if (random_.Chance(200)) visit_.AddPage(GeneratedPage::kSaveSettings);
    } else if (which < 79) {
      visit_.AddPage(GeneratedPage::kHelp);
    } else if (which < 83) {
      visit_.AddPage(GeneratedPage::kAbout);
    } else if (which < 84) {
      visit_.AddPage(GeneratedPage::kError);
    } else {
      visit_.ThinkAboutLevel(kLevelChanges);
    }
  }

  Visit visit_;
  const GeneratedCatalog& catalog_;
  GeneratedListener& listener_;
  Random& random_;
};

}  // namespace

void MakeSession(const SessionStart& start, const GeneratedCatalog& catalog, GeneratedListener* listener,
                 Random* random, std::vector<GeneratedEvent>* events) {
  Session(start, catalog, listener, random, events).Make();
}

}  // namespace earshot
