#include "plays/corrector.h"

#include <algorithm>
#include <iterator>

namespace earshot {
namespace {

// Takes the first `count` lines out of `lines`. All fields are in quotes, so that a line end after an even number of
// them ends a line.
std::string_view TakeLines(uint64_t count, std::string_view* lines) {
  size_t end = 0;
  for (bool in_quotes = false; count > 0; ++end) {
    const char c = (*lines)[end];
    if (c == '"') in_quotes = !in_quotes;
    if (c == '\n' && !in_quotes) --count;
  }
  const std::string_view taken = lines->substr(0, end);
  lines->remove_prefix(end);
  return taken;
}

// Adds what became of a corrected row, which was a reject until now; not its rejects, which have a place of their own.
void AddCorrected(DecodeResult* corrected, DecodeResult* result) {
  result->events += corrected->events - 1;
  result->plays += corrected->plays;
  result->suppressed += corrected->suppressed;
  result->without_artist += corrected->without_artist;
  result->songs_without_artist += corrected->songs_without_artist;
  result->damaged_fields += corrected->damaged_fields;
  result->damaged_plays += corrected->damaged_plays;
  if (corrected->coarse_times > 0) {
    result->coarse_time_ms = result->coarse_times == 0 ? corrected->coarse_time_ms
                                                       : std::min(result->coarse_time_ms, corrected->coarse_time_ms);
    result->coarse_times += corrected->coarse_times;
  }
  result->oddities += corrected->oddities;
  result->names_seen |= corrected->names_seen;
  result->other_keys.Add(corrected->other_keys);
  std::move(corrected->repairs.begin(), corrected->repairs.end(), std::back_inserter(result->repairs));
}

}  // namespace

StatusOr<ChunkLines> Corrector::Correct(const Chunk& chunk, ChunkLines lines, PlaySample* sample,
                                        DecodeResult* result) {
  if (corrections_->empty() || result->rejects.empty()) return lines;
  plays_.clear();
  events_.clear();
  const bool has_events = !lines.events.empty();
  const uint64_t rows_before = rows_;
  uint64_t plays_taken = 0;
  uint64_t events_taken = 0;
  for (Reject& reject : std::exchange(result->rejects, {})) {
    plays_.append(TakeLines(reject.plays_before - plays_taken, &lines.plays));
    plays_taken = reject.plays_before;
    if (has_events) events_.append(TakeLines(reject.events_before - events_taken, &lines.events));
    events_taken = reject.events_before;
    RETURN_IF_ERROR(Place(std::move(reject), *chunk.file, sample, result));
  }
  plays_.append(lines.plays);
  events_.append(lines.events);
  if (rows_ > rows_before) {
    std::stable_sort(result->repairs.begin(), result->repairs.end(),
                     [](const Repair& a, const Repair& b) { return a.line < b.line; });
  }
  return ChunkLines{plays_, events_};
}

// A corrected row may hold rejects, which may have corrections too, as they were repaired later. Each is used once, so
// there is an end.
Status Corrector::Place(Reject rejected, const EventFile& file, PlaySample* sample, DecodeResult* result) {
  std::vector<Piece> pieces;  // the next one last
  pieces.emplace_back(std::move(rejected));
  bool is_corrected = false;
  while (!pieces.empty()) {
    const Piece piece = std::move(pieces.back());
    pieces.pop_back();
    if (const auto* event = std::get_if<EventLines>(&piece)) {
      plays_.append(event->play);
      events_.append(event->event);
      continue;
    }
    const Reject& reject = std::get<Reject>(piece);
    ASSIGN_OR_RETURN(std::optional<Correction> correction, corrections_->Take(file, reject.raw));
    if (!correction.has_value()) {
      result->rejects.push_back(reject);
      continue;
    }
    is_corrected = true;
    if (Status status = Decode(*std::move(correction), reject, sample); !status.ok()) return corrections_->At(status);
    AddCorrected(&row_.result(), result);
    PushPieces(&pieces);
  }
  if (is_corrected) ++rows_;
  return absl::OkStatus();
}

Status Corrector::Decode(Correction correction, const Reject& reject, PlaySample* sample) {
  correction.row.line = reject.line;
  correction.row.byte_offset = reject.byte_offset;
  RETURN_IF_ERROR(row_.Decode(correction.row, sample));
  const std::vector<Reject>& rejects = row_.result().rejects;
  if (rejects.size() <= correction.rejects) return absl::OkStatus();
  const Reject& last = rejects.back();
  return InputError("the corrected row is not an event: {}{}{}", last.column, last.column.empty() ? "" : ": ",
                    last.reason);
}

void Corrector::PushPieces(std::vector<Piece>* pieces) {
  const std::vector<EventLines>& events = row_.events();
  std::vector<Reject>& rejects = row_.result().rejects;
  size_t event = events.size();
  for (size_t i = rejects.size(); i > 0; --i) {
    Reject& reject = rejects[i - 1];
    for (; event > row_.EventsBefore(reject); --event) pieces->emplace_back(events[event - 1]);
    pieces->emplace_back(std::move(reject));
  }
  for (; event > 0; --event) pieces->emplace_back(events[event - 1]);
}

StatusOr<CorrectionsReport> Corrector::Report() const {
  ASSIGN_OR_RETURN(CorrectionsReport report, corrections_->Report());
  report.rows = rows_;
  return report;
}

}  // namespace earshot
