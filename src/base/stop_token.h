// The program's one stop token: SIGINT, SIGTERM and SIGHUP set it, and code that begins the next piece of work checks
// it first. What is stopped returns Cancelled, so that everything is cleaned up on the way out as after an error.
//
// Safe on any thread, and it does not matter which thread a signal arrives at.
#pragma once

#include <atomic>
#include <chrono>
#include <string_view>

#include "base/status.h"

namespace earshot {

// From now on the first such signal asks for a stop. Another one that comes at least half a second later ends the
// program at once; sooner ones are the same request, as `timeout` and Ctrl-C may send it to a process and to its group.
// Signals that are ignored (nohup) stay ignored. Called once, before there are threads.
void StopOnSignals();

// The first signal, 0 before it. For the functions below alone.
extern std::atomic<int> stop_signal;

// Costs nothing: looked at for each row.
inline bool StopRequested() { return stop_signal.load(std::memory_order_relaxed) != 0; }

// "stopped by SIGINT"
Status StopStatus();

// Cancelled where a stop was asked for.
inline Status CheckStop() { return StopRequested() ? StopStatus() : absl::OkStatus(); }

// `status`, and what was done until the stop or what to do next where it is one: "stopped by SIGINT; 3 files are
// written".
Status AfterStop(const Status& status, std::string_view what);

// Waits until `descriptor` has something to read, has ended, or is broken. Cancelled where a stop is asked for first.
Status WaitUntilReadable(int descriptor);

// The same for writing.
Status WaitUntilWritable(int descriptor);

// A descriptor that can be read once a stop is asked for, for others that wait; never standard input's. -1 where there
// is none.
int StopDescriptor();

// Cancelled where a stop is asked for before `due`.
Status SleepUntil(std::chrono::steady_clock::time_point due);

// Ends the program by the signal that asked for the stop, which is how shells and service managers know a stop from a
// failure. Does nothing where no stop was asked for.
void EndByStopSignal();

}  // namespace earshot
