// earshot generate: writes synthetic day files.
#include "generate/generate.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/result_object.h"
#include "generate/taste/generate_taste.h"

namespace earshot {
namespace {

const std::map<std::string, TasteSize> kTasteSizes = {
    {"s", TasteSize::kSmall}, {"m", TasteSize::kMedium}, {"l", TasteSize::kLarge}, {"xl", TasteSize::kExtraLarge}};

struct GenerateCommand {
  GenerateOptions plain;
  GenerateTasteOptions taste;
  bool with_taste = false;
  std::string size = "s";
};

StatusOr<GenerateSummary> GenerateWithTaste(const GenerateCommand& command, bool days_named) {
  GenerateTasteOptions options = command.taste;
  options.directory = command.plain.directory;
  options.seed = command.plain.seed;
  options.size = kTasteSizes.at(command.size);
  if (days_named) options.days = command.plain.days;
  return GenerateTaste(options);
}

Status RunGenerate(CommandContext& context, const GenerateCommand& command, bool days_named) {
  ASSIGN_OR_RETURN(const GenerateSummary summary,
                   command.with_taste ? GenerateWithTaste(command, days_named) : Generate(command.plain));
  const std::string& directory = command.plain.directory;
  const Format format = context.settings.format;
  if (format == Format::kTable) {
    return context.output.Write(
        fmt::format("{}: {} files, {} events, {} plays\n", directory, summary.files, summary.events, summary.plays));
  }
  const nlohmann::ordered_json result = {
      {"directory", directory}, {"files", summary.files}, {"events", summary.events}, {"plays", summary.plays}};
  return PrintObject(result, format, context.output);
}

void AddTasteOptions(CLI::App* command, GenerateCommand* made) {
  CLI::Option* taste =
      command->add_flag("--taste", made->with_taste,
                        "Plant tastes and friendships in what is played, and write them down beside the directory");
  command
      ->add_option("--size", made->size,
                   "With --taste: 1000 users for 60 days (s), or 5000 (m), 40000 (l) or 120000 (xl) for 90 days")
      ->type_name("s|m|l|xl")
      ->check(CLI::IsMember({"s", "m", "l", "xl"}).description(""))
      ->capture_default_str()
      ->needs(taste);
  command->add_option("--truth", made->taste.truth, "With --taste: write what was planted to this file")
      ->type_name("FILE")
      ->default_str("DIRECTORY.truth.ndjson")
      ->needs(taste);
  taste->excludes("--users")->excludes("--damaged");
}

}  // namespace

void AddGenerateCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate", "Write synthetic day files");
  auto options = std::make_shared<GenerateCommand>();
  command->add_option("-o,--output", options->plain.directory, "Write to this directory")
      ->type_name("DIRECTORY")
      ->capture_default_str();
  CLI::Option* days =
      command
          ->add_option(
              "--days", options->plain.days,
              fmt::format("Write this many day files, at most {}; --size has a number of its own", kGenerateDaysMax))
          ->type_name("N")
          ->capture_default_str()
          ->check(CLI::Range(uint32_t{1}, kGenerateDaysMax).description(""));
  command
      ->add_option("--users", options->plain.users,
                   fmt::format("Let this many users listen, at most {}", kGenerateUsersMax))
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(uint32_t{1}, kGenerateUsersMax).description(""));
  command->add_option("--seed", options->plain.seed, "Random seed; the same seed gives the same files")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--damaged", options->plain.damaged,
                    "Add the defects of real exports: times that have lost digits, text decoded wrongly twice, "
                    "repeated rows");
  AddTasteOptions(command, options.get());
  command->footer(
      "  earshot generate --days 30\n"
      "  earshot generate -o planted --taste --size m\n"
      "  earshot generate -o big --days 365 --users 1000 --damaged");
  command->callback([options, days, &context] { context.status = RunGenerate(context, *options, days->count() > 0); });
}

}  // namespace earshot
