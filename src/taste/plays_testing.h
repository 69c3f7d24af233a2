// Consolidated files for tests.
//
// Pure functions and plain data; safe on any thread.
#pragma once

#include <cstdint>
#include <fstream>
#include <random>
#include <string>

#include "base/status.h"
#include "load/sorted_source.h"

namespace earshot {

struct TestPlay {
  int64_t user_id = 1;
  std::string artist = "A";
  std::string song = "S";
  std::string day = "2024-01-01";
  int64_t session_id = 1;
  int item = 0;
  std::string level = "free";
  std::string location = "Town, CA";
};

inline std::string HeaderOfPlays(bool has_days) {
  return std::string(
             "\"artist\",\"firstName\",\"gender\",\"itemInSession\",\"lastName\",\"length\",\"level\","
             "\"location\",\"sessionId\",\"song\",\"userId\"") +
         (has_days ? ",\"day\"\r\n" : "\r\n");
}

inline std::string LineOf(const TestPlay& play, bool has_days) {
  return fmt::format(R"("{}","F","M","{}","L","2.5","{}","{}","{}","{}","{}"{}{}{})", play.artist, play.item,
                     play.level, play.location, play.session_id, play.song, play.user_id, has_days ? ",\"" : "",
                     has_days ? play.day : "", has_days ? "\"\r\n" : "\r\n");
}

inline PlaysFile WritePlays(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
  return {path, StampOf(path).value()};
}

// Plays of 28 days by 240 listeners of five kinds, each kind with 30 artists of its own, of which it plays nothing but.
// Without `has_taste` anybody plays anything.
inline std::string PlaysOfKinds(uint64_t seed, bool has_taste) {
  constexpr uint64_t kKinds = 5;
  std::mt19937_64 random(seed);
  std::string text = HeaderOfPlays(true);
  for (int64_t user_id = 1; user_id <= 240; ++user_id) {
    const uint64_t plays = 20 + random() % 30;
    for (uint64_t i = 0; i < plays; ++i) {
      const uint64_t kind = has_taste ? static_cast<uint64_t>(user_id) % kKinds : random() % kKinds;
      const uint64_t artist = kind * 30 + random() % 30 * (random() % 30) / 30;
      const uint64_t song = random() % 4;
      text += LineOf({.user_id = user_id,
                      .artist = fmt::format("artist {:03}", artist),
                      .song = fmt::format("song {}", song),
                      .day = fmt::format("2024-01-{:02}", 1 + i * 28 / plays),
                      .session_id = user_id,
                      .item = static_cast<int>(i)},
                     true);
    }
  }
  return text;
}

}  // namespace earshot
