// Any text as earshot.toml: it is refused with its place, or what it says of memory is a size that can be written and
// read again.
#include <cstdint>
#include <cstdlib>

#include "settings/settings_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const earshot::StatusOr<earshot::SettingsFile> settings = earshot::ParseSettings(text, "earshot.toml");
  if (!settings.ok()) {
    if (!earshot::MessageOf(settings.status()).starts_with("earshot.toml:")) std::abort();
    return 0;
  }
  if (!settings->memory_bytes.has_value()) return 0;
  const earshot::StatusOr<uint64_t> again = earshot::ParseSize(std::to_string(*settings->memory_bytes));
  if (!again.ok() || *again != *settings->memory_bytes) std::abort();
  return 0;
}
