#include "generate/session.h"

namespace earshot {
namespace {

// After each song a session goes on with this chance, so that paid sessions hold some 17 songs and free ones five.
constexpr uint32_t kPaidGoesOnPermille = 940;
constexpr uint32_t kFreeGoesOnPermille = 800;

constexpr uint32_t kStartsLoggedOutPermille = 150;
constexpr uint32_t kNeverLogsInPermille = 350;
constexpr uint32_t kStartsAtHomePermille = 500;
constexpr uint32_t kVisitsPagePermille = 90;
constexpr uint32_t kLogsOutPermille = 100;
constexpr uint32_t kStaysLoggedOutPermille = 500;
constexpr uint32_t kSubmitsUpgradePermille = 300;
constexpr uint32_t kSubmitsDowngradePermille = 50;

class Session {
 public:
  Session(const SessionStart& start, const Catalog& catalog, Listener* listener, Random* random,
          std::vector<GeneratedEvent>* events)
      : start_(start), catalog_(catalog), listener_(*listener), random_(*random), events_(*events) {}

  void Make() {
    if (random_.Chance(kStartsLoggedOutPermille) && !LogIn()) return Close();
    if (random_.Chance(kStartsAtHomePermille)) AddPage(Page::kHome);
    do {
      AddSong();
      if (random_.Chance(kVisitsPagePermille)) VisitPage();
    } while (random_.Chance(listener_.paid ? kPaidGoesOnPermille : kFreeGoesOnPermille) && elapsed_ms_ < kSessionMsMax);
    if (random_.Chance(kLogsOutPermille)) LogOut();
    Close();
  }

 private:
  // Looks around without being logged in, then logs in; false where it never comes to that.
  bool LogIn() {
    logged_in_ = false;
    AddPage(Page::kHome);
    if (random_.Chance(80)) AddPage(random_.Chance(600) ? Page::kAbout : Page::kHelp);
    if (random_.Chance(kNeverLogsInPermille)) return false;
    AddPage(Page::kLogin);
    logged_in_ = true;
    AddPage(Page::kHome);
    return true;
  }

  void LogOut() {
    AddPage(Page::kLogout);
    logged_in_ = false;
    while (random_.Chance(kStaysLoggedOutPermille)) AddPage(Page::kHome);
  }

  void VisitPage() {
    const uint32_t which = random_.Below(100);
    if (which < 68) return AddPage(Page::kHome);
    if (which < 74) {
      AddPage(Page::kSettings);
      if (random_.Chance(200)) AddPage(Page::kSaveSettings);
    } else if (which < 79) {
      AddPage(Page::kHelp);
    } else if (which < 83) {
      AddPage(Page::kAbout);
    } else if (which < 84) {
      AddPage(Page::kError);
    } else {
      ThinkAboutLevel();
    }
  }

  // The event of the change still has the level from before.
  void ThinkAboutLevel() {
    AddPage(listener_.paid ? Page::kDowngrade : Page::kUpgrade);
    if (!random_.Chance(listener_.paid ? kSubmitsDowngradePermille : kSubmitsUpgradePermille)) return;
    AddPage(listener_.paid ? Page::kSubmitDowngrade : Page::kSubmitUpgrade);
    listener_.paid = !listener_.paid;
  }

  void AddPage(Page page) {
    Add(page, 0);
    elapsed_ms_ += random_.Between(1'000, 90'000);
  }

  // The next event comes when the song is over.
  void AddSong() {
    const uint32_t song = catalog_.PickSong(&random_);
    Add(Page::kNextSong, song);
    elapsed_ms_ += catalog_.songs()[song].length / 100;
  }

  void Add(Page page, uint32_t song) {
    events_.push_back({.time_ms = start_.time_ms + elapsed_ms_,
                       .session = start_.session,
                       .item = item_++,
                       .listener = start_.listener,
                       .song = song,
                       .page = page,
                       .logged_in = logged_in_,
                       .paid = listener_.paid});
  }

  void Close() { listener_.busy_until_ms = start_.time_ms + elapsed_ms_; }

  const SessionStart& start_;
  const Catalog& catalog_;
  Listener& listener_;
  Random& random_;
  std::vector<GeneratedEvent>& events_;
  int64_t elapsed_ms_ = 0;
  uint32_t item_ = 0;
  bool logged_in_ = true;
};

}  // namespace

void MakeSession(const SessionStart& start, const Catalog& catalog, Listener* listener, Random* random,
                 std::vector<GeneratedEvent>* events) {
  Session(start, catalog, listener, random, events).Make();
}

}  // namespace earshot
