"""A class with slips in its matrices, marked from memory."""

import subprocess
import sys

from tests.benchmark.timing import ROOT


def marking(students: int) -> None:
    """Marks a class from memory, and twice as many: time and memory for each answer."""
    code = (
        "import sys, time, resource\n"
        "from tests.accuracy import ASSIGNMENTS, whole\n"
        "from tests.simulation import ClassRoom, Habits\n"
        "from grader.marking import mark\n"
        "habits = Habits(slips=(2/3, 1/4, 1/12), guesses=0, miscopies=0, blank=0.02)\n"
        "reference = whole(*ASSIGNMENTS['batch with matrices'])\n"
        "sheet, _ = ClassRoom(reference, habits, int(sys.argv[1]), 1).work()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "start = time.perf_counter(); marks = mark(reference, sheet, ''); took = time.perf_counter() - start\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(marks.answer.size, took, (after - before) / 1024)\n"
    )
    print("marking a batch with matrices from memory, a third of the class with slips")
    for count in (students, 2 * students):
        done = subprocess.run(
            [sys.executable, "-c", code, str(count)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        answers, seconds, megabytes = map(float, done.stdout.split())
        print(f"  {count:,} students: {1e6 * seconds / answers:.1f} µs an answer, {megabytes:.0f} MB more")
