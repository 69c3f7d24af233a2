// Any file at all: whatever it is taken for, it is decoded without harm, and in chunks of any size to the same.
#include <cstdint>
#include <cstdlib>

#include "events/decode_testing.h"

constexpr size_t kWholeBytes = 1 << 14;  // more than any input

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const earshot::EventsFile file(std::string_view(reinterpret_cast<const char*>(data) + 1, size - 1));
  if (!(file.Decode(1 + data[0] % 64) == file.Decode(kWholeBytes))) std::abort();
  return 0;
}
