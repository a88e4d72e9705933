"""A deadline ends what waits too long, and nothing else."""

import subprocess
import sys

TRY = """
import gevent, time
from console.transport.deadline import Deadline

deadline = Deadline()
class Late(Exception): pass

def run():
    assert deadline.within(5, Late(), lambda: "at once") == "at once"
    began = time.monotonic()
    try:
        deadline.within(0.1, Late(), gevent.sleep, 5)  # sooner than the timer that still runs
    except Late:
        assert 0.09 < time.monotonic() - began < 2
    else:
        raise AssertionError("never ended")
    deadline.within(0.05, Late(), lambda: None)
    deadline.within(2, Late(), gevent.sleep, 0.2)  # the timer of the work before fires in the middle, and does no harm
    try:
        deadline.within(0.3, Late(), gevent.sleep, 5)
    except Late:
        pass
    else:
        raise AssertionError("not set anew")
    deadline.within(0.05, Late(), lambda: None)
    deadline.close()
    gevent.sleep(0.1)
    return "good"

print(gevent.spawn(run).get(timeout=10))
"""


def test_late_work_ends_and_work_in_time_does_not():
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip() == "good", done.stderr
