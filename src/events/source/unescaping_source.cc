#include "events/source/unescaping_source.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "events/limits.h"

namespace earshot {
namespace {

constexpr size_t kUnescapedBytes = size_t{256} << 10;

// The outcome of parsing a field or row. kMore: it continues after the text.
enum class Parsed { kDone, kMore, kInvalid };

// A field's value.
struct Value {
  std::string text;
  bool quoted = false;
  bool needs_quotes = false;  // it has a character that is not text outside quotes
  bool has_bare_cr = false;   // outside quotes
};

// Rewrites the rows of a text in order.
class RowRewriter {
 public:
  explicit RowRewriter(const EscapedCsv& csv) : delimiter_(csv.delimiter), unquoted_(csv.unquoted) {}

  // Appends the row that `text` starts with to `out`. Returns its size in `text`, 0 if it continues after the text;
  // never with `at_end`.
  size_t Rewrite(std::string_view text, bool at_end, std::string* out);

 private:
  Parsed ParseField(Value* value);
  Parsed ParseQuoted(Value* value);
  Parsed ParsePlain(Value* value);
  Parsed ParseEscape(Value* value);
  size_t Cut(size_t field_begin, std::string* out);
  void AppendField(const Value& value);
  bool IsAtFieldEnd(size_t position) const;

  size_t left() const { return text_.size() - position_; }
  Parsed AtTextEnd() const { return at_end_ ? Parsed::kDone : Parsed::kMore; }

