// Any text, repaired: what comes out is UTF-8, is shorter, and is what one gets who repairs it after one more wrong
// reading.
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"
#include "events/reject/repair.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (!earshot::IsUtf8(text)) return 0;
  const std::optional<std::string> repaired = earshot::RepairText(text);
  if (!repaired.has_value()) return 0;
  if (!earshot::IsUtf8(*repaired) || repaired->size() >= text.size()) std::abort();
  return 0;
}
