#include "stores/sstable/index_file.h"

#include "base/bytes.h"
#include "cql/tables/sstable_rows.h"
#include "cql/vint.h"

namespace earshot {
namespace {

constexpr size_t kIndexWriteBytes = size_t{64} << 10;
constexpr char kIsClustering = 4;  // ClusteringPrefix.Kind: a row, and not a bound of a removed range
constexpr char kNoOpenRange = 0;
constexpr auto kUsualWidth = static_cast<int64_t>(IndexFile::kBlockBytes);

}  // namespace

StatusOr<std::unique_ptr<IndexFile>> IndexFile::Create(const Table& table, const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  return std::unique_ptr<IndexFile>(new IndexFile(table, std::move(file)));
}

void IndexFile::AddRow(std::string_view clustering, uint64_t start, uint64_t end) {
  if (!has_block_) {
    has_block_ = true;
    block_start_ = start;
    first_clustering_.assign(clustering);
  }
  last_clustering_.assign(clustering);
  if (end - block_start_ >= kBlockBytes) EndBlock(end);
}

Status IndexFile::EndPartition(std::string_view key, uint64_t position, uint64_t header_bytes, uint64_t bytes) {
  // The last block has the partition's end as well, unless its last row has made it large enough.
  if (has_block_) EndBlock(bytes);
  AppendBigEndian(static_cast<uint16_t>(key.size()), &pending_);
  pending_.append(key);
  AppendVint(position, &pending_);
  if (block_offsets_.size() > 1) {
    AppendBlocks(header_bytes);
  } else {
    AppendVint(0, &pending_);
  }
  blocks_.clear();
  block_offsets_.clear();
  return pending_.size() >= kIndexWriteBytes ? WritePending() : absl::OkStatus();
}

void IndexFile::EndBlock(uint64_t end) {
  block_offsets_.push_back(static_cast<uint32_t>(blocks_.size()));
  for (const std::string& clustering : {std::cref(first_clustering_), std::cref(last_clustering_)}) {
    blocks_.push_back(kIsClustering);
    AppendClustering(table_, clustering, &blocks_);
  }
  AppendVint(block_start_, &blocks_);
  AppendSignedVint(static_cast<int64_t>(end - block_start_) - kUsualWidth, &blocks_);
  blocks_.push_back(kNoOpenRange);
  has_block_ = false;
}

void IndexFile::AppendBlocks(uint64_t header_bytes) {
  std::string before;
  AppendVint(header_bytes, &before);
  before.append(kNotDeleted);
  AppendVint(block_offsets_.size(), &before);
  AppendVint(before.size() + blocks_.size() + sizeof(uint32_t) * block_offsets_.size(), &pending_);
  pending_.append(before).append(blocks_);
  for (const uint32_t offset : block_offsets_) AppendBigEndian(offset, &pending_);
}

Status IndexFile::WritePending() {
  RETURN_IF_ERROR(file_->Write(pending_));
  written_bytes_ += pending_.size();
  pending_.clear();
  return absl::OkStatus();
}

Status IndexFile::Finish() {
  RETURN_IF_ERROR(WritePending());
  return file_->CommitToDisk();
}

}  // namespace earshot
