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
  BlockEncoder(const PlaysPass& pass, const PlayLayout& layout)
      : parser_(pass.path, layout), records_(ColumnsOf(pass), *pass.of), rows_(pass.tables.size()) {
    for (const Table* table : pass.tables) encoders_.emplace_back(*table, *pass.order);
    for (const Table* table : pass.checked) checkers_.emplace_back(*table, *pass.order);
  }

  PlayBlock* block() { return &block_; }
  const std::vector<RowBlock>& rows() const { return rows_; }
  const Status& status() const { return status_; }

  void Encode() {
    for (RowBlock& rows : rows_) rows.Clear();
    status_ = EncodeAll();
  }

 private:
  Status EncodeAll() {
    parser_.Start(&block_);
    Play play;
    while (true) {
      ASSIGN_OR_RETURN(const bool more, parser_.Next(&play));
      if (!more) break;
      if (const Status status = EncodePlay(play); !status.ok()) {
        return WithMessage(status, fmt::format("{}: {}", parser_.path(), MessageOf(status)));
      }
    }
    for (size_t i = 0; i < encoders_.size(); ++i) encoders_[i].Finish(&rows_[i]);
    return absl::OkStatus();
  }

  Status EncodePlay(const Play& play) {
    const Record* record = nullptr;
    RETURN_IF_ERROR(records_.Decode(play, &record));
    for (size_t i = 0; i < encoders_.size(); ++i) RETURN_IF_ERROR(encoders_[i].Add(*record, &rows_[i]));
    for (RowEncoder& checker : checkers_) RETURN_IF_ERROR(checker.Check(*record));
    return absl::OkStatus();
  }

  PlayBlock block_;
  PlayParser parser_;
  PlayRecords records_;
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

StatusOr<std::vector<std::unique_ptr<RowSorter>>> CollectRows(const PlaysPass& pass) {
  EARSHOT_CHECK(pass.tables.size() <= kPassTablesMax);
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(pass.path, *pass.of));
  for (const Table* table : pass.tables) RETURN_IF_ERROR(CheckHasColumns(*reader, pass.path, *table));
  for (const Table* table : pass.checked) RETURN_IF_ERROR(CheckHasColumns(*reader, pass.path, *table));
  std::vector<std::unique_ptr<RowSorter>> sorters;
  const auto spills = std::make_shared<SpillThreads>(pass.threads < 2 ? 0 : kSpillThreadsMax);
  for (const Table* table : pass.tables) {
    sorters.push_back(std::make_unique<RowSorter>(SortMemoryOf(pass, table->has_measures()), pass.threads, spills));
  }
  const auto make = [&] { return std::make_unique<BlockEncoder>(pass, reader->layout()); };
  const auto take = [&](auto* job) { return reader->NextBlock((*job)->block()); };
  const auto work = [](auto* job) { (*job)->Encode(); };
  const auto deliver = [&](auto* job) -> Status {
    // Rows before the one that is wrong are of no use any more.
    RETURN_IF_ERROR((*job)->status());
    for (size_t i = 0; i < sorters.size(); ++i) RETURN_IF_ERROR(sorters[i]->Add((*job)->rows()[i]));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(RunInOrder(ThreadsOf(pass), make, take, work, deliver));
  return sorters;
}

}  // namespace earshot
