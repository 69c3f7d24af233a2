// Any line as user_ids: it is refused, or, written down and read again, it is the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "taste/user_id_lines.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto user_ids = earshot::ParseUserIds({reinterpret_cast<const char*>(data), size});
  if (!user_ids.ok()) return 0;
  std::string written;
  for (const int64_t user_id : *user_ids) written += fmt::format(" {}", user_id);
  const auto again = earshot::ParseUserIds(written);
  if (!again.ok() || *again != *user_ids) std::abort();
  return 0;
}
