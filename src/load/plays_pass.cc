#include "load/plays_pass.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/error_code.h"
#include "base/ordered_work.h"
#include "plays/computed.h"
#include "plays/play_reader.h"
#include "plays/play_records.h"
#include "rows/row_encoder.h"

namespace earshot {
namespace {

// What blocks on their way may take, the rows made of them included.
constexpr size_t kBlocksBytesMax = size_t{24} << 20;
static_assert(2 * kPlayBlockBytes * (kPassTablesMax + 1) <= kBlocksBytesMax);

// Each merges with memory of its own (kCursorBytesMax), and mostly waits for the disk.
constexpr size_t kSpillThreadsMax = 2;

DatasetColumnSet ColumnsOf(const PlaysPass& pass) {
  DatasetColumnSet columns;
  for (const std::vector<const Table*>& tables : {pass.tables, pass.checked}) {
    for (const Table* table : tables) columns |= SourcesOf(*table);
  }
  return columns;
}

// The last file need not have more.
DatasetColumnSet LastColumnsOf(const PlaysPass& pass) {
  DatasetColumnSet columns;
  for (size_t i = 0; i < pass.tables.size(); ++i) {
    if (pass.wants_last[i]) columns |= SourcesOf(*pass.tables[i]);
  }
  return columns;
}

Status CheckHasColumns(const PlayReader& plays, const std::string& path, const Table& table) {
  if (table.question.of != &PlaysDataset()) return absl::OkStatus();
  for (const std::string& needed : FurtherColumnsFor(SourcesOf(table))) {
    if (plays.layout().Has(needed)) continue;
    return WithCode(
        InputError("{} is not a column of {}, and the question \"{}\" needs it", needed, path, table.question.name),
        ErrorCode::kPlaysLackColumn);
  }
  return absl::OkStatus();
}

// A block of plays and the rows that it becomes. Belongs to one thread at a time.
class BlockEncoder {
 public:
  // `last` is null where there is no last file.
  BlockEncoder(const PlaysPass& pass, const PlayReader& now, const PlayReader* last)
      : pass_(pass),
        parser_(pass.path, now.layout()),
        last_parser_(pass.last_path, last == nullptr ? PlayLayout() : last->layout()),
        records_(ColumnsOf(pass), *pass.of),
        last_records_(LastColumnsOf(pass), *pass.of),
        rows_(pass.tables.size()) {
    for (const Table* table : pass.tables) encoders_.emplace_back(*table, *pass.order);
    for (const Table* table : pass.checked) checkers_.emplace_back(*table, *pass.order);
  }

  PlayBlock* block() { return &block_; }
  BlockOf* of() { return &of_; }
  const std::vector<RowBlock>& rows() const { return rows_; }
  const Status& status() const { return status_; }

  void Encode() {
    for (RowBlock& rows : rows_) rows.Clear();
    status_ = EncodeAll();
  }

 private:
  Status EncodeAll() {
    const bool is_last = of_ == BlockOf::kLast;
    PlayParser& parser = is_last ? last_parser_ : parser_;
    PlayRecords& records = is_last ? last_records_ : records_;
    parser.Start(&block_);
    records.SetFile(static_cast<uint32_t>(of_));
    Play play;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, parser.Next(&play));
      if (!more) break;
      if (const Status status = EncodePlay(play, &records); !status.ok()) {
        return WithMessage(status, fmt::format("{}: {}", parser.path(), MessageOf(status)));
      }
    }
    for (size_t i = 0; i < encoders_.size(); ++i) encoders_[i].Finish(&rows_[i]);
    return absl::OkStatus();
  }

  Status EncodePlay(const Play& play, PlayRecords* records) {
    const Record* record = nullptr;
    RETURN_IF_ERROR(records->Decode(play, &record));
    const bool is_last = of_ == BlockOf::kLast;
    for (size_t i = 0; i < encoders_.size(); ++i) {
      if (!is_last || pass_.wants_last[i]) RETURN_IF_ERROR(encoders_[i].Add(*record, &rows_[i]));
    }
    if (is_last) return absl::OkStatus();
    for (RowEncoder& checker : checkers_) RETURN_IF_ERROR(checker.Check(*record));
    return absl::OkStatus();
  }

