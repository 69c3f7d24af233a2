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

// Declare --encoding and --corrections, which `reingest` has too. What they set must outlive the command.
void AddEncodingOption(CLI::App& command, std::vector<std::string>& encodings);
void AddCorrectionsOption(CLI::App& command, std::string& corrections);

// Declares them on `command`. `arguments` must outlive the command.
void AddConsolidateArguments(CLI::App& command, ConsolidateArguments& arguments);

// Sets the file of corrections, where the command line does not say which it is. To be called first.
void NameCorrections(ConsolidateOptions& options);

// Consolidates, and tells on stderr what came of it.
StatusOr<ConsolidateReport> ConsolidateAndReport(ConsolidateArguments& arguments);

}  // namespace earshot
