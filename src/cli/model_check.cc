#include "cli/model_check.h"

#include <fmt/format.h>

#include <deque>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/load_step.h"
#include "cli/profile_report.h"
#include "cli/report.h"
#include "cli/shown_line.h"
#include "cli/tables.h"
#include "cql/tables/ddl.h"
#include "load/plays_pass.h"
#include "profile/partition_limits.h"
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
        {table.name, "valid", question.line, fmt::format("{}; {}", CqlPrimaryKey(table), DescribeRows(table)), ""});
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

// A question's table on the plays, and what it would be with other keys.
struct ProfiledQuestion {
  Table table;
  TableProfile profile;
  std::deque<Table> other_tables;
  std::vector<OtherKeyProfile> other_keys;
};

// Those that need no column that the file lacks.
Status AddOtherKeys(const SourceFiles& files, ProfiledQuestion* question) {
  for (OtherKey& key : OtherKeysOf(question->table.question)) {
    ASSIGN_OR_RETURN(Table table, DeriveTable(key.question));
    if (!CheckColumns(files.Of(table).path, *table.question.of, {table}).ok()) continue;
    question->other_tables.push_back(std::move(table));
    question->other_keys.push_back({.key = std::move(key), .profile = {}});
  }
  return absl::OkStatus();
}

Status ProfileQuestions(const Settings& settings, const SourceFiles& files, const ModelCheckArguments& arguments,
                        std::deque<ProfiledQuestion>* questions) {
  SortedPass pass;
  size_t tables = 0;
  for (ProfiledQuestion& question : *questions) {
    if (arguments.other_keys) RETURN_IF_ERROR(AddOtherKeys(files, &question));
    AddProfile(question.table, arguments.nodes, &pass, &question.profile);
    for (size_t i = 0; i < question.other_keys.size(); ++i) {
      AddProfile(question.other_tables[i], arguments.nodes, &pass, &question.other_keys[i].profile);
    }
    tables += 1 + question.other_keys.size();
  }
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, tables}, /*explain=*/false);
  return pass.Run(files, {settings.memory_bytes, settings.threads});
}

// The figures of each question after what the checks say of it; or, for programs, all of it as one row.
Status PrintChecked(const std::vector<Finding>& findings, std::deque<ProfiledQuestion> questions,
                    const PartitionLimits& limits, Format format, OutputStream& output) {
  std::vector<CheckedProfile> checked;
  for (ProfiledQuestion& question : questions) {
    const TableProfile& profile = question.profile;
    CheckedProfile& one = checked.emplace_back(CheckedProfile{.profile = &profile,
                                                              .warnings = {},
                                                              .fixes = FindBreach(profile, limits).fixes,
                                                              .other_keys = std::move(question.other_keys)});
    std::vector<Finding> of_table;
    for (const Finding& finding : findings) {
      if (finding.table != profile.table->name) continue;
      of_table.push_back(finding);
      if (IsWarning(finding)) one.warnings.push_back(finding.message);
    }
    for (const std::string& warning : WarningsOf(profile, limits)) {
      of_table.push_back({profile.table->name, kWarning, profile.table->question.line, warning, ""});
      one.warnings.push_back(warning);
    }
    if (format != Format::kTable) continue;
    RETURN_IF_ERROR(PrintFindings(of_table, format, output));
    RETURN_IF_ERROR(output.Write(DescribeProfile(profile) + DescribeOtherKeys(one.other_keys, limits)));
  }
  return format == Format::kTable ? absl::OkStatus() : PrintProfiles(checked, format, output);
}

Status CheckOnPlays(CommandContext& context, const QuestionsText& checked, const std::vector<Finding>& findings,
                    const ModelCheckArguments& arguments) {
  std::vector<Table> tables;
  for (const Question& question : checked.questions) {
    ASSIGN_OR_RETURN(tables.emplace_back(), DeriveTable(question));
  }
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, {arguments.plays, arguments.events}));
  std::deque<ProfiledQuestion> questions;
  for (Table& table : tables) questions.emplace_back().table = std::move(table);
  RETURN_IF_ERROR(ProfileQuestions(context.settings, files, arguments, &questions));
  return PrintChecked(findings, std::move(questions), arguments.limits, context.settings.format, context.output);
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
