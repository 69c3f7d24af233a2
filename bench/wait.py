"""Runs the command that its arguments are, and prints what it took as the last line of standard error:

seconds, CPU seconds, and peak memory in KiB. Ends with its exit code, as shells do for signals. A process that has just been started counts the
memory of the one that started it as its own peak: so what measures memory starts commands by this small process.
"""

import os
import sys
import time

start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)
