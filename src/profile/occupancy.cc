#include "profile/occupancy.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace earshot {
namespace {

constexpr double kOccupyingPlaysMax = 1e18;
constexpr int kSteps = 60;  // of a bisection
// How far from the truth the share that half of the plays have seen is taken to be, whatever the number of rows.
constexpr double kModelError = 0.01;

// Where `value_of` grows: the argument in [low, high] at which it reaches `wanted`, on a scale of powers.
template <typename Function>
double FindArgument(double low, double high, double wanted, Function value_of) {
  for (int step = 0; step < kSteps; ++step) {
    const double middle = std::sqrt(low * high);
    (value_of(middle) < wanted ? low : high) = middle;
  }
  return low;
}

}  // namespace

// The values that were not seen are estimated by Chao2 with its correction of bias, the parts being its samples (Chao,
// "Estimating the Population Size for Capture-Recapture Data with Unequal Catchability", 1987).
Occupancy::Occupancy(const GroupGrowth& growth) {
  const auto plays = static_cast<double>(growth.plays);
  for (const Histogram::Values& sizes : growth.sizes.AllValues()) {
    values_.push_back({sizes.mean / plays, static_cast<double>(sizes.count)});
  }
  const auto once = static_cast<double>(growth.groups_in_parts[1]);
  const auto twice = static_cast<double>(growth.groups_in_parts[2]);
  constexpr double kShareOfOthers = (kParts - 1.0) / kParts;
  const double unseen = kShareOfOthers * once * std::max(once - 1, 0.0) / (2 * (twice + 1));
  if (unseen > 0) {
    // Rarer than those in one part: taken to be half as frequent.
    const double each = static_cast<double>(growth.plays_in_one_part) / once / 2;
    values_.push_back({each / plays, unseen});
  }
  all_ = static_cast<double>(growth.groups) + unseen;
  const auto begin = static_cast<double>(growth.groups_that_begin);
  const auto end = static_cast<double>(growth.groups_that_end);
  // Where values come and go evenly, each of these is of either kind by chance, and the standard deviation of the
  // difference is the root of their number. Three of them are more than chance.
  const double surplus = begin - end - 3 * std::sqrt(begin + end);
  if (surplus > 0) newcomers_ = 2 * (begin - end) / static_cast<double>(growth.groups);
}

double Occupancy::ValuesOf(double plays, double times) const {
  // Each group of newcomers has its part of the plays.
  const double newcomers = Newcomers(times);
  double values = 0;
  for (const Frequency& value : values_) values -= value.count * std::expm1(-value.share * plays / newcomers);
  return values * newcomers;
}

double Occupancy::AllValues(double times) const { return all_ * Newcomers(times); }

double Occupancy::PlaysWith(double values) const {
  return FindArgument(1e-3, kOccupyingPlaysMax, values, [this](double plays) { return ValuesOf(plays, 1); });
}

GroupOccupancy::GroupOccupancy(Occupancy all, const std::vector<Group>& groups) : all_(std::move(all)) {
  double rows = 0;
  double half_rows = 0;
  for (const Group& group : groups) {
    rows += static_cast<double>(group.rows);
    half_rows += group.half_rows;
  }
  const double seen_by_half = half_rows / rows;
  // What half of the plays have of the values, if the group may have that share of all.
  const double mean_rows = rows / static_cast<double>(groups.size());
  const auto half_of = [&](double share) {
    const double plays = all_.PlaysWith(mean_rows / share);
    return all_.ValuesOf(plays / 2, 1) * share / mean_rows;
  };
  // Of the two halves of a whole, one has a row at least. Between 1/2 and 1, the variance around a mean is bounded
  // (Bhatia and Davis, "A Better Bound on the Variance", 2000); two standard errors may be chance.
  const double expected = half_of(1);
  const double error = std::sqrt(std::max(0.0, (1 - expected) * (expected - 0.5)) / rows);
  const double share_min = std::min(1.0, mean_rows / all_.AllValues(1) * (1 + 1e-6));
  if (share_min >= 1 || seen_by_half <= expected + 2 * error + kModelError) return;
  // The smaller the share, the more of it half of the plays have seen.
  values_share_ = FindArgument(share_min, 1, -seen_by_half, [&](double share) { return -half_of(share); });
}

double GroupOccupancy::RowsOf(double plays, double rows, double more, double times) const {
  const double all = all_.AllValues(1) * values_share_;
  if (rows >= all) return rows * std::max(1.0, all_.AllValues(times) / all_.AllValues(1));
  const double like = all_.PlaysWith(rows / values_share_);
  return std::max(rows, values_share_ * all_.ValuesOf(like / plays * more, times));
}

}  // namespace earshot
