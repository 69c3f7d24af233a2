#include "base/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "base/stop_token.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string MessageOfRun(const std::string& command) {
  StatusOr<ChildProcess> child = ChildProcess::Start(command);
  return std::string((child.ok() ? child->Wait() : child.status()).message());
}

TEST(ChildProcess, SaysHowItEnded) {
  EXPECT_EQ(MessageOfRun("true"), "");
  EXPECT_THAT(MessageOfRun("exit 3"), HasSubstr("ended with exit code 3"));
  EXPECT_THAT(MessageOfRun("kill -9 $$"), HasSubstr("ended by signal 9"));
  EXPECT_THAT(MessageOfRun("no-such-command-anywhere"), HasSubstr("ended with exit code 127: it cannot be run"));
  EXPECT_TRUE(absl::IsUnavailable(ChildProcess::Start("exit 3")->Wait()));
  EXPECT_FALSE(absl::IsUnavailable(ChildProcess::Start("no-such-command-anywhere")->Wait()));
}

TEST(ChildProcess, ReadsNothingAndPrintsToStandardError) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  EXPECT_EQ(MessageOfRun("cat; echo printed"), "");
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "printed\n");
}

TEST(ChildProcess, EndsWithItsOwner) {
  const auto start = std::chrono::steady_clock::now();
  // With what the shell has started.
  { EXPECT_TRUE(ChildProcess::Start("sleep 60; true").ok()); }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(ChildProcess, EndsWhereAStopIsAskedFor) {
  EXPECT_EXIT(
      {
        StopOnSignals();
        Status status;
        {
          StatusOr<ChildProcess> child = ChildProcess::Start("sleep 60; true");
          std::thread([] {
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
            kill(getpid(), SIGTERM);
          }).detach();
          status = child->Wait();
        }
        std::_Exit(absl::IsCancelled(status) ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace earshot
