#include "base/ordered_work.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace earshot {
namespace {

struct Job {
  uint64_t number = 0;
  uint64_t square = 0;
};

void Square(Job* job) {
  // The earlier a job is, the longer it takes, so that later ones are done first.
  if (job->number % 4 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  job->square = job->number * job->number;
}

TEST(RunInOrder, DeliversInTheOrderOfTaking) {
  constexpr uint64_t kJobs = 200;
  for (const size_t threads : {1u, 2u, 7u}) {
    uint64_t next = 0;
    std::vector<uint64_t> squares;
    const Status status = RunInOrder(
        threads, [] { return Job(); },
        [&](Job* job) -> StatusOr<bool> {
          job->number = next++;
          return job->number < kJobs;
        },
        Square,
        [&](Job* job) {
          squares.push_back(job->square);
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok());
    ASSERT_EQ(squares.size(), kJobs);
    for (uint64_t i = 0; i < kJobs; ++i) EXPECT_EQ(squares[i], i * i);
  }
}

TEST(RunInOrder, EndsWithTheFirstError) {
  for (const size_t threads : {1u, 4u}) {
    uint64_t next = 0;
    const auto take = [&](Job* job) -> StatusOr<bool> {
      job->number = next++;
      if (job->number == 50) return InputError("cannot take");
      return true;
    };
    uint64_t delivered = 0;
    const auto deliver = [&](Job* job) -> Status {
      ++delivered;
      return job->number == 20 ? InputError("cannot deliver") : absl::OkStatus();
    };
    EXPECT_EQ(MessageOf(RunInOrder(
                  threads, [] { return Job(); }, take, Square, deliver)),
              "cannot deliver");
    EXPECT_EQ(delivered, 21u);
    next = 30;
    EXPECT_EQ(MessageOf(RunInOrder(
                  threads, [] { return Job(); }, take, Square, [](Job*) { return absl::OkStatus(); })),
              "cannot take");
  }
}

TEST(RunInOrder, EndsWithAJobsErrorThoughTheNextOneCannotBeTaken) {
  uint64_t next = 0;
  std::atomic<bool> failed = false;
  const auto take = [&](Job* job) -> StatusOr<bool> {
    job->number = next++;
    if (job->number == 0) return true;
    failed = true;
    return InputError("cannot take");
  };
  const auto work = [&](Job*) {
    while (!failed) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
  const auto deliver = [](Job*) -> Status { return InputError("cannot deliver"); };
  const Status status = RunInOrder(
      2, [] { return Job(); }, take, work, deliver);
  EXPECT_EQ(MessageOf(status), "cannot deliver");
}

TEST(RunInOrder, ThrowsOnTheCallersThread) {
  for (const size_t threads : {1u, 4u}) {
    uint64_t next = 0;
    const auto take = [&](Job* job) -> StatusOr<bool> {
      job->number = next++;
      return true;
    };
    const auto work = [](Job* job) {
      if (job->number == 50) throw std::bad_alloc();
    };
    EXPECT_THROW(static_cast<void>(RunInOrder(
                     threads, [] { return Job(); }, take, work, [](Job*) { return absl::OkStatus(); })),
                 std::bad_alloc);
  }
}

TEST(RunInOrder, StopsBeforeTheNextJob) {
  uint64_t next = 0;
  uint64_t delivered = 0;
  const Status status = RunInOrder(
      2, [] { return Job(); },
      [&](Job* job) -> StatusOr<bool> {
        job->number = next++;
        if (next == 10) stop_signal = SIGTERM;
        return true;
      },
      Square,
      [&](Job*) {
        ++delivered;
        return absl::OkStatus();
      });
  stop_signal = 0;
  EXPECT_TRUE(absl::IsCancelled(status));
  EXPECT_EQ(MessageOf(status), "stopped by SIGTERM");
  EXPECT_LE(delivered, 10);
  EXPECT_EQ(next, 10);
}

// A signal to a process arrives at its first thread, whatever that waits for meanwhile.
void StopWhileOneThreadTakes(bool delivers) {
  StopOnSignals();
  int nothing[2] = {};
  if (pipe(nothing) != 0) std::exit(1);
  const std::thread::id first = std::this_thread::get_id();
  std::atomic<bool> waits = false;
  const auto wait = [&] {
    waits = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    kill(getpid(), SIGTERM);
    return WaitUntilReadable(nothing[0]);
  };
  const auto make = [&] {
    while (std::this_thread::get_id() == first && !waits) std::this_thread::yield();
    return Job();
  };
  const auto take = [&](Job*) -> StatusOr<bool> {
    if (!delivers) RETURN_IF_ERROR(wait());
    return true;
  };
  const auto deliver = [&](Job*) -> Status { return wait(); };
  const Status status = RunInOrder(
      2, make, take, [](Job*) {}, deliver);
  std::exit(absl::IsCancelled(status) ? 0 : 2);
}

TEST(RunInOrderDeathTest, StopsThoughTheFirstThreadWaitsForTheOther) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(StopWhileOneThreadTakes(/*delivers=*/false), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(StopWhileOneThreadTakes(/*delivers=*/true), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace earshot
