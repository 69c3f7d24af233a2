#include "plays/play_sample.h"

#include <absl/container/flat_hash_map.h>
#include <xxhash.h>

#include <algorithm>

namespace earshot {
namespace {

// Of files that overlap by nine tenths, as exports of the last ten days do, one in a thousand looks like a copy.
constexpr size_t kComparedMin = 64;

// Two different plays.
bool IsLargeEnough(const std::vector<SampledPlay>& plays) {
  return !plays.empty() && plays.front().row != plays.back().row;
}

bool IsCopyOf(PlaySample* file, PlaySample* other) {
  const std::vector<SampledPlay>& plays = file->Sorted();
  const std::vector<SampledPlay>& others = other->Sorted();
  const uint64_t key_max = std::min(file->key_max(), other->key_max());
  const auto is_beyond = [&](const SampledPlay& play) { return play.key > key_max; };
  const auto end = std::find_if(plays.begin(), plays.end(), is_beyond);
  const bool is_whole = end == plays.end() && file->is_whole();
  if (!is_whole && static_cast<size_t>(end - plays.begin()) < kComparedMin) return false;
  return std::all_of(plays.begin(), end,
                     [&](const SampledPlay& play) { return std::binary_search(others.begin(), others.end(), play); });
}

}  // namespace

uint64_t PlaySample::HashOf(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

void PlaySample::Clear() {
  LimitKeys();
  plays_.clear();
  plays_before_ = plays_seen_;
}

void PlaySample::Restart() { *this = PlaySample(plays_max_); }

void PlaySample::AddSmall(uint64_t key, std::string_view line) {
  plays_.push_back({key, HashOf(line)});
  if (plays_.size() >= 2 * plays_max_) Sorted();
}

void PlaySample::Add(const PlaySample& other) {
  plays_seen_ += other.plays_seen_ - other.plays_before_;
  plays_.insert(plays_.end(), other.plays_.begin(), other.plays_.end());
  if (plays_.size() >= 2 * plays_max_) Sorted();
}

// Twice as many plays as are kept have smaller keys, where none is there twice. Where the same plays come again and
// again, the few that are kept would else never be enough to leave out others.
void PlaySample::LimitKeys() {
  const uint64_t share = std::max<uint64_t>(plays_seen_ / (2 * plays_max_), 1);
  key_max_ = std::min(key_max_, std::numeric_limits<uint64_t>::max() / share);
}

const std::vector<SampledPlay>& PlaySample::Sorted() {
  LimitKeys();
  std::sort(plays_.begin(), plays_.end());
  plays_.erase(std::unique(plays_.begin(), plays_.end()), plays_.end());
  if (plays_.size() >= plays_max_) {
    plays_.resize(plays_max_);
    key_max_ = std::min(key_max_, plays_.back().key);
  }
  while (!plays_.empty() && plays_.back().key > key_max_) plays_.pop_back();
  return plays_;
}

double PlaySample::ShareOfConflicts() {
  const std::vector<SampledPlay>& plays = Sorted();
  size_t conflicts = 0;
  for (size_t i = 1; i < plays.size(); ++i) conflicts += plays[i].key == plays[i - 1].key ? 1 : 0;
  return plays.empty() ? 0 : static_cast<double>(conflicts) / static_cast<double>(plays.size());
}

size_t SampledPlaysMax(size_t files) {
  constexpr size_t kPlaysOfAllFiles = size_t{1} << 19;
  return std::clamp<size_t>(kPlaysOfAllFiles / std::max<size_t>(files, 1), 16, 128);
}

std::vector<std::optional<size_t>> FindCopies(std::vector<PlaySample>* files) {
  constexpr size_t kCandidatesMax = 8;
  // Where all plays of a file are in another one, the first of them is, too.
  absl::flat_hash_map<uint64_t, std::vector<size_t>> files_with;
  for (PlaySample& file : *files) {
    if (IsLargeEnough(file.Sorted())) files_with[file.Sorted().front().row];
  }
  for (size_t i = 0; i < files->size(); ++i) {
    for (const SampledPlay& play : (*files)[i].Sorted()) {
      const auto found = files_with.find(play.row);
      if (found == files_with.end() || found->second.size() == kCandidatesMax) continue;
      if (found->second.empty() || found->second.back() != i) found->second.push_back(i);
    }
  }
  std::vector<std::optional<size_t>> copies(files->size());
  for (size_t i = files->size(); i-- > 0;) {
    PlaySample& file = (*files)[i];
    if (!IsLargeEnough(file.Sorted())) continue;
    for (const size_t other : files_with[file.Sorted().front().row]) {
      if (other == i || copies[other].has_value() || !IsCopyOf(&file, &(*files)[other])) continue;
      copies[i] = other;
      break;
    }
  }
  return copies;
}

}  // namespace earshot