  const PlaysPass& pass_;
  PlayBlock block_;
  BlockOf of_ = BlockOf::kNow;
  PlayParser parser_;
  PlayParser last_parser_;
  PlayRecords records_;
  PlayRecords last_records_;
  std::vector<RowEncoder> encoders_;
  std::vector<RowEncoder> checkers_;
  std::vector<RowBlock> rows_;
  Status status_;
};

size_t ThreadsOf(const PlaysPass& pass) {
  // A row takes about as many bytes as its play; buffers grow to twice what they need.
  const size_t job_bytes = 2 * kPlayBlockBytes * (pass.tables.size() + 1);
  return std::clamp<size_t>(kBlocksBytesMax / job_bytes, 1, pass.threads);
}

// Null where nothing of it is wanted.
StatusOr<std::unique_ptr<PlayReader>> OpenLast(const PlaysPass& pass) {
  if (pass.last_path.empty()) return nullptr;
  ASSIGN_OR_RETURN(std::unique_ptr<PlayReader> last, PlayReader::Open(pass.last_path, *pass.of));
  for (size_t i = 0; i < pass.tables.size(); ++i) {
    if (pass.wants_last[i]) RETURN_IF_ERROR(CheckHasColumns(*last, pass.last_path, *pass.tables[i]));
  }
  return last;
}

}  // namespace

size_t SortMemoryOf(const PlaysPass& pass, bool has_measures) {
  return pass.memory_bytes / pass.tables.size() / (has_measures ? 2 : 1);
}

Status CheckColumns(const std::string& path, const Dataset& dataset, const std::vector<Table>& tables) {
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(path, dataset));
  for (const Table& table : tables) {
    if (table.question.of == &dataset) RETURN_IF_ERROR(CheckHasColumns(*reader, path, table));
  }
  return absl::OkStatus();
}

RowTotals CollectedRows::TotalsOfFile(BlockOf file) const {
  RowTotals sum = totals[static_cast<size_t>(BlockOf::kBoth)];
  sum.Add(totals[static_cast<size_t>(file)]);
  return sum;
}

StatusOr<std::vector<CollectedRows>> CollectRows(const PlaysPass& pass) {
  EARSHOT_CHECK(pass.tables.size() <= kPassTablesMax);
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(pass.path, *pass.of));
  for (const Table* table : pass.tables) RETURN_IF_ERROR(CheckHasColumns(*reader, pass.path, *table));
  for (const Table* table : pass.checked) RETURN_IF_ERROR(CheckHasColumns(*reader, pass.path, *table));
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> last, OpenLast(pass));
  std::vector<CollectedRows> collected(pass.tables.size());
  const auto spills = std::make_shared<SpillThreads>(pass.threads < 2 ? 0 : kSpillThreadsMax);
  for (size_t i = 0; i < collected.size(); ++i) {
    const size_t memory_bytes = SortMemoryOf(pass, pass.tables[i]->has_measures());
    collected[i].sorter = std::make_unique<RowSorter>(memory_bytes, pass.threads, spills);
  }
  CommonBlocks blocks(*reader, last.get());
  const auto make = [&] { return std::make_unique<BlockEncoder>(pass, *reader, last.get()); };
  const auto take = [&](auto* job) { return blocks.Next((*job)->block(), (*job)->of()); };
  const auto work = [](auto* job) { (*job)->Encode(); };
  const auto deliver = [&](auto* job) -> Status {
    // Rows before the one that is wrong are of no use any more.
    RETURN_IF_ERROR((*job)->status());
    for (size_t i = 0; i < collected.size(); ++i) {
      const RowBlock& rows = (*job)->rows()[i];
      collected[i].Totals(*(*job)->of()).Add(rows.totals());
      RETURN_IF_ERROR(collected[i].sorter->Add(rows));
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(RunInOrder(ThreadsOf(pass), make, take, work, deliver));
  return collected;
}

}  // namespace earshot
