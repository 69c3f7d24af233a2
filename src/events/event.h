// An event: a row of a raw file. Its columns are found by their header names, in any order.
//
// Plain data, safe to share between threads while constant; the views point into memory of the event's decoder.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace earshot {

struct EventColumnRule {
  std::string_view name;
  bool is_required = false;
};

// An event's columns. What was heard cannot be known without the required ones; files may lack the others.
inline constexpr auto kEventColumnRules = std::to_array<EventColumnRule>({
    {"artist", true},
    {"auth"},
    {"day"},  // no file's: made of the ts or, where that leaves it open, of the file's name
    {"firstName", true},
    {"gender", true},
    {"itemInSession", true},
    {"lastName", true},
    {"length", true},
    {"level", true},
    {"location", true},
    {"method"},
    {"page"},
    {"registration"},
    {"sessionId", true},
    {"song", true},
    {"status"},
    {"ts"},
    {"userAgent"},
    {"userId", true},
});
inline constexpr size_t kEventColumnCount = kEventColumnRules.size();

// Their names. An event's column is a position in this list.
inline constexpr std::array<std::string_view, kEventColumnCount> kEventColumns = [] {
  std::array<std::string_view, kEventColumnCount> names;
  for (size_t column = 0; column < kEventColumnCount; ++column) names[column] = kEventColumnRules[column].name;
  return names;
}();

// The column called `name`. A name that is not in the list does not compile.
consteval size_t EventColumn(std::string_view name) {
  size_t column = 0;
  while (kEventColumns.at(column) != name) ++column;
  return column;
}

// The columns that the code itself names.
inline constexpr size_t kEventArtist = EventColumn("artist");
inline constexpr size_t kEventAuth = EventColumn("auth");
inline constexpr size_t kEventDay = EventColumn("day");
inline constexpr size_t kEventFirstName = EventColumn("firstName");
inline constexpr size_t kEventItemInSession = EventColumn("itemInSession");
inline constexpr size_t kEventGender = EventColumn("gender");
inline constexpr size_t kEventLastName = EventColumn("lastName");
inline constexpr size_t kEventLength = EventColumn("length");
inline constexpr size_t kEventLevel = EventColumn("level");
inline constexpr size_t kEventLocation = EventColumn("location");
inline constexpr size_t kEventMethod = EventColumn("method");
inline constexpr size_t kEventPage = EventColumn("page");
inline constexpr size_t kEventRegistration = EventColumn("registration");
inline constexpr size_t kEventSessionId = EventColumn("sessionId");
inline constexpr size_t kEventSong = EventColumn("song");
inline constexpr size_t kEventStatus = EventColumn("status");
inline constexpr size_t kEventTime = EventColumn("ts");
inline constexpr size_t kEventUserAgent = EventColumn("userAgent");
inline constexpr size_t kEventUserId = EventColumn("userId");

inline constexpr size_t kRequiredEventColumnCount = [] {
  size_t count = 0;
  for (const EventColumnRule& rule : kEventColumnRules) count += rule.is_required ? 1 : 0;
  return count;
}();

// The required columns, in their order above.
inline constexpr std::array<size_t, kRequiredEventColumnCount> kRequiredEventColumns = [] {
  std::array<size_t, kRequiredEventColumnCount> columns = {};
  size_t count = 0;
  for (size_t column = 0; column < kEventColumnCount; ++column) {
    if (kEventColumnRules[column].is_required) columns[count++] = column;
  }
  return columns;
}();

// How many columns can be read: those, and others that a run asks for (events/event_columns.h).
inline constexpr size_t kEventColumnsMax = 64;

// The page of an event in which a song was heard.
inline constexpr std::string_view kPageOfPlays = "NextSong";

// How many bytes after a field's text are readable, whatever they are: short texts are copied without a branch on their
// size.
inline constexpr size_t kFieldSlackBytes = 32;

// A field between its delimiters. `text` of a quoted field is what is between the quotes, as the file has it: each
// quote inside is still doubled.
struct EventField {
  std::string_view text;
  bool quoted = false;
};

// An event's fields, at the positions of EventColumns::names; those that the file lacks are empty.
struct Event {
  std::array<EventField, kEventColumnsMax> fields;
  // Whether a plain field may have a quote inside, which is text: 12" Mix
  bool has_stray_quotes = false;
};

}  // namespace earshot
