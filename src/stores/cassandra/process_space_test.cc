#include "stores/cassandra/process_space.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace earshot {
namespace {

// The number of a process that has ended, and is not in use again yet.
uint64_t EndedProcess() {
  const pid_t child = fork();
  if (child == 0) _exit(0);
  EXPECT_EQ(waitpid(child, nullptr, 0), child);
  return static_cast<uint64_t>(child);
}

TEST(ProcessSpace, TellsWhichProcessHasEnded) {
  EXPECT_TRUE(HasEnded(EndedProcess(), ThisProcessSpace()));
  EXPECT_FALSE(HasEnded(static_cast<uint64_t>(getpid()), ThisProcessSpace()));
}

TEST(ProcessSpace, KnowsNothingOfProcessesOfAnother) {
  EXPECT_FALSE(HasEnded(EndedProcess(), "another boot pid:[4026531836]"));
  EXPECT_FALSE(HasEnded(EndedProcess(), ""));
}

}  // namespace
}  // namespace earshot
