#include "plays/file_judge.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "base/printable.h"
#include "events/detect/nearest_column.h"
#include "events/source/unwrapping_source.h"
#include "plays/counted.h"

namespace earshot {
namespace {

// Columns that events of every page have; the other required ones are those of a song, or of somebody logged in.
constexpr std::array<std::string_view, 3> kKeysOfAllEvents = {"sessionId", "itemInSession", "level"};

size_t HashOfLine(std::string_view text) { return std::hash<std::string_view>()(text); }

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string_view LastLine(std::string_view text) {
  text.remove_suffix(1);
  return text.substr(text.rfind('\n') + 1);
}

double Share(uint64_t part, uint64_t all) {
  return static_cast<double>(part) / static_cast<double>(std::max<uint64_t>(all, 1));
}

}  // namespace

bool RejectsTooLong(uint64_t rejects, uint64_t rejected_bytes, uint64_t events, uint64_t bytes, double share_max) {
  if (Share(rejected_bytes, bytes) <= share_max) return false;
  const uint64_t other_bytes = bytes - std::min(bytes, rejected_bytes);
  return Share(rejected_bytes, rejects) > 2 * Share(other_bytes, events - rejects);
}

void FileJudge::Start(const EventFile& file) {
  *this = FileJudge(sample_.plays_max());
  path_ = file.path;
  dialect_ = file.dialect;
  columns_ = file.columns;
}

void FileJudge::Add(const Chunk& chunk, std::string_view plays, const PlaySample& sample, const DecodeResult& result) {
  if (!plays.empty()) {
    if (plays_ == 0) first_play_ = HashOfLine(FirstLine(plays));
    last_play_ = HashOfLine(LastLine(plays));
    filled_columns_.Add(plays);
    sample_.Add(sample);
  }
  events_ += result.events;
  plays_ += result.plays;
  suppressed_ += result.suppressed;
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
    const bool has_few = reject.kind == RejectKind::kTooFewFields;
    if (!is_json() && has_few && UnwrapLine(reject.raw) != reject.raw) ++wrapped_rows_;
    if (reject.kind == RejectKind::kBadJson && reject.raw.find("}{") != std::string::npos) ++joined_objects_;
  }
  lacks_line_end_ = chunk.lacks_line_end;
  if (lacks_line_end_ && !result.rejects.empty()) {
    const Reject& last = result.rejects.back();
    last_row_rejected_ = last.byte_offset + last.raw.size() == chunk.byte_offset + chunk.end;
  }
  names_seen_ |= result.names_seen;
  other_keys_.Add(result.other_keys);
}

std::optional<std::string> FileJudge::Fault(const RowLimit& max) const {
  if (std::optional<std::string> fault = RejectsFault(max)) return fault;
  if (plays_ + without_artist_ > 0) {
    const bool holds_plays = plays_ > 0 || songs_without_artist_ > 0 || !SeenKeys()[kEventPage];
    if (std::string missing = MissingKeys(holds_plays); !missing.empty()) return missing;
  }
  if (!max.accepts_all() && Share(songs_without_artist_, plays_ + songs_without_artist_) > kRejectedShareMax) {
    return fmt::format("page says NextSong in {}, but artist is empty there: the export lost that column",
                       Counted(songs_without_artist_, "event"));
  }
  if (empty_columns()[kSongColumn] && !max.accepts_all()) {
    return fmt::format("song is empty in each of its {}: the export lost that column", Counted(plays_, "play"));
  }
  if (!max.accepts_all()) {
    if (std::optional<std::string> fault = ConflictsFault()) return fault;
  }
  if (last_row_rejected_ && !max.accepts_all()) {
    return "it ends in the middle of a row: it was cut; copy or export it again (or end its last line, if nothing is "
           "missing)";
  }
  return std::nullopt;
}

PlaySample FileJudge::TakeSample() {
  sample_.Sorted();
  return std::exchange(sample_, PlaySample(sample_.plays_max()));
}

