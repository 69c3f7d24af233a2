// An event: a row of a raw file. Its columns are found by their header names, in whatever order they stand.
//
// Plain data; the views belong to whoever made the event.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace earshot {

inline constexpr std::array<std::string_view, 17> kEventColumns = {
    "artist", "auth", "firstName",    "gender",    "itemInSession", "lastName", "length", "level", "location",
    "method", "page", "registration", "sessionId", "song",          "status",   "ts",     "userId"};
inline constexpr size_t kEventColumnCount = kEventColumns.size();

// How many columns can be read: those, and others that a run asks for (events/event_columns.h).
inline constexpr size_t kEventColumnsMax = 64;

// Positions in kEventColumns of the columns that the code itself names.
inline constexpr size_t kEventArtist = 0;
inline constexpr size_t kEventFirstName = 2;
inline constexpr size_t kEventItemInSession = 4;
inline constexpr size_t kEventLastName = 5;
inline constexpr size_t kEventLength = 6;
inline constexpr size_t kEventLevel = 7;
inline constexpr size_t kEventLocation = 8;
inline constexpr size_t kEventPage = 10;
inline constexpr size_t kEventSessionId = 12;
inline constexpr size_t kEventSong = 13;
inline constexpr size_t kEventTime = 15;
inline constexpr size_t kEventUserId = 16;

// The page of an event in which a song was heard.
inline constexpr std::string_view kPageOfPlays = "NextSong";

// The columns without which a file tells nothing of what was heard; the others may be missing.
inline constexpr std::array<size_t, 11> kRequiredEventColumns = {0, 2, 3, 4, 5, 6, 7, 8, 12, 13, 16};

// How many bytes behind a field's text can be read, whatever they are: so that short texts are copied without a look
// at how short they are.
inline constexpr size_t kFieldSlackBytes = 32;

// A field between its delimiters. Where it stood in quotes, `text` is what is between them, as it was written: each
// quote in it still doubled.
struct EventField {
  std::string_view text;
  bool quoted = false;
};

// An event's fields, at the positions of EventColumns::names; those that the file does not have are empty.
struct Event {
  std::array<EventField, kEventColumnsMax> fields;
  // Whether a field that is not quoted may have a quote inside, which stands for itself: 12" Mix
  bool has_stray_quotes = false;
};

}  // namespace earshot
