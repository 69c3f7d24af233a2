#include "plays/play_reader.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/error_code.h"
#include "base/file.h"
#include "base/utf8.h"
#include "events/limits.h"

namespace earshot {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;
// Eleven fields of 64 KiB each with every byte a doubled quote fit into a row.
static_assert(kPlayColumnCount * 2 * kFieldBytesMax < kRowBytesMax);

// A field as it stands in the buffer, without the quotes around it.
struct FieldSpan {
  char* begin = nullptr;
  char* end = nullptr;
  bool has_doubled_quotes = false;
};

// Turns each doubled quote into one, in place.
void Undouble(FieldSpan* field) {
  char* out = field->begin;
  for (const char* in = field->begin; in < field->end; ++in) {
    *out++ = *in;
    if (*in == '"') ++in;
  }
  field->end = out;
}

// A row has one line end and seldom more: looking for the next one is faster than looking at every byte.
uint64_t CountLineEnds(std::string_view row) {
  uint64_t count = 0;
  for (size_t at = row.find('\n'); at != std::string_view::npos; at = row.find('\n', at + 1)) ++count;
  return count;
}

class CsvPlayReader : public PlayReader {
 public:
  explicit CsvPlayReader(std::unique_ptr<FileReader> file) : file_(std::move(file)), buffer_(kBlockBytes, '\0') {}

  Status ReadHeader();
  StatusOr<bool> Next(Play* play) override;
  StatusOr<bool> NextText(std::string_view* row) override;
  const std::string& header() const override { return header_; }

 private:
  // What a row or field came to: kMore means that it goes on behind what the buffer holds.
  enum class Parsed { kDone, kMore, kFaulty };

  StatusOr<bool> NextRow();
  Status Refill();
  Parsed ParseRow();
  Parsed ParseQuoted(char** cursor, FieldSpan* field);
  Parsed ParsePlain(char** cursor, FieldSpan* field);
  Parsed ParseRowEnd(char** cursor);
  void CheckUtf8();
  Status CheckRow() const;
  std::string Where(size_t field) const;
  Parsed Fault(std::string what);

