// earshot: music events in, answered questions out. This file only finds the command and turns its Status into a
// message and an exit code; each command has a file of its own.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

#include "base/tell.h"
#include "cli/command.h"
#include "cli/settings.h"

namespace {

constexpr int kExitFailed = 1;
constexpr int kExitUsage = 2;

int ExitCodeOf(const earshot::Status& status) {
  if (status.ok()) return EXIT_SUCCESS;
  return status.code() == absl::StatusCode::kInvalidArgument ? kExitUsage : kExitFailed;
}

int Report(const earshot::Status& status) {
  if (!status.ok()) earshot::Tell("earshot: {}\n", earshot::MessageOf(status));
  return ExitCodeOf(status);
}

// A standard descriptor that is closed (`<&-`) would be given to the first file that is opened, which would then be
// read for the input, or be written over by messages. This one can be opened only the wrong way round: using it is an
// error.
void KeepStandardDescriptors() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(descriptor, F_GETFD) < 0) open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int Run(int argc, char** argv) {
  CLI::App app("Cleans a music app's event files and makes them answer questions.", "earshot");
  app.set_version_flag("--version", "earshot 0.1.0");
  app.require_subcommand(1);
  app.fallthrough();

  earshot::CommandContext context;
  const earshot::Status read_settings = earshot::ReadSettings(&context.settings);
  // Told once the command line is read: what only asks for help needs no settings.
  app.parse_complete_callback([&read_settings] {
    if (!read_settings.ok()) throw CLI::RuntimeError(Report(read_settings));
  });
  earshot::AddSettings(app, &context.settings);
  earshot::AddGenerateCommand(app, context);
  earshot::AddConsolidateCommand(app, context);
  earshot::AddRetryCommand(app, context);
  earshot::AddModelCommand(app, context);
  earshot::AddLoadCommand(app, context);
  earshot::AddVerifyCommand(app, context);
  earshot::AddAskCommand(app, context);
  earshot::AddRunCommand(app, context);
  earshot::AddStatusCommand(app, context);
  earshot::AddDropCommand(app, context);

  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? EXIT_SUCCESS : kExitUsage;
  }
  return Report(context.status);
}

}  // namespace

int main(int argc, char** argv) {
  KeepStandardDescriptors();
  // A reader that has had enough (`earshot ask ... | head -1`) is no error: writes then say EPIPE, and we stop.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return Run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("earshot: the memory is used up; with less --memory it may work\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "earshot: %s\n", error.what());
  }
  return kExitFailed;
}
