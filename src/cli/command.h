// What the commands share: the settings that every one may use, and how a command is added to the program.
//
// One file a command: it declares its arguments on a CLI11 subcommand and sets a callback that runs it. The callback
// leaves its Status in `CommandContext::status`; main turns that into the message on stderr (cli/remedies.h) and the
// exit code (cli/exit_code.h). All of it runs on the main thread.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"

namespace earshot {

inline constexpr const char* kDefaultPlays = "event_datafile_new.csv";

// From the command line, else the environment, else earshot.toml, else the defaults here.
struct Settings {
  std::string store = "sqlite:earshot.db";
  std::string questions;                        // a file's path; empty: the built-in questions
  uint64_t memory_bytes = uint64_t{256} << 20;  // the budget of --memory
  Format format = Format::kTable;
  size_t threads = 0;  // 0: as many as the machine has
};

struct CommandContext {
  Settings settings;
  StandardOutput output;
  Status status;  // of the command that ran
};

void AddGenerateCommand(CLI::App& app, CommandContext& context);
void AddConsolidateCommand(CLI::App& app, CommandContext& context);
void AddReingestCommand(CLI::App& app, CommandContext& context);
void AddModelCommand(CLI::App& app, CommandContext& context);
void AddPlanCommand(CLI::App& app, CommandContext& context);
void AddLoadCommand(CLI::App& app, CommandContext& context);
void AddSSTablesCommand(CLI::App& app, CommandContext& context);
void AddVerifyCommand(CLI::App& app, CommandContext& context);
void AddAskCommand(CLI::App& app, CommandContext& context);
void AddExportCommand(CLI::App& app, CommandContext& context);
void AddForgetCommand(CLI::App& app, CommandContext& context);
void AddTasteCommand(CLI::App& app, CommandContext& context);
void AddRunCommand(CLI::App& app, CommandContext& context);
void AddStatusCommand(CLI::App& app, CommandContext& context);
void AddDropCommand(CLI::App& app, CommandContext& context);
void AddReferenceCommand(CLI::App& app, CommandContext& context);

}  // namespace earshot
