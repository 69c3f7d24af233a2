// Work beside the caller's.
#pragma once

#include <future>
#include <memory>
#include <system_error>
#include <utility>

namespace earshot {

// Runs `work` on a thread of its own. Where the system gives no more threads, it runs when the future is asked for its
// result, on the thread that asks; a future that is never asked then does nothing.
template <typename Work>
auto InBackground(Work work) {
  // Kept here, so that a thread that does not start has not taken it along.
  auto kept = std::make_shared<Work>(std::move(work));
  const auto run = [kept] { return (*kept)(); };
  try {
    return std::async(std::launch::async, run);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, run);
  }
}

}  // namespace earshot
