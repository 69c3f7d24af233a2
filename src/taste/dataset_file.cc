#include "taste/dataset_file.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"

namespace earshot {

Status WriteColumnNames(const Dataset& dataset, OutputFile* file) {
  std::vector<std::string_view> names;
  for (const DatasetColumn& column : dataset.columns) names.push_back(column.name);
  std::string line;
  AppendQuotedCsvLine(names, &line);
  return file->Write(line);
}

}  // namespace earshot
