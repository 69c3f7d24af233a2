// Made-up day files that look like a music app's real ones: `YYYY-MM-DD-events.csv`, 17 columns, in order of time.
//
// The same options give the same bytes on every machine. Days are made one after the other, so memory grows with the
// listeners and with one day's events, not with the days. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"
#include "generate/summary.h"

namespace earshot {

struct GenerateOptions {
  std::string directory = "event_data";
  uint32_t days = 30;
  uint32_t users = 100;
  uint64_t seed = 1;
  // Adds what the real files suffer from: times that have lost their digits, text decoded twice wrongly, rows that
  // come twice.
  bool damaged = false;
};

inline constexpr uint32_t kGenerateDaysMax = 3660;
inline constexpr uint32_t kGenerateUsersMax = 10'000'000;

// Makes the directory where there is none. A day file that is there already is replaced; another day's file, which a
// run over the directory would take for one of these, is refused before anything is written.
StatusOr<GenerateSummary> Generate(const GenerateOptions& options);

}  // namespace earshot
