#include "base/stop_token.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <thread>

namespace earshot {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Signals are the whole process's: each test has one of its own.
class StopTokenDeathTest : public ::testing::Test {
 protected:
  StopTokenDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(StopTokenDeathTest, IsSetByTheFirstSignalWhichEndsTheProgramWhenAsked) {
  const auto stop = [] {
    StopOnSignals();
    EndByStopSignal();  // nothing yet
    if (!CheckStop().ok()) std::exit(1);
    raise(SIGHUP);
    if (MessageOf(CheckStop()) != "stopped by SIGHUP" || !absl::IsCancelled(CheckStop())) std::exit(2);
    if (MessageOf(AfterStop(CheckStop(), "nothing is written")) != "stopped by SIGHUP; nothing is written")
      std::exit(3);
    if (MessageOf(AfterStop(InputError("broken"), "nothing is written")) != "broken") std::exit(4);
    EndByStopSignal();
  };
  EXPECT_EXIT(stop(), ::testing::KilledBySignal(SIGHUP), "");
}

TEST_F(StopTokenDeathTest, ASecondSignalEndsTheProgramAtOnce) {
  const auto stop_twice = [] {
    StopOnSignals();
    raise(SIGINT);
    std::this_thread::sleep_for(milliseconds(600));
    raise(SIGTERM);
    std::exit(1);
  };
  EXPECT_EXIT(stop_twice(), ::testing::KilledBySignal(SIGTERM), "");
}

TEST_F(StopTokenDeathTest, EndsWaitsOnAnyThread) {
  const auto stop_waits = [] {
    StopOnSignals();
    int input[2] = {};
    if (pipe(input) != 0) std::exit(1);
    bool read = true;
    bool slept = true;
    std::thread reader([&] { read = WaitUntilReadable(input[0]).ok(); });
    std::thread sleeper([&] { slept = SleepUntil(steady_clock::now() + std::chrono::hours(1)).ok(); });
    raise(SIGTERM);
    reader.join();
    sleeper.join();
    std::exit(read || slept ? 2 : 0);
  };
  EXPECT_EXIT(stop_waits(), ::testing::ExitedWithCode(0), "");
}

TEST(StopToken, WithoutASignalWaitsEndByThemselves) {
  int input[2] = {};
  ASSERT_EQ(pipe(input), 0);
  ASSERT_EQ(write(input[1], "x", 1), 1);
  EXPECT_TRUE(WaitUntilReadable(input[0]).ok());
  close(input[1]);
  EXPECT_TRUE(WaitUntilReadable(input[0]).ok());
  close(input[0]);
  const auto due = steady_clock::now() + milliseconds(5);
  EXPECT_TRUE(SleepUntil(due).ok());
  EXPECT_GE(steady_clock::now(), due);
}

}  // namespace
}  // namespace earshot
