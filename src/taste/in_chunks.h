// The same work for each of many numbers, on several threads.
#pragma once

#include <algorithm>
#include <cstddef>

#include "base/ordered_work.h"
#include "base/status.h"

namespace earshot {

// Calls work(&scratch, i) for each i < count, each thread with a scratch that `make_scratch` gives. What is made for
// one number must not depend on another one, so that it is the same for any number of threads. The only error is a
// stop.
template <typename MakeScratch, typename Work>
Status ForEachInChunks(size_t count, size_t threads, const MakeScratch& make_scratch, const Work& work) {
  constexpr size_t kChunk = 64;
  struct Job {
    decltype(make_scratch()) scratch;
    size_t begin = 0;
  };
  size_t next = 0;
  return RunInOrder(
      ThreadCount(threads), [&] { return Job{make_scratch()}; },
      [&](Job* job) -> StatusOr<bool> {
        job->begin = next;
        next = std::min(count, next + kChunk);
        return job->begin < count;
      },
      [&](Job* job) {
        const size_t end = std::min(count, job->begin + kChunk);
        for (size_t i = job->begin; i < end; ++i) work(&job->scratch, i);
      },
      [](Job*) { return absl::OkStatus(); });
}

}  // namespace earshot
