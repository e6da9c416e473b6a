#!/usr/bin/env python3
"""A constant, moderate, mixed load on the governed gateway: does its memory grow?

    bench/soak.py MINUTES [--anyway]        (30 unless told)

Of ten turns eight are plain chats at a constant rate, one is streams and one is large bodies. Memory is looked at
after each turn: what is resident, and what is alive in the heap after a collection that is asked for. The JVM lets
its heap fill to the size it may have before it looks for what is dead, so what is resident grows to that and no
further; what is alive must not grow at all. A slope is a straight line through what was seen after the first fifth of
the time, by then the warm-up is over.
"""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

from common import java, machine
from conditions import busy
from gateway import Measurement
from loadgen import ended_with_us

RATE, TURN, STREAMS, BODIES = 500, 6, 200, 100


def turns(measurement, gateway):
    """The load of ten turns, over and over."""
    while True:
        for _ in range(8):
            yield "open", {"connections": 64, "rate": RATE, "seconds": TURN, **measurement.floor(gateway)}
        paced = measurement.paced(gateway, 20, 200)
        yield "streams", {"connections": STREAMS, "frames": 20, "ramp": 1, "late": 0.2, "seconds": 60, **paced}
        yield "closed", {"connections": BODIES, "times": 2, "seconds": 60, **measurement.body(gateway)}


def soak(measurement, gateway, minutes):
    """Hours since the beginning, MiB resident and MiB alive, after each turn; and what went wrong in all of them."""
    begin, seen, errors, requests = time.monotonic(), [], {}, 0
    jvm = next(p for p in gateway.pids() if pathlib.Path(f"/proc/{p}/comm").read_text().strip() == "java")
    for mode, options in turns(measurement, gateway):
        figures = measurement.bench.run(mode, gateway.pids(), **options)
        requests += figures["requests"]
        for what in figures["errors"]:
            errors[what] = errors.get(what, 0) + figures["errors"][what]
        hours = (time.monotonic() - begin) / 3600
        seen.append((hours, figures["rss_mib"], alive(jvm)))
        if hours * 60 >= minutes:
            return seen, errors, requests


def alive(jvm):
    """MiB of the heap that are in use after a collection."""
    jcmd = pathlib.Path(java()).with_name("jcmd")
    for command in ("GC.run", "GC.heap_info"):
        said = subprocess.run([jcmd, str(jvm), command], check=True, capture_output=True, text=True).stdout
    return sum(map(int, re.findall(r"total \d+K, used (\d+)K", said))) / 1024


def slope(points):
    """MiB per hour after the warm-up."""
    warm = [point for point in points if point[0] >= points[-1][0] / 5]
    return statistics.linear_regression(*zip(*warm)).slope if len(warm) > 2 else None


def told(what, points):
    memory = [mib for _, mib in points]
    grown = slope(points)
    print(f"{what} MiB: {memory[0]:.0f} at first, {memory[-1]:.0f} at last, {max(memory):.0f} at most")
    print("  slope after the warm-up: " + ("too short to say" if grown is None else f"{grown:+.1f} MiB per hour"))


def main():
    words = [w for w in sys.argv[1:] if w != "--anyway"]
    minutes = float(words[0]) if words else 30
    why_busy = busy()
    if why_busy and "--anyway" not in sys.argv:
        raise SystemExit(f"not measured: {why_busy}; --anyway does it all the same")
    ended_with_us()
    print(machine() + (f"; busy: {why_busy}" if why_busy else ""))
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder:
        os.chmod(folder, 0o755)
        measurement = Measurement(folder, ["aiplat"], None)
        if not measurement.gateways:
            raise SystemExit(measurement.missing["aiplat"])
        gateway = measurement.gateways[0]
        gateway.go_on()
        try:
            seen, errors, requests = soak(measurement, gateway, minutes)
        finally:
            measurement.stop()
    print(f"{requests} requests in {minutes:g} minutes, errors: {errors or 'none'}")
    told("resident", [(hours, resident) for hours, resident, _ in seen])
    told("alive", [(hours, live) for hours, _, live in seen])
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
