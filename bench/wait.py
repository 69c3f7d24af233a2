"""Runs the command that its arguments are, with both outputs to its own, and prints what it took on standard error:

seconds, CPU seconds, and peak memory in KiB, as the last line. Ends as the command did.
"""

import os
import sys
import time

start = time.perf_counter()
redirected = [(os.POSIX_SPAWN_DUP2, 1, 2)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=redirected)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status) and 1)
