#include "generate/day_writer.h"

#include <fmt/format.h>

#include <iterator>

#include "base/csv.h"

namespace earshot {
namespace {

// Without the zeros at its end, and without the point where nothing follows it.
void TrimZeros(std::string* out) {
  while (out->back() == '0') out->pop_back();
  if (out->back() == '.') out->pop_back();
}

}  // namespace

void AppendLength(uint32_t length, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}.{:05}", length / 100'000, length % 100'000);
  TrimZeros(out);
}

void AppendLossyTime(int64_t time_ms, std::string* out) {
  const int64_t digits = (time_ms + 5'000'000) / 10'000'000;
  fmt::format_to(std::back_inserter(*out), "{}.{:05}", digits / 100'000, digits % 100'000);
  TrimZeros(out);
  out->append("E+12");
}

void DayWriter::AppendTime(int64_t time_ms, std::string* out) const {
  if (lossy_times_) {
    AppendLossyTime(time_ms, out);
  } else {
    fmt::format_to(std::back_inserter(*out), "{}", time_ms);
  }
}

void DayWriter::AppendLine(const GeneratedEvent& event, std::string* out) const {
  const GeneratedListener nobody;
  const GeneratedSong silence;
  const GeneratedListener& who = event.logged_in ? listeners_[event.listener] : nobody;
  const bool is_play = event.page == GeneratedPage::kNextSong;
  const GeneratedSong& song = is_play ? songs_[event.song] : silence;
  const PageTraits& page = kPageTraits[static_cast<size_t>(event.page)];

  AppendCsvField(song.artist, out);
  out->append(event.logged_in ? ",Logged In," : ",Logged Out,");
  AppendCsvField(who.first_name, out);
  if (event.logged_in) {
    out->append(who.female ? ",F," : ",M,");
  } else {
    out->append(",,");
  }
  fmt::format_to(std::back_inserter(*out), "{},", event.item);
  AppendCsvField(who.last_name, out);
  out->push_back(',');
  if (is_play) AppendLength(song.length, out);
  out->append(event.paid ? ",paid," : ",free,");
  AppendCsvField(who.place, out);
  fmt::format_to(std::back_inserter(*out), ",{},{},", page.method, page.name);
  if (event.logged_in) AppendTime(who.registration_ms, out);
  fmt::format_to(std::back_inserter(*out), ",{},", event.session);
  AppendCsvField(song.title, out);
  fmt::format_to(std::back_inserter(*out), ",{},", page.status);
  AppendTime(event.time_ms, out);
  out->push_back(',');
  if (event.logged_in) fmt::format_to(std::back_inserter(*out), "{}", event.listener + 1);
  out->append("\r\n");
}

}  // namespace earshot
