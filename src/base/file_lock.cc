#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>

#include "base/stop_token.h"

namespace earshot {
namespace {

using Clock = std::chrono::steady_clock;
// Long enough for a small job to end, short enough for a person to wait for the message.
constexpr std::chrono::seconds kWaitMax{5};
constexpr std::chrono::milliseconds kPause{20};

enum class Locked { kYes, kNever, kByAnother, kReplaced };

Locked Lock(int descriptor, const std::string& path) {
  struct stat own {};
  const bool can_be_locked = fstat(descriptor, &own) == 0 && (S_ISREG(own.st_mode) || S_ISDIR(own.st_mode));
  if (!can_be_locked) return Locked::kNever;
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK || errno == EINTR ? Locked::kByAnother : Locked::kNever;
  }
  struct stat named {};
  const bool is_same = stat(path.c_str(), &named) == 0 && named.st_dev == own.st_dev && named.st_ino == own.st_ino;
  return is_same ? Locked::kYes : Locked::kReplaced;
}

}  // namespace

FileLock::~FileLock() {
  if (held()) close(descriptor_);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(other.Release()), open_error_(other.open_error_) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(open_error_, other.open_error_);
  return *this;
}

int FileLock::Release() { return std::exchange(descriptor_, -1); }

StatusOr<FileLock> FileLock::Take(const std::string& path, const std::string& name, int flags) {
  const Clock::time_point end = Clock::now() + kWaitMax;
  while (true) {
    FileLock lock(open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, 0644));
    // What cannot be opened is for the caller to notice.
    if (!lock.held()) lock.open_error_ = errno;
    if (!lock.held()) return lock;
    const Locked locked = Lock(lock.descriptor_, path);
    if (locked == Locked::kYes) return lock;
    if (locked == Locked::kNever) return FileLock();
    if (locked == Locked::kByAnother && Clock::now() >= end) {
      return TransientError("another earshot is writing {}, so it was left alone; try again when that one has ended",
                            name);
    }
    RETURN_IF_ERROR(SleepUntil(Clock::now() + kPause));
  }
}

}  // namespace earshot
