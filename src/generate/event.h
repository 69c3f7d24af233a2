// An event as the generator has it before it becomes text. Plain data; safe on any thread while constant.
#pragma once

#include <cstdint>
#include <string_view>

namespace earshot {

enum class GeneratedPage : uint8_t {
  kNextSong,
  kHome,
  kLogin,
  kLogout,
  kSettings,
  kSaveSettings,
  kHelp,
  kAbout,
  kError,
  kUpgrade,
  kSubmitUpgrade,
  kDowngrade,
  kSubmitDowngrade,
};

// What the server answers for each page, in the order of GeneratedPage.
struct PageTraits {
  std::string_view name;
  std::string_view method;
  std::string_view status;
};
inline constexpr PageTraits kPageTraits[] = {
    {"NextSong", "PUT", "200"},
    {"Home", "GET", "200"},
    {"Login", "PUT", "307"},
    {"Logout", "PUT", "307"},
    {"Settings", "GET", "200"},
    {"Save Settings", "PUT", "307"},
    {"Help", "GET", "200"},
    {"About", "GET", "200"},
    {"Error", "GET", "404"},
    {"Upgrade", "GET", "200"},
    {"Submit Upgrade", "PUT", "307"},
    {"Downgrade", "GET", "200"},
    {"Submit Downgrade", "PUT", "307"},
};

struct GeneratedEvent {
  int64_t time_ms = 0;  // since 1970
  uint64_t session = 0;
  uint32_t item = 0;
  uint32_t listener = 0;  // who it is, logged in or not
  uint32_t song = 0;      // only with GeneratedPage::kNextSong
  GeneratedPage page = GeneratedPage::kHome;
  bool logged_in = true;
  bool paid = false;
};

}  // namespace earshot
