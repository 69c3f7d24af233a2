// earshot run EVENTS...: the whole job. Consolidate, create, load, verify, then an answer to each question.
#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "base/words.h"
#include "cli/asking.h"
#include "cli/command.h"
#include "cli/consolidate_step.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "cli/taste_report.h"
#include "cli/taste_state.h"
#include "cli/taste_step.h"
#include "events/source/files.h"
#include "load/drop_table.h"
#include "plays/computed.h"
#include "plays/counted.h"
#include "plays/events_file.h"
#include "plays/play_reader.h"
#include "plays/play_records.h"
#include "rows/row.h"
#include "stores/open/open.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

struct RunArguments {
  ConsolidateArguments consolidate;
  LoadArguments load;
  std::vector<std::string> asks;  // each "question name=value ..."
  bool drop_after = false;
  std::string verify = "all";
  bool computes_taste = false;
  TasteArguments taste;
};

// Nobody has asked for a sample: it only shows how to.
constexpr uint64_t kSampleRowsMax = 10;
// Of which one is looked for that has a row to ask for.
constexpr uint64_t kSampleRecordsMax = 1000;

// What is asked at the end, and how many rows of each answer are shown.
struct Askings {
  std::vector<Asking> all;
  uint64_t rows_max = kAllRows;
};

StatusOr<Askings> ParseAsks(const std::vector<Table>& tables, const std::vector<std::string>& asks) {
  Askings askings;
  for (const std::string& ask : asks) {
    ASSIGN_OR_RETURN(std::vector<std::string> words, SplitWords(ask));
    if (words.empty()) return UsageError("--ask is empty; give it a question and its arguments");
    const std::string question = words.front();
    words.erase(words.begin());
    ASSIGN_OR_RETURN(Asking asking, ParseAsking(tables, question, words));
    // What is asked twice is answered once.
    const auto is_same = [&](const Asking& other) { return TypedText(other) == TypedText(asking); };
    if (std::none_of(askings.all.begin(), askings.all.end(), is_same)) askings.all.push_back(std::move(asking));
  }
  return askings;
}

// What is given to the question by a play or an event, as words; false where it has no row in the table.
StatusOr<bool> GivenBy(const Play& play, const Table& table, std::vector<std::string>* words) {
  PlayRecords records(SourcesOf(table), *table.question.of);
  const Record* record = nullptr;
  RETURN_IF_ERROR(records.Decode(play, &record));
  if (UseOf(table, *record) != RecordUse::kRow) return false;
  for (const std::string& name : table.question.given) {
    const size_t column = table.question.of->Find(name);
    const std::string_view value = CellReader(record->cells[column]).Next();
    words->push_back(fmt::format("{}={}", name, TextOf(table.question.of->columns[column].type, value)));
  }
  return true;
}

// Of the questions: what is loaded from the plays and events, and what is computed of the plays first.
struct RunTables {
  std::vector<Table> of_questions;
  std::vector<Table> of_plays;
  std::vector<Table> of_taste;

  std::vector<Table> all() const {
    std::vector<Table> both = of_plays;
    both.insert(both.end(), of_taste.begin(), of_taste.end());
    return both;
  }
};

StatusOr<RunTables> ReadRunTables(const Settings& settings, bool computes_taste) {
  RunTables tables;
  ASSIGN_OR_RETURN(tables.of_questions, ReadTables(settings));
  tables.of_plays = tables.of_questions;
  std::erase_if(tables.of_plays, IsComputed);
  if (computes_taste) {
    ASSIGN_OR_RETURN(tables.of_taste, TasteTablesOf(tables.of_questions, settings));
  }
  return tables;
}

// The plays are consolidated with what the questions and taste need of them. Taste that is there stays that of the
// plays: without the days that it has learned of, these would be another file.
void AddFurtherColumns(const std::vector<Table>& tables, bool computes_taste, ConsolidateOptions* options) {
  DatasetColumnSet sources;
  if (computes_taste || HasTasteByDay(options->output)) sources.set(PlaysDataset().Find("day"));
  for (const Table& table : tables) {
    if (table.question.of == &PlaysDataset()) sources |= SourcesOf(table);
  }
  std::vector<std::string>& with = options->with;
  for (const std::string& column : FurtherColumnsFor(sources)) {
    if (std::find(with.begin(), with.end(), column) == with.end()) with.push_back(column);
  }
}

