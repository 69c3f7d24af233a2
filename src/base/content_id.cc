#include "base/content_id.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <vector>

#include "base/file.h"
#include "base/stop_token.h"

namespace earshot {

std::string ContentId::ToString() const { return fmt::format("{}-{}", bytes, xxh3); }

StatusOr<ContentId> ContentIdOf(const std::string& path) {
  constexpr size_t kBufferBytes = size_t{1} << 20;
  ASSIGN_OR_RETURN(const std::unique_ptr<FileReader> file, FileReader::Open(path));
  std::vector<char> buffer(kBufferBytes);
  ContentHash hash;
  for (size_t count = kBufferBytes; count == kBufferBytes;) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(count, file->Read(buffer.data(), buffer.size()));
    hash.Add({buffer.data(), count});
  }
  return hash.id();
}

void ContentHash::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

std::string Xxh3Of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

ContentHash::ContentHash() : state_(XXH3_createState()) { XXH3_128bits_reset(state_.get()); }

ContentHash::~ContentHash() = default;

void ContentHash::Add(std::string_view bytes) {
  XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
  bytes_ += bytes.size();
}

ContentId ContentHash::id() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
  return {bytes_, fmt::format("{:016x}{:016x}", hash.high64, hash.low64)};
}

}  // namespace earshot
