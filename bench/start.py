#!/usr/bin/env python3
"""Start-up of the command line and idle memory of the appliance.

    bench/start.py [ROUNDS]     (15 unless told)
"""
import json
import pathlib
import statistics
import subprocess
import sys
import time

from common import JAR, aiplat, installation, installed, java, machine, summary


def timed(command, env=None):
    begin = time.monotonic()
    subprocess.run(command, env=env, capture_output=True)
    return time.monotonic() - begin


def resident(pid):
    """Megabytes of memory of a process that no other shares (RssAnon) and all it has (VmRSS)."""
    status = dict(l.split(":", 1) for l in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines())
    return tuple(int(status[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print(machine())
    with installation() as env:
        aiplat(env, "up")
        commands = {
            "java -version": [java(), "-version"],
            "--version": [java(), "-jar", str(JAR), "--version"],
            "--version, installed": [installed(), "--version"],
            "status": [java(), "-jar", str(JAR), "status"],
            "status, installed": [installed(), "status"],
        }
        samples = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                samples[name].append(timed(command, env))
        floor = statistics.median(samples["java -version"])
        for name, times in samples.items():
            print(f"{name:20} {summary(times)} s   {statistics.median(times) / floor:.1f} x java -version")
        pid = json.loads(aiplat(env, "status", "-o", "json").stdout)["pid"]
        time.sleep(20)
        print("appliance, idle: %.0f MB resident, %.0f MB of it its own" % resident(pid))


if __name__ == "__main__":
    main()
