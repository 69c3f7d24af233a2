// earshot: music events in, answered questions out. This file only finds the command and turns its Status into a
// message and an exit code; each command has a file of its own.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <sstream>

#include "base/log.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/exit_code.h"
#include "cli/help.h"
#include "cli/program.h"
#include "cli/remedies.h"
#include "cli/settings.h"

namespace {

constexpr int kStopped = -1;  // never seen from outside: the program then ends by the signal that stopped it

constexpr const char* kOutOfMemory = "earshot: out of memory; try a smaller --memory\n";

std::terminate_handler terminate_otherwise = nullptr;

// An exception that may not go on (out of a destructor, or through C) ends here. For want of memory that is no fault of
// the program, so it ends as it would have in main.
void EndOutOfMemory() {
  try {
    if (const std::exception_ptr exception = std::current_exception()) std::rethrow_exception(exception);
  } catch (const std::bad_alloc&) {
    std::fputs(kOutOfMemory, stderr);
    std::_Exit(earshot::kExitFailed);
  } catch (...) {
  }
  terminate_otherwise();
}

int Report(const earshot::Status& status) {
  if (!status.ok()) earshot::LogMessage("earshot: {}\n", earshot::MessageWithRemedy(status));
  return absl::IsCancelled(status) ? kStopped : earshot::ExitCodeOf(status);
}

// A standard descriptor that is closed (`<&-`) would be given to the first file that is opened, which would then be
// read for the input, or be written over by messages. This one can be opened only the wrong way round: using it is an
// error.
void KeepStandardDescriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// Help and version go out as any result does; what a message quotes of the command line steers no terminal.
int ExitOnParseError(const CLI::App& app, const CLI::ParseError& error, earshot::OutputStream& output) {
  if (error.get_exit_code() != 0) {
    earshot::LogMessage("earshot: {}\n", earshot::ParseErrorMessage(app, error));
    return earshot::kExitUsage;
  }
  std::ostringstream result;
  app.exit(error, result);
  return Report(output.Write(result.str()));
}

int Run(int argc, char** argv) {
  CLI::App app;
  earshot::CommandContext context;
  earshot::DeclareProgram(app, context);
  app.parse_complete_callback([&app, &context] {
    const earshot::Status status = earshot::CompleteSettings(app, &context.settings);
    if (!status.ok()) throw CLI::RuntimeError(Report(status));
  });

  // As every tool does, without a command the commands are listed; it is a usage error, as nothing was done.
  if (argc <= 1) {
    earshot::LogMessage("{}", app.help());
    return earshot::kExitUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return ExitOnParseError(app, error, context.output);
  }
  return Report(context.status);
}

}  // namespace

int main(int argc, char** argv) {
  KeepStandardDescriptors();
  // A reader that has had enough (`earshot ask ... | head -1`) is no error: writes then say EPIPE, and we stop. Nor is
  // a limit on the size of files (`ulimit -f`) a reason to die without a word: writes then say EFBIG.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  earshot::StopOnSignals();
  terminate_otherwise = std::set_terminate(EndOutOfMemory);
  try {
    const int code = Run(argc, argv);
    // A stop that came too late to stop anything is none.
    if (code == kStopped) earshot::EndByStopSignal();
    return code;
  } catch (const std::bad_alloc&) {
    std::fputs(kOutOfMemory, stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "earshot: %s\n", error.what());
  }
  return earshot::kExitFailed;
}
