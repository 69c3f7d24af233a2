#include "base/stop_token.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace earshot {

std::atomic<int> stop_signal = 0;

namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
constexpr int64_t kSameRequestNs = 500'000'000;

std::atomic<int64_t> stopped_at_ns = 0;
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<int64_t>::is_always_lock_free);

// Readable once a stop is asked for: what waits for a descriptor waits for this one as well, so that a signal between a
// look at the token and the wait is not missed.
int stop_pipe[2] = {-1, -1};

int64_t NowNs() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

// Only what POSIX allows in a handler.
void OnSignal(int signal) {
  const int error = errno;
  const int64_t now = NowNs();
  int none = 0;
  if (stop_signal.compare_exchange_strong(none, signal)) {
    stopped_at_ns = now;
    [[maybe_unused]] const ssize_t ignored = write(stop_pipe[1], "s", 1);
  } else if (stopped_at_ns > 0 && now - stopped_at_ns >= kSameRequestNs) {
    std::signal(signal, SIG_DFL);
    raise(signal);
  }
  errno = error;
}

const char* NameOf(int signal) { return signal == SIGINT ? "SIGINT" : signal == SIGTERM ? "SIGTERM" : "SIGHUP"; }

}  // namespace

void StopOnSignals() {
  // Without a pipe only a wait for input or for a lock is not ended by the first signal.
  if (pipe2(stop_pipe, O_CLOEXEC | O_NONBLOCK) != 0) stop_pipe[0] = stop_pipe[1] = -1;
  for (const int signal : kSignals) {
    struct sigaction old {};
    if (sigaction(signal, nullptr, &old) != 0 || old.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = OnSignal;  // without SA_RESTART: a system call that waits ends with EINTR
    sigaction(signal, &action, nullptr);
  }
}

Status StopStatus() { return absl::CancelledError(fmt::format("stopped by {}", NameOf(stop_signal))); }

Status AfterStop(const Status& status, std::string_view what) {
  if (!absl::IsCancelled(status)) return status;
  return absl::CancelledError(fmt::format("{}; {}", MessageOf(status), what));
}

namespace {

Status WaitUntilReady(int descriptor, short events) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    pollfd waited[] = {{descriptor, events, 0}, {stop_pipe[0], POLLIN, 0}};
    const int ready = poll(waited, std::size(waited), -1);
    if (ready < 0 && errno != EINTR) return ErrnoError(errno, "cannot wait for input or output");
    // Where both are, it is a stop.
    if (ready > 0 && waited[0].revents != 0) return CheckStop();
  }
}

}  // namespace

Status WaitUntilReadable(int descriptor) { return WaitUntilReady(descriptor, POLLIN); }
Status WaitUntilWritable(int descriptor) { return WaitUntilReady(descriptor, POLLOUT); }

int StopDescriptor() { return stop_pipe[0]; }

Status SleepUntil(std::chrono::steady_clock::time_point due) {
  using std::chrono::milliseconds;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    const auto left = std::chrono::ceil<milliseconds>(due - std::chrono::steady_clock::now());
    if (left <= milliseconds::zero()) return absl::OkStatus();
    pollfd stop = {stop_pipe[0], POLLIN, 0};
    poll(&stop, 1, static_cast<int>(std::min(left, milliseconds(60'000)).count()));
  }
}

void EndByStopSignal() {
  const int signal = stop_signal;
  if (signal == 0) return;
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace earshot
