// Events as the lines of a day file: 17 columns, quoted only where needed, CRLF, as the real files have them.
//
// A DayWriter refers to the songs and the listeners, which must outlive it; it belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "generate/event.h"
#include "generate/listener.h"
#include "generate/song.h"

namespace earshot {

inline constexpr std::string_view kDayFileHeader =
    "artist,auth,firstName,gender,itemInSession,lastName,length,level,location,method,page,registration,sessionId,song,"
    "status,ts,userId\r\n";

class DayWriter {
 public:
  // With `lossy_times`, times are written as a spreadsheet does: "1.54111E+12".
  DayWriter(const std::vector<GeneratedSong>& songs, const std::vector<GeneratedListener>& listeners, bool lossy_times)
      : songs_(songs), listeners_(listeners), lossy_times_(lossy_times) {}

  // Appends the event's line.
  void AppendLine(const GeneratedEvent& event, std::string* out) const;

 private:
  void AppendTime(int64_t time_ms, std::string* out) const;

  const std::vector<GeneratedSong>& songs_;
  const std::vector<GeneratedListener>& listeners_;
  const bool lossy_times_;
};

// 24630812 as "246.30812", 28899220 as "288.9922".
void AppendLength(uint32_t length, std::string* out);
// A time between 2001 and 2286 with six digits left: 1541106106796 as "1.54111E+12", 1541100000000 as "1.5411E+12".
void AppendLossyTime(int64_t time_ms, std::string* out);

}  // namespace earshot
