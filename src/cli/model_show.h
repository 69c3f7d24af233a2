// earshot model show [PLAYS]: the questions, their tables and keys, and why; as text, for programs, or as a document.
// Main thread only.
#pragma once

#include <optional>

#include "base/status.h"
#include "cli/command.h"
#include "cli/model_document.h"
#include "cli/model_forecast.h"

namespace earshot {

struct ModelShowArguments {
  std::optional<DocumentFormat> document;  // else the settings' format
  ModelForecastArguments forecast;         // without a file there is none; for 0 plays there are sizes alone
  bool with_taste = false;                 // also the built-in questions of taste
};

Status ShowModel(CommandContext& context, const ModelShowArguments& arguments);

}  // namespace earshot
