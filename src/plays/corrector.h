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

// What a chunk adds to the consolidated file and, where there is one, to the file of events.
struct ChunkLines {
  std::string_view plays;
  std::string_view events;
};

class Corrector {
 public:
  Corrector(std::unique_ptr<Corrections> corrections, const DecodeOptions& options)
      : corrections_(std::move(corrections)), row_(options) {}

  // Corrects what became of the chunk: the lines, which are returned with those of corrected rows in their places
  // (valid until the next call), the sample of the plays, and the result.
  StatusOr<ChunkLines> Correct(const Chunk& chunk, ChunkLines lines, PlaySample* sample, DecodeResult* result);

  StatusOr<CorrectionsReport> Report() const;

 private:
  using Piece = std::variant<EventLines, Reject>;

  Status Place(Reject rejected, const EventFile& file, PlaySample* sample, DecodeResult* result);
  Status Decode(Correction correction, const Reject& reject, PlaySample* sample);
  void PushPieces(std::vector<Piece>* pieces);

  std::unique_ptr<Corrections> corrections_;
  RepairedRow row_;
  std::string plays_;   // of the chunk
  std::string events_;  // of the chunk
  uint64_t rows_ = 0;   // that were corrected
};

}  // namespace earshot
