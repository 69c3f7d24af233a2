// The outcome of a chunk's rows: plain data, and the interface that plays are handed to. One thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.h"
#include "events/event_columns.h"
#include "events/oddities.h"
#include "events/reject/reject.h"

namespace earshot {

// Receives the plays that a decoder finds, in the order of the rows, and all events where they are wanted.
class PlaySink {
 public:
  virtual ~PlaySink() = default;
  // The event is valid during the call.
  virtual void OnPlay(const Event& event) = 0;
  // With DecodeOptions::events: any event, a play right after OnPlay. What it has no value for is empty.
  virtual void OnEvent(const Event& /*event*/) {}
};

// A field whose text was repaired.
struct Repair {
  std::string file;
  uint64_t line = 0;
  std::string column;
  std::string from;
  std::string to;
};

// Appends the repair as one line of JSON, its line counted from `line_offset`.
void AppendRepairJson(const Repair& repair, uint64_t line_offset, std::string* out);

// Keys of JSON objects that are not columns, each once: a required column may be among them by another name.
class OtherKeys {
 public:
  // Keeps the key if it is new and there are not too many yet.
  void Add(std::string_view key);
  void Add(const OtherKeys& other);
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  std::vector<std::string> keys_;
};

// The outcome of a chunk's rows: events = plays + without_artist + rejects + suppressed.
struct DecodeResult {
  uint64_t events = 0;
  uint64_t plays = 0;
  uint64_t without_artist = 0;
  uint64_t songs_without_artist = 0;  // of those: their page says that a song was played
  uint64_t suppressed = 0;      // plays of listeners who were forgotten; all of their events, where those are wanted
  uint64_t blank_lines = 0;     // blank lines are not events
  uint64_t lines = 0;           // line ends in the chunk
  uint64_t damaged_fields = 0;  // of plays, or of all wanted events: text that was decoded wrongly, repaired or not
  uint64_t damaged_plays = 0;
  // Of plays with a ts, if the run keeps it: how many have a coarse one, which has lost digits (1.54111E+12), and the
  // precision of the finest of those. The others may have lost only zeros.
  uint64_t coarse_times = 0;
  double coarse_time_ms = 0;
  Oddities oddities;
  NamesSeen names_seen;  // of keys in JSON; a CSV file's are in its layout
  OtherKeys other_keys;
  // Lines in these are counted from the chunk's first, which is 1.
  std::vector<Reject> rejects;
  std::vector<Repair> repairs;
};

}  // namespace earshot
