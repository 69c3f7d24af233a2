#include "events/play_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "events/event_time.h"
#include "events/nothing.h"
#include "events/reject/repair.h"

namespace earshot {
namespace {

constexpr std::array<size_t, 3> kWholeNumbers = {kEventSessionId, kEventItemInSession, kEventUserId};
// Columns that plays need not have, and that only their being events makes anybody look at.
constexpr std::array<size_t, 7> kOfEventsAlone = {kEventAuth,   kEventMethod, kEventPage,     kEventRegistration,
                                                  kEventStatus, kEventTime,   kEventUserAgent};
constexpr std::array<size_t, 4> kOfListener = {kEventFirstName, kEventLastName, kEventGender, kEventLocation};
constexpr std::array<size_t, 5> kTexts = {kEventArtist, kEventFirstName, kEventLastName, kEventLocation, kEventSong};

// "26.0" as "26": what spreadsheets write in a column of decimal numbers.
std::string_view WithoutZeroDecimals(std::string_view number, std::string_view decimal_signs) {
  const size_t point = number.find_first_of(decimal_signs);
  if (point == 0 || point == std::string_view::npos || point + 1 == number.size()) return number;
  return number.find_first_not_of('0', point + 1) == std::string_view::npos ? number.substr(0, point) : number;
}

bool IsNothing(std::string_view text) { return IsBlank(text) || FindNullWord(text) < kNullWords.size(); }

// Empties the fields of an event without a song that hold blanks, or a word for a missing value: a listener may be
// called None, but only if there is one.
void EmptyNothing(Event* event) {
  const bool has_listener = !IsNothing(event->fields[kEventUserId].text);
  for (size_t column = 0; column < kEventColumnCount; ++column) {
    std::string_view& text = event->fields[column].text;
    if (column == kEventDay || !MayBeNothing(text)) continue;
    const bool may_be_name =
        has_listener && std::find(kOfListener.begin(), kOfListener.end(), column) != kOfListener.end();
    if (may_be_name ? IsBlank(text) : IsNothing(text)) text = text.substr(0, 0);
  }
}

// Whether nothing was heard: the artist is blank, or a null word, and song and length are missing, too. A null word may
// also be an artist's name, and is then put into `null_word`: a song has a name and a length.
bool HasNoArtist(const Event& event, size_t* null_word, DecodeResult* result) {
  const std::string_view artist = event.fields[kEventArtist].text;
  if (IsBlank(artist)) {
    if (!artist.empty()) ++result->oddities.blank_artists;
    return true;
  }
  *null_word = FindNullWord(artist);
  if (*null_word == kNullWords.size()) return false;
  if (!IsNothing(event.fields[kEventSong].text) || !IsNothing(event.fields[kEventLength].text)) return false;
  ++result->oddities.null_artists[*null_word];
  return true;
}

// Called for each play, and so compared as one machine word.
bool IsKnownLevel(std::string_view level) {
  constexpr size_t kBytes = 4;
  return level.size() == kBytes &&
         (std::memcmp(level.data(), "free", kBytes) == 0 || std::memcmp(level.data(), "paid", kBytes) == 0);
}

// A time in milliseconds, in the years 2001 to 2033.
bool LooksLikeTime(std::string_view number) { return number.size() == 13 && number.front() == '1'; }

}  // namespace

PlayMaker::PlayMaker(DecodeOptions options) : options_(std::move(options)) {
  columns_.assign(kRequiredEventColumns.begin(), kRequiredEventColumns.end());
  columns_.insert(columns_.end(), options_.with.begin(), options_.with.end());
  const auto has = [this](size_t column) {
    return std::find(options_.with.begin(), options_.with.end(), column) != options_.with.end();
  };
  with_time_ = has(kEventTime);
  with_day_ = has(kEventDay);
  columns_read_ = columns_;
  std::erase(columns_read_, kEventDay);
  if (with_day_ && !with_time_) columns_read_.push_back(kEventTime);
  for (const size_t column : columns_read_) is_judged_.set(column);
  for (size_t column = 0; options_.events && column < kEventColumnCount; ++column) {
    if (!is_judged_[column] && column != kEventDay) columns_read_.push_back(column);
  }
  for (const size_t column : columns_read_) is_read_.set(column);
}

std::optional<ValidationError> PlayMaker::Make(const RowOfEvent& row, Event* event, const DecodeContext& context) {
  const EventFile& file = context.file();
  DecodeResult& result = context.result;
  if (!file.null_words.empty()) EmptyNulls(file.null_words, event, &result);
  size_t null_word = kNullWords.size();
  if (MayBeNothing(event->fields[kEventArtist].text) && HasNoArtist(*event, &null_word, &result)) {
    if (options_.events) return MakeOther(row, event, context);
    ++result.without_artist;
    return std::nullopt;
  }
  std::optional<ValidationError> error = CheckAndNormalize(CheckNumbers, event, file);
  if (error.has_value()) return error;
  // Before anything of it is kept anywhere.
  if (IsSuppressed(*event, &result)) return std::nullopt;
  const bool has_time = !event->fields[kEventTime].text.empty();
  if (with_time_ || (with_day_ && has_time)) error = CheckTime(*event);
  if (!error.has_value() && with_day_) error = SetDay(file.path, event);
  if (error.has_value()) return error;
  if (!row.is_ascii) CheckText(row.begin, event, context);
  if (with_time_) CountIfCoarse(*event, &result);
  ++result.plays;
  if (!IsKnownLevel(event->fields[kEventLevel].text)) ++result.oddities.other_levels;
  if (LooksLikeTime(event->fields[kEventUserId].text)) ++result.oddities.times_as_users;
  if (null_word < kNullWords.size()) ++result.oddities.plays_of_null_artists[null_word];
  context.sink.OnPlay(*event);
  if (options_.events) HandOn(event, context);
  return std::nullopt;
}

// An event of another page.
std::optional<ValidationError> PlayMaker::MakeOther(const RowOfEvent& row, Event* event, const DecodeContext& context) {
  EmptyNothing(event);
  std::optional<ValidationError> error = CheckAndNormalize(CheckNumbersIfAny, event, context.file());
  if (error.has_value()) return error;
  if (IsSuppressed(*event, &context.result)) return std::nullopt;
  if (!row.is_ascii) CheckText(row.begin, event, context);
  ++context.result.without_artist;
  HandOn(event, context);
  return std::nullopt;
}

// Whole numbers may have zeros as their decimals, and in some files decimals have a comma before them.
std::optional<ValidationError> PlayMaker::CheckAndNormalize(std::optional<ValidationError> (*check)(const Event&),
                                                            Event* event, const EventFile& file) {
  const bool decimal_comma = file.dialect.decimal_comma;
  if (decimal_comma) UsePoint(event);
  std::optional<ValidationError> error = check(*event);
  if (!error.has_value()) return error;
  for (const size_t column : kWholeNumbers) {
    std::string_view& text = event->fields[column].text;
    text = WithoutZeroDecimals(text, decimal_comma ? ".," : ".");
  }
  return check(*event);
}

bool PlayMaker::IsSuppressed(const Event& event, DecodeResult* result) const {
  if (options_.forgotten == nullptr || !options_.forgotten->HasUser(event.fields[kEventUserId].text)) return false;
  ++result->suppressed;
  return true;
}

// A play has been handed on as one: what follows changes only what it has as an event. A status, a time or a day that
// cannot be read is none.
void PlayMaker::HandOn(Event* event, const DecodeContext& context) {
  const EventFile& file = context.file();
  for (const size_t column : kOfEventsAlone) {
    std::string_view& text = event->fields[column].text;
    const bool is_named_null = std::find(file.null_words.begin(), file.null_words.end(), text) != file.null_words.end();
    if (is_named_null || (MayBeNothing(text) && IsNothing(text))) text = text.substr(0, 0);
  }
  std::string_view& status = event->fields[kEventStatus].text;
  status = WithoutZeroDecimals(status, ".,");
  for (const auto& [column, check] : {std::pair(kEventStatus, &CheckStatus), std::pair(kEventTime, &CheckTime)}) {
    std::string_view& text = event->fields[column].text;
    if (text.empty() || !check(*event).has_value()) continue;
    text = text.substr(0, 0);
    ++context.result.oddities.values_passed_over;
  }
  if (SetDay(file.path, event).has_value()) {
    event->fields[kEventDay] = {event->fields[kEventTime].text.substr(0, 0), false};
    ++context.result.oddities.events_without_day;
  }
  context.sink.OnEvent(*event);
}

void PlayMaker::EmptyNulls(const std::vector<std::string>& null_words, Event* event, DecodeResult* result) const {
  for (const size_t column : columns_) {
    std::string_view& text = event->fields[column].text;
    if (std::find(null_words.begin(), null_words.end(), text) == null_words.end()) continue;
    text = text.substr(0, 0);
    ++result->oddities.named_nulls;
  }
}

void PlayMaker::UsePoint(Event* event) {
  EventField& length = event->fields[kEventLength];
  const size_t comma = length.text.find(',');
  if (comma == std::string_view::npos) return;
  std::string& text = texts_[kEventLength];
  text.assign(length.text).append(kFieldSlackBytes, '\0');
  text[comma] = '.';
  length.text = std::string_view(text).substr(0, length.text.size());
}

// Counts the fields that were decoded wrongly, and repairs them if the options say so.
void PlayMaker::CheckText(size_t row_begin, Event* event, const DecodeContext& context) {
  DecodeResult& result = context.result;
  const uint64_t damaged_before = result.damaged_fields;
  for (const size_t column : kTexts) {
    EventField& field = event->fields[column];
    std::optional<std::string> repaired = RepairText(field.text);
    if (!repaired.has_value()) continue;
    ++result.damaged_fields;
    if (!options_.repair_text) continue;
    context.log.Repair(row_begin, std::string(kEventColumns[column]), std::string(field.text), *repaired);
    const size_t size = repaired->size();
    texts_[column] = std::move(*repaired);
    texts_[column].append(kFieldSlackBytes, '\0');
    field.text = std::string_view(texts_[column]).substr(0, size);
  }
  if (result.damaged_fields > damaged_before) ++result.damaged_plays;
}

void PlayMaker::CountIfCoarse(const Event& event, DecodeResult* result) {
  const std::optional<EventTime> time = ParseEventTime(event.fields[kEventTime].text);
  if (!time.has_value() || time->precision_ms <= 1) return;
  const auto step = static_cast<double>(time->precision_ms);
  result->coarse_time_ms = result->coarse_times == 0 ? step : std::min(result->coarse_time_ms, step);
  ++result->coarse_times;
}

std::optional<ValidationError> PlayMaker::SetDay(const std::string& path, Event* event) {
  if (path != path_) {
    path_ = path;
    day_in_name_ = DayInName(path);
  }
  const std::string_view time = event->fields[kEventTime].text;
  const std::optional<std::chrono::sys_days> day = DayOfEvent(time, day_in_name_);
  if (!day.has_value()) {
    return ValidationError{RejectKind::kNotANumber, kEventTime,
                           fmt::format("\"{}\" leaves the day open, and the file's name does not settle it", time)};
  }
  std::string& text = texts_[kEventDay];
  // Nearly all events of a file are of one day.
  if (day != day_ || text.empty()) {
    day_ = day;
    text = TextOfDay(*day);
    text.append(kFieldSlackBytes, '\0');
  }
  event->fields[kEventDay] = {std::string_view(text).substr(0, text.size() - kFieldSlackBytes), false};
  return std::nullopt;
}

}  // namespace earshot
