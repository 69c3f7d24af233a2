// What `earshot model check` prints of tables on given plays. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "profile/table_profile.h"

namespace earshot {

// A sentence for each thing that the question's author may not have meant; none for a sound one.
std::vector<std::string> WarningsOf(const TableProfile& profile);

// The figures, for people: lines that begin with blanks.
std::string DescribeProfile(const TableProfile& profile);

// A profile with what the checks of its question say.
struct CheckedProfile {
  const TableProfile* profile = nullptr;
  std::vector<std::string> warnings;
};

// For programs: a row for each table.
Status PrintProfiles(const std::vector<CheckedProfile>& profiles, Format format, OutputStream& output);

}  // namespace earshot
