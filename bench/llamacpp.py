#!/usr/bin/env python3
"""Tokens per second of the engine llamacpp through the gateway, against the same llama-server asked directly.

    bench/llamacpp.py FILE.gguf [ROUNDS]     (20 unless told; llama-server is found on the PATH)

Both ways lead to one process, which the appliance has started, in turn and in changing order; what is compared is only
the way. Every answer has the same number of tokens, streamed, and nothing of a prompt is kept from one to the next.
"""
import concurrent.futures
import http.client
import json
import os
import pathlib
import statistics
import sys
import time

from common import aiplat, installation, machine, summary

TOKENS = 128


def server_of(home, model):
    """Port and key of the llama-server that the appliance of a home has started for a model."""
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            environment = dict(
                entry.split("=", 1) for entry in (process / "environ").read_text().split("\0") if "=" in entry
            )
            line = (process / "cmdline").read_text().split("\0")
        except OSError:
            continue
        ours = environment.get("LLAMA_API_KEY") and home in environment.values()
        if ours and any(f"/{model}/" in argument for argument in line):
            return port_of(process), environment["LLAMA_API_KEY"]
    raise SystemExit("the appliance has started no llama-server")


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
        first, tokens = None, 0
        for line in answer:
            if not line.startswith(b"data: {"):
                continue
            frame = json.loads(line[6:])
            if first is None and frame.get("choices") and frame["choices"][0]["delta"].get("content"):
                first = time.monotonic() - begin
            tokens = (frame.get("usage") or {}).get("completion_tokens", tokens)
        if answer.status != 200 or not tokens:
            raise SystemExit(f"{self.name} answers with {answer.status} and {tokens} tokens")
        return tokens, first, time.monotonic() - begin

    def window(self, number, at_once):
        """Tokens per second of as many requests at once, and the time to the first token of the slowest."""
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
            seen = list(pool.map(self.ask, range(number, number + at_once)))
        return sum(tokens for tokens, _, _ in seen) / (time.monotonic() - begin), max(first for _, first, _ in seen)


def compare(ways, rounds, at_once):
    speeds, firsts = {w.name: [] for w in ways}, {w.name: [] for w in ways}
    for number in range(rounds):
        for way in ways if number % 2 else reversed(ways):
            speed, first = way.window(number * 10, at_once)
            speeds[way.name].append(speed)
            firsts[way.name].append(first * 1000)
    for way in ways:
        print(f"{at_once} at once, {way.name:8} {summary(speeds[way.name])} tokens/s, first after "
              f"{summary(firsts[way.name])} ms")
    pairs = sorted(g / d for g, d in zip(speeds["gateway"], speeds["direct"]))
    print(f"{at_once} at once: ratio {statistics.median(pairs):.3f} (quartiles "
          f"{pairs[len(pairs) // 4]:.3f} to {pairs[-1 - len(pairs) // 4]:.3f}, n={len(pairs)})")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    file = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    print(machine())
    with installation() as env:
        env["AIPLAT_MODELS_ENGINE"] = "llamacpp"
        aiplat(env, "up")
        pulled = aiplat(env, "models", "pull", str(file), "-o", "json").stdout
        model = json.loads(pulled.splitlines()[-1])["model"]
        key = pathlib.Path(env["AIPLAT_HOME"], "keys/owner").read_text().strip()
        gateway = Way("gateway", int(env["AIPLAT_GATEWAY_PORT"]), key, model)
        gateway.ask(0)
        port, own = server_of(env["AIPLAT_HOME"], model)
        ways = [Way("direct", port, own, model), gateway]
        for way in ways:
            for number in range(3):
                way.ask(number)
        for at_once in (1, 2):
            compare(ways, rounds, at_once)


if __name__ == "__main__":
    main()
