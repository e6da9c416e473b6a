"""The load generator, the fake upstream and the floor, each a process of its own on a core of its own."""
import atexit
import contextlib
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import sys
import time

from common import java
from conditions import Quiet, descendants, void

SOURCES = pathlib.Path(__file__).resolve().parent / "load"
LOAD_CORE, GATEWAY_CORE = 0, 1
KEY = "sk-bench-0123456789abcdef"
TEXT = "What was said before is said again, so that a request has the usual length. "


def pinned(core, command, **kwargs):
    """Starts a program on one core, with as many files as it may have, and ends it with this program."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    process = subprocess.Popen(["taskset", "-c", str(core), *map(str, command)], start_new_session=True, **kwargs)
    atexit.register(end, process)
    return process


def ended_with_us():
    """Makes a polite request to stop an ordinary end, so that nothing that was started is left behind."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def end(process):
    """Ends a program and all that it started; one that is paused is woken first, since it could not hear it."""
    if process.poll() is None:
        for how in (signal.SIGCONT, signal.SIGTERM):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def await_port(port, process, what, log=None, seconds=120):
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    end(process)
    said = pathlib.Path(log).read_text(errors="replace")[-600:].strip() if log else ""
    raise RuntimeError(f"{what} does not listen: {said or 'it said nothing'}")


def request(folder, name, model, headers=(), stream=False, size=1024):
    """A file with a whole chat request of about this many bytes, as it goes over the wire."""
    messages = [{"role": "user", "content": (TEXT * (size // len(TEXT) + 1))[: size - 100]}]
    body = json.dumps({"model": model, "stream": stream, "messages": messages}).encode()
    head = [
        "POST /v1/chat/completions HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Authorization: Bearer {KEY}",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    file = pathlib.Path(folder, f"{name}.http")
    file.write_bytes("\r\n".join(head).encode() + b"\r\n\r\n" + body)
    return file


class Bench:
    """What stands on the load's core: the generator itself and the two upstreams."""

    def __init__(self, folder, floor_port, paced_port, floor_command):
        self.folder = folder
        classpath = subprocess.run([SOURCES / "classpath"], check=True, capture_output=True, text=True).stdout.strip()
        # What the JVM itself has to say goes where it does not break into the figures.
        flags = [java(), "-XX:+UseSerialGC", "-Xmx1g", "-Xlog:disable", "-Xlog:all=warning:stderr", "-cp", classpath]
        with open(f"{folder}/bench.log", "w") as log:
            self.floor = pinned(LOAD_CORE, floor_command, stderr=log)
            self.paced = pinned(LOAD_CORE, [*flags, SOURCES / "Upstream.java", paced_port], stderr=log)
            self.load = pinned(
                LOAD_CORE, [*flags, SOURCES / "Load.java"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        await_port(floor_port, self.floor, "the floor's upstream", f"{folder}/bench.log")
        await_port(paced_port, self.paced, "the paced upstream", f"{folder}/bench.log")

    def run(self, mode, pids=(), **options):
        """One run of the load generator: its figures, and the noise they were taken in."""
        words = [mode, *(f"{name}={value}" for name, value in options.items())]
        if pids:
            words.append("pids=" + ",".join(map(str, pids)))
        ours = [os.getpid(), *pids]
        for process in (self.floor, self.paced, self.load):
            ours += descendants(process.pid)
        quiet = Quiet(ours)
        self.load.stdin.write(" ".join(words) + "\n")
        self.load.stdin.flush()
        line = self.load.stdout.readline()
        if not line:
            raise RuntimeError("the load generator ended: " + pathlib.Path(self.folder, "bench.log").read_text()[-600:])
        noise = quiet.noise()
        return json.loads(line) | noise | {"void": void(noise)}
