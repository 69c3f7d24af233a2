#include "cli/output_stream.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

#include "base/stop_token.h"

namespace earshot {

// In pieces that a pipe which can be written to takes without waiting, so that a reader who takes nothing does not keep
// the program from stopping.
Status StandardOutput::Write(std::string_view text) {
  if (closed_) return absl::OkStatus();
  while (!text.empty()) {
    RETURN_IF_ERROR(WaitUntilWritable(STDOUT_FILENO));
    const ssize_t count = write(STDOUT_FILENO, text.data(), std::min<size_t>(text.size(), PIPE_BUF));
    if (count < 0 && errno != EINTR && errno != EAGAIN) break;
    text.remove_prefix(static_cast<size_t>(std::max<ssize_t>(count, 0)));
  }
  if (text.empty()) return absl::OkStatus();
  // After a first error nothing more is tried.
  closed_ = true;
  return errno == EPIPE ? absl::OkStatus() : ErrnoError(errno, "cannot write the result");
}

}  // namespace earshot
