#include "events/json/json_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/utf8.h"
#include "events/json/nan.h"
#include "events/limits.h"
#include "events/play_maker.h"

namespace earshot {
namespace {

using PlainJson = nlohmann::json;
using Values = std::array<std::string, kEventColumnsMax>;

// Keys of which every event of eventsim has most, whatever its page.
constexpr std::array<size_t, 5> kKeysOfEvents = {kEventSessionId, kEventItemInSession, kEventTime, kEventPage,
                                                 kEventUserId};

// Stores the members of one line's object as the columns' values.
class LineReader : public PlainJson::json_sax_t {
 public:
  LineReader(const DecodeContext& context, Values* values)
      : columns_(context.file().columns),
        play_maker_(context.play_maker),
        names_(context.result.names_seen),
        others_(context.result.other_keys),
        values_(*values),
        column_(columns_.names.size()) {
    for (std::string& value : values_) value.clear();
  }

  const std::string& error() const { return error_; }
  uint64_t values_passed_over() const { return values_passed_over_; }
  bool has_keys_of_events() const {
    return std::any_of(kKeysOfEvents.begin(), kKeysOfEvents.end(), [this](size_t key) { return seen_[key]; });
  }
  std::string column() const { return IsColumn() ? columns_.names[column_] : ""; }