// Session and item are a play's key. Where an export has lost one of them, most plays would replace each other.
std::optional<std::string> FileJudge::ConflictsFault() const {
  constexpr uint64_t kPlaysMin = 10;
  constexpr double kShareMax = 0.5;
  PlaySample sample = sample_;
  if (plays_ < kPlaysMin || sample.ShareOfConflicts() <= kShareMax) return std::nullopt;
  return fmt::format(
      "most of its {} have the sessionId and itemInSession of another one, with other values: the "
      "export lost one of these columns",
      Counted(plays_, "play"));
}

PlayColumnSet FileJudge::empty_columns() const {
  constexpr uint64_t kPlaysMin = 10;
  return plays_ < kPlaysMin ? PlayColumnSet() : ~filled_columns_.columns();
}

std::optional<std::string> FileJudge::RejectsFault(const RowLimit& max) const {
  if (rejects_ == 0 || max.accepts_all()) return std::nullopt;
  // A number of rows that is allowed may be most of a small file, but not all of any.
  const double share_max = max.is_share ? std::max(kRejectedShareMax, max.share) : 1;
  const bool has_none = plays_ + suppressed_ + without_artist_ == 0;
  if (!has_none && Share(rejects_, events_) <= share_max &&
      !RejectsTooLong(rejects_, rejected_bytes_, events_, bytes_, share_max)) {
    return std::nullopt;
  }
  return fmt::format("{} of {} and {} of {} bytes were rejected, {}; the first because {}{}", Grouped(rejects_),
                     Counted(events_, "row"), Grouped(rejected_bytes_), Grouped(bytes_),
                     has_none ? "and no event is left" : "most of the file", first_reject_, Advice());
}

// What most rejects probably mean, where that is known.
std::string FileJudge::Advice() const {
  if (wrapped_rows_ * 2 > rejects_) {
    Dialect wrapped = dialect_;
    wrapped.wrapped = true;
    return "; its rows are in one more pair of quotes than its header, which is the dialect " + NameOf(wrapped);
  }
  if (joined_objects_ * 2 > rejects_) return "; it has several objects on a line: jq -c . OLD > NEW";
  const std::string missing = MissingKeys(/*holds_plays=*/true);
  return missing.empty() ? "" : "; " + missing;
}

// The columns that some object has a key for.
std::bitset<kEventColumnsMax> FileJudge::SeenKeys() const {
  std::bitset<kEventColumnsMax> seen = names_seen_.own;
  for (size_t i = 0; i < columns_.renames.size(); ++i) {
    if (names_seen_.renamed[i]) seen.set(columns_.renames[i].column);
  }
  return seen;
}

// A key that no object has is a column that the file lacks. eventsim leaves out the keys of a song, and of a listener,
// where there is none, so not all are required where the file does not hold plays.
std::string FileJudge::MissingKeys(bool holds_plays) const {
  if (!is_json() || (names_seen_.own.none() && names_seen_.renamed.none() && other_keys_.keys().empty())) return "";
  const std::bitset<kEventColumnsMax> seen = SeenKeys();
  std::vector<std::string> missing;
  for (const size_t column : kRequiredEventColumns) {
    const std::string_view name = kEventColumns[column];
    const bool is_of_all = std::find(kKeysOfAllEvents.begin(), kKeysOfAllEvents.end(), name) != kKeysOfAllEvents.end();
    if (seen[column] || (!holds_plays && !is_of_all)) continue;
    const std::string rename = RenameOf(NearestColumnName(name, other_keys_.keys()), name);
    missing.push_back(rename.empty() ? std::string(name) : fmt::format("{} (rename {})", name, rename));
  }
  if (missing.empty()) return "";
  std::string others;
  if (!other_keys_.keys().empty()) {
    constexpr size_t kShownBytesMax = 200;
    others =
        "; its other keys are " + Printable(fmt::format("{}", fmt::join(other_keys_.keys(), ", ")), kShownBytesMax);
  }
  return fmt::format("no object has the key{} {}{}", missing.size() > 1 ? "s" : "", fmt::join(missing, ", "), others);
}

}  // namespace earshot
