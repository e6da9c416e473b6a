#!/usr/bin/env python3
"""One process or two? What a live set that is churned does to the gateway's latency, in its process and beside it.

    bench/beside.py [--rounds N] [--seconds S] [--rate N] [--live MIB,...] [--churn MIB] [--anyway]

Agents, indexes and an operator's caches would be objects that live long and change all the time. Here they are a live
set of so many MiB of which `--churn` MiB are replaced in a second: in the gateway's heap under three collectors (which
is made larger by twice the live set), or in a process of its own on the same core. The gateway is asked at a fixed rate
(open loop), so that a pause shows in every request that came meanwhile.
"""
import argparse
import contextlib
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import peers
from common import JAR, free_port, java, machine
from conditions import busy, polling_cores
from gateway import ANSWER
from loadgen import GATEWAY_CORE, SOURCES, Bench, end, ended_with_us, pinned, request

HEAP = 416
COLLECTORS = {"Serial": ["-XX:+UseSerialGC", "-XX:MaxNewSize=64m"], "G1": ["-XX:+UseG1GC"], "ZGC": ["-XX:+UseZGC"]}


def variants(live):
    """Name, collector, and the live set in the gateway's process and in another, in MiB."""
    yield "alone", "Serial", 0, 0
    for mib in live:
        for collector in COLLECTORS:
            yield f"{mib} MiB in it, {collector}", collector, mib, 0
        yield f"{mib} MiB beside it", "Serial", 0, mib


def jvm(collector, heap):
    return [java(), f"-Xmx{heap}m", "-XX:+UseCompactObjectHeaders", *COLLECTORS[collector], "--enable-native-access=ALL-UNNAMED"]


def measured(folder, options, number, variant):
    """One variant from its start to its end: the figures of one window."""
    name, collector, within, beside = variant
    classpath = f"{options.jar}:{folder}/classes"
    program = [*jvm(collector, HEAP + 2 * within), "-cp", classpath]
    program += ["Churn", within, options.churn, "io.aiplat.launcher.Main"] if within else ["io.aiplat.launcher.Main"]
    upstreams = peers.Upstreams(free_port(), free_port())
    other = None
    with contextlib.ExitStack() as ends:
        bench = Bench(folder, upstreams.floor, upstreams.paced, peers.floor_command(folder, upstreams.floor, json.dumps(ANSWER)))
        for process in (bench.floor, bench.paced, bench.load):
            ends.callback(end, process)
        gateway = peers.aiplat(folder, upstreams, f"g{number}", options.jar, program)
        ends.callback(gateway.stop)
        pids = gateway.pids()
        if beside:
            command = [*jvm("Serial", 64 + 2 * beside), "-cp", f"{folder}/classes", "Churn", beside, options.churn]
            other = pinned(GATEWAY_CORE, command)
            ends.callback(end, other)
            time.sleep(1 + beside / 200)
        asked = {"port": gateway.floor_port, "request": request(folder, f"g{number}", "bench")}
        bench.run("closed", pids, connections=64, seconds=options.warm, **asked)
        seen = bench.run("open", pids, connections=256, rate=options.rate, warm=1, seconds=options.seconds, **asked)
        if other and other.poll() is not None:
            raise RuntimeError(f"{name}: the process beside the gateway has ended")
    errors = f", errors {seen['errors']}" if seen["errors"] else ""
    latency = seen["latency_us"]
    print(f"{name:24} p50 {latency['p50']} us, p99 {latency['p99']} us{errors}{', void' if seen['void'] else ''}", file=sys.stderr)
    return seen


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8, help="of each window; a connection that asks nothing for 10 s is closed")
    parser.add_argument("--warm", type=float, default=12, help="seconds under full load, so that it is compiled")
    parser.add_argument("--rate", type=int, default=3000, help="requests in a second")
    parser.add_argument("--live", type=lambda s: [int(n) for n in s.split(",")], default=[50, 300, 800])
    parser.add_argument("--churn", type=int, default=50, help="MiB that are replaced in a second")
    parser.add_argument("--jar", type=lambda s: pathlib.Path(s).resolve(), default=JAR)
    parser.add_argument("--anyway", action="store_true", help="on a busy machine too")
    return parser.parse_args()


def main():
    options = arguments()
    ended_with_us()
    why_busy = busy()
    if why_busy and not options.anyway:
        raise SystemExit(f"not measured: {why_busy}; --anyway does it all the same")
    rows, void = {}, 0
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder, polling_cores() as polling:
        os.chmod(folder, 0o755)
        compiler = pathlib.Path(java()).parent / "javac"
        subprocess.run([compiler, "-d", f"{folder}/classes", SOURCES / "Churn.java"], check=True)
        number = 0
        for _ in range(options.rounds):
            for variant in variants(options.live):
                number += 1
                seen = measured(folder, options, number, variant)
                void += bool(seen["void"])
                rows.setdefault(variant[0], []).append(seen)
    print(machine() + f", {'polling' if polling else 'halting'} idle cores, {options.rounds} rounds, {void} void windows")
    print(f"\n| live set, {options.churn} MiB/s | p50, ms | p99, ms | max, ms | CPU µs per request |\n|---|---|---|---|---|")
    for name, all_seen in rows.items():
        cells = [spread([s["latency_us"][p] / 1000 for s in all_seen]) for p in ("p50", "p99", "max")]
        cells.append(spread([s["cpu_us_per_request"] for s in all_seen], 0))
        print(f"| {name} | " + " | ".join(cells) + " |")
    errors = sum(sum(s["errors"].values()) for all_seen in rows.values() for s in all_seen)
    print(f"\nerrors: {errors}")
    return 1 if errors else 0


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
