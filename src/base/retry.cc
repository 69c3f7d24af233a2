#include "base/retry.h"

#include <algorithm>

#include "base/error_code.h"
#include "base/stop_token.h"

namespace earshot {

std::chrono::milliseconds WaitAfter(int tries) {
  constexpr std::chrono::milliseconds kFirstWait(100);
  constexpr std::chrono::milliseconds kWaitMax(10'000);
  return std::min(kFirstWait * (1 << (tries - 1)), kWaitMax);
}

Status RetryTransient(const std::function<Status()>& attempt) {
  for (int tries = 1;; ++tries) {
    Status status = attempt();
    if (!absl::IsUnavailable(status)) return status;
    if (tries == kTriesMax) return WithMessage(status, fmt::format("{} (after {} tries)", MessageOf(status), tries));
    RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + WaitAfter(tries)));
  }
}

}  // namespace earshot
