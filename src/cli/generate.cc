// earshot generate: writes synthetic day files.
#include "generate/generate.h"

#include <memory>

#include "cli/command.h"

namespace earshot {
namespace {

Status RunGenerate(CommandContext& context, const GenerateOptions& options) {
  ASSIGN_OR_RETURN(const GenerateSummary summary, Generate(options));
  return context.output.Write(fmt::format("{}: {} files, {} events, {} plays\n", options.directory, summary.files,
                                          summary.events, summary.plays));
}

}  // namespace

void AddGenerateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate", "Write synthetic day files that look like real ones");
  auto options = std::make_shared<GenerateOptions>();
  command->add_option("-o,--output", options->directory, "The directory to write to")->capture_default_str();
  command->add_option("--days", options->days, "How many day files")
      ->capture_default_str()
      ->check(CLI::Range(uint32_t{1}, kGenerateDaysMax));
  command->add_option("--users", options->users, "How many people listen")
      ->capture_default_str()
      ->check(CLI::Range(uint32_t{1}, kGenerateUsersMax));
  command->add_option("--seed", options->seed, "Another number, other files")->capture_default_str();
  command->add_flag("--damaged", options->damaged,
                    "Add what real files suffer from: times without their digits, text decoded twice wrongly, "
                    "repeated rows");
  command->callback([options, &context] { context.status = RunGenerate(context, *options); });
}

}  // namespace earshot
