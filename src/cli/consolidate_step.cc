#include "cli/consolidate_step.h"

#include <optional>

#include "base/error_code.h"
#include "base/log.h"
#include "cli/consolidate_report.h"
#include "plays/corrections_file.h"
#include "plays/events_file.h"

namespace earshot {

void AddEncodingOption(CLI::App& command, std::vector<std::string>& encodings) {
  command
      .add_option(
          "--encoding", encodings,
          "Read files that are not in UTF-8 in this encoding: NAME for all of them, GLOB=NAME for some; the last "
          "that matches a file counts")
      ->allow_extra_args(false)
      ->type_name("[GLOB=]NAME");
}

void AddCorrectionsOption(CLI::App& command, std::string& corrections) {
  command
      .add_option("--corrections", corrections,
                  "The file in which reingest keeps corrected rows, and from which each later run reads them; by "
                  "default it is beside the consolidated file, with .corrections after its name")
      ->type_name("FILE");
}

void AddConsolidateArguments(CLI::App& command, ConsolidateArguments& arguments) {
  command
      .add_option("EVENTS", arguments.events,
                  "Event files, directories or globs (** for all directories below); - is standard input")
      ->required();
  command.add_option("-o,--output", arguments.options.output, "Write the consolidated file to this path")
      ->capture_default_str()
      ->type_name("FILE");
  command
      .add_option("--events", arguments.options.events,
                  "Write all events to this file, too, for questions of those; `run` does so where it has such "
                  "questions, beside the plays, with .events after their name")
      ->type_name("FILE");
  command
      .add_option("--rejects", arguments.options.rejects, "Write rejected rows to this file, one JSON object a line")
      ->type_name("FILE");
  AddCorrectionsOption(command, arguments.options.corrections);
  command.add_option("--rejects-max", arguments.rejects_max, "Stop when more rows than this are rejected")
      ->capture_default_str()
      ->type_name("N|P%");
  command.add_option("--report", arguments.options.report, "Write the report to this file, as one JSON object")
      ->type_name("FILE");
  command.add_flag("--repair-text", arguments.options.repair_text, "Repair text that was decoded wrongly");
  command
      .add_option("--repairs", arguments.options.repairs,
                  "Write the repaired fields to this file, one JSON object a line")
      ->needs("--repair-text")
      ->type_name("FILE");
  command.add_option("--with", arguments.options.with, "Add these columns or keys of the files after the eleven")
      ->allow_extra_args(false)  // or the files after it would be columns, too
      ->delimiter(',')
      ->type_name("COLUMN,...");
  command
      .add_option("--rename", arguments.options.renames,
                  "Read the files' column or key OLD as NEW, as in duration=length")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("OLD=NEW,...");
  AddEncodingOption(command, arguments.encodings);
  command
      .add_option("--null", arguments.options.text.null_words,
                  "Read these words as missing values, in any column, as in NULL or \\N")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->type_name("WORD,...");
  command
      .add_option(
          "--dialect", arguments.dialect,
          "Read files that are written like this, instead of detecting it: json, comma, semicolon, tab or pipe, with "
          "+wrapped, +backslash, +unquoted or +decimal-comma")
      ->type_name("DIALECT");
  command.add_flag("--explain", arguments.explain, "Explain how each file's dialect was detected");
}

void NameCorrections(ConsolidateOptions& options) {
  if (options.corrections.empty()) options.corrections = CorrectionsOf(options.output);
}

namespace {

// Where rejects ended the job and were not kept, how to see them.
Status WithWhereRejectsAre(const Status& status, const ConsolidateOptions& options) {
  const std::optional<ErrorCode> code = CodeOf(status);
  const bool has_rejects = code == ErrorCode::kRejectsOverLimit || code == ErrorCode::kBrokenFiles;
  if (!has_rejects || !options.rejects.empty()) return status;
  return WithMessage(status, MessageOf(status) + " (--rejects FILE lists all rejected rows)");
}

}  // namespace

StatusOr<ConsolidateReport> ConsolidateAndReport(ConsolidateArguments& arguments) {
  ASSIGN_OR_RETURN(arguments.options.rejects_max, ParseRowLimit(arguments.rejects_max, ErrorCode::kInvalidRejectsMax));
  if (!arguments.dialect.empty()) {
    ASSIGN_OR_RETURN(arguments.options.text.dialect, ParseDialect(arguments.dialect));
  }
  ASSIGN_OR_RETURN(arguments.options.text.encodings, ParseFileEncodings(arguments.encodings));
  for (const std::string& word : arguments.options.text.null_words) {
    if (word.empty() || word.find('"') != std::string::npos) {
      return UsageError("--null \"{}\": give a word without quotes; what is empty is nothing anyway", word);
    }
  }
  StatusOr<ConsolidateReport> report = Consolidate(arguments.events, arguments.options);
  if (!report.ok()) return WithWhereRejectsAre(report.status(), arguments.options);
  LogMessage("{}", RenderReport(*report, arguments.options, arguments.explain));
  const std::string events_before = EventsOf(arguments.options.output);
  if (arguments.options.events.empty() && StampOf(events_before).ok()) {
    LogMessage("warning: {} was left as an earlier run wrote it; --events {} writes it again\n", events_before,
               events_before);
  }
  return report;
}

}  // namespace earshot
