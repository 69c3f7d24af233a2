// The decoder: a chunk's rows to events. Each row becomes a play, an event without an artist, or a reject.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "events/chunk.h"
#include "events/event.h"
#include "events/reject.h"
#include "events/row_index.h"

namespace earshot {

// Takes the plays that a decoder finds, in the order of the rows.
class PlaySink {
 public:
  virtual ~PlaySink() = default;
  // The event is valid during the call.
  virtual void OnPlay(const Event& event) = 0;
};

// What became of a chunk's rows: events = plays + without_artist + rejects.
struct DecodeResult {
  uint64_t events = 0;
  uint64_t plays = 0;
  uint64_t without_artist = 0;
  uint64_t blank_lines = 0;     // lines with nothing on them are no events
  uint64_t lines = 0;           // line ends in the chunk
  std::vector<Reject> rejects;  // their lines counted from the chunk's first, which is 1
};

// One decoder serves one thread; it keeps its memory from chunk to chunk.
class Decoder {
 public:
  void Decode(const Chunk& chunk, PlaySink* sink, DecodeResult* result);

 private:
  // A row of the chunk. Field i is between field_ends[i] + 1 and field_ends[i + 1], as in RowIndex; the last one ends
  // at `end`, before the line end.
  struct Row {
    size_t begin;
    size_t end;
    size_t next;  // where the next row starts
    const uint32_t* field_ends;
    size_t field_count;
  };

  void DecodeRow(const Row& row);
  EventField FieldOf(const Row& row, size_t position) const;
  bool RejectNoted(const Row& row);
  bool RejectOddBytes(const Row& row);
  bool RejectLongField(const Row& row);
  void FindNextNote();
  bool IsPlainUtf8() const;
  void AddReject(const Row& row, RejectKind kind, std::string column, std::string reason);
  std::string ColumnAt(const Row& row, size_t position) const;

  // What the current chunk is, set by Decode.
  const Chunk* chunk_ = nullptr;
  PlaySink* sink_ = nullptr;
  DecodeResult* result_ = nullptr;
  RowIndex index_;
  Event event_;
  bool all_plain_utf8_ = true;  // no NUL, and nothing that is not UTF-8
  // What is noted of few rows only: the first of each list that the rows so far have not passed, and where the next of
  // all of them is, so that most rows are asked one question.
  size_t next_fault_ = 0;
  size_t next_bare_cr_ = 0;
  size_t next_stray_quote_ = 0;
  size_t next_note_ = 0;
  // The line of a reject is found by counting on from the last one.
  size_t lines_counted_to_ = 0;
  uint64_t lines_counted_ = 0;
};

}  // namespace earshot
