#!/usr/bin/env python3
"""One aiplat against another: CPU time per request of two JARs that take turns on the same core, as a ratio.

    bench/versus.py BEFORE.jar [--rounds N] [--seconds S] [--most RATIO] [--anyway]

Each round measures both, in an order that changes from round to round, and gives one ratio: this tree's JAR to the one
before. What counts is the median of the ratios, with the interval that holds it in 95 of 100 such runs (by the ranks of
the ratios, so whatever their distribution is). Exit status 1 if the median is more than --most.
"""
import argparse
import functools
import json
import math
import os
import pathlib
import statistics
import sys
import tempfile

import peers
from common import machine
from conditions import busy, polling_cores
from gateway import Measurement, awake
from loadgen import ended_with_us

FIGURES = {"cpu_us_per_request": "CPU µs per request", "rps": "requests/s"}


def interval(values):
    """The ranks between which the median lies with a probability of at least 95 %; all of them where they are few."""
    ordered, n = sorted(values), len(values)
    low = 0
    while low + 1 < n - low - 1 and 2 * sum(math.comb(n, i) for i in range(low + 2)) / 2**n <= 0.05:
        low += 1
    return ordered[low], ordered[n - 1 - low]


def measured(options):
    """What was seen of both, round by round; rounds with a void window are left out, unless all are void."""
    before = functools.partial(peers.aiplat, name="before", jar=options.before)
    peers.ALL["before"] = before
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder:
        os.chmod(folder, 0o755)
        measurement = Measurement(folder, ["before", "aiplat"], options)
        if measurement.missing:
            raise SystemExit(json.dumps(measurement.missing))
        rounds = []
        try:
            for gateway in measurement.gateways:
                with awake(gateway):
                    measurement.warm_up(gateway)
            for number in range(1, options.rounds + 1):
                seen = {}
                for gateway in measurement.gateways[:: 1 if number % 2 else -1]:
                    with awake(gateway):
                        window = {"warm": 2, "seconds": options.seconds, **measurement.floor(gateway)}
                        seen[gateway.name] = measurement.step(
                            gateway, number, "capacity", "closed", connections=64, **window
                        )
                rounds.append(seen)
        finally:
            measurement.stop()
    quiet = [r for r in rounds if not any(w["void"] for w in r.values())]
    return quiet or rounds, len(rounds) - len(quiet)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=lambda s: pathlib.Path(s).resolve(), help="the JAR to compare with")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=5, help="of each window")
    parser.add_argument("--warm", type=float, default=None, help="seconds of warm-up")
    parser.add_argument("--most", type=float, default=1.03, help="the median ratio of CPU time that still passes")
    parser.add_argument("--anyway", action="store_true", help="on a busy machine too")
    return parser.parse_args()


def main():
    options = arguments()
    ended_with_us()
    why_busy = busy()
    if why_busy and not options.anyway:
        raise SystemExit(f"not measured: {why_busy}; --anyway does it all the same")
    with polling_cores() as polling:
        rounds, void = measured(options)
    print(machine() + f", {'polling' if polling else 'halting'} idle cores, {len(rounds)} rounds, {void} void")
    print("\n| | before, median | now, median | now to before, median | 95 % interval |\n|---|---|---|---|---|")
    worst = None
    for key, name in FIGURES.items():
        ratios = [r["aiplat"][key] / r["before"][key] for r in rounds]
        low, high = interval(ratios)
        medians = [statistics.median(r[which][key] for r in rounds) for which in ("before", "aiplat")]
        print(f"| {name} | {medians[0]:,.1f} | {medians[1]:,.1f} | **{statistics.median(ratios):.3f}** | {low:.3f} to {high:.3f} |")
        worst = statistics.median(ratios) if worst is None else worst
    errors = sum(sum(w["errors"].values()) for r in rounds for w in r.values())
    print(f"\nerrors: {errors}")
    return 1 if worst > options.most or errors else 0


if __name__ == "__main__":
    sys.exit(main())