  std::unique_ptr<FileReader> file_;
  std::string buffer_;
  size_t begin_ = 0;     // where the next row starts in buffer_
  size_t end_ = 0;       // how far buffer_ is filled
  size_t utf8_end_ = 0;  // buffer_ is UTF-8 up to here
  bool at_end_of_file_ = false;
  std::string header_;
  std::string_view row_;    // as it stands in buffer_, until Undouble
  uint64_t line_ = 1;       // where the row starts
  uint64_t next_line_ = 1;  // where the next row starts
  std::array<FieldSpan, kPlayColumnCount> fields_;
  size_t column_count_ = 0;  // of the header; 0 before it is read
  size_t field_count_ = 0;   // of the row; fields behind the eleventh are counted, not kept
  std::string fault_;
};

// "plays.csv, line 3, column song"
std::string CsvPlayReader::Where(size_t field) const {
  std::string where = fmt::format("{}, line {}", file_->path(), line_);
  if (field < kPlayColumnCount) where += fmt::format(", column {}", kPlayColumns[field].csv_name);
  return where;
}

CsvPlayReader::Parsed CsvPlayReader::Fault(std::string what) {
  fault_ = std::move(what);
  return Parsed::kFaulty;
}

// Moves what is left to the front of the buffer and reads on behind it.
Status CsvPlayReader::Refill() {
  const size_t left = end_ - begin_;
  utf8_end_ = utf8_end_ > begin_ ? utf8_end_ - begin_ : 0;
  std::memmove(buffer_.data(), buffer_.data() + begin_, left);
  begin_ = 0;
  end_ = left;
  if (left > kRowBytesMax)
    return InputError("{}: the row does not end within {} bytes", Where(kPlayColumnCount), kRowBytesMax);
  if (buffer_.size() - left < kBlockBytes / 2) buffer_.resize(buffer_.size() + kBlockBytes);
  ASSIGN_OR_RETURN(const size_t count, file_->Read(buffer_.data() + left, buffer_.size() - left));
  end_ += count;
  at_end_of_file_ = end_ < buffer_.size();
  CheckUtf8();
  return absl::OkStatus();
}

// The whole of what is there at once, which is much faster than field by field; rows behind the first fault, if there
// is one, are looked at by themselves. A character that is cut off at the end is looked at again with what follows.
void CsvPlayReader::CheckUtf8() {
  utf8_end_ += FindInvalidUtf8(std::string_view(buffer_.data() + utf8_end_, end_ - utf8_end_));
}

// Parses the next row into fields_; false at the end of the file.
StatusOr<bool> CsvPlayReader::NextRow() {
  while (true) {
    if (begin_ == end_ && at_end_of_file_) return false;
    line_ = next_line_;
    const size_t row_begin = begin_;
    const Parsed parsed = begin_ == end_ ? Parsed::kMore : ParseRow();
    if (parsed == Parsed::kFaulty) {
      return InputError("{}: {}; consolidate the event files again", Where(field_count_), fault_);
    }
    if (parsed == Parsed::kDone) {
      row_ = std::string_view(buffer_.data() + row_begin, begin_ - row_begin);
      next_line_ = line_ + CountLineEnds(row_);
      RETURN_IF_ERROR(CheckRow());
      return true;
    }
    RETURN_IF_ERROR(Refill());
  }
}

// Reads the fields of the row at begin_ and, if it is whole, moves begin_ behind it.
CsvPlayReader::Parsed CsvPlayReader::ParseRow() {
  char* cursor = buffer_.data() + begin_;
  const char* end = buffer_.data() + end_;
  for (field_count_ = 0;; ++field_count_) {
    FieldSpan field;
    const bool quoted = cursor < end && *cursor == '"';
    const Parsed parsed = quoted ? ParseQuoted(&cursor, &field) : ParsePlain(&cursor, &field);
    if (parsed != Parsed::kDone) return parsed;
    if (field_count_ < kPlayColumnCount) fields_[field_count_] = field;
    if (cursor < end && *cursor == ',') {
      ++cursor;
      continue;
    }
    const Parsed row_end = ParseRowEnd(&cursor);
    if (row_end != Parsed::kDone) return row_end;
    ++field_count_;
    begin_ = static_cast<size_t>(cursor - buffer_.data());
    return Parsed::kDone;
  }
}

// Reads from the opening quote to behind the closing one.
CsvPlayReader::Parsed CsvPlayReader::ParseQuoted(char** cursor, FieldSpan* field) {
  char* const end = buffer_.data() + end_;
  field->begin = *cursor + 1;
  char* from = field->begin;
  while (true) {
    char* const quote = static_cast<char*>(std::memchr(from, '"', static_cast<size_t>(end - from)));
    if (quote == nullptr) return at_end_of_file_ ? Fault("the quote is never closed") : Parsed::kMore;
    if (quote + 1 == end && !at_end_of_file_) return Parsed::kMore;
    if (quote + 1 < end && quote[1] == '"') {
      field->has_doubled_quotes = true;
      from = quote + 2;
      continue;
    }
    field->end = quote;
    *cursor = quote + 1;
    return Parsed::kDone;
  }
}

CsvPlayReader::Parsed CsvPlayReader::ParsePlain(char** cursor, FieldSpan* field) {
  char* const end = buffer_.data() + end_;
  field->begin = *cursor;
  char* const stop = std::find_if(*cursor, end, [](char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; });
  if (stop == end && !at_end_of_file_) return Parsed::kMore;
  if (stop < end && *stop == '"') return Fault("a quote stands inside a field that is not quoted");
  field->end = stop;
  *cursor = stop;
  return Parsed::kDone;
}

// Takes a LF, a CRLF or the end of the file.
CsvPlayReader::Parsed CsvPlayReader::ParseRowEnd(char** cursor) {
  const char* const end = buffer_.data() + end_;
  if (*cursor == end) return at_end_of_file_ ? Parsed::kDone : Parsed::kMore;
  const size_t ahead = static_cast<size_t>(end - *cursor);
  if (**cursor == '\r' && ahead == 1 && !at_end_of_file_) return Parsed::kMore;
  if (**cursor == '\n') {
    *cursor += 1;
  } else if (**cursor == '\r' && ahead > 1 && (*cursor)[1] == '\n') {
    *cursor += 2;
  } else {
    return Fault("text follows the field where a comma or the end of the line should be");
  }
  return Parsed::kDone;
}

Status CsvPlayReader::CheckRow() const {
  // The header may have more columns than the eleven (consolidate --with); every row has as many as it.
  const size_t needed = column_count_ == 0 ? std::max(field_count_, kPlayColumnCount) : column_count_;
  if (field_count_ != needed) {
    return InputError("{}: the row has {} fields instead of {}; consolidate the event files again",
                      Where(kPlayColumnCount), field_count_, needed);
  }
  if (begin_ <= utf8_end_) return absl::OkStatus();
  for (size_t i = 0; i < kPlayColumnCount; ++i) {
    const std::string_view field(fields_[i].begin, static_cast<size_t>(fields_[i].end - fields_[i].begin));
    if (IsUtf8(field)) continue;
    return InputError("{}: byte {} of the field is not UTF-8; consolidate the event files again", Where(i),
                      FindInvalidUtf8(field) + 1);
  }
  return absl::OkStatus();
}

Status CsvPlayReader::ReadHeader() {
  RETURN_IF_ERROR(Refill());
  if (end_ == 0) return WithCode(InputError("{} is empty", file_->path()), ErrorCode::kNotConsolidated);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (std::string_view(buffer_.data(), end_).substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    begin_ = kByteOrderMark.size();
  }
  Play header;
  ASSIGN_OR_RETURN(const bool found, Next(&header));
  column_count_ = field_count_;
  header_ = buffer_.substr(0, begin_);
  for (size_t i = 0; found && i < kPlayColumnCount; ++i) {
    if (header.fields[i] == kPlayColumns[i].csv_name) continue;
    return WithCode(InputError("{}, line 1: column {} is called \"{}\" where a consolidated file has {}", file_->path(),
                               i + 1, std::string(header.fields[i]), kPlayColumns[i].csv_name),
                    ErrorCode::kNotConsolidated);
  }
  return absl::OkStatus();
}

StatusOr<bool> CsvPlayReader::Next(Play* play) {
  ASSIGN_OR_RETURN(const bool found, NextRow());
  if (!found) return false;
  for (size_t i = 0; i < kPlayColumnCount; ++i) {
    FieldSpan& field = fields_[i];
    if (field.has_doubled_quotes) Undouble(&field);
    play->fields[i] = std::string_view(field.begin, static_cast<size_t>(field.end - field.begin));
  }
  play->line = line_;
  return true;
}

StatusOr<bool> CsvPlayReader::NextText(std::string_view* row) {
  ASSIGN_OR_RETURN(const bool found, NextRow());
  if (found) *row = row_;
  return found;
}

}  // namespace

StatusOr<std::unique_ptr<PlayReader>> PlayReader::Open(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (std::filesystem::exists(status) && std::filesystem::is_other(status)) {
    return InputError("{} can be read only once, and each table reads it from its start; save it as a file first",
                      path);
  }
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  auto reader = std::make_unique<CsvPlayReader>(std::move(file));
  RETURN_IF_ERROR(reader->ReadHeader());
  return std::unique_ptr<PlayReader>(std::move(reader));
}

}  // namespace earshot
