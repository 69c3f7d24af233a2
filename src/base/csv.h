// Writing CSV (RFC 4180): fields, and the quotes around them.
//
// Functions that append to the caller's text; safe on any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace earshot {

// Appends `value` in quotes, each quote in it doubled.
void AppendQuotedCsvField(std::string_view value, std::string* out);

// Appends `value`, in quotes only where it has a comma, a quote or a line end.
void AppendCsvField(std::string_view value, std::string* out);

// Appends a line of these values, all in quotes, that ends with CRLF.
void AppendQuotedCsvLine(const std::vector<std::string_view>& values, std::string* out);

}  // namespace earshot
