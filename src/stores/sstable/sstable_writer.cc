#include "stores/sstable/sstable_writer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/output_file.h"
#include "cql/murmur2.h"
#include "cql/tables/token_order.h"
#include "rows/row.h"
#include "stores/sstable/key_filter.h"

namespace earshot {
namespace {

constexpr std::string_view kPrefix = "nb-1-big-";  // the format's version, the first SSTable, the format
constexpr std::string_view kData = "Data.db";
constexpr std::string_view kIndex = "Index.db";
constexpr std::string_view kFilter = "Filter.db";
constexpr std::string_view kSummary = "Summary.db";
constexpr std::string_view kStatistics = "Statistics.db";
constexpr std::string_view kCompressionInfo = "CompressionInfo.db";
constexpr std::string_view kDigest = "Digest.crc32";
constexpr std::string_view kContents = "TOC.txt";

bool IsComponent(std::string_view name) { return name.starts_with(kPrefix); }

std::string ContentsText() {
  std::array components = {kData, kIndex, kFilter, kSummary, kStatistics, kCompressionInfo, kDigest, kContents};
  std::sort(components.begin(), components.end());
  std::string text;
  for (const std::string_view component : components) text.append(component).append("\n");
  return text;
}

int64_t Microseconds(WriteTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

}  // namespace

SSTableWriter::SSTableWriter(const Table& table, std::unique_ptr<OutputDirectory> directory, WriteTime time)
    : table_(table), directory_(std::move(directory)), statistics_(table, Microseconds(time)), encoder_(table) {}

StatusOr<std::unique_ptr<SSTableWriter>> SSTableWriter::Create(const Table& table, const std::string& directory,
                                                               WriteTime time, const std::optional<HostId>& host_id) {
  ASSIGN_OR_RETURN(std::unique_ptr<OutputDirectory> output, OutputDirectory::Create(directory, IsComponent));
  std::unique_ptr<SSTableWriter> writer(new SSTableWriter(table, std::move(output), time));
  writer->statistics_.host_id = host_id;
  RETURN_IF_ERROR(writer->OpenFiles());
  return writer;
}

Status SSTableWriter::CheckReplaceable(const std::string& directory) {
  return OutputDirectory::CheckReplaceable(directory, IsComponent);
}

Status SSTableWriter::OpenFiles() {
  ASSIGN_OR_RETURN(data_, DataFile::Create(PathOf(kData)));
  ASSIGN_OR_RETURN(index_, IndexFile::Create(table_, PathOf(kIndex)));
  return absl::OkStatus();
}

std::string SSTableWriter::PathOf(std::string_view component) const {
  return fmt::format("{}/{}{}", directory_->part(), kPrefix, component);
}

Status SSTableWriter::Add(std::string_view sort_key, std::string_view row) {
  RETURN_IF_ERROR(CheckOrder(sort_key, row));
  RETURN_IF_ERROR(TokenOrder().CheckRow(table_, row));
  if (!IsOfPartition(row)) {
    RETURN_IF_ERROR(EndPartition());
    StartPartition(row);
  }
  last_sort_key_.assign(sort_key);
  const std::string_view cells = row.substr(partition_cells_.size());
  const std::string_view clustering = FirstCells(cells, table_.key_size - table_.partition_size);
  if (data_->position() == start_ + encoder_.header_bytes()) first_clustering_.assign(clustering);
  last_clustering_.assign(clustering);
  const uint64_t row_start = data_->position() - start_;
  encoder_.Add(cells, data_->pending());
  index_->AddRow(clustering, row_start, data_->position() - start_);
  ++statistics_.rows;
  values_ += encoder_.row_values();
  return data_->WriteChunks();
}

Status SSTableWriter::CheckOrder(std::string_view sort_key, std::string_view row) const {
  if (sort_key > last_sort_key_ || rows() == 0) return absl::OkStatus();
  return SystemError("table {}: the row {} is not after the one before it, so no SSTable was written", table_.name,
                     DescribeKey(table_, row));
}

// Cells have their lengths before them, so that none is another one's beginning.
bool SSTableWriter::IsOfPartition(std::string_view row) const {
  return rows() > 0 && row.starts_with(partition_cells_);
}

void SSTableWriter::StartPartition(std::string_view row) {
  partition_cells_.assign(FirstCells(row, table_.partition_size));
  key_.clear();
  AppendPartitionKey(table_, row, &key_);
  start_ = data_->position();
  values_ = 0;
  encoder_.Start(key_, data_->pending());
}

Status SSTableWriter::EndPartition() {
  if (rows() == 0) return absl::OkStatus();
  encoder_.End(data_->pending());
  const uint64_t bytes = data_->position() - start_;
  statistics_.partition_bytes.Add(bytes);
  statistics_.partition_values.Add(values_);
  statistics_.values += values_;
  statistics_.keys.Add(CassandraMurmur2(key_));
  statistics_.clusterings.Add(first_clustering_, last_clustering_);
  summary_.Add(key_, index_->position());
  return index_->EndPartition(key_, start_, encoder_.header_bytes(), bytes);
}

Status SSTableWriter::Finish() {
  if (rows() == 0) return InputError("table {} has no rows, and there is no SSTable of none", table_.name);
  RETURN_IF_ERROR(EndPartition());
  RETURN_IF_ERROR(data_->Finish());
  RETURN_IF_ERROR(index_->Finish());
  RETURN_IF_ERROR(WriteComponents());
  return directory_->Commit();
}

Status SSTableWriter::WriteComponents() {
  ASSIGN_OR_RETURN(const KeyFilter filter, FilterOfIndex(PathOf(kIndex), summary_.keys()));
  RETURN_IF_ERROR(WriteComponent(kFilter, filter.Serialized()));
  RETURN_IF_ERROR(WriteComponent(kSummary, summary_.Serialized()));
  statistics_.compression_ratio = data_->CompressionRatio();
  RETURN_IF_ERROR(WriteComponent(kStatistics, Serialized(statistics_)));
  RETURN_IF_ERROR(WriteComponent(kCompressionInfo, data_->CompressionInfo()));
  RETURN_IF_ERROR(WriteComponent(kDigest, data_->Digest()));
  return WriteComponent(kContents, ContentsText());
}

Status SSTableWriter::WriteComponent(std::string_view component, std::string_view contents) const {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file, OutputFile::Create(PathOf(component)));
  RETURN_IF_ERROR(file->Write(contents));
  return file->CommitToDisk();
}

}  // namespace earshot
