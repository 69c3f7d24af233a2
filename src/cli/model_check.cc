#include "cli/model_check.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "cli/load_step.h"
#include "cli/profile_report.h"
#include "cli/report.h"
#include "cli/shown_line.h"
#include "cli/tables.h"
#include "cql/tables/ddl.h"
#include "profile/table_profile.h"
#include "questions/advice.h"
#include "questions/question.h"

namespace earshot {
namespace {

constexpr const char* kWarning = "warning";

// What the checks say of one question, or of a mistake: in words, and for programs.
struct Finding {
  std::string table;  // empty for a mistake, whose message names its place
  const char* verdict;
  uint32_t line = 0;
  std::string message;
  std::string shown;  // a mistake's message with its line
};

bool IsWarning(const Finding& finding) { return finding.verdict == std::string_view(kWarning); }

StatusOr<std::vector<Finding>> FindingsOf(const QuestionsText& checked, const QuestionsSource& source) {
  std::vector<Finding> findings;
  for (const Question& question : checked.questions) {
    ASSIGN_OR_RETURN(const Table table, DeriveTable(question));
    findings.push_back(
        {table.name, "ok", question.line, fmt::format("{}; {}", CqlPrimaryKey(table), DescribeRows(table)), ""});
    for (const std::string& warning : WarningsOf(table)) {
      findings.push_back({table.name, kWarning, question.line, warning, ""});
    }
  }
  for (const Status& mistake : checked.mistakes) {
    const std::string message = MessageOf(mistake);
    findings.push_back({"", "mistake", 0, message, WithShownLine(message, source.name, source.text)});
  }
  return findings;
}

std::string Describe(const Finding& finding) {
  if (finding.table.empty()) return finding.shown + "\n";
  return IsWarning(finding) ? fmt::format("{}: warning, line {}: {}\n", finding.table, finding.line, finding.message)
                            : fmt::format("{}: {}, {}\n", finding.table, finding.verdict, finding.message);
}

Status PrintFindings(const std::vector<Finding>& findings, Format format, OutputStream& output) {
  if (format == Format::kTable) {
    for (const Finding& finding : findings) RETURN_IF_ERROR(output.Write(Describe(finding)));
    return absl::OkStatus();
  }
  ResultPrinter printer({{"table"}, {"verdict"}, {"line", ValueKind::kNumber}, {"message"}}, format, output);
  for (const Finding& finding : findings) {
    const bool is_mistake = finding.table.empty();
    RETURN_IF_ERROR(printer.Add({{finding.table, is_mistake},
                                 {finding.verdict},
                                 {is_mistake ? "" : fmt::format("{}", finding.line), is_mistake},
                                 {finding.message}}));
  }
  return printer.Finish();
}

// The figures of each question after what the checks say of it; or, for programs, all of it as one row.
Status PrintChecked(const std::vector<Finding>& findings, const std::vector<TableProfile>& profiles, Format format,
                    OutputStream& output) {
  std::vector<CheckedProfile> checked;
  for (const TableProfile& profile : profiles) {
    CheckedProfile& one = checked.emplace_back(CheckedProfile{.profile = &profile, .warnings = {}});
    std::vector<Finding> of_table;
    for (const Finding& finding : findings) {
      if (finding.table != profile.table->name) continue;
      of_table.push_back(finding);
      if (IsWarning(finding)) one.warnings.push_back(finding.message);
    }
    for (const std::string& warning : WarningsOf(profile)) {
      of_table.push_back({profile.table->name, kWarning, profile.table->question.line, warning, ""});
      one.warnings.push_back(warning);
    }
    if (format != Format::kTable) continue;
    RETURN_IF_ERROR(PrintFindings(of_table, format, output));
    RETURN_IF_ERROR(output.Write(DescribeProfile(profile)));
  }
  return format == Format::kTable ? absl::OkStatus() : PrintProfiles(checked, format, output);
}

Status CheckOnPlays(CommandContext& context, const QuestionsText& checked, const std::vector<Finding>& findings,
                    const ModelCheckArguments& arguments) {
  const Settings& settings = context.settings;
  std::vector<Table> tables;
  for (const Question& question : checked.questions) {
    ASSIGN_OR_RETURN(Table table, DeriveTable(question));
    tables.push_back(std::move(table));
  }
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, {arguments.plays, arguments.events}));
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, tables.size()}, /*explain=*/false);
  const ProfileOptions options = {.sort = {settings.memory_bytes, settings.threads}, .nodes = arguments.nodes};
  ASSIGN_OR_RETURN(const std::vector<TableProfile> profiles, ProfileTables(tables, files, options));
  return PrintChecked(findings, profiles, settings.format, context.output);
}

}  // namespace

Status CheckModel(CommandContext& context, const ModelCheckArguments& arguments) {
  ASSIGN_OR_RETURN(const QuestionsSource source, ReadQuestionsSource(context.settings));
  const QuestionsText checked = ParseAllQuestions(source.text, source.name);
  ASSIGN_OR_RETURN(const std::vector<Finding> findings, FindingsOf(checked, source));
  if (checked.mistakes.empty() && !arguments.plays.empty()) {
    return CheckOnPlays(context, checked, findings, arguments);
  }
  RETURN_IF_ERROR(PrintFindings(findings, context.settings.format, context.output));
  if (checked.mistakes.empty()) return absl::OkStatus();
  return InputError("{} has {} {}; the first: {}", source.name, checked.mistakes.size(),
                    checked.mistakes.size() == 1 ? "mistake" : "mistakes", MessageOf(checked.mistakes.front()));
}

}  // namespace earshot
