// Any line as the last one of rejects: it is another one, or damaged, or, written down and read again, it is the same.
#include <cstdint>
#include <cstdlib>

#include "events/reject/rejects_end.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto end = earshot::ParseRejectsEnd({reinterpret_cast<const char*>(data), size});
  if (!end.ok() || !end->has_value()) return 0;
  const std::string written = RejectsEndJson(**end);
  const auto again = earshot::ParseRejectsEnd(written);
  if (!again.ok() || !again->has_value()) std::abort();
  const earshot::RejectsEnd& one = **end;
  const earshot::RejectsEnd& other = **again;
  const bool same = one.plays == other.plays && one.stopped == other.stopped && one.with == other.with &&
                    one.corrections == other.corrections;
  if (!same) std::abort();
  return 0;
}
