// Day files as Generate writes them (generate/generate.h), whose listeners have planted tastes: what they will like is
// known, and written beside the files.
//
// The same options give the same bytes on every machine. Memory grows with artists and listeners, with one day's events
// and by four bytes a play. One thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/status.h"
#include "generate/summary.h"

namespace earshot {

enum class TasteSize : uint8_t { kSmall, kMedium, kLarge, kExtraLarge };

struct TasteSizeTraits {
  uint32_t listeners = 0;
  uint32_t artists = 0;
  uint32_t days = 0;  // where GenerateTasteOptions names none
};
const TasteSizeTraits& TraitsOf(TasteSize size);

struct GenerateTasteOptions {
  std::string directory = "event_data";
  TasteSize size = TasteSize::kSmall;
  uint32_t days = 0;  // 0: as the size says
  uint64_t seed = 1;
  // What was planted goes to this file (docs/formats.md, "Planted tastes"); by default it is DIRECTORY.truth.ndjson.
  std::string truth{};
};

// Does with the directory what Generate does. Once all days are written the truth appears, and beside the directory,
// as DIRECTORY.opt_in.txt, who may be named to others; such files are replaced.
StatusOr<GenerateSummary> GenerateTaste(const GenerateTasteOptions& options);

}  // namespace earshot
