// Any text after a valid header: decoded in chunks of any size it gives the same as in one, and vectors find the same
// bytes as a byte at a time.
#include <cstdint>
#include <cstdlib>

#include "events/decode_testing.h"
#include "events/split/masks.h"

namespace {

// With the rows that decide the file's layout, which are always in one chunk.
constexpr char kHeader[] =
    "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n1\n2\n3\n";

void CompareMasks(std::string text) {
  text.resize(text.size() / earshot::kBlockBytes * earshot::kBlockBytes);
  std::vector<earshot::BlockMasks> found(text.size() / earshot::kBlockBytes);
  std::vector<earshot::BlockMasks> expected(found.size());
  earshot::FindMasks(text.data(), found.size(), ',', found.data());
  earshot::FindMasksByByte(text.data(), expected.size(), ',', expected.data());
  if (found != expected) std::abort();
}

}  // namespace

constexpr size_t kWholeBytes = 1 << 14;  // more than any input

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const size_t chunk_bytes = 1 + data[0] % 64;
  const std::string text = kHeader + std::string(reinterpret_cast<const char*>(data) + 1, size - 1);
  const earshot::EventsFile file(text);
  if (!(file.Decode(chunk_bytes) == file.Decode(kWholeBytes))) std::abort();
  CompareMasks(text);
  return 0;
}
