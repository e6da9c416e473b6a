#!/usr/bin/env python3
"""How many spans a second are taken, in how much memory, and what they take on the disk.

    bench/traces.py [SPANS A SECOND] [SECONDS]      (5000 and 60 unless told)

An appliance of its own gets traces of 20 spans as an agent sends them: steps, tools, and generations with a prompt of 1
and an answer of 1 KB, as OTLP in Protocol Buffers, 500 spans a request, over four connections. It falls behind where a
request is answered later than the next one is due. The floor is the same bytes put into a file with `fsync` for each
request. Ends with 1 where spans were refused or are not kept.
"""
import http.client
import os
import pathlib
import random
import re
import secrets
import struct
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from common import aiplat, appliance, cpu, installation, machine, resident

BATCH, TRACE = 500, 20


def varint(n):
    out = bytearray()
    while n > 0x7F:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)
    return bytes(out)


def field(number, value):
    """A field of Protocol Buffers: whole numbers as fixed64, all else with its length."""
    if isinstance(value, int):
        return varint(number << 3 | 1) + struct.pack("<Q", value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def attribute(name, value):
    if isinstance(value, int):
        said = varint(3 << 3) + varint(value)
    else:
        said = field(1, value.encode())
    return field(9, field(1, name.encode()) + field(2, said))


def words(n):
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz     ", k=n))


def trace(now):
    """Twenty spans of one run of an agent."""
    id, root = secrets.token_bytes(16), secrets.token_bytes(8)
    spans = []
    for i in range(TRACE):
        span = field(1, id) + field(2, root if i == 0 else secrets.token_bytes(8))
        if i:
            span += field(4, root)
        begin = now + i * 50_000_000
        span += field(5, f"step {i}".encode()) + field(7, begin) + field(8, begin + 45_000_000)
        if i % 4 == 1:
            span += attribute("gen_ai.operation.name", "chat") + attribute("gen_ai.request.model", "gpt-4o")
            span += attribute("gen_ai.usage.input_tokens", 250) + attribute("gen_ai.usage.output_tokens", 240)
            span += attribute("langfuse.observation.input", words(1000))
            span += attribute("langfuse.observation.output", words(1000))
        elif i == 0:
            span += attribute("session.id", f"s{random.randrange(100)}") + attribute("user.id", f"u{random.randrange(20)}")
        spans.append(field(2, span))
    return spans


def request():
    now = time.time_ns()
    spans = [span for _ in range(BATCH // TRACE) for span in trace(now)]
    return field(1, field(2, b"".join(spans)))


def folder(home):
    return sum(f.stat().st_size for f in pathlib.Path(home).rglob("traces*") if f.is_file())


def floor(bodies):
    with tempfile.NamedTemporaryFile() as file:
        begin = time.monotonic()
        for body in bodies:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        return (time.monotonic() - begin) / len(bodies)


class Sender:
    """Puts one batch after another into its own connection, each when it is due."""

    def __init__(self, env, bodies, rate, seconds):
        self.port = int(env["AIPLAT_GATEWAY_PORT"])
        self.key = open(f"{env['AIPLAT_HOME']}/keys/owner").read().strip()
        self.bodies, self.rate, self.total = bodies, rate, rate * seconds // BATCH
        self.lock, self.next, self.late, self.took, self.refused = threading.Lock(), 0, [], [], 0

    def run(self, begin):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/x-protobuf"}
        while True:
            with self.lock:
                i, self.next = self.next, self.next + 1
            if i >= self.total:
                return
            due = begin + i * BATCH / self.rate
            time.sleep(max(0, due - time.monotonic()))
            sent = time.monotonic()
            connection.request("POST", "/v1/traces", self.bodies[i % len(self.bodies)], headers)
            answer = connection.getresponse()
            answer.read()
            with self.lock:
                self.refused += answer.status != 200
                self.took.append(time.monotonic() - sent)
                self.late.append(time.monotonic() - due)


def main():
    rate = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    print(machine())
    # Each body is sent once, so that nothing is taken for what was sent before.
    bodies = [request() for _ in range(rate * seconds // BATCH)]
    print(f"a request of {BATCH} spans has {sum(map(len, bodies)) // len(bodies) >> 10} KiB")
    with installation("none", "bench-traces") as env:
        aiplat(env, "up")
        pid = appliance(env)
        time.sleep(5)
        used, size, peak = cpu(pid), folder(env["AIPLAT_HOME"]), resident(pid)
        print(f"before                    {peak} MiB resident")
        sender = Sender(env, bodies, rate, seconds)
        begin = time.monotonic()
        with ThreadPoolExecutor(4) as threads:
            done = [threads.submit(sender.run, begin) for _ in range(4)]
            while not all(each.done() for each in done):
                peak = max(peak, resident(pid))
                time.sleep(0.2)
        took = time.monotonic() - begin
        for each in done:
            each.result()
        spans = sender.total * BATCH
        took_sorted, late = sorted(sender.took), sorted(sender.late)
        grown = folder(env["AIPLAT_HOME"]) - size
        print(f"spans taken               {spans} in {took:.1f} s: {spans / took:.0f} a second, {sender.refused} requests refused")
        print(f"a request took            {took_sorted[len(late) // 2] * 1e3:.0f} ms, 99 % {took_sorted[len(late) * 99 // 100] * 1e3:.0f} ms; the floor {floor(bodies[:50]) * 1e3:.1f} ms")
        print(f"behind its time at most   {late[-1]:.2f} s")
        print(f"memory                    {peak} MiB resident at most")
        print(f"CPU                       {(cpu(pid) - used) / spans * 1e6:.0f} us a span")
        print(f"disk                      {grown / spans:.0f} bytes a span, {sum(map(len, bodies)) / spans:.0f} of them sent")
        told = aiplat(env, "traces", "storage", "-o", "json").stdout
        print(" ".join(told.split()))
        kept = int(re.search(r'"observations"\s*:\s*(\d+)|"steps"\s*:\s*(\d+)', told).group(0).split(":")[1])
        if sender.refused or kept < spans:
            raise SystemExit(f"{kept} of {spans} are kept")


if __name__ == "__main__":
    main()
