// earshot model: the questions, their tables and keys, the CQL, what the checks say.
#include <fmt/ranges.h>

#include <limits>
#include <map>
#include <memory>

#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/model_check.h"
#include "cli/model_diff.h"
#include "cli/model_forecast.h"
#include "cli/model_show.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "cql/tables/ddl.h"
#include "questions/json_schema.h"
#include "settings/settings_file.h"

namespace earshot {
namespace {

Status ShowDdl(CommandContext& context, bool with_taste) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables,
                   with_taste ? ReadAllTables(context.settings) : ReadTables(context.settings));
  const Format format = context.settings.format;
  if (format != Format::kTable) {
    ResultPrinter printer({{"table"}, {"cql"}}, format, context.output);
    for (const Table& table : tables) RETURN_IF_ERROR(printer.Add({{table.name}, {CqlCreateTable(table, "")}}));
    return printer.Finish();
  }
  std::vector<std::string> statements;
  for (const Table& table : tables) statements.push_back(CqlCreateTable(table, ""));
  return context.output.Write(fmt::format("{}", fmt::join(statements, "\n")));
}

// The text itself, so that a file of one's own can start from it.
Status Export(CommandContext& context, bool of_taste) {
  ASSIGN_OR_RETURN(const QuestionsSource source, of_taste ? StatusOr<QuestionsSource>(BuiltinTasteQuestions())
                                                          : ReadQuestionsSource(context.settings));
  if (context.settings.format == Format::kTable) return context.output.Write(source.text);
  ResultPrinter printer({{"source"}, {"toml"}}, context.settings.format, context.output);
  RETURN_IF_ERROR(printer.Add({{source.name}, {source.text}}));
  return printer.Finish();
}

// For editors, whatever the format: the schema is JSON.
Status PrintSchema(CommandContext& context) { return context.output.Write(QuestionsJsonSchema()); }

void AddPartitionLimits(CLI::App& command, PartitionLimits* limits) {
  command.add_option("--partition-rows-max", limits->rows, "A partition should have no more rows")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(uint64_t{1}, std::numeric_limits<uint64_t>::max()).description(""));
  const auto set_bytes = [limits](const std::string& text) {
    const StatusOr<uint64_t> bytes = ParseSize(text);
    if (!bytes.ok()) throw CLI::ValidationError("--partition-bytes-max", MessageOf(bytes.status()));
    limits->bytes = *bytes;
  };
  command
      .add_option_function<std::string>("--partition-bytes-max", set_bytes,
                                        "A partition should take no more bytes, before compression")
      ->type_name("SIZE")
      ->default_str(fmt::format("{}", limits->bytes));
}

// PLAYS, and what is forecast of them.
void AddForecastOptions(CLI::App& command, ModelForecastArguments* arguments, CommandContext& context) {
  command.add_option("PLAYS", arguments->file, "A consolidated file: a sample of the plays to come");
  AddEventsOption(command, arguments->events);
  const auto set_plays = [arguments](const double& plays) {
    // Not a number is neither.
    if (!(plays >= 1 && plays <= kForecastPlaysMax)) {
      throw CLI::ValidationError("--plays", fmt::format("{:g} is not from 1 to {:g} plays", plays, kForecastPlaysMax));
    }
    arguments->plays = plays;
  };
  command.add_option_function<double>("--plays", set_plays, "Forecast for so many plays, as in 1e9")->type_name("N");
  const auto set_growth = [arguments](const std::string& text) {
    if (text != "days" && text != "listeners") {
      throw CLI::ValidationError("--more", fmt::format("\"{}\" is neither days nor listeners", text));
    }
    arguments->growth = text == "days" ? Growth::kDays : Growth::kListeners;
  };
  command
      .add_option_function<std::string>("--more", set_growth,
                                        "More plays come on more days, PLAYS being the first ones; or from more "
                                        "listeners in the same days, PLAYS being those of some listeners")
      ->type_name("days|listeners")
      ->default_str("days");
  AddPartitionLimits(command, &arguments->limits);
  AddThreadsOption(command, &context.settings);
}

void AddForecast(CLI::App& model, CommandContext& context) {
  CLI::App* command = model.add_subcommand(
      "forecast",
      "Say how large the partitions become, which is the first over the limits, when, and what to write then");
  const auto arguments = std::make_shared<ModelForecastArguments>();
  AddForecastOptions(*command, arguments.get(), context);
  command->get_option("PLAYS")->required();
  command->get_option("--plays")->required();
  command->callback([&context, arguments] { context.status = ForecastModel(context, *arguments); });
}

