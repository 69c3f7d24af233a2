// earshot generate: writes synthetic day files.
#include "generate/generate.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/result_object.h"

namespace earshot {
namespace {

Status RunGenerate(CommandContext& context, const GenerateOptions& options) {
  ASSIGN_OR_RETURN(const GenerateSummary summary, Generate(options));
  const Format format = context.settings.format;
  if (format == Format::kTable) {
    return context.output.Write(fmt::format("{}: {} files, {} events, {} plays\n", options.directory, summary.files,
                                            summary.events, summary.plays));
  }
  const nlohmann::ordered_json result = {
      {"directory", options.directory}, {"files", summary.files}, {"events", summary.events}, {"plays", summary.plays}};
  return PrintObject(result, format, context.output);
}

}  // namespace

void AddGenerateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate", "Write synthetic day files");
  auto options = std::make_shared<GenerateOptions>();
  command->add_option("-o,--output", options->directory, "Write to this directory")
      ->type_name("DIRECTORY")
      ->capture_default_str();
  command->add_option("--days", options->days, fmt::format("Write this many day files, at most {}", kGenerateDaysMax))
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(uint32_t{1}, kGenerateDaysMax).description(""));
  command
      ->add_option("--users", options->users, fmt::format("Let this many users listen, at most {}", kGenerateUsersMax))
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(uint32_t{1}, kGenerateUsersMax).description(""));
  command->add_option("--seed", options->seed, "Random seed; the same seed gives the same files")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--damaged", options->damaged,
                    "Add the defects of real exports: times that have lost digits, text decoded wrongly twice, "
                    "repeated rows");
  command->footer(
      "  earshot generate --days 30\n"
      "  earshot generate -o big --days 365 --users 1000 --damaged");
  command->callback([options, &context] { context.status = RunGenerate(context, *options); });
}

}  // namespace earshot