  const char delimiter_;
  const bool unquoted_;                     // quotes are text
  std::optional<bool> rows_end_with_crlf_;  // if known yet
  bool after_cut_ = false;
  // The row that is being rewritten.
  std::string_view text_;
  bool at_end_ = false;
  size_t position_ = 0;
  std::string row_;
};

size_t RowRewriter::Rewrite(std::string_view text, bool at_end, std::string* out) {
  if (!rows_end_with_crlf_.has_value()) {
    const size_t line_end = text.find('\n');
    if (line_end == std::string_view::npos && !at_end) return 0;
    rows_end_with_crlf_ = line_end != std::string_view::npos && line_end > 0 && text[line_end - 1] == '\r';
  }
  text_ = text;
  at_end_ = at_end;
  position_ = 0;
  row_.clear();
  while (true) {
    const size_t field_begin = position_;
    Value value;
    const Parsed parsed = ParseField(&value);
    if (parsed == Parsed::kMore) return 0;
    if (parsed == Parsed::kInvalid) return Cut(field_begin, out);
    AppendField(value);
    if (left() == 0 || text_[position_] != delimiter_) break;
    row_.push_back(delimiter_);
    ++position_;
  }
  const size_t line_end = std::min(text_.find('\n', position_), text_.size() - 1);
  row_.append(text_, position_, line_end + 1 - position_);
  out->append(row_);
  after_cut_ = false;
  return line_end + 1;
}

Parsed RowRewriter::ParseField(Value* value) {
  if (left() == 0) return AtTextEnd();
  const size_t begin = position_;
  const Parsed parsed = text_[position_] == '"' && !unquoted_ ? ParseQuoted(value) : ParsePlain(value);
  // A line after a cut may have been a part of the field that was cut, so that quotes close what they seem to open; and
  // a field that is too long must not include line after line.
  const bool may_take_lines = after_cut_ || value->text.size() > kFieldBytesMax;
  const bool takes_lines = text_.substr(begin, position_ - begin).find('\n') != std::string_view::npos;
  return may_take_lines && takes_lines ? Parsed::kInvalid : parsed;
}

// Reads to after the closing quote.
Parsed RowRewriter::ParseQuoted(Value* value) {
  value->quoted = true;
  ++position_;
  while (left() > 0 && value->text.size() <= kFieldBytesMax) {
    const char c = text_[position_];
    if (c == '\\') {
      if (ParseEscape(value) == Parsed::kMore) return Parsed::kMore;
      continue;
    }
    ++position_;
    if (c == '"') {
      if (left() == 0) return AtTextEnd();
      if (text_[position_] != '"') {
        if (text_[position_] == '\r' && left() == 1) return AtTextEnd();
        return IsAtFieldEnd(position_) ? Parsed::kDone : Parsed::kInvalid;
      }
      ++position_;
    }
    value->text.push_back(c);
  }
  return left() == 0 && !at_end_ ? Parsed::kMore : Parsed::kInvalid;
}

// Reads to the delimiter or line end.
Parsed RowRewriter::ParsePlain(Value* value) {
  const size_t begin = position_;
  while (left() > 0 && !IsAtFieldEnd(position_)) {
    const char c = text_[position_];
    if (c == '\\') {
      if (ParseEscape(value) == Parsed::kMore) return Parsed::kMore;
      continue;
    }
    if (c == '\r' && left() == 1) return AtTextEnd();
    if (c == '\r') value->has_bare_cr = true;
    if (c == '"' && unquoted_) value->needs_quotes = true;
    value->text.push_back(c);
    ++position_;
  }
  if (left() == 0 && !at_end_) return Parsed::kMore;
  if (text_.substr(begin, position_ - begin) == "\\N") value->text.clear();
  // In quotes the CR would be part of the text.
  return value->has_bare_cr && value->needs_quotes ? Parsed::kInvalid : Parsed::kDone;
}

// Reads a backslash and what it escapes, if anything.
Parsed RowRewriter::ParseEscape(Value* value) {
  if (left() == 1 && !at_end_) return Parsed::kMore;
  const char next = left() > 1 ? text_[position_ + 1] : 'x';
  char escaped = next;
  switch (next) {
    case 'n': escaped = '\n'; break;
    case 'r': escaped = '\r'; break;
    case 't': escaped = '\t'; break;
    case '0': escaped = '\0'; break;
    case '\\':
    case '"':
    case '\'':
    case '\n':
    case '\r': break;
    default:
      if (next == delimiter_) break;
      // No program escapes anything else: the backslash is text.
      value->text.push_back('\\');
      ++position_;
      return Parsed::kDone;
  }
  // MySQL escapes the first character of a line end only.
  const bool is_crlf = next == '\r' && *rows_end_with_crlf_ && left() > 2 && text_[position_ + 2] == '\n';
  value->text.push_back(escaped);
  if (is_crlf) value->text.push_back('\n');
  position_ += is_crlf ? 3 : 2;
  if (escaped == '"' || escaped == '\n' || escaped == '\r' || escaped == delimiter_) value->needs_quotes = true;
  return Parsed::kDone;
}

bool RowRewriter::IsAtFieldEnd(size_t position) const {
  const std::string_view rest = text_.substr(position);
  return rest.starts_with(delimiter_) || rest.starts_with('\n') || rest.starts_with("\r\n");
}

void RowRewriter::AppendField(const Value& value) {
  if (!value.quoted && !value.needs_quotes) {
    row_.append(value.text);
    return;
  }
  row_.push_back('"');
  for (const char c : value.text) {
    if (c == '"') row_.push_back('"');
    row_.push_back(c);
  }
  row_.push_back('"');
}

// Ends the row with the line on which the field at `field_begin` opens. The rest of that line is put in quotes, with a
// backslash after them: so it is a quote error, whatever quotes it has, and cannot affect other lines.
size_t RowRewriter::Cut(size_t field_begin, std::string* out) {
  size_t line_end = text_.find('\n', field_begin);
  if (line_end == std::string_view::npos) {
    if (!at_end_) return 0;
    line_end = text_.size();
  }
  Value rest;
  rest.quoted = true;
  rest.text = text_.substr(field_begin, line_end - field_begin);
  if (rest.text.starts_with('"')) rest.text.erase(0, 1);
  if (rest.text.ends_with('\r')) rest.text.pop_back();
  AppendField(rest);
  out->append(row_).append("\\\n");
  after_cut_ = true;
  return std::min(line_end + 1, text_.size());
}

class UnescapingSource : public PieceSource {
 public:
  UnescapingSource(std::unique_ptr<ByteSource> source, const EscapedCsv& csv)
      : source_(std::move(source)), rewriter_(csv) {}

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  std::unique_ptr<ByteSource> source_;
  RowRewriter rewriter_;
  std::string rest_;  // a row whose end has not been read
};

StatusOr<bool> UnescapingSource::NextPiece(std::string* piece) {
  bool at_end = false;
  while (piece->empty() && !at_end) {
    ASSIGN_OR_RETURN(const bool more, source_->ReadMore(&rest_, kUnescapedBytes));
    at_end = !more;
    size_t taken = 0;
    while (taken < rest_.size()) {
      const size_t bytes = rewriter_.Rewrite(std::string_view(rest_).substr(taken), at_end, piece);
      if (bytes == 0) break;
      taken += bytes;
    }
    rest_.erase(0, taken);
    if (rest_.size() <= kRowBytesMax) continue;
    // A row that is too long is passed on as a part of one line, and will be rejected.
    std::replace(rest_.begin(), rest_.end(), '\n', ' ');
    piece->append(std::exchange(rest_, ""));
  }
  return !piece->empty();
}

}  // namespace

std::unique_ptr<ByteSource> MakeUnescapingSource(std::unique_ptr<ByteSource> source, const EscapedCsv& csv) {
  return std::make_unique<UnescapingSource>(std::move(source), csv);
}

std::string Unescape(std::string_view text, const EscapedCsv& csv) {
  RowRewriter rewriter(csv);
  std::string rewritten;
  while (!text.empty()) text.remove_prefix(rewriter.Rewrite(text, /*at_end=*/true, &rewritten));
  return rewritten;
}

}  // namespace earshot