// Where questions are of events, all of them are written beside the plays, and files have what the questions need.
void AddEvents(const std::vector<Table>& tables, ConsolidateOptions* options) {
  for (const Table& table : tables) {
    if (table.question.of != &EventsDataset()) continue;
    if (options->events.empty()) options->events = EventsOf(options->output);
    const DatasetColumnSet sources = SourcesOf(table);
    for (size_t column = 0; column < table.question.of->columns.size(); ++column) {
      if (sources[column]) options->events_need.push_back(table.question.of->columns[column].source_name);
    }
  }
}

void LogNotAsked(const Table& table) {
  const Dataset& of = *table.question.of;
  LogMessage("\n{} is not asked: none of the first {} has a row{}{}\n", table.name,
             Counted(kSampleRecordsMax, of.record), of.none_because.empty() ? "" : "; ", of.none_because);
}

// One asking for each question, with what the first play or event of its file that has a row says is given: seldom far
// from the beginning, or nowhere. Where there is none, that is said instead.
StatusOr<Askings> SampleAsks(const std::vector<Table>& tables, const SourceFiles& files) {
  Askings askings{{}, kSampleRowsMax};
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader,
                     PlayReader::Open(files.Of(table).path, *table.question.of));
    Play play;
    std::vector<std::string> words;
    for (size_t i = 0; i < kSampleRecordsMax && words.empty(); ++i) {
      ASSIGN_OR_RETURN(const bool any, reader->Next(&play));
      if (!any) break;
      RETURN_IF_ERROR(GivenBy(play, table, &words).status());
    }
    if (words.empty()) {
      LogNotAsked(table);
      continue;
    }
    ASSIGN_OR_RETURN(Asking asking, ParseAsking(tables, table.name, words));
    askings.all.push_back(std::move(asking));
  }
  return askings;
}

Status PrintAnswers(Store& store, const Settings& settings, const Askings& askings, ResultObject& results) {
  RETURN_IF_ERROR(results.Open("answers"));
  const std::string options = OptionsText(settings);
  for (const Asking& asking : askings.all) {
    const std::string typed = TypedText(asking);
    LogMessage("\n{}\n$ earshot ask {}{}\n", asking.table->question.asks, typed, options);
    RETURN_IF_ERROR(results.Name(typed));
    const Page page{.limit = askings.rows_max, .after = ""};
    ASSIGN_OR_RETURN(const std::string next_page,
                     PrintAnswer(store, asking, page, results.part_format(), results.output()));
    if (!next_page.empty()) LogMessage("... and more: earshot ask {}{}\n", typed, options);
  }
  return results.Close();
}

Status LearnAndLoadTaste(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, NamedListeners named,
                         const Settings& settings, ResultObject& results) {
  LogMessage("\nlearn taste of {}\n", plays.path);
  ASSIGN_OR_RETURN(const ComputedTaste computed, ComputeTaste(plays, std::move(named), settings));
  RETURN_IF_ERROR(results.Open("taste"));
  RETURN_IF_ERROR(PrintTaste(computed.report, results));
  RETURN_IF_ERROR(LoadTaste(store, tables, plays.path, settings, results));
  return results.Close();
}

// Nothing that the job writes may destroy what it reads, or what it writes besides.
Status CheckFiles(const Settings& settings, const RunArguments& arguments) {
  const ConsolidateOptions& options = arguments.consolidate.options;
  const std::vector<std::string> outputs = {options.output,  options.events, options.rejects,
                                            options.repairs, options.report, arguments.load.conflicts};
  ASSIGN_OR_RETURN(const FoundFiles found, FindEventFiles(arguments.consolidate.events, outputs));
  std::vector<std::string> others = found.events;
  others.push_back(options.corrections);
  others.push_back(settings.questions);
  others.push_back(StoreFile(settings.store));
  others.push_back(arguments.taste.opt_in);
  others.push_back(arguments.taste.groups);
  RETURN_IF_ERROR(CheckSeparateFiles(outputs, others));
  // The results would be among the plays.
  return CheckSeparateFiles({options.output}, {"/dev/stdout"});
}

// Tables that are there hold rows of earlier loads, which are not this run's to drop.
Status CheckNoTables(Store& store, const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(const StoredTable stored, FindStored(store, table));
    ASSIGN_OR_RETURN(const TableState state, store.State(stored.table));
    if (!state.exists) continue;
    return UsageError("--drop-after would drop {}, which is in {} already; name another --store, or drop it first",
                      table.name, store.Name());
  }
  return absl::OkStatus();
}

