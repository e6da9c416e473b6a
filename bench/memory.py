#!/usr/bin/env python3
"""Can one key, or a server of models, take the memory of a gateway? And the other property tests, for longer.

    bench/memory.py [MINUTES] [--others]        (10 unless told)

A gateway with the heap of the appliance, in a process of its own, gets arbitrary JSON of up to 32 MB, whole and broken,
from three clients at once, and up to 64 MB of anything from a server, while another key asks small questions. Nothing
may be answered but 200, 4xx and 503 (502 where the server answers nonsense), the other key gets all its answers, and the
process stays. Ends with 1 if anything was otherwise.

`--others` runs the tests that try many inputs in a long form, instead: rights, guards, money over clock jumps, and
hostile configuration.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from common import ROOT, java, machine

# Room, test, and the properties of its long form; each takes minutes.
OTHERS = [
    ("appliance/gateway", "RightsPropertyTest", {"rights.requests": 20_000}),
    ("appliance/gateway", "GuardedRequestsTest", {"aiplat.rounds": 10_000}),
    ("appliance/gateway", "EveryKeyTest", {"aiplat.hostile": 1}),
    ("appliance/routing", "HostileYamlTest", {"aiplat.rounds": 50_000}),
    ("appliance/governance", "ClockTest", {"aiplat.seeds": 100}),
]


def test(room, name, properties):
    """Runs one test class through Maven, with all that it needs compiled before; says whether it passed."""
    said = [f"-D{key}={value}" for key, value in properties.items()]
    command = ["mvn", "-q", "-B", "-pl", room, "-am", f"-Dtest={name}", "-Dsurefire.failIfNoSpecifiedTests=false", *said]
    done = subprocess.run(
        [*command, "test"],
        cwd=ROOT,
        env=os.environ | {"JAVA_HOME": str(pathlib.Path(java()).parent.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout[-4000:])
    print(f"{name} {' '.join(said)}: {'wrong' if done.returncode else 'right'}", flush=True)
    return done.returncode == 0


def memory(minutes):
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder:
        report = pathlib.Path(folder, "report")
        properties = {"aiplat.memory.seconds": max(1, round(minutes * 60)), "aiplat.report": report}
        right = test("appliance/gateway", "MemoryPropertyTest", properties)
        print(report.read_text() if report.exists() else "it has not come to its end\n", end="")
        return right


def main():
    words = [word for word in sys.argv[1:] if word != "--others"]
    print(machine())
    if "--others" in sys.argv:
        right = [test(*other) for other in OTHERS]
    else:
        right = [memory(float(words[0]) if words else 10)]
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
