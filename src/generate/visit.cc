#include "generate/visit.h"

namespace earshot {
namespace {

constexpr uint32_t kNeverLogsInPermille = 350;
constexpr uint32_t kStaysLoggedOutPermille = 500;

}  // namespace

bool Visit::LogIn() {
  logged_in_ = false;
  AddPage(GeneratedPage::kHome);
  if (random_.Chance(80)) AddPage(random_.Chance(600) ? GeneratedPage::kAbout : GeneratedPage::kHelp);
  if (random_.Chance(kNeverLogsInPermille)) return false;
  AddPage(GeneratedPage::kLogin);
  logged_in_ = true;
  AddPage(GeneratedPage::kHome);
  return true;
}

void Visit::LogOut() {
  AddPage(GeneratedPage::kLogout);
  logged_in_ = false;
  while (random_.Chance(kStaysLoggedOutPermille)) AddPage(GeneratedPage::kHome);
}

// The event of the change still has the level from before.
void Visit::ThinkAboutLevel(const LevelChanges& changes) {
  AddPage(listener_.paid ? GeneratedPage::kDowngrade : GeneratedPage::kUpgrade);
  if (!random_.Chance(listener_.paid ? changes.downgrade_permille : changes.upgrade_permille)) return;
  AddPage(listener_.paid ? GeneratedPage::kSubmitDowngrade : GeneratedPage::kSubmitUpgrade);
  listener_.paid = !listener_.paid;
}

void Visit::AddPage(GeneratedPage page) {
  Add(page, 0);
  elapsed_ms_ += random_.Between(1'000, 90'000);
}

void Visit::AddSong(uint32_t song, uint32_t length) {
  Add(GeneratedPage::kNextSong, song);
  elapsed_ms_ += length / 100;
}

void Visit::Add(GeneratedPage page, uint32_t song) {
  events_.push_back({.time_ms = start_.time_ms + elapsed_ms_,
                     .session = start_.session,
                     .item = item_++,
                     .listener = start_.listener,
                     .song = song,
                     .page = page,
                     .logged_in = logged_in_,
                     .paid = listener_.paid});
}

}  // namespace earshot
