// Any text in which backslashes escape, after a good header: it is decoded without harm, in chunks of any size to the
// same, and no row is lost without a reject.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "events/decode_testing.h"
#include "events/source/unescaping_source.h"

namespace {

constexpr char kHeader[] =
    "artist,firstName,gender,itemInSession,lastName,length,level,location,sessionId,song,userId\n";
constexpr size_t kWholeBytes = 1 << 14;  // more than any input

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string rows(reinterpret_cast<const char*>(data) + 1, size - 1);
  const earshot::EventsFile file(kHeader + rows);
  earshot::TextOptions options;
  options.dialect.emplace();
  options.dialect->backslash = true;
  const earshot::Decoded decoded = file.Decode(kWholeBytes, options);
  if (!(file.Decode(1 + data[0] % 64, options) == decoded)) std::abort();
  // Where nothing is escaped and no row is invalid, nothing changes.
  if (rows.find('\\') == std::string::npos && decoded.rejects.empty() && !(file.Decode(kWholeBytes) == decoded)) {
    std::abort();
  }
  return 0;
}
