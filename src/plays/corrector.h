// Puts corrected rows in the place of the rejected ones that they are of, chunk by chunk, in the order of the files.
//
// One corrector serves one consolidation, on one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/status.h"
#include "events/decode.h"
#include "events/split/chunk.h"
#include "plays/corrections.h"
#include "plays/play_sample.h"
#include "plays/repaired_row.h"

namespace earshot {

class Corrector {
 public:
  Corrector(std::unique_ptr<Corrections> corrections, const DecodeOptions& options)
      : corrections_(std::move(corrections)), row_(options) {}

  // Corrects what became of the chunk: the plays, whose lines with those of corrected rows in their places are returned
  // (valid until the next call), the sample of them, and the result.
  StatusOr<std::string_view> Correct(const Chunk& chunk, std::string_view plays, PlaySample* sample,
                                     DecodeResult* result);

  StatusOr<CorrectionsReport> Report() const;

 private:
  using Piece = std::variant<std::string, Reject>;  // a line of a play, or a rejected row

  Status Place(Reject rejected, const EventFile& file, PlaySample* sample, DecodeResult* result);
  Status Decode(Correction correction, const Reject& reject, PlaySample* sample);
  void PushPieces(std::vector<Piece>* pieces);

  std::unique_ptr<Corrections> corrections_;
  RepairedRow row_;
  std::string plays_;  // of the chunk
  uint64_t rows_ = 0;  // that were corrected
};

}  // namespace earshot