Status RunJob(CommandContext& context, RunArguments& arguments) {
  const Settings& settings = context.settings;
  if (settings.format == Format::kCsv) {
    return UsageError("run has several results, and CSV holds one table; use --format json or ndjson");
  }
  NameCorrections(arguments.consolidate.options);
  // What can be wrong is looked at before the long work starts: the questions, what is asked, the store.
  ASSIGN_OR_RETURN(const RunTables wanted, ReadRunTables(settings, arguments.computes_taste));
  const std::vector<Table>& tables = wanted.of_plays;
  const std::vector<Table> all_tables = wanted.all();
  ASSIGN_OR_RETURN(Askings askings, ParseAsks(all_tables, arguments.asks));
  AddFurtherColumns(tables, arguments.computes_taste, &arguments.consolidate.options);
  AddEvents(tables, &arguments.consolidate.options);
  RETURN_IF_ERROR(CheckFiles(settings, arguments));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(NamedListeners named, ReadNamedListeners(arguments.taste));
  if (arguments.drop_after) RETURN_IF_ERROR(CheckNoTables(*store, all_tables));

  arguments.consolidate.options.threads = settings.threads;
  ASSIGN_OR_RETURN(const ConsolidateReport consolidated, ConsolidateAndReport(arguments.consolidate));
  const std::string& plays = arguments.consolidate.options.output;
  SourceFiles files = {{plays, consolidated.output},
                       {arguments.consolidate.options.events, consolidated.events_output}};

  LogMessage("\nload {} into {}\n", NamesOf(files, tables), store->Name());
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, tables.size()}, arguments.consolidate.explain);
  ResultObject results(settings.format, context.output);
  const VerifyScope scope = arguments.verify == "written" ? VerifyScope::kWritten : VerifyScope::kAll;
  const Status loaded =
      CreateLoadAndVerify({*store, tables, files, settings, arguments.load}, {.verify = scope}, results);
  if (!loaded.ok()) return AfterStop(loaded, plays + " is written");

  if (arguments.computes_taste) {
    const Status learned =
        LearnAndLoadTaste(*store, wanted.of_taste, files.plays(), std::move(named), settings, results);
    if (!learned.ok()) return AfterStop(learned, "the tables of plays are loaded and verified");
    RETURN_IF_ERROR(AddTasteFiles(wanted.of_taste, &files));
  } else {
    RETURN_IF_ERROR(CanLoadTaste(wanted.of_questions, settings, plays).status());
  }
  if (askings.all.empty()) {
    ASSIGN_OR_RETURN(askings, SampleAsks(all_tables, files));
  }
  const Status answered = PrintAnswers(*store, settings, askings, results);
  if (!answered.ok()) return AfterStop(answered, "all tables are loaded and verified");
  RETURN_IF_ERROR(results.Finish());

  if (!arguments.drop_after) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeLeaseToDrop(*store, all_tables));
  Status refused;
  for (const Table& table : all_tables) RETURN_IF_ERROR(DropTable(*store, table, &refused).status());
  RETURN_IF_ERROR(refused);
  LogMessage("\ndropped {} tables\n", all_tables.size());
  return absl::OkStatus();
}

}  // namespace

void AddRunCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("run", "Run the whole job: consolidate, create, load, verify, answer");
  const auto arguments = std::make_shared<RunArguments>();
  AddConsolidateArguments(*command, arguments->consolidate);
  AddLoadArguments(*command, arguments->load);
  command
      ->add_option("--ask", arguments->asks,
                   "Answer this question at the end, as in 'song_at session_id=338 item_in_session=4' (repeatable)")
      ->type_name("'QUESTION NAME=VALUE...'")
      ->allow_extra_args(false);  // or the files after it would be questions, too
  command
      ->add_option("--verify", arguments->verify,
                   "Verify all rows of the tables, or only read back what was written, in whole partitions")
      ->type_name("all|written")
      ->check(CLI::IsMember({"all", "written"}))
      ->capture_default_str();
  CLI::Option* taste = command->add_flag("--taste", arguments->computes_taste,
                                         "Learn taste of the plays, and load what follows, as `earshot taste` does");
  AddTasteArguments(*command, arguments->taste);
  for (const char* option : {"--opt-in", "--groups"}) command->get_option(option)->needs(taste);
  command->add_flag("--drop-after", arguments->drop_after,
                    "Drop the tables at the end; refused if any of them already exist");
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot run logs/ --ask \"song_listeners song='Greece 2000'\"\n"
      "  earshot run logs/ --store cassandra://127.0.0.1/earshot --questions fans.toml");
  command->callback([&context, arguments] { context.status = RunJob(context, *arguments); });
}

}  // namespace earshot
