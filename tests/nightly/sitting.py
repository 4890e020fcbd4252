#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a command for one sitting: ends it by SIGTERM when its time is over, and notes what it cost.

usage: sitting.py SECONDS LOG COMMAND...    LOG gets a line of JSON; the exit code is the command's
"""
import json
import os
import signal
import subprocess
import sys
import time

seconds, log, command = float(sys.argv[1]), sys.argv[2], sys.argv[3:]
begun = time.monotonic()
child = subprocess.Popen(command)
signal.signal(signal.SIGALRM, lambda *_: child.send_signal(signal.SIGTERM))
signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGTERM))
signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01))
while True:
    try:
        _, status, used = os.wait4(child.pid, 0)
        break
    except InterruptedError:
        continue
code = os.waitstatus_to_exitcode(status)
code = 128 - code if code < 0 else code
with open(log, "a", encoding="utf-8") as file:
    print(json.dumps({"wall": time.monotonic() - begun, "user": used.ru_utime, "system": used.ru_stime,
                      "peak_bytes": used.ru_maxrss * 1024, "code": code}), file=file)
sys.exit(code)
