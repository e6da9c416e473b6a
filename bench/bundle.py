#!/usr/bin/env python3
"""Making, checking and unpacking a bundle archive, against `tar | zstd`, `sha256sum` and `tar` on the same files.

    bench/bundle.py [GIB] [ROUNDS]      (5 GiB and 3 rounds unless told; takes four times as much room on the disk)

The files are made up: bytes that nothing makes smaller, half of them in one file, the rest in ten. Every round does all
of it in turn; the files are in the page cache before, so what is compared is work, and not the disk. Ratios say how
fast aiplat is, measured in the other: 1 is as fast, 0.5 takes twice as long. Memory is the most that a process had
resident (`ru_maxrss`).
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from common import installed, machine, summary

PIECE = 1 << 24


def made_up(folder, count):
    """Files of so many bytes in all."""
    sizes = [count // 2] + [count // 20] * 10
    for number, size in enumerate(sizes):
        name = "model.gguf" if number == 0 else f"part-{number:02}.bin"
        with open(folder / name, "wb") as file:
            rest = size
            while rest:
                piece = os.urandom(min(rest, PIECE))
                file.write(piece)
                rest -= len(piece)


def timed(command, env=None):
    """Seconds, and mebibytes at most, of a command that has to end well."""
    begin = time.monotonic()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}:\n{said}")
    return time.monotonic() - begin, usage.ru_maxrss >> 10


def main():
    gib = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    print(machine(), flush=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="aiplat-bench-bundle"))
    try:
        model = folder / "home/models/bench"
        model.mkdir(parents=True)
        made_up(model, int(gib * (1 << 30)))
        measure(folder, model, rounds, gib)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder, model, rounds, gib):
    env = {k: v for k, v in os.environ.items() if not k.startswith("AIPLAT_")} | {"AIPLAT_HOME": str(folder / "home")}
    aiplat = installed()
    key, archive, packed = str(folder / "key.pem"), str(folder / "site.aipb"), str(folder / "files.tar.zst")
    plain, trust = str(folder / "files.tar"), ["--trust", str(folder / "key.pub.pem")]
    subprocess.run([aiplat, "bundle", "keygen", "-o", key], env=env, check=True, stdout=subprocess.DEVNULL)
    files = sorted(map(str, model.iterdir()))
    subprocess.run(["tar", "-cf", plain, "-C", str(model), "."], check=True)
    create = [aiplat, "bundle", "create", "-o", archive, "--force", "--with", "none", "--models", "bench", "--key", key]
    extract = [aiplat, "bundle", "extract", archive, "model bench", "-o", str(folder / "out"), "--force", *trust]
    ways = {
        "create": (create, env),
        "tar | zstd -1": (["sh", "-c", f"tar -cf - -C '{model}' . | zstd -q -1 -f -o '{packed}'"], None),
        "sha256sum of the files": (["sha256sum", *files], None),
        "verify": ([aiplat, "bundle", "verify", archive, *trust], env),
        "sha256sum of the archive": (["sha256sum", archive], None),
        "extract": (extract, env),
        "tar -x": (["tar", "-xf", plain, "-C", str(folder)], None),
    }
    seconds = {name: [] for name in ways}
    memory = {name: 0 for name in ways}
    for number in range(rounds):
        for name, (command, its_env) in ways.items():
            took, most = timed(command, its_env)
            seconds[name].append(took)
            memory[name] = max(memory[name], most)
        print(f"round {number + 1} of {rounds}", flush=True)
    print(f"\n{gib:g} GiB in {len(files)} files")
    for name in ways:
        speed = gib * 1024 / statistics.median(seconds[name])
        print(f"{name:26} {summary(seconds[name])} s  {speed:7.0f} MiB/s  {memory[name]:5} MiB at most")
    for ours, theirs in [
        ("create", "tar | zstd -1"),
        ("create", "sha256sum of the files"),
        ("verify", "sha256sum of the archive"),
        ("extract", "tar -x"),
    ]:
        ratio = statistics.median(seconds[theirs]) / statistics.median(seconds[ours])
        print(f"{ours} is {ratio:.2f} of {theirs}")


if __name__ == "__main__":
    main()
