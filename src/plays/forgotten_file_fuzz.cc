// Any line as a forgotten listener: it is refused, or, written down and read again, it is the same. Any text may be of
// one of them, and stays so with more text after it.
#include <cstdint>
#include <cstdlib>

#include "plays/forgotten_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  earshot::Forgotten forgotten;
  forgotten.AddUser(7);
  forgotten.AddNames({earshot::HashOfName("Ada"), earshot::HashOfName("Moor")});
  if (forgotten.MayBeOf(text) && !forgotten.MayBeOf(std::string(text) + ",x")) std::abort();
  const auto listener = earshot::ParseForgotten(text);
  if (!listener.ok()) return 0;
  const std::string written = ForgottenJson(*listener);
  const auto again = earshot::ParseForgotten(std::string_view(written).substr(0, written.size() - 1));
  if (!again.ok() || again->user_id != listener->user_id || again->names != listener->names) std::abort();
  return 0;
}