void AddTasteFlag(CLI::App& command, bool* with_taste) {
  command.add_flag("--taste", *with_taste, "Also the built-in questions of what earshot taste computes");
}

constexpr const char* kShowFormatNames = "table|csv|json|ndjson|markdown|mermaid|html";
const std::map<std::string, DocumentFormat> kDocumentFormats = {
    {"markdown", DocumentFormat::kMarkdown}, {"mermaid", DocumentFormat::kMermaid}, {"html", DocumentFormat::kHtml}};

void AddShow(CLI::App& model, CommandContext& context) {
  CLI::App* command = model.add_subcommand(
      "show", "Show each question, its table, partition key, clustering columns, and why (the default)");
  const auto arguments = std::make_shared<ModelShowArguments>();
  AddForecastOptions(*command, &arguments->forecast, context);
  command->get_option("--plays")->needs("PLAYS");
  AddTasteFlag(*command, &arguments->with_taste);
  const auto set_format = [arguments, &context](const std::string& text) {
    const auto document = kDocumentFormats.find(CLI::detail::to_lower(text));
    if (document != kDocumentFormats.end()) {
      arguments->document = document->second;
    } else if (!SetFormat(text, &context.settings)) {
      throw CLI::ValidationError("--format", fmt::format("\"{}\" is none of {}", text, kShowFormatNames));
    }
  };
  command->add_option_function<std::string>("--format", set_format, "Print the questions in this format")
      ->type_name(kShowFormatNames)
      ->default_str("table");
  command->callback([&context, arguments] { context.status = ShowModel(context, *arguments); });
}

void AddDdl(CLI::App& model, CommandContext& context) {
  CLI::App* command = model.add_subcommand("ddl", "Print the CQL that makes the tables");
  const auto with_taste = std::make_shared<bool>(false);
  AddTasteFlag(*command, with_taste.get());
  command->callback([&context, with_taste] { context.status = ShowDdl(context, *with_taste); });
}

void AddExport(CLI::App& model, CommandContext& context) {
  CLI::App* command = model.add_subcommand("export", "Print the questions as TOML, to start a file of your own from");
  const auto of_taste = std::make_shared<bool>(false);
  command->add_flag("--taste", *of_taste, "Print the built-in questions of what earshot taste computes");
  command->callback([&context, of_taste] { context.status = Export(context, *of_taste); });
}

void AddCheck(CLI::App& model, CommandContext& context) {
  constexpr size_t kNodesMax = 10'000;
  CLI::App* command = model.add_subcommand(
      "check", "Print the questions' mistakes and warnings, with PLAYS also figures; exit with 1 on a mistake");
  const auto arguments = std::make_shared<ModelCheckArguments>();
  command->add_option("PLAYS", arguments->plays, "A consolidated file: say how its plays fill the tables");
  AddEventsOption(*command, arguments->events);
  command->add_option("--nodes", arguments->nodes, "Divide the partitions among so many nodes with equal token ranges")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, kNodesMax).description(""));
  command->add_flag("--other-keys", arguments->other_keys,
                    "Say also what other keys would make of PLAYS, and what an answer would cost then");
  AddPartitionLimits(*command, &arguments->limits);
  AddThreadsOption(*command, &context.settings);
  command->callback([&context, arguments] { context.status = CheckModel(context, *arguments); });
}

}  // namespace

void AddModelCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("model", "Show the questions, the tables that they become, and why");
  command->footer(
      "  earshot model show --questions fans.toml\n"
      "  earshot model show --format html > questions.html\n"
      "  earshot model export > questions.toml\n"
      "  earshot model check --questions fans.toml --format json\n"
      "  earshot model check plays.csv --questions fans.toml\n"
      "  earshot model forecast plays.csv --plays 1e9\n"
      "  earshot model diff plays.csv --questions fans.toml");
  AddShow(*command, context);
  AddDdl(*command, context);
  AddCheck(*command, context);
  AddForecast(*command, context);
  AddModelDiff(*command, context);
  AddExport(*command, context);
  command
      ->add_subcommand("schema", "Print the JSON schema of questions files, by which editors complete and check them")
      ->callback([&context] { context.status = PrintSchema(context); });
  command->require_subcommand(0, 1);
  command->callback([&context, command] {
    if (command->get_subcommands().empty()) context.status = ShowModel(context, {});
  });
}

}  // namespace earshot
