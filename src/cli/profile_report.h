// What `earshot model check` prints of tables on given plays. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "profile/partition_limits.h"
#include "profile/table_profile.h"

namespace earshot {

// A sentence for each thing that the question's author may not have meant; none for a sound one.
std::vector<std::string> WarningsOf(const TableProfile& profile, const PartitionLimits& limits);

// The figures, for people: lines that begin with blanks.
std::string DescribeProfile(const TableProfile& profile);

// The figures as a JSON object, under the names that PrintProfiles gives them.
std::string FiguresJson(const TableProfile& profile);

// What another key would make of a question's plays.
struct OtherKeyProfile {
  OtherKey key;
  TableProfile profile;
};

// A line for each of them.
std::string DescribeOtherKeys(const std::vector<OtherKeyProfile>& keys, const PartitionLimits& limits);

// A profile with what the checks of its question say.
struct CheckedProfile {
  const TableProfile* profile = nullptr;
  std::vector<std::string> warnings;
  std::vector<std::string> fixes;           // of partitions over the limits
  std::vector<OtherKeyProfile> other_keys;  // where they were asked for
};

// For programs: a row for each table.
Status PrintProfiles(const std::vector<CheckedProfile>& profiles, Format format, OutputStream& output);

}  // namespace earshot
