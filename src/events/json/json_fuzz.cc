// Any text as JSON: it is decoded without harm, and in chunks of any size to the same.
#include <cstdint>
#include <cstdlib>

#include "events/decode_testing.h"

constexpr size_t kWholeBytes = 1 << 14;  // more than any input

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  earshot::TextOptions json;
  json.dialect.emplace();
  json.dialect->format = earshot::EventFormat::kJson;
  const earshot::EventsFile file(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  const size_t chunk_bytes = 1 + data[0] % 64;
  if (!(file.Decode(chunk_bytes, json) == file.Decode(kWholeBytes, json))) std::abort();
  return 0;
}
