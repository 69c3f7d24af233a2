// A command of the user's that runs beside this program.
//
// An object owns its process, and belongs to one thread at a time.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>

#include "base/status.h"

namespace earshot {

class ChildProcess {
 public:
  // The shell runs `command`, in a process group of its own. What it prints goes to standard error, as standard output
  // is for results; its standard input is empty.
  static StatusOr<ChildProcess> Start(const std::string& command);
  // One that still runs is asked to end, and waited for.
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept : pid_(std::exchange(other.pid_, 0)) {}
  ChildProcess& operator=(ChildProcess&&) = delete;

  // Waits for its end. "ended with exit code 3" where it has failed, as a TransientError unless there is no such
  // command; Cancelled, while it still runs, where a stop is asked for. REQUIRES: it has not ended.
  Status Wait();

  // Asks it, and what it has started, to end.
  void Stop() const;

 private:
  explicit ChildProcess(pid_t pid) : pid_(pid) {}

  pid_t pid_ = 0;  // 0 once it has ended
};

}  // namespace earshot
