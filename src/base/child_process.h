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
  // The shell runs `command`. What it prints goes to standard error, as standard output is for results; its standard
  // input is empty.
  static StatusOr<ChildProcess> Start(const std::string& command);
  // One that still runs is asked to end, and waited for.
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept
      : command_(std::move(other.command_)), pid_(std::exchange(other.pid_, 0)) {}
  ChildProcess& operator=(ChildProcess&&) = delete;

  // Waits for its end. An error where it has failed; Cancelled, with the command ended, where a stop is asked for.
  // REQUIRES: it has not been waited for.
  Status Wait();

 private:
  ChildProcess(std::string command, pid_t pid) : command_(std::move(command)), pid_(pid) {}

  std::string command_;
  pid_t pid_ = 0;  // 0 once it has ended
};

}  // namespace earshot
