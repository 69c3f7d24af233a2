// Writes a dataset of taste to a file: a line of its columns' names, and a line for each row, all values in quotes
// (base/csv.h). What a row has no value for is empty.
//
// Rows are made on several threads, and written in order on one at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/ordered_work.h"
#include "base/output_file.h"
#include "base/progress.h"
#include "base/status.h"
#include "plays/dataset.h"
#include "taste/csv_rows.h"

namespace earshot {

// Of whom or what there are rows without anything to work with.
struct NoScratch {};

Status WriteColumnNames(const Dataset& dataset, OutputFile* file);

// `lines` makes the rows of size() listeners, artists or whatever else has some: Append(number, &scratch, &rows), which
// is called on several threads at once, each with a scratch of its own that MakeScratch() gives. A thread holds the
// rows of kAtOnce of them. Returns the number of rows. The file is not committed.
template <typename Lines>
StatusOr<uint64_t> WriteDataset(const Dataset& dataset, const Lines& lines, size_t threads, OutputFile* file) {
  struct Job {
    decltype(lines.MakeScratch()) scratch;
    CsvRows rows;
    size_t begin = 0;
  };
  RETURN_IF_ERROR(WriteColumnNames(dataset, file));
  const size_t size = lines.size();
  size_t next = 0;
  uint64_t count = 0;
  Progress progress(dataset.name, "lists", size);
  RETURN_IF_ERROR(RunInOrder(
      ThreadCount(threads),
      [&] {
        return Job{lines.MakeScratch(), {}, 0};
      },
      [&](Job* job) -> StatusOr<bool> {
        job->begin = next;
        next = std::min(size, next + Lines::kAtOnce);
        return job->begin < size;
      },
      [&](Job* job) {
        job->rows.Clear();
        const size_t end = std::min(size, job->begin + Lines::kAtOnce);
        for (size_t number = job->begin; number < end; ++number) lines.Append(number, &job->scratch, &job->rows);
      },
      [&](Job* job) -> Status {
        count += job->rows.count();
        progress.Add(std::min(Lines::kAtOnce, size - job->begin));
        return file->Write(job->rows.text());
      }));
  return count;
}

}  // namespace earshot
