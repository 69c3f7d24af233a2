#include "plays/play_parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/utf8.h"
#include "events/limits.h"

namespace earshot {
namespace {

// Eleven fields of 64 KiB each with every byte a doubled quote fit into a row.
static_assert(kPlayColumnCount * 2 * kFieldBytesMax < kRowBytesMax);

// A row has one line end and seldom more: looking for the next one is faster than looking at every byte.
uint64_t CountLineEnds(std::string_view row) {
  uint64_t count = 0;
  for (size_t at = row.find('\n'); at != std::string_view::npos; at = row.find('\n', at + 1)) ++count;
  return count;
}

}  // namespace

std::string_view NameOfParsed(const Dataset& of, size_t column) {
  if (of.is_computed) return column < of.header.size() ? std::string_view(of.header[column]) : std::string_view();
  if (column < kPlayColumnCount) return kPlayColumns[column].csv_name;
  column -= kPlayColumnCount;
  return column < kFurtherColumns.size() ? kFurtherColumns[column]
                                         : kEventOnlyColumns[column - kFurtherColumns.size()].csv_name;
}

bool PlayLayout::Has(std::string_view name) const {
  return std::any_of(parsed.begin(), parsed.end(),
                     [&](size_t column) { return column != kNotParsed && NameOfParsed(*of, column) == name; });
}

void PlayParser::Start(PlayBlock* block) {
  cursor_ = block->text.data();
  end_ = cursor_ + block->text.size();
  // The whole block at once, which is much faster than field by field; rows after the first fault, if there is one, are
  // checked alone.
  utf8_end_ = cursor_ + FindInvalidUtf8(block->text);
  next_line_ = block->line;
}

StatusOr<bool> PlayParser::Next(Play* play) {
  ASSIGN_OR_RETURN(const bool found, NextRow());
  if (!found) return false;
  for (size_t i = 0; i < kPlayColumnCount; ++i) play->fields[i] = TakeText(i);
  play->line = line_;
  size_t column = kPlayColumnCount;
  play->ts = TakeText(column++);
  play->day = TakeText(column++);
  for (std::string_view& field : play->of_event) field = TakeText(column++);
  return true;
}

std::string_view PlayParser::TakeText(size_t field) {
  FieldSpan& span = fields_[field];
  if (span.has_doubled_quotes) Undouble(&span);
  return {span.begin, static_cast<size_t>(span.end - span.begin)};
}

StatusOr<bool> PlayParser::NextText(std::string_view* row) {
  ASSIGN_OR_RETURN(const bool found, NextRow());
  if (found) *row = row_;
  return found;
}

StatusOr<bool> PlayParser::NextRow() {
  if (cursor_ == end_) return false;
  line_ = next_line_;
  const char* const begin = cursor_;
  if (!ParseRow()) {
    return layout_.of->DamagedError(fmt::format("{}: {}", Where(layout_.ParsedAt(field_count_)), fault_));
  }
  row_ = std::string_view(begin, static_cast<size_t>(cursor_ - begin));
  next_line_ = line_ + CountLineEnds(row_);
  RETURN_IF_ERROR(CheckRow());
  return true;
}

bool PlayParser::ParseRow() {
  for (field_count_ = 0;; ++field_count_) {
    FieldSpan field;
    const bool quoted = cursor_ < end_ && *cursor_ == '"';
    if (!(quoted ? ParseQuoted(&field) : ParsePlain(&field))) return false;
    if (const size_t column = layout_.ParsedAt(field_count_); column < fields_.size()) fields_[column] = field;
    if (cursor_ < end_ && *cursor_ == ',') {
      ++cursor_;
      continue;
    }
    if (!ParseRowEnd()) return false;
    ++field_count_;
    return true;
  }
}

// Reads from the opening quote to after the closing one.
bool PlayParser::ParseQuoted(FieldSpan* field) {
  field->begin = cursor_ + 1;
  char* from = field->begin;
  while (true) {
    char* const quote = static_cast<char*>(std::memchr(from, '"', static_cast<size_t>(end_ - from)));
    if (quote == nullptr) return Fault("the quote is never closed");
    if (quote + 1 == end_ || quote[1] != '"') {
      field->end = quote;
      cursor_ = quote + 1;
      return true;
    }
    field->has_doubled_quotes = true;
    from = quote + 2;
  }
}

bool PlayParser::ParsePlain(FieldSpan* field) {
  field->begin = cursor_;
  cursor_ = std::find_if(cursor_, end_, [](char c) { return c == ',' || c == '\n' || c == '\r' || c == '"'; });
  if (cursor_ < end_ && *cursor_ == '"') return Fault("a quote is inside a field that is not quoted");
  field->end = cursor_;
  return true;
}

// Takes a LF, a CRLF or the end of the file.
bool PlayParser::ParseRowEnd() {
  if (cursor_ == end_) return true;
  if (*cursor_ == '\n') {
    cursor_ += 1;
    return true;
  }
  if (*cursor_ == '\r' && end_ - cursor_ > 1 && cursor_[1] == '\n') {
    cursor_ += 2;
    return true;
  }
  return Fault("text follows the field where a comma or the end of the line should be");
}

bool PlayParser::Fault(std::string what) {
  fault_ = std::move(what);
  return false;
}

Status PlayParser::CheckRow() const {
  const size_t count = layout_.column_count;
  // Where the columns are not known yet, their names say more of another file than how many there are.
  const size_t required =
      count == 0 ? std::max(field_count_, std::min(kPlayColumnCount, layout_.of->header.size())) : count;
  if (field_count_ != required) {
    return layout_.of->DamagedError(
        fmt::format("{}: the row has {} fields instead of {}", Where(fields_.size()), field_count_, required));
  }
  if (cursor_ <= utf8_end_) return absl::OkStatus();
  for (size_t i = 0; i < fields_.size(); ++i) {
    const std::string_view field(fields_[i].begin, static_cast<size_t>(fields_[i].end - fields_[i].begin));
    if (IsUtf8(field)) continue;
    return layout_.of->DamagedError(
        fmt::format("{}: byte {} of the field is not UTF-8", Where(i), FindInvalidUtf8(field) + 1));
  }
  return absl::OkStatus();
}

// "plays.csv, line 3, column song"
std::string PlayParser::Where(size_t field) const {
  std::string where = fmt::format("{}, line {}", path_, line_);
  if (field < fields_.size()) where += fmt::format(", column {}", NameOfParsed(*layout_.of, field));
  return where;
}

// Turns each doubled quote into one, in place.
void PlayParser::Undouble(FieldSpan* field) {
  char* out = field->begin;
  for (const char* in = field->begin; in < field->end; ++in) {
    *out++ = *in;
    if (*in == '"') ++in;
  }
  field->end = out;
}

}  // namespace earshot
