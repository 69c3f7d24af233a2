// Counts of what is unusual in events that are not rejected: signs that a file may be written in another way than it is
// read. Plain data; one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "events/nothing.h"

namespace earshot {

// A row: its file, and its line.
struct RowPlace {
  std::string file;
  uint64_t line = 0;
};

struct Oddities {
  // Events without an artist: it is blank, or this one of kNullWords and there is neither a song nor a length.
  uint64_t blank_artists = 0;
  std::array<uint64_t, kNullWords.size()> null_artists = {};
  // Plays whose artist is this one of kNullWords, but with a song and a length.
  std::array<uint64_t, kNullWords.size()> plays_of_null_artists = {};
  uint64_t named_nulls = 0;  // fields with a word that was given as a null word
  uint64_t nan_objects = 0;  // JSON with a NaN, read as null
  // Values in columns that plays do not consist of: in JSON objects or lists, or with a NUL or too many bytes; a status
  // or a ts that cannot be read.
  uint64_t values_passed_over = 0;
  // Of a file of all events: those of which neither the ts nor the file's name says the day.
  uint64_t events_without_day = 0;
  // Rows with \" in CSV in which backslashes are not known to escape, and a quote in a plain field.
  uint64_t backslash_quotes = 0;
  // Plays with an odd number of quotes in a plain field, which are text; and the first of them, its line
  // counted from the chunk's first.
  uint64_t odd_quotes = 0;
  RowPlace first_odd_quote;
  // Plays whose values may be in the wrong columns: their level is neither free nor paid, or their user a
  // time in milliseconds.
  uint64_t other_levels = 0;
  uint64_t times_as_users = 0;

  Oddities& operator+=(const Oddities& other);
};

}  // namespace earshot
