#include "base/background.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace earshot {
namespace {

TEST(InBackground, GivesTheResultAndKeepsWhatItIsGiven) {
  auto number = std::make_unique<int>(7);
  auto result = InBackground([number = std::move(number)] { return std::make_unique<int>(*number + 1); });
  EXPECT_EQ(*result.get(), 8);
}

TEST(InBackground, RunsOnAnotherThread) {
  EXPECT_NE(InBackground([] { return std::this_thread::get_id(); }).get(), std::this_thread::get_id());
}

TEST(InBackground, HandsExceptionsOn) {
  auto result = InBackground([]() -> int { throw std::runtime_error("broken"); });
  EXPECT_THROW(result.get(), std::runtime_error);
}

}  // namespace
}  // namespace earshot
