#include "base/child_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <optional>

#include "base/stop_token.h"

namespace earshot {
namespace {

constexpr char kShell[] = "/bin/sh";

// As a shell would start it, whatever this program does with broken pipes.
int SpawnShell(const std::string& command, pid_t* pid) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t broken_pipe;
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &broken_pipe);
  // A shell passes no signal on to what it has started.
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string shell = kShell;
  std::string option = "-c";
  std::string text = command;
  char* const arguments[] = {shell.data(), option.data(), text.data(), nullptr};
  const int error = posix_spawn(pid, kShell, &files, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

// How it has ended, as waitpid has it. Nobody knows where signals of ended children are ignored.
std::optional<int> Reap(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return std::nullopt;
  }
  return status;
}

Status StatusOfEnd(const std::optional<int>& end) {
  // What the shell ends with where there is no such command, or it cannot be run.
  constexpr int kNotRun = 126;
  if (!end.has_value()) return SystemError("has ended, and the system does not say how");
  if (WIFSIGNALED(*end)) return TransientError("ended by signal {}", WTERMSIG(*end));
  const int code = WEXITSTATUS(*end);
  if (code == kNotRun || code == kNotRun + 1) return SystemError("ended with exit code {}: it cannot be run", code);
  return code == 0 ? absl::OkStatus() : TransientError("ended with exit code {}", code);
}

// Cancelled where a stop is asked for first.
Status WaitForEnd(pid_t pid) {
  // Not all C libraries declare it in C++.
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  // A kernel without them: it is only waited for.
  if (descriptor < 0) return absl::OkStatus();
  Status status = WaitUntilReadable(descriptor);
  close(descriptor);
  return status;
}

}  // namespace

StatusOr<ChildProcess> ChildProcess::Start(const std::string& command) {
  pid_t pid = 0;
  const int error = SpawnShell(command, &pid);
  if (error != 0) return ErrnoError(error, fmt::format("cannot run {}", kShell));
  return ChildProcess(pid);
}

ChildProcess::~ChildProcess() {
  if (pid_ == 0) return;
  Stop();
  Reap(pid_);
}

Status ChildProcess::Wait() {
  RETURN_IF_ERROR(WaitForEnd(pid_));
  return StatusOfEnd(Reap(std::exchange(pid_, 0)));
}

void ChildProcess::Stop() const {
  if (pid_ != 0) kill(-pid_, SIGTERM);
}

}  // namespace earshot
