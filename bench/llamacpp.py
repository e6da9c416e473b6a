#!/usr/bin/env python3
"""Tokens per second of the engine llamacpp through the gateway, against the same llama-server asked directly.

    bench/llamacpp.py FILE.gguf [ROUNDS] [--apart]     (20 unless told; llama-server is found on the PATH)

Both ways lead to one process, which the appliance has started, in turn and in changing order; what is compared is only
the way. Every answer has the same number of tokens, streamed, and nothing of a prompt is kept from one to the next.

As it is, llama-server computes on all cores, and its threads wait for each other at every step: each microsecond that
gateway and client take is taken from it. What the way costs by itself is seen with --apart: llama-server has one thread
and core 0 for itself, gateway and client have core 1. How much of the processors each took is said for a token.
"""
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import statistics
import sys
import time

from common import aiplat, installation, machine, summary

TOKENS = 128
TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid):
    """Seconds of processors that a process has had."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def keep_to(core, pid):
    """All threads of a process to one core."""
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {core})


def server_of(home, model):
    """Process, port and key of the llama-server that the appliance of a home has started for a model."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            environment = dict(
                entry.split("=", 1) for entry in (process / "environ").read_text().split("\0") if "=" in entry
            )
            line = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue
        ours = environment.get("LLAMA_API_KEY") and home in environment.values()
        if ours and any(f"/{model}/" in argument for argument in line) and listens(process):
            return int(process.name), port_of(process), environment["LLAMA_API_KEY"]
    raise SystemExit("the appliance has started no llama-server")


def listens(process):
    """Whether it is the server itself, and not what watches over it with the same environment."""
    return pathlib.Path(process, "exe").resolve().name == "llama-server"


def port_of(process):
    """The port a process listens at: its sockets' inodes among those of /proc/net/tcp that listen (state 0A)."""
    inodes = {os.readlink(fd)[8:-1] for fd in (process / "fd").iterdir() if os.readlink(fd).startswith("socket:")}
    for line in (process / "net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and fields[9] in inodes:
            return int(fields[1].split(":")[1], 16)
    raise SystemExit("llama-server listens nowhere")


class Way:
    """One way to the model."""

    def __init__(self, name, port, key, model):
        self.name, self.port, self.key, self.model = name, port, key, model

    def ask(self, number):
        """Tokens, seconds to the first of them, and seconds to the last."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = {
            "model": self.model,
            "messages": [{"role": "user", "content": f"Tell me the story number {number}."}],
            "max_tokens": TOKENS,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
            "ignore_eos": True,
            "cache_prompt": False,
        }
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        begin = time.monotonic()
        connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
        answer = connection.getresponse()
        # It shares the cores with what it measures, so it looks at no frame but those it must.
        first, tokens, last = None, 0, b""
        while piece := answer.read1(1 << 16):
            if first is None and re.search(rb'"content": ?"[^"]', piece):
                first = time.monotonic() - begin
            last = (last + piece)[-8192:]
        for line in last.split(b"\n"):
            if line.startswith(b"data: {") and b'"completion_tokens"' in line:
                tokens = json.loads(line[6:])["usage"]["completion_tokens"]
        if answer.status != 200 or not tokens or first is None:
            raise SystemExit(f"{self.name} answers with {answer.status} and {tokens} tokens")
        return tokens, first, time.monotonic() - begin

    def window(self, number, at_once):
        """Tokens per second of as many requests at once, and the time to the first token of the slowest."""
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            seen = list(pool.map(self.ask, range(number, number + at_once)))
        return sum(tokens for tokens, _, _ in seen) / (time.monotonic() - begin), max(first for _, first, _ in seen)


def compare(ways, rounds, at_once, processes):
    speeds, firsts = {w.name: [] for w in ways}, {w.name: [] for w in ways}
    spent = {w.name: dict.fromkeys(processes, 0.0) for w in ways}
    for number in range(rounds):
        for way in ways if number % 2 else reversed(ways):
            before = {name: cpu(pid) for name, pid in processes.items()}
            speed, first = way.window(number * 10, at_once)
            for name, pid in processes.items():
                spent[way.name][name] += cpu(pid) - before[name]
            speeds[way.name].append(speed)
            firsts[way.name].append(first * 1000)
    for way in ways:
        print(f"{at_once} at once, {way.name:8} {summary(speeds[way.name])} tokens/s, first after "
              f"{summary(firsts[way.name])} ms")
        each = {name: 1e6 * seconds / (TOKENS * at_once * rounds) for name, seconds in spent[way.name].items()}
        print("    CPU for a token, µs: " + ", ".join(f"{name} {micros:.0f}" for name, micros in each.items()))
    pairs = sorted(g / d for g, d in zip(speeds["gateway"], speeds["direct"]))
    print(f"{at_once} at once: ratio {statistics.median(pairs):.3f} (quartiles "
          f"{pairs[len(pairs) // 4]:.3f} to {pairs[-1 - len(pairs) // 4]:.3f}, n={len(pairs)})")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    apart = "--apart" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--apart"]
    file = pathlib.Path(arguments[0]).resolve()
    rounds = int(arguments[1]) if len(arguments) > 1 else 20
    print(machine())
    with installation() as env:
        env["AIPLAT_MODELS_ENGINE"] = "llamacpp"
        aiplat(env, "up")
        pulled = aiplat(env, "models", "pull", str(file), "-o", "json").stdout
        model = json.loads(pulled.splitlines()[-1])["model"]
        key = pathlib.Path(env["AIPLAT_HOME"], "keys/owner").read_text().strip()
        gateway = Way("gateway", int(env["AIPLAT_GATEWAY_PORT"]), key, model)
        if apart:
            modelfile = pathlib.Path(env["AIPLAT_HOME"], "models", model.replace(":", "@"), "Modelfile")
            text = modelfile.read_text() if modelfile.exists() else "FROM ./model.gguf\n"
            modelfile.write_text(text + "\nPARAMETER num_thread 1\n")
        gateway.ask(0)
        pid, port, own = server_of(env["AIPLAT_HOME"], model)
        appliance = json.loads(pathlib.Path(env["AIPLAT_HOME"], "run/appliance.json").read_text())["pid"]
        processes = {"llama-server": pid, "gateway": appliance, "client": os.getpid()}
        if apart:
            keep_to(0, pid)
            keep_to(1, appliance)
            keep_to(1, os.getpid())
        ways = [Way("direct", port, own, model), gateway]
        for way in ways:
            for number in range(3):
                way.ask(number)
        for at_once in (1, 2):
            compare(ways, rounds, at_once, processes)


if __name__ == "__main__":
    main()
