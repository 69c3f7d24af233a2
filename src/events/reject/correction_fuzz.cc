// Any line as a correction: it is refused, or, written down and read again, it is the same.
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"
#include "events/reject/correction.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const auto place = earshot::ParseCorrectionPlace(line);
  if (!place.ok()) return 0;
  earshot::EventFile file;
  file.path = place->file;
  const auto correction = earshot::ParseCorrection(line, file);
  if (!correction.ok()) return 0;
  const std::string written = CorrectionJson(line, correction->row, correction->rejects);
  if (written.find('\n') != written.size() - 1 || !earshot::IsUtf8(written)) std::abort();
  const auto place_again = earshot::ParseCorrectionPlace(written);
  const auto again = earshot::ParseCorrection(written, file);
  if (!place_again.ok() || !again.ok()) std::abort();
  const bool same = place->file == place_again->file && place->line == place_again->line &&
                    place->original_xxh3 == place_again->original_xxh3 && correction->row.raw == again->row.raw &&
                    correction->rejects == again->rejects &&
                    correction->row.file->layout.names == again->row.file->layout.names;
  if (!same) std::abort();
  return 0;
}
