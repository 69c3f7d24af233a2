#include "load/sample.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <utility>
#include <vector>

#include "load/source_ranges.h"

namespace earshot {
namespace {

// The more parts, the smaller the damage that a sample of a share of them finds.
constexpr size_t kPartsMax = 16'384;

// The parts of a table that are chosen for a sample of it; one at least.
StatusOr<std::vector<KeyRange>> ChooseParts(const Table& table, const RowOrder& order, const SortedRows& rows,
                                            double share, TableVerification* found) {
  ASSIGN_OR_RETURN(const std::vector<KeyRange> parts, SplitBySource(table, order, rows, kPartsMax));
  found->parts = parts.size();
  const auto wanted = static_cast<size_t>(std::ceil(share * static_cast<double>(parts.size())));
  std::mt19937_64 random{std::random_device{}()};
  std::vector<KeyRange> chosen;
  std::sample(parts.begin(), parts.end(), std::back_inserter(chosen), wanted, random);
  found->sampled_parts = chosen.size();
  return chosen;
}

}  // namespace

StatusOr<TableVerification> VerifySample(Store& store, const Table& table, const SortedRows& rows, size_t threads,
                                         double share) {
  TableVerification sample;
  ASSIGN_OR_RETURN(const std::vector<KeyRange> parts, ChooseParts(table, store.Order(), rows, share, &sample));
  ASSIGN_OR_RETURN(TableVerification found, VerifyRanges(store, table, rows, parts, threads));
  found.parts = sample.parts;
  found.sampled_parts = sample.sampled_parts;
  return found;
}

double DamageMissedBySample(uint64_t sampled_parts) {
  return 1 - std::pow(0.05, 1 / static_cast<double>(std::max<uint64_t>(sampled_parts, 1)));
}

}  // namespace earshot
