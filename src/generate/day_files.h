// The day files of a directory, `YYYY-MM-DD-events.csv`, written one after the other.
//
// A DayFiles refers to the songs and the listeners, which must outlive it; it belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/status.h"
#include "generate/day_writer.h"
#include "generate/event.h"
#include "generate/listener.h"
#include "generate/song.h"
#include "generate/summary.h"

namespace earshot {

inline constexpr int64_t kDayMs = int64_t{24} * 3600 * 1000;

int64_t StartOfDayMs(uint32_t day);

// Makes the directory where there is none. Day files of the first `days` days may be there and will be replaced;
// another day's file, which a run over the directory would take for one of these, is refused.
Status PrepareDirectory(const std::string& directory, uint32_t days);

// Calls `write` for each day, and shows progress. An error says how many files `summary` counts by then.
Status WriteDays(uint32_t days, const GenerateSummary& summary, const std::function<Status(uint32_t)>& write);

class DayFiles {
 public:
  // With `damaged`, files suffer from what real ones do: times that have lost their digits, rows that come twice.
  DayFiles(std::string directory, uint64_t seed, bool damaged, const std::vector<GeneratedSong>& songs,
           const std::vector<GeneratedListener>& listeners)
      : directory_(std::move(directory)), seed_(seed), damaged_(damaged), writer_(songs, listeners, damaged) {}

  // Sorts `events` by time, and writes and removes those of the day: what runs past midnight waits for the next one.
  Status WriteDay(uint32_t day, std::vector<GeneratedEvent>* events);

  const GenerateSummary& summary() const { return summary_; }

 private:
  Status WriteEvents(uint32_t day, std::span<const GeneratedEvent> events);

  const std::string directory_;
  const uint64_t seed_;
  const bool damaged_;
  const DayWriter writer_;
  GenerateSummary summary_;
};

}  // namespace earshot
