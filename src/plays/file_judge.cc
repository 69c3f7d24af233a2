#include "plays/file_judge.h"

#include <absl/strings/ascii.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "base/printable.h"
#include "plays/counted.h"

namespace earshot {
namespace {

// Columns that events of every page have; the other needed ones are those of a song, or of somebody logged in.
constexpr std::array<std::string_view, 3> kKeysOfAllEvents = {"sessionId", "itemInSession", "level"};

constexpr size_t kKeyBytesMax = 64;

bool AcceptsAll(const RejectsMax& max) { return max.is_share && max.share >= 1; }

double Share(uint64_t part, uint64_t all) {
  return static_cast<double>(part) / static_cast<double>(std::max<uint64_t>(all, 1));
}

// "session_id" and "Session ID" as "sessionid"
std::string Letters(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)))
      letters.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return letters;
}

}  // namespace

bool RejectsTooLong(uint64_t rejects, uint64_t rejected_bytes, uint64_t events, uint64_t bytes, double share_max) {
  if (Share(rejected_bytes, bytes) <= share_max) return false;
  const uint64_t other_bytes = bytes - std::min(bytes, rejected_bytes);
  return Share(rejected_bytes, rejects) > 2 * Share(other_bytes, events - rejects);
}

void FileJudge::Start(const EventFile& file) {
  *this = FileJudge();
  path_ = file.path;
  is_json_ = file.dialect.format == EventFormat::kJson;
  columns_ = file.columns;
}

void FileJudge::Add(const Chunk& chunk, const DecodeResult& result) {
  events_ += result.events;
  plays_ += result.plays;
  without_artist_ += result.without_artist;
  songs_without_artist_ += result.songs_without_artist;
  rejects_ += result.rejects.size();
  bytes_ += chunk.end - chunk.begin;
  for (const Reject& reject : result.rejects) {
    rejected_bytes_ += reject.raw.size();
    if (first_reject_.empty()) {
      first_reject_ = reject.reason;
      if (!reject.column.empty()) first_reject_ = fmt::format("{}: {}", reject.column, first_reject_);
    }
  }
  names_seen_ |= result.names_seen;
  other_keys_.Add(result.other_keys);
}

std::optional<std::string> FileJudge::Fault(const RejectsMax& max) const {
  if (std::optional<std::string> fault = RejectsFault(max)) return fault;
  if (std::optional<std::string> fault = KeysFault()) return fault;
  if (!AcceptsAll(max) && Share(songs_without_artist_, plays_ + songs_without_artist_) > kRejectedShareMax) {
    return fmt::format("page says NextSong in {}, but artist is empty there: the export lost that column",
                       Counted(songs_without_artist_, "event"));
  }
  return std::nullopt;
}

std::optional<std::string> FileJudge::RejectsFault(const RejectsMax& max) const {
  if (rejects_ == 0 || AcceptsAll(max)) return std::nullopt;
  // A number of rows that is allowed may be most of a small file, but not all of any.
  const double share_max = max.is_share ? std::max(kRejectedShareMax, max.share) : 1;
  const bool has_none = plays_ + without_artist_ == 0;
  if (!has_none && Share(rejects_, events_) <= share_max &&
      !RejectsTooLong(rejects_, rejected_bytes_, events_, bytes_, share_max)) {
    return std::nullopt;
  }
  return fmt::format("{} of {} and {} of {} bytes were rejected, {}; the first because {}", Grouped(rejects_),
                     Counted(events_, "row"), Grouped(rejected_bytes_), Grouped(bytes_),
                     has_none ? "and no event is left" : "most of the file", first_reject_);
}

// A key that no object has is a column that the file lacks.
std::optional<std::string> FileJudge::KeysFault() const {
  if (!is_json_ || plays_ + without_artist_ == 0) return std::nullopt;
  const size_t page = columns_.Find("page");
  NamesSeen seen = names_seen_;
  for (size_t i = 0; i < columns_.renames.size(); ++i) {
    if (seen.renamed[i]) seen.own[columns_.renames[i].column] = true;
  }
  // eventsim leaves out the keys of a song, and of a listener, where there is none.
  const bool holds_plays = plays_ > 0 || songs_without_artist_ > 0 || !seen.own[page];
  std::vector<std::string> missing;
  for (const size_t column : kNeededEventColumns) {
    const std::string_view name = kEventColumns[column];
    const bool is_of_all = std::find(kKeysOfAllEvents.begin(), kKeysOfAllEvents.end(), name) != kKeysOfAllEvents.end();
    if (seen.own[column] || (!holds_plays && !is_of_all)) continue;
    const std::string nearest = NearestKey(name);
    missing.push_back(nearest.empty() ? std::string(name)
                                      : fmt::format("{0} (it has {1}: --rename {1}={0})", name, nearest));
  }
  if (missing.empty()) return std::nullopt;
  std::string others;
  if (!other_keys_.keys().empty()) {
    constexpr size_t kShownBytesMax = 200;
    others =
        "; its other keys are " + Printable(fmt::format("{}", fmt::join(other_keys_.keys(), ", ")), kShownBytesMax);
  }
  return fmt::format("no object has the key{} {}{}", missing.size() > 1 ? "s" : "", fmt::join(missing, ", "), others);
}

// The file's own name for `column`, or "".
std::string FileJudge::NearestKey(std::string_view column) const {
  const std::string letters = Letters(column);
  std::vector<std::string_view> keys(other_keys_.keys().begin(), other_keys_.keys().end());
  for (const std::string_view key : keys) {
    if (Letters(key) == letters) return Printable(key, kKeyBytesMax);
  }
  for (const std::string_view key : keys) {
    if (Letters(key) == letters + "name") return Printable(key, kKeyBytesMax);
  }
  return Printable(NearestName(column, keys), kKeyBytesMax);
}

}  // namespace earshot
