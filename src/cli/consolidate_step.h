// The arguments of consolidating, and the step itself with its report: shared by `consolidate` and `run`.
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/status.h"
#include "plays/consolidate.h"

namespace earshot {

struct ConsolidateArguments {
  std::vector<std::string> events;
  std::string rejects_max = "1%";
  std::string dialect;
  std::vector<std::string> encodings;
  bool explain = false;
  ConsolidateOptions options;
};

// Declares --encoding, which `reingest` has too. `encodings` must outlive the command.
void AddEncodingOption(CLI::App& command, std::vector<std::string>& encodings);

// Declares them on `command`. `arguments` must outlive the command.
void AddConsolidateArguments(CLI::App& command, ConsolidateArguments& arguments);

// Consolidates, and tells on stderr what came of it.
StatusOr<ConsolidateReport> ConsolidateAndReport(ConsolidateArguments& arguments);

}  // namespace earshot
