#include "stores/load_lease.h"

#include <absl/time/time.h>
#include <unistd.h>

#include <array>

#include "base/error_code.h"
#include "base/printable.h"

namespace earshot {

LoadOwner ThisLoad() {
  std::array<char, 256> host = {};
  if (gethostname(host.data(), host.size() - 1) != 0) host = {"unknown"};
  return {host.data(), static_cast<uint64_t>(getpid()), std::chrono::system_clock::now()};
}

std::string TimeInWords(std::chrono::system_clock::time_point time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", absl::FromChrono(time), absl::UTCTimeZone());
}

std::string Describe(const LoadOwner& owner, std::string_view since) {
  // Anybody may have written it.
  constexpr size_t kHostBytesMax = 100;
  return fmt::format("by process {} on host {} {} {}", owner.process, Printable(owner.host, kHostBytesMax), since,
                     TimeInWords(owner.since));
}

Status BeingLoaded(const std::string& store, const LoadOwner& owner) {
  return WithCode(TransientError("{} is being loaded {}", store, Describe(owner)), ErrorCode::kBeingLoaded);
}

}  // namespace earshot
