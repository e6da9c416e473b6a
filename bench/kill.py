#!/usr/bin/env python3
"""kill -9 of a docker `up` at random moments, each followed by an `up` that must succeed and answer.

    bench/kill.py [TIMES] [SEED]     (20 unless told)
"""
import random
import subprocess
import sys
import time

from common import JAR, aiplat, chat, installation, java, machine


def main():
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    print(machine(), f"seed {seed}", sep="\n")
    dice = random.Random(seed)
    for number in range(1, times + 1):
        with installation("docker", "bench-kill") as env:
            moment = dice.uniform(0.2, 22)
            victim = subprocess.Popen(
                [java(), "-jar", str(JAR), "up"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            time.sleep(moment)
            finished = victim.poll() is not None
            victim.kill()
            victim.wait()
            begin = time.monotonic()
            aiplat(env, "up")
            exports = dict(l[len("export "):].split("=", 1) for l in aiplat(env, "env").stdout.splitlines())
            assert chat(exports["OPENAI_BASE_URL"], exports["OPENAI_API_KEY"], "ping") == "pong"
            note = " (it had finished)" if finished else ""
            print(f"{number:2}: killed after {moment:4.1f} s{note}, up again in {time.monotonic() - begin:4.1f} s", flush=True)
    print(f"{times} of {times} recovered")


if __name__ == "__main__":
    main()
