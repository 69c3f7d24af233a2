#include "plays/repaired_row.h"

namespace earshot {

Status RepairedRow::Decode(const RejectedRow& row, PlaySample* sample) {
  sample_ = sample;
  plays_.clear();
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
  plays_.emplace_back(text_.text());
  if (sample_ != nullptr) sample_->Add(event, plays_.back());
}

}  // namespace earshot
