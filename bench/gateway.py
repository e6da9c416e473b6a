#!/usr/bin/env python3
"""The gateway next to nginx proxy_pass, Helidon, LiteLLM and Portkey, in turn, on pinned cores.

    bench/gateway.py install                 puts the peers into ~/.cache/aiplat-bench
    bench/gateway.py [OPTION]...             measures all that can be had
    bench/gateway.py --short                 the two ratios against nginx alone, compared with bench/medians.json

The gateways share core 1, one awake at a time; the load generator and the upstreams share core 0. Every figure is
the median of the rounds' windows, with the least and the most. What is added is the difference to the way without a
gateway in the same round; for percentiles it is the difference of percentiles.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

import peers
from common import ROOT, free_port, machine
from conditions import busy, polling_cores
from loadgen import Bench, ended_with_us, request

MEDIANS = ROOT / "bench/medians.json"
FALL = 0.8
ATTEMPTS = 3
ANSWER = {
    "id": "chatcmpl-bench",
    "object": "chat.completion",
    "created": 1790000000,
    "model": "bench",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "All that is needed to say this was said before. " * 15},
            "finish_reason": "stop",
        }
    ],
    "usage": {"prompt_tokens": 12, "completion_tokens": 150, "total_tokens": 162},
}
# Frames and milliseconds between them, as the fake upstream reads them from the model's name.
PACED_FRAMES, PACED_MILLIS = 80, 500
BODY, BODY_CONNECTIONS = 150_000, 1_500


class Measurement:
    """The gateways of one run, their requests, and what came out."""

    def __init__(self, folder, names, options):
        self.folder, self.options = folder, options
        upstreams = peers.Upstreams(free_port(), free_port())
        floor = peers.floor_command(folder, upstreams.floor, json.dumps(ANSWER))
        self.bench = Bench(folder, upstreams.floor, upstreams.paced, floor)
        self.gateways, self.missing, self.results = [], {}, []
        for name in names:
            self.start(name, upstreams)

    def start(self, name, upstreams):
        try:
            gateway = peers.ALL[name](self.folder, upstreams)
            self.check(gateway)
        except (RuntimeError, OSError) as e:
            self.missing[name] = str(e)
            print(f"{name} is left out: {e}", file=sys.stderr)
            return
        gateway.pause()
        self.gateways.append(gateway)

    def check(self, gateway):
        """One answer of each kind, so that nothing is measured that does not work."""
        wrong = self.try_out(self.floor(gateway))
        if wrong:
            gateway.stop()
            raise RuntimeError(f"it does not answer: {wrong}")
        wrong = self.try_out(self.paced(gateway, 3, 1) | {"streams": 1})
        if wrong:
            gateway.streams = False
            gateway.note += f"; streams left out, it answers them with {wrong}"

    def try_out(self, options):
        """What goes wrong with one request, or nothing."""
        seen = self.bench.run("closed", connections=1, times=1, seconds=30, **options)
        return seen["errors"] or (None if seen["requests"] else "nothing")

    def floor(self, gateway):
        return {
            "port": gateway.floor_port,
            "request": request(self.folder, f"{gateway.name}-floor", "bench", gateway.floor_headers),
        }

    def paced(self, gateway, frames, millis):
        name = f"bench-{frames}x{millis}"
        file = request(self.folder, f"{gateway.name}-{name}", name, gateway.paced_headers, stream=True)
        return {"port": gateway.paced_port, "request": file}

    def body(self, gateway):
        file = request(self.folder, f"{gateway.name}-body", "bench-body", gateway.paced_headers, size=BODY)
        return {"port": gateway.paced_port, "request": file}

    def step(self, gateway, round_number, name, mode, **options):
        seen = self.bench.run(mode, gateway.pids(), **options)
        self.results.append({"gateway": gateway.name, "round": round_number, "step": name} | seen)
        errors = f", errors {seen['errors']}" if seen["errors"] else ""
        noisy = ", void" if seen["void"] else ""
        print(f"{round_number} {gateway.name:8} {name:8} {seen['requests']:8} requests{errors}{noisy}", file=sys.stderr)
        return seen

    def warm_up(self, gateway):
        """What a machine sees that has just been started; a figure of its own."""
        options = self.floor(gateway)
        self.step(gateway, 0, "cold", "closed", connections=64, seconds=self.options.warm or gateway.warm, **options)

    def round(self, number):
        for gateway in self.gateways:
            with awake(gateway):
                if number == 1:
                    self.warm_up(gateway)
                self.capacity(gateway, number)
                if not self.options.short:
                    self.latency(gateway, number)

    def capacity(self, gateway, number):
        window = {"warm": 2, "seconds": self.options.seconds, **self.floor(gateway)}
        self.step(gateway, number, "capacity", "closed", connections=64, **window)

    def latency(self, gateway, number):
        window = {"warm": 1, "seconds": self.options.seconds}
        self.step(gateway, number, "one", "closed", connections=1, **window, **self.floor(gateway))
        # Without a gateway every rate is needed that a gateway is measured at.
        rates = {gateway.rate} if gateway.process else {g.rate for g in self.gateways}
        for rate in sorted(rates):
            self.step(gateway, number, f"open {rate}", "open", connections=256, rate=rate, **window, **self.floor(gateway))
        if gateway.streams:
            self.step(gateway, number, "ttft", "closed", connections=1, streams=1, **window, **self.paced(gateway, 8, 2))

    def endurance(self):
        """Paced streams held at once, and large bodies; once for each, since they take long."""
        for gateway in self.gateways:
            with awake(gateway):
                for count in self.options.streams if gateway.streams else []:
                    options = self.paced(gateway, PACED_FRAMES, PACED_MILLIS)
                    ramp, seconds = 10, 10 + 3 * PACED_FRAMES * PACED_MILLIS // 1000
                    self.step(
                        gateway, 1, f"held {count}", "streams", connections=count, frames=PACED_FRAMES, ramp=ramp,
                        late=PACED_MILLIS / 1000, seconds=seconds, **options,
                    )  # fmt: skip
                if self.options.bodies:
                    self.step(
                        gateway, 1, "bodies", "closed", connections=BODY_CONNECTIONS, times=self.options.bodies,
                        seconds=180, **self.body(gateway),
                    )  # fmt: skip

    def stop(self):
        for gateway in self.gateways:
            gateway.stop()


class awake:
    """Lets one gateway run; the others are paused and take nothing of its core."""

    def __init__(self, gateway):
        self.gateway = gateway

    def __enter__(self):
        self.gateway.go_on()
        time.sleep(0.5)

    def __exit__(self, *_):
        self.gateway.pause()


class Figures:
    """Medians and spreads over the rounds of what was measured; void windows count only if there are no others."""

    def __init__(self, results):
        self.results = results

    def of(self, gateway, step):
        rows = [r for r in self.results if (r["gateway"], r["step"]) == (gateway, step)]
        return [r for r in rows if not r["void"]] or rows

    def values(self, gateway, step, *path):
        found = []
        for row in self.of(gateway, step):
            for key in path:
                row = row and row[key]
            if row is not None:
                found.append(row)
        return found

    def median(self, gateway, step, *path):
        found = self.values(gateway, step, *path)
        return statistics.median(found) if found else None

    def spread(self, gateway, step, *path, digits=1):
        found = self.values(gateway, step, *path)
        if not found:
            return "–"
        if len(found) == 1:
            return f"{found[0]:,.{digits}f}"
        return f"{statistics.median(found):,.{digits}f} ({min(found):,.{digits}f} to {max(found):,.{digits}f})"

    def added(self, gateway, step, *path):
        """Median of the differences to the way without a gateway, round by round, in milliseconds."""
        base = {r["round"]: r for r in self.of("direct", step)}
        differences = []
        for row in self.of(gateway, step):
            pair = [row, base.get(row["round"])]
            for key in path:
                pair = [p and p[key] for p in pair]
            if None not in pair:
                differences.append((pair[0] - pair[1]) / 1000)
        if not differences:
            return "–"
        return f"{statistics.median(differences):.3f} ({min(differences):.3f} to {max(differences):.3f})"


def print_tables(measurement, options):
    figures, gateways = Figures(measurement.results), measurement.gateways
    print("\n| | requests/s, 64 connections | core used | **CPU µs per request** | first seconds, requests/s | errors |")
    print("|---|---|---|---|---|---|")
    for g in gateways:
        print(
            f"| {g.name} | {figures.spread(g.name, 'capacity', 'rps', digits=0)}"
            f" | {figures.spread(g.name, 'capacity', 'cpu_share', digits=2)}"
            f" | {figures.spread(g.name, 'capacity', 'cpu_us_per_request')}"
            f" | {figures.spread(g.name, 'cold', 'rps', digits=0)} | {errors(figures, g.name)} |"
        )
    if options.short:
        return
    print("\n| added, ms | p50, 1 connection | p99 | p50, open loop | p99 | first frame p50 | p99 |")
    print("|---|---|---|---|---|---|---|")
    for g in (g for g in gateways if g.process):
        step = f"open {g.rate}"
        cells = [
            figures.added(g.name, s, of, p)
            for s, of in (("one", "latency_us"), (step, "latency_us"), ("ttft", "first_frame_us"))
            for p in ("p50", "p99")
        ]
        print(f"| {g.name}, {g.rate}/s | {' | '.join(cells)} |")
    print_endurance(figures, gateways, options)


def print_endurance(figures, gateways, options):
    for count in options.streams:
        print(f"\n| {count} streams, a frame each {PACED_MILLIS} ms | held | lost | late | frame p99, ms | peak MiB | core used |")
        print("|---|---|---|---|---|---|---|")
        for g in gateways:
            for row in figures.of(g.name, f"held {count}"):
                p99 = (row["frame_us"] or {}).get("p99", 0) / 1000
                print(
                    f"| {g.name} | {row['streams_held']} | {row['frames_lost']} | {row['frames_late']} | {p99:.1f}"
                    f" | {row['peak_mib']:.0f} | {row['cpu_share']:.2f} |"
                )
    if options.bodies:
        print(f"\n| {BODY_CONNECTIONS} connections, bodies of {BODY // 1000} KB | answered 200 | others | seconds | peak MiB | PSS after |")
        print("|---|---|---|---|---|---|")
        for g in gateways:
            for row in figures.of(g.name, "bodies"):
                print(
                    f"| {g.name} | {row['requests']} | {row['errors'] or 0} | {row['seconds']:.1f}"
                    f" | {row['peak_mib']:.0f} | {row['pss_mib']:.0f} |"
                )


def errors(figures, gateway):
    total = {}
    for row in figures.results:
        if row["gateway"] == gateway and row["step"] != "bodies" and not row["step"].startswith("held"):
            for what, count in row["errors"].items():
                total[what] = total.get(what, 0) + count
    return total or 0


def ratios(figures):
    """Higher is better, for both."""
    ours = {key: figures.median("aiplat", "capacity", key) for key in ("rps", "cpu_us_per_request")}
    floor = {key: figures.median("nginx", "capacity", key) for key in ("rps", "cpu_us_per_request")}
    if None in ours.values() or None in floor.values():
        return None
    return {
        "throughput_against_nginx": round(ours["rps"] / floor["rps"], 3),
        "cpu_against_nginx": round(floor["cpu_us_per_request"] / ours["cpu_us_per_request"], 3),
    }


def compare(seen, cores, options):
    """Whether no ratio fell by more than a fifth of its committed median, which is that of cores that idle alike."""
    if seen is None:
        print("aiplat or nginx could not be measured")
        return False
    print(json.dumps({cores: seen}))
    kept = json.loads(MEDIANS.read_text()) if MEDIANS.exists() else {}
    if options.keep:
        MEDIANS.write_text(json.dumps(kept | {cores: seen}, indent=2, sort_keys=True) + "\n")
        return True
    committed = kept.get(cores)
    if committed is None:
        print(f"{MEDIANS.name} has nothing for {cores}; --short --keep on a quiet machine writes it")
        return False
    fallen = [name for name, value in committed.items() if seen[name] < FALL * value]
    for name in fallen:
        print(f"{name} fell from {committed[name]} to {seen[name]}, by more than a fifth")
    return not fallen


def conditions(measurement, cores, why_busy):
    noise = [(r["foreign_share"], r["steal_share"]) for r in measurement.results]
    return {
        "machine": machine(),
        "date": time.strftime("%Y-%m-%d"),
        "busy": why_busy,
        "idle cores": cores,
        "gateways": {g.name: {"note": g.note, "version": g.version} for g in measurement.gateways},
        "missing": measurement.missing,
        "windows": len(noise),
        "void": sum(r["void"] for r in measurement.results),
        "foreign_share_most": max((n[0] for n in noise), default=0),
        "steal_share_most": max((n[1] for n in noise), default=0),
    }


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", nargs="?", choices=["install", "run"], default="run")
    parser.add_argument("--rounds", type=int, default=None, help="5 unless told, 3 with --short")
    parser.add_argument("--seconds", type=float, default=None, help="of each window; 20 unless told, 5 with --short")
    parser.add_argument("--warm", type=float, default=None, help="seconds of warm-up, the same for all")
    parser.add_argument("--only", type=lambda s: s.split(","), default=list(peers.ALL), help="gateways, by commas")
    parser.add_argument("--streams", type=lambda s: [int(n) for n in s.split(",") if n], default=[2000, 5000])
    parser.add_argument("--bodies", type=int, default=2, help="large bodies on each connection; 0 leaves them out")
    parser.add_argument("--short", action="store_true", help="only throughput and CPU against nginx")
    parser.add_argument("--keep", action="store_true", help="with --short: write the ratios as the new medians")
    parser.add_argument("--halt", action="store_true", help="let idle cores halt, as a machine does that nobody measures on")
    parser.add_argument("--anyway", action="store_true", help="on a busy machine too, and say so")
    options = parser.parse_args()
    options.rounds = options.rounds or (3 if options.short else 5)
    options.seconds = options.seconds or (5 if options.short else 20)
    return options


def main():
    options = arguments()
    if options.action == "install":
        return peers.install()
    if os.cpu_count() < 2:
        raise SystemExit("two cores are needed: one for the gateways, one for the load")
    if not peers.NGINX:
        raise SystemExit("nginx is not installed; bench/gateway.py install does that")
    ended_with_us()
    why_busy = busy()
    if why_busy and not options.anyway and (options.keep or not options.short):
        raise SystemExit(f"not measured: {why_busy}; --anyway does it all the same")
    with polling_cores(not options.halt) as polling:
        cores = "polling" if polling else "halting"
        return short(options, cores) if options.short else whole(options, cores, why_busy)


def short(options, cores):
    """The two ratios. What falls is looked at again: noise is not there twice, a slower gateway is."""
    for attempt in range(1 if options.keep else ATTEMPTS):
        if attempt:
            print("once more")
        measurement = measured(options, ["nginx", "aiplat"])
        print_tables(measurement, options)
        seen = ratios(Figures(measurement.results))
        if compare(seen, cores, options):
            return 0
        if seen is None:
            break
    return 1


def whole(options, cores, why_busy):
    measurement = measured(options, options.only)
    seen = conditions(measurement, cores, why_busy)
    print(json.dumps(seen, indent=2))
    if why_busy:
        print(f"\nTaken on a busy machine ({why_busy}): good for finding faults, not for quoting.")
    print_tables(measurement, options)
    peers.CACHE.mkdir(parents=True, exist_ok=True)
    raw = pathlib.Path(peers.CACHE, f"gateway-{time.strftime('%Y%m%d-%H%M%S')}.json")
    raw.write_text(json.dumps({"conditions": seen, "results": measurement.results}, indent=1))
    print(f"\nraw: {raw}")
    return 0


def measured(options, names):
    """A measurement that has been made; its gateways are stopped by then."""
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder:
        os.chmod(folder, 0o755)
        measurement = Measurement(folder, names, options)
        try:
            for number in range(1, options.rounds + 1):
                measurement.round(number)
            if not options.short:
                measurement.endurance()
        finally:
            measurement.stop()
        return measurement


if __name__ == "__main__":
    sys.exit(main())
