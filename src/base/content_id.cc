#include "base/content_id.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace earshot {

void ContentHash::Free::operator()(XXH3_state_s* state) const { XXH3_freeState(state); }

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
