#include "plays/repaired_row.h"

namespace earshot {

Status RepairedRow::Decode(const RejectedRow& row, PlaySample* sample) {
  sample_ = sample;
  events_.clear();
  // With a line end, as it has in its file: at the end of a file a CR would be one.
  FillChunk(row.raw + "\r\n", row.file, row.in_doubt, &chunk_);
  decoder_.Decode(chunk_, this, &result_);
  if (result_.events == 0) return InputError("raw holds no row; take the line out to do without it");
  for (Reject& reject : result_.rejects) {
    reject.line = row.line;
    reject.byte_offset = row.byte_offset;
  }
  for (Repair& repair : result_.repairs) repair.line = row.line;
  result_.oddities.first_odd_quote.line = row.line;
  return absl::OkStatus();
}

void RepairedRow::OnPlay(const Event& event) {
  text_.Clear();
  text_.OnPlay(event);
  events_.push_back({std::string(text_.text()), ""});
  if (sample_ != nullptr) sample_->Add(event, events_.back().play);
}

void RepairedRow::OnEvent(const Event& event) {
  event_text_.Clear();
  event_text_.OnPlay(event);
  const bool is_play = !events_.empty() && events_.back().event.empty();
  if (!is_play) events_.emplace_back();
  events_.back().event = event_text_.text();
}

// Events that are not plays are among them where they are wanted.
size_t RepairedRow::EventsBefore(const Reject& reject) const {
  const bool has_all = !events_.empty() && !events_.front().event.empty();
  return has_all ? reject.events_before : reject.plays_before;
}

}  // namespace earshot
