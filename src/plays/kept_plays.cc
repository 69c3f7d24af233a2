#include "plays/kept_plays.h"

#include <xxhash.h>

#include <memory>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "plays/play_reader.h"

namespace earshot {
namespace {

constexpr size_t kKeptBufferBytes = size_t{1} << 20;

std::pair<uint64_t, uint64_t> KeyOf(std::string_view row) {
  const XXH128_hash_t hash = XXH3_128bits(row.data(), row.size());
  return {hash.high64, hash.low64};
}

}  // namespace

Status KeptPlays::Other() const {
  return WithCode(InputError("the rejects belong to other {} than those in {}, which was replaced since, or is cut",
                             of_.name, path_),
                  ErrorCode::kOtherPlays);
}

Status KeptPlays::Copy(const std::string& path, const ContentId& first) {
  path_ = path;
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(path, of_));
  bool first_found = false;
  const auto look = [&]() -> Status {
    if (bytes_ != first.bytes) return absl::OkStatus();
    RETURN_IF_ERROR(Flush());
    first_found = hash_.id() == first;
    return first_found ? absl::OkStatus() : Other();
  };
  RETURN_IF_ERROR(Append(reader->header()));
  RETURN_IF_ERROR(look());
  bool whole = true;  // the last row has its line end
  std::string_view row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, reader->NextText(&row));
    if (!more) break;
    whole = row.ends_with('\n');
    RETURN_IF_ERROR(Append(row));
    if (first_found) {
      ++added_before_[whole ? KeyOf(row) : KeyOf(std::string(row) + "\r\n")];
    } else {
      first_has_rows_ = true;
      RETURN_IF_ERROR(look());
    }
  }
  if (!first_found) return Other();
  return whole ? absl::OkStatus() : Append("\r\n");
}

StatusOr<bool> KeptPlays::Add(std::string_view row) {
  const auto before = added_before_.find(KeyOf(row));
  if (before == added_before_.end()) {
    RETURN_IF_ERROR(Append(row));
    return true;
  }
  if (--before->second == 0) added_before_.erase(before);
  return false;
}

Status KeptPlays::Append(std::string_view row) {
  buffer_.append(row);
  bytes_ += row.size();
  return buffer_.size() < kKeptBufferBytes ? absl::OkStatus() : Flush();
}

Status KeptPlays::Flush() {
  hash_.Add(buffer_);
  Status written = to_->Write(buffer_);
  buffer_.clear();
  return written;
}

StatusOr<ContentId> KeptPlays::Finish() {
  if (!first_has_rows_ && !added_before_.empty()) return Other();
  RETURN_IF_ERROR(Flush());
  return hash_.id();
}

}  // namespace earshot
