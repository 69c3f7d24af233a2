// Parses the rows of a consolidated file, or of a file of another dataset, a block at a time.
//
// A consolidated file is trusted less than it should need to be: a row with too few or too many fields, an unclosed
// quote or bytes that are not UTF-8 end the parsing with an error that names file, line and column, because a load
// that leaves rows out would be worse than none.
//
// A parser belongs to one thread. The blocks must outlive what it gives of them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "plays/dataset.h"
#include "plays/play.h"
#include "plays/play_blocks.h"

namespace earshot {

// The columns that are parsed: kPlayColumns, then kFurtherColumns, then kEventOnlyColumns; of a computed dataset its
// own, which are no more than kPlayColumns. Others are only counted.
inline constexpr size_t kParsedColumnCount = kPlayColumnCount + kFurtherColumns.size() + kEventOnlyColumns.size();

// "firstName": the column at that position among those; of a computed dataset's file, the dataset's.
std::string_view NameOfParsed(const Dataset& of, size_t column);

// What a file's header says.
struct PlayLayout {
  static constexpr size_t kNotParsed = kParsedColumnCount;

  const Dataset* of = &PlaysDataset();

  size_t column_count = 0;  // of each row; with 0 each has as many as it likes, from those of the dataset on
  // Which of the parsed columns each field of a row is, or kNotParsed; where there are more fields, they are not. As
  // long as nobody has read a header, a row begins with kPlayColumns.
  std::vector<size_t> parsed = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  size_t ParsedAt(size_t field) const { return field < parsed.size() ? parsed[field] : kNotParsed; }
  // Whether it has the column called `name`.
  bool Has(std::string_view name) const;
};

class PlayParser {
 public:
  // `path` is for messages.
  explicit PlayParser(std::string path, PlayLayout layout = {}) : path_(std::move(path)), layout_(std::move(layout)) {}

  const std::string& path() const { return path_; }

  // Goes on with the rows of `block`, whose text it changes.
  void Start(PlayBlock* block);

  // Moves on to the next play; false at the end of the block. The fields of `play` are valid until the next block.
  StatusOr<bool> Next(Play* play);
  // The same, with the row as it is in the file, its line end included; the file's last one may have none.
  StatusOr<bool> NextText(std::string_view* row);

  // What of the block is after the row that was given last, and the line at which that begins.
  size_t bytes_left() const { return static_cast<size_t>(end_ - cursor_); }
  uint64_t next_line() const { return next_line_; }
  // Of the row that was given last.
  size_t field_count() const { return field_count_; }
  // Of the row that NextText gave last: the field of a parsed column, without the quotes around it, those inside still
  // doubled.
  std::string_view field_text(size_t column) const {
    return {fields_[column].begin, static_cast<size_t>(fields_[column].end - fields_[column].begin)};
  }

 private:
  // A field as it is in the block, without the quotes around it.
  struct FieldSpan {
    char* begin = nullptr;
    char* end = nullptr;
    bool has_doubled_quotes = false;
  };

  StatusOr<bool> NextRow();
  bool ParseRow();
  bool ParseQuoted(FieldSpan* field);
  bool ParsePlain(FieldSpan* field);
  bool ParseRowEnd();
  bool Fault(std::string what);
  Status CheckRow() const;
  std::string Where(size_t field) const;
  std::string_view TakeText(size_t field);
  static void Undouble(FieldSpan* field);

  const std::string path_;
  const PlayLayout layout_;
  char* cursor_ = nullptr;
  char* end_ = nullptr;                               // of the block
  const char* utf8_end_ = nullptr;                    // the block is UTF-8 up to here
  std::string_view row_;                              // as it is in the block, until Undouble
  uint64_t line_ = 1;                                 // where the row starts
  uint64_t next_line_ = 1;                            // where the next row starts
  std::array<FieldSpan, kParsedColumnCount> fields_;  // others are counted, not kept
  size_t field_count_ = 0;
  std::string fault_;  // what is wrong with the row, where ParseRow has failed
};

}  // namespace earshot
