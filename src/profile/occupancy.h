// How many different values a number of plays have, where each value comes as often as it does among the plays that
// were seen.
//
// Pure functions on constant data; safe to share between threads.
#pragma once

#include <vector>

#include "profile/group_growth.h"

namespace earshot {

class Occupancy {
 public:
  // Of the values that are the groups of `growth`; those that were not seen yet are estimated by how many were seen in
  // one part and in two of them.
  explicit Occupancy(const GroupGrowth& growth);

  // The expected number of different values of `plays` plays, where there are `times` as many plays in all as were
  // seen: values that began to come late are followed by others.
  double ValuesOf(double plays, double times) const;
  // All values, once there are `times` as many plays.
  double AllValues(double times) const;

  // How many plays have so many values: the inverse of ValuesOf where `times` is 1.
  double PlaysWith(double values) const;

 private:
  double Newcomers(double times) const { return 1 + newcomers_ * (times - 1); }

  // Of some values that are about as frequent.
  struct Frequency {
    double share = 0;  // of all plays, each
    double count = 0;
  };
  std::vector<Frequency> values_;
  double all_ = 0;
  double newcomers_ = 0;  // for each value that was seen, while as many plays come as were seen
};

// The different values in the plays of a group, which may have some of all the values alone (an artist's songs), and
// has them sooner or later than by chance.
class GroupOccupancy {
 public:
  // Learned from these groups of plays. REQUIRES: there is one.
  GroupOccupancy(Occupancy all, const std::vector<Group>& groups);

  // Of a group that has had `rows` values in `plays` plays: how many once it has `more` plays, of `times` as many in
  // all.
  double RowsOf(double plays, double rows, double more, double times) const;

 private:
  Occupancy all_;
  double values_share_ = 1;  // of all values, that such a group may have
};

}  // namespace earshot
