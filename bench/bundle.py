#!/usr/bin/env python3
"""Making, checking, unpacking and installing a bundle archive, against `tar`, `zstd` and `sha256sum` on the same files.

    bench/bundle.py [GIB] [ROUNDS]      (5 GiB and 3 rounds unless told; takes six times as much room on the disk)

The files are eleven models: the packed one with bytes of chance behind it, that nothing makes smaller; half of all is
in the first. Every round does all of it in turn; the files are in the page cache before, so what is compared is work, and not
the disk. What installs (`up --bundle` into an empty home, without a cluster) forces all of it to the disk, and so does
what it is compared with; a start with nothing to bring is measured beside it. Ratios say how fast aiplat is, measured
in the other: 1 is as fast, 0.5 takes twice as long. CPU is user and system time; of an installation without that of
the appliance which it starts. Memory is the most that a process had resident (`ru_maxrss`).
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from common import ROOT, free_port, installed, machine, summary

PIECE = 1 << 24
SMOKE = ROOT / "appliance/supply/src/main/resources/models/smoke/model.gguf"
NAMES = [f"bench-{number:02}" for number in range(11)]


def made_up(models, count):
    """Models of so many bytes in all."""
    sizes = [count // 2] + [count // 20] * 10
    for name, size in zip(NAMES, sizes):
        (models / name).mkdir(parents=True)
        with open(models / name / "model.gguf", "wb") as file:
            rest = size - file.write(SMOKE.read_bytes())
            while rest > 0:
                rest -= file.write(os.urandom(min(rest, PIECE)))


class Sample:
    """What a command took: seconds, seconds of processors, mebibytes at most."""

    def __init__(self, command, env=None):
        begin = time.monotonic()
        with tempfile.TemporaryFile("w+") as said:
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                said.seek(0)
                raise SystemExit(f"{command} ended with {process.returncode}:\n{said.read()}")
        self.seconds = time.monotonic() - begin
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory = usage.ru_maxrss >> 10


def main():
    gib = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(machine(), flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="aiplat-bench-bundle"))
    try:
        made_up(folder / "home/models", int(gib * (1 << 30)))
        measure(folder, rounds, gib)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def environment(home):
    env = {k: v for k, v in os.environ.items() if not k.startswith("AIPLAT_")}
    return env | {
        "AIPLAT_HOME": str(home),
        "AIPLAT_GATEWAY_PORT": str(free_port()),
        "AIPLAT_CONFIG": str(ROOT / "testbed/aiplat.yaml"),
        "AIPLAT_CLUSTER_KIND": "none",
        "AIPLAT_MODELS_ENGINE": "embedded",
    }


def measure(folder, rounds, gib):
    aiplat, models = installed(), folder / "home/models"
    env, other = environment(folder / "home"), environment(folder / "other")
    key, archive, packed = str(folder / "key.pem"), str(folder / "site.aipb"), str(folder / "files.tar.zst")
    plain, out, trusted = str(folder / "files.tar"), folder / "out", str(folder / "key.pub.pem")
    unpack = f"tar -xf - -C '{out}'"
    half, trust = [archive, "model bench-00", "-o", str(out / "half")], ["--trust", trusted]
    subprocess.run([aiplat, "bundle", "keygen", "-o", key], env=env, check=True, stdout=subprocess.DEVNULL)
    files = sorted(map(str, models.rglob("*.gguf")))
    subprocess.run(["tar", "-cf", plain, "-C", str(models), "."], check=True)
    new = [aiplat, "bundle", "create", "-o", archive, "--force", "--key", key]
    sync = f"sync -f '{folder}'"
    ways = {
        "create": (new + ["--with", "none", "--models", ",".join(NAMES)], env),
        "tar | zstd -1": (["sh", "-c", f"tar -cf - -C '{models}' . | zstd -q -1 -f -o '{packed}'"], None),
        "sha256sum of the files": (["sha256sum", *files], None),
        "verify": ([aiplat, "bundle", "verify", archive, *trust], env),
        "sha256sum of the archive": (["sha256sum", archive], None),
        "extract half": ([aiplat, "bundle", "extract", *half, *trust], env),
        "tar -x of half": (["tar", "-xf", plain, "-C", str(out), "./bench-00/model.gguf"], None),
        "up": ([aiplat, "up"], other),
        "up --bundle": ([aiplat, "up", "--bundle", archive, *trust], other),
        "tar -x, to the disk": (["sh", "-c", f"tar -xf '{plain}' -C '{out}' && {sync}"], None),
        "zstd -d | tar -x, to the disk": (["sh", "-c", f"zstd -q -dc '{packed}' | {unpack} && {sync}"], None),
        "sha256sum and tar -x": (["sh", "-c", f"sha256sum '{plain}' && tar -xf '{plain}' -C '{out}' && {sync}"], None),
    }
    samples = {name: [] for name in ways}
    for number in range(rounds):
        for name, (command, its_env) in ways.items():
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            subprocess.run(["sync", "-f", str(folder)], check=True)
            samples[name].append(Sample(command, its_env))
            if name.startswith("up"):
                subprocess.run([aiplat, "down", "--purge", "--yes"], env=other, check=True, capture_output=True)
        print(f"round {number + 1} of {rounds}", flush=True)
    told(samples, gib, len(files))


def told(samples, gib, count):
    print(f"\n{gib:g} GiB in {count} files")
    for name, taken in samples.items():
        seconds = [sample.seconds for sample in taken]
        cpu, memory = statistics.median(s.cpu for s in taken), max(s.memory for s in taken)
        print(f"{name:30} {summary(seconds)} s  {cpu:6.2f} s of CPU  {memory:5} MiB at most")
    for ours, theirs in [
        ("create", "tar | zstd -1"),
        ("create", "sha256sum of the files"),
        ("verify", "sha256sum of the archive"),
        ("extract half", "tar -x of half"),
        ("up --bundle", "tar -x, to the disk"),
        ("up --bundle", "zstd -d | tar -x, to the disk"),
        ("up --bundle", "sha256sum and tar -x"),
    ]:
        ratios = [t.seconds / o.seconds for o, t in zip(samples[ours], samples[theirs])]
        cpu = statistics.median(t.cpu / o.cpu for o, t in zip(samples[ours], samples[theirs]))
        print(f"{ours} is {summary(ratios).strip()} of {theirs}; by CPU time {cpu:.2f}")


if __name__ == "__main__":
    main()
