// Decodes chunks of CSV.
#pragma once

#include <cstdint>
#include <string>

#include "events/chunk.h"
#include "events/csv/row_index.h"
#include "events/decode_result.h"
#include "events/event.h"
#include "events/play_maker.h"
#include "events/reject/reject.h"
#include "events/reject/row_log.h"

namespace earshot {

// One decoder serves one thread; it keeps its memory from chunk to chunk.
class CsvDecoder {
 public:
  // Adds what becomes of the chunk's rows to `result`.
  void Decode(const Chunk& chunk, PlayMaker* play_maker, PlaySink* sink, DecodeResult* result);

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
  void MakePlay(const Row& row);
  bool PassOverBlank(const Row& row);
  void CountSongWithoutArtist(const Row& row);
  bool HasItsFields(const Row& row) const;
  void FindField(const Row& row, size_t position, EventField* field) const;
  bool RejectNoted(const Row& row);
  void CountBackslashQuotes(const Row& row);
  bool RejectLostDelimiter(const Row& row);
  void NoteOddQuotes(const Row& row);
  bool RejectOddBytes(const Row& row);
  bool RejectLongField(const Row& row);
  void FindNextNote();
  void CheckBytes();
  void Reject(const Row& row, RejectKind kind, std::string column, std::string reason);
  std::string ColumnAt(const Row& row, size_t position) const;

  // What the current chunk is, set by Decode.
  const Chunk* chunk_ = nullptr;
  PlayMaker* play_maker_ = nullptr;
  PlaySink* sink_ = nullptr;
  DecodeResult* result_ = nullptr;
  RowLog log_;
  RowIndex index_;
  Event event_;
  bool has_odd_quotes_ = false;  // in a plain field of the row
  bool all_plain_utf8_ = true;   // no NUL, and nothing that is not UTF-8
  // Where bytes are that are not ASCII: at least one position of each row that has any. The next one is the first that
  // the rows so far have not passed.
  std::vector<size_t> odd_bytes_;
  size_t next_odd_byte_ = 0;
  // What is noted of few rows only: the first of each list that the rows so far have not passed, and where the next of
  // all of them is, so that most rows are asked one question.
  size_t next_fault_ = 0;
  size_t next_bare_cr_ = 0;
  size_t next_stray_quote_ = 0;
  size_t next_note_ = 0;
};

}  // namespace earshot