  bool null() override { return Take(""); }
  bool boolean(bool value) override { return Take(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return Take(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return Take(std::to_string(value)); }
  bool number_float(number_float_t, const string_t& text) override { return Take(text); }
  bool string(string_t& value) override { return Take(value); }
  bool binary(binary_t&) override { return Fail("the line has bytes that are not JSON"); }
  bool start_object(std::size_t) override { return Open(); }
  bool end_object() override { return Close(); }
  bool start_array(std::size_t) override { return depth_ == 0 ? Fail("the line is not a JSON object") : Open(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    if (depth_ > 1) return true;
    column_ = columns_.Find(name);
    if (!IsColumn()) {
      others_.Add(name);
      return true;
    }
    names_.Add(columns_, name);
    if (seen_[column_] && play_maker_.Reads(column_)) return Fail("the object has the key twice");
    seen_[column_] = true;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const PlainJson::exception&) override {
    column_ = columns_.names.size();
    return Fail(fmt::format("the line is not a complete JSON object: error at byte {}", position));
  }

 private:
  bool IsColumn() const { return column_ < columns_.names.size(); }

  bool Take(const std::string& value) {
    if (depth_ == 0) return Fail("the line is not a JSON object");
    if (depth_ == 1 && IsColumn()) values_[column_] = value;
    return true;
  }

  bool Open() {
    if (depth_ == 1 && IsColumn()) {
      if (play_maker_.Judges(column_)) return Fail("the value is an object or a list");
      if (play_maker_.Reads(column_)) ++values_passed_over_;
    }
    ++depth_;
    return true;
  }

  bool Close() {
    --depth_;
    return true;
  }

  bool Fail(std::string error) {
    error_ = std::move(error);
    return false;
  }

  const EventColumns& columns_;
  const PlayMaker& play_maker_;
  NamesSeen& names_;
  OtherKeys& others_;
  Values& values_;
  std::bitset<kEventColumnsMax> seen_;
  size_t column_;  // of the key that was read last
  size_t depth_ = 0;
  uint64_t values_passed_over_ = 0;
  std::string error_;
};

struct Line {
  RowSpan span;
  std::string_view text;
};

// Parses the line's object into `values`, or rejects the line.
bool ParseLine(const Line& line, const DecodeContext& context, Values* values, bool* has_keys_of_events) {
  DecodeResult& result = context.result;
  std::optional<LineReader> reader(std::in_place, context, values);
  if (!PlainJson::sax_parse(line.text.begin(), line.text.end(), &*reader)) {
    const std::string column = reader->column();
    const std::string error = reader->error();
    const std::optional<std::string> without_nan = WithNullForNaN(line.text);
    reader.emplace(context, values);
    if (!without_nan.has_value() || !PlainJson::sax_parse(*without_nan, &*reader)) {
      context.log.Reject(line.span, RejectKind::kBadJson, column, error);
      return false;
    }
    ++result.oddities.nan_objects;
  }
  result.oddities.values_passed_over += reader->values_passed_over();
  *has_keys_of_events = reader->has_keys_of_events();
  return true;
}

// Points the event's fields to `values`, or rejects the line for one of them.
bool TakeValues(const Line& line, const DecodeContext& context, Values* values, Event* event) {
  const std::vector<std::string>& columns = context.file().columns.names;
  for (size_t column = 0; column < columns.size(); ++column) {
    std::string& value = (*values)[column];
    const bool has_nul = value.find('\0') != std::string::npos;
    if (has_nul || value.size() > kFieldBytesMax) {
      if (context.play_maker.Judges(column)) {
        context.log.Reject(
            line.span, has_nul ? RejectKind::kNulByte : RejectKind::kFieldTooLong, columns[column],
            has_nul ? "the value has a NUL" : fmt::format("the value has {} bytes, more than 64 KiB", value.size()));
        return false;
      }
      if (context.play_maker.Reads(column)) ++context.result.oddities.values_passed_over;
      value.clear();
    }
    if (value.find('"') != std::string::npos) event->has_stray_quotes = true;
    const size_t size = value.size();
    value.append(kFieldSlackBytes, '\0');
    event->fields[column].text = std::string_view(value).substr(0, size);
  }
  return true;
}

void MakePlay(const Line& line, const DecodeContext& context, Event* event) {
  DecodeResult& result = context.result;
  const uint64_t without_artist_before = result.without_artist;
  const RowOfEvent row = {.begin = line.span.begin, .is_ascii = false};
  if (std::optional<ValidationError> error = context.play_maker.Make(row, event, context)) {
    context.log.Reject(line.span, error->kind, std::string(kEventColumns[error->column]), std::move(error->reason));
  }
  if (result.without_artist > without_artist_before && event->fields[kEventPage].text == kPageOfPlays) {
    ++result.songs_without_artist;
  }
}

}  // namespace

void JsonDecoder::Decode(const DecodeContext& context) {
  const Chunk& chunk = context.chunk;
  const std::string_view bytes = chunk.bytes();
  context.result.lines = static_cast<uint64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  for (size_t begin = chunk.begin; begin < bytes.size();) {
    const size_t line_end = std::min(bytes.find('\n', begin), bytes.size());
    size_t end = line_end;
    if (end > begin && bytes[end - 1] == '\r') --end;
    DecodeLine({.begin = begin, .end = end}, context);
    begin = line_end + 1;
  }
}

void JsonDecoder::DecodeLine(const RowSpan& span, const DecodeContext& context) {
  const Line line = {.span = span, .text = context.chunk.bytes().substr(span.begin, span.end - span.begin)};
  if (line.text.find_first_not_of(" \t") == std::string_view::npos) {
    ++context.result.blank_lines;
    return;
  }
  ++context.result.events;
  if (context.chunk.row_too_long) {
    context.log.Reject(span, RejectKind::kRowTooLong, "",
                       fmt::format("the row does not end within {} bytes", kRowBytesMax));
    return;
  }
  if (const size_t invalid = FindInvalidUtf8(line.text); invalid < line.text.size()) {
    context.log.RejectInvalid(span, invalid, "");
    return;
  }
  Event event;
  bool has_keys_of_events = false;
  if (!ParseLine(line, context, &values_, &has_keys_of_events)) return;
  if (!TakeValues(line, context, &values_, &event)) return;
  if (!has_keys_of_events) {
    context.log.Reject(span, RejectKind::kNotAnEvent, "",
                       "the object has none of the keys sessionId, itemInSession, ts, page and userId");
    return;
  }
  MakePlay(line, context, &event);
}

}  // namespace earshot
