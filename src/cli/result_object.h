// A result that is one object: counts of a command, or several results printed one after the other.
//
// The stream must outlive the object. Main thread only.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"

namespace earshot {

// Prints `object`: JSON on several lines, NDJSON on one, CSV as a header and one row of the members that are neither
// objects nor arrays. As a table nothing: the command has words of its own for people.
Status PrintObject(const nlohmann::ordered_json& object, Format format, OutputStream& output);

// In JSON and NDJSON, makes one object of several results that are printed one after the other; else nothing.
class ResultObject {
 public:
  ResultObject(Format format, OutputStream& output) : format_(format), output_(output) {}
  // Closes the object also where an error ended the command before Finish.
  ~ResultObject() { static_cast<void>(Finish()); }
  ResultObject(const ResultObject&) = delete;
  ResultObject& operator=(const ResultObject&) = delete;

  // Names the result that is printed next.
  Status Name(std::string_view name);
  // Names an object that is printed next: the results up to Close are its members.
  Status Open(std::string_view name);
  Status Close();
  Status Finish();

  // The format and the stream that such results are printed with.
  Format part_format() const { return format_ == Format::kNdjson ? Format::kJsonLine : format_; }
  OutputStream& output() const { return output_; }

 private:
  bool is_json() const { return format_ == Format::kJson || format_ == Format::kNdjson; }
  const char* line_end() const { return format_ == Format::kNdjson ? "" : "\n"; }

  const Format format_;
  OutputStream& output_;
  size_t depth_ = 0;       // objects that are open
  bool is_first_ = false;  // the innermost one has no member yet
};

}  // namespace earshot
