// earshot run EVENTS...: the whole job. Consolidate, create, load, verify, then an answer to each question.
#include <algorithm>
#include <memory>

#include "base/log.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/consolidate_args.h"
#include "cli/load_args.h"
#include "cli/question_args.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "events/source/files.h"
#include "plays/play_reader.h"
#include "rows/row.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct RunArguments {
  ConsolidateArguments consolidate;
  LoadArguments load;
  std::vector<std::string> asks;  // each "question name=value ..."
  bool drop_after = false;
};

// A question with what is given, ready to be asked.
struct Asking {
  const Table* table = nullptr;
  std::vector<std::string> words;  // "name=value"
  std::string given_cells;
  uint64_t rows_max = kAllRows;
};

// Nobody has asked for a sample: it only shows how to.
constexpr uint64_t kSampleRowsMax = 10;

// The question and its words as they would be typed: in quotes where a shell would take them apart.
std::string Typed(const Asking& asking) {
  std::string typed = asking.table->name;
  for (const std::string& word : asking.words) {
    const bool plain = word.find_first_of(" \t'\"$&|;<>()*?\\`!#") == std::string::npos;
    std::string quoted;
    for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
    typed += plain ? " " + word : " '" + quoted + "'";
  }
  return typed;
}

StatusOr<std::vector<Asking>> ParseAsks(const std::vector<Table>& tables, const std::vector<std::string>& asks) {
  std::vector<Asking> askings;
  for (const std::string& ask : asks) {
    ASSIGN_OR_RETURN(std::vector<std::string> words, SplitWords(ask));
    if (words.empty()) return UsageError("--ask is empty; give it a question and its arguments");
    Asking asking;
    ASSIGN_OR_RETURN(asking.table, FindQuestion(tables, words.front()));
    asking.words.assign(words.begin() + 1, words.end());
    ASSIGN_OR_RETURN(asking.given_cells, GivenCells(*asking.table, asking.words));
    // What is asked twice is answered once.
    const auto is_same = [&](const Asking& other) { return Typed(other) == Typed(asking); };
    if (std::none_of(askings.begin(), askings.end(), is_same)) askings.push_back(std::move(asking));
  }
  return askings;
}

// One asking for each question, with what the file's first play says is given. None where there is no play.
StatusOr<std::vector<Asking>> SampleAsks(const std::vector<Table>& tables, const std::string& plays_path) {
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(plays_path));
  Play play;
  ASSIGN_OR_RETURN(const bool any, reader->Next(&play));
  std::vector<Asking> askings;
  for (size_t i = 0; i < tables.size() && any; ++i) {
    Asking asking;
    asking.table = &tables[i];
    asking.rows_max = kSampleRowsMax;
    for (const std::string& name : tables[i].question.given) {
      asking.words.push_back(fmt::format("{}={}", name, play.fields[tables[i].question.of->Find(name)]));
    }
    ASSIGN_OR_RETURN(asking.given_cells, GivenCells(tables[i], asking.words));
    askings.push_back(std::move(asking));
  }
  return askings;
}

Status PrintAnswers(Store& store, const std::vector<Asking>& askings, Format format) {
  ResultObject answers(format);
  for (const Asking& asking : askings) {
    const std::string typed = Typed(asking);
    LogMessage("\n{}\n$ earshot ask {}\n", asking.table->question.asks, typed);
    RETURN_IF_ERROR(answers.Name(typed));
    ASSIGN_OR_RETURN(const bool whole, PrintAnswer(store, *asking.table, asking.given_cells, format, asking.rows_max));
    if (!whole && !ReaderIsGone()) LogMessage("... and more: earshot ask {}\n", typed);
  }
  return answers.Finish();
}

// Nothing that the job writes may destroy what it reads, or what it writes besides.
Status CheckFiles(const Settings& settings, const RunArguments& arguments) {
  const ConsolidateOptions& options = arguments.consolidate.options;
  const std::vector<std::string> outputs = {options.output, options.rejects, options.repairs, options.report,
                                            arguments.load.conflicts};
  ASSIGN_OR_RETURN(const FoundFiles found, FindEventFiles(arguments.consolidate.events, outputs));
  std::vector<std::string> others = found.events;
  others.push_back(settings.questions);
  others.push_back(StoreFile(settings.store));
  RETURN_IF_ERROR(CheckSeparateFiles(outputs, others));
  // The results would be among the plays.
  return CheckSeparateFiles({options.output}, {"/dev/stdout"});
}

// Tables that are there hold rows of earlier loads, which are not this run's to drop.
Status CheckNoTables(Store& store, const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const TableState state, store.State(table));
    if (!state.exists) continue;
    return UsageError("--drop-after would drop {}, which is in {} already; name another --store, or drop it first",
                      table.name, store.Name());
  }
  return absl::OkStatus();
}

Status RunJob(const Settings& settings, RunArguments& arguments) {
  // What can be wrong is looked at before the long work starts: the questions, what is asked, the store.
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(std::vector<Asking> askings, ParseAsks(tables, arguments.asks));
  RETURN_IF_ERROR(CheckFiles(settings, arguments));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  if (arguments.drop_after) RETURN_IF_ERROR(CheckNoTables(*store, tables));

  ASSIGN_OR_RETURN(const ConsolidateReport consolidated, ConsolidateAndReport(arguments.consolidate));
  const std::string& plays = arguments.consolidate.options.output;

  LogMessage("\nload {} into {}\n", plays, store->Name());
  LogTemporarySpace({consolidated.output_bytes, settings.memory_bytes, tables.size()}, arguments.consolidate.explain);
  ResultObject results(settings.format);
  const Status loaded =
      CreateLoadAndVerify(*store, tables, {plays, consolidated.output}, settings, arguments.load, results);
  if (!loaded.ok()) return AfterStop(loaded, plays + " is written");

  if (askings.empty()) {
    ASSIGN_OR_RETURN(askings, SampleAsks(tables, plays));
  }
  if (!askings.empty()) {
    RETURN_IF_ERROR(results.Name("answers"));
    const Status answered = PrintAnswers(*store, askings, settings.format);
    if (!answered.ok()) return AfterStop(answered, "all tables are loaded and verified");
  }
  RETURN_IF_ERROR(results.Finish());

  if (!arguments.drop_after) return absl::OkStatus();
  for (const Table& table : tables) RETURN_IF_ERROR(store->Drop(table));
  LogMessage("\ndropped {} tables\n", tables.size());
  return absl::OkStatus();
}

}  // namespace

void AddRunCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("run", "The whole job: consolidate, create, load, verify, answer");
  const auto arguments = std::make_shared<RunArguments>();
  AddConsolidateArguments(*command, arguments->consolidate);
  AddLoadArguments(*command, arguments->load);
  command
      ->add_option("--ask", arguments->asks,
                   "A question to answer at the end, as 'song_at session_id=338 item_in_session=4' (repeatable)")
      ->type_name("'QUESTION NAME=VALUE...'")
      ->allow_extra_args(false);  // or the files behind it would be questions, too
  command->add_flag("--drop-after", arguments->drop_after,
                    "Drop the tables at the end; refused where there are any before");
  command->callback([&context, arguments] { context.status = RunJob(context.settings, *arguments); });
}

}  // namespace earshot
