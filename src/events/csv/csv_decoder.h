// Decodes chunks of CSV.
//
// One decoder serves one thread; it keeps its memory from chunk to chunk.
#pragma once

#include <cstddef>
#include <vector>

#include "events/csv/csv_row.h"
#include "events/csv/row_index.h"
#include "events/decode_context.h"
#include "events/event.h"

namespace earshot {

class CsvDecoder {
 public:
  // Adds what becomes of the chunk's rows to the context's result.
  void Decode(const DecodeContext& context);

 private:
  void Start(const DecodeContext& context);
  void CheckBytes(const Chunk& chunk);
  void FindNextNote(const Chunk& chunk);
  void DecodeRow(const CsvRow& row, const DecodeContext& context);
  void MakePlay(const CsvRow& row, const DecodeContext& context);
  bool IsAscii(const CsvRow& row);
  bool RejectNoted(const CsvRow& row, const DecodeContext& context);
  bool RejectLostDelimiter(const CsvRow& row, const DecodeContext& context);

  RowIndex index_;
  Event event_;
  // Of the current row: a plain field has an odd number of quotes.
  bool has_odd_quotes_ = false;
  // Of the current chunk: it has no NUL, and is UTF-8.
  bool is_valid_text_ = true;
  // Positions of bytes that are not ASCII or are NUL: at least one in each row that has any. `next_non_ascii_or_nul_`
  // is the first that the rows so far have not passed.
  std::vector<size_t> non_ascii_or_nul_;
  size_t next_non_ascii_or_nul_ = 0;
  // What only few rows have: the first of each list that the rows so far have not passed, and the position of the next
  // of all of them, so that most rows cost one comparison.
  size_t next_quote_error_ = 0;
  size_t next_bare_cr_ = 0;
  size_t next_stray_quote_ = 0;
  size_t next_note_ = 0;
};

}  // namespace earshot
