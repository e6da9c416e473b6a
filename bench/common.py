"""What the benchmarks share: a home of their own, timing, and honest summaries."""
import atexit
import contextlib
import json
import os
import pathlib
import platform
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
JAR = ROOT / "launcher/target/aiplat.jar"
COMMANDS = {}


def java():
    """The JDK 25 that runs the JAR: JAVA_HOME, else the first one found where Linux keeps them."""
    homes = [os.environ.get("JAVA_HOME", "")] + sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))
    for home in filter(None, homes):
        release = pathlib.Path(home, "release")
        if release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return f"{home}/bin/java"
    raise SystemExit("no JDK 25 found; set JAVA_HOME")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def installed(jar=JAR):
    """The `aiplat` command as install.sh puts it for a person, start-up cache included, in a folder of its own."""
    if jar not in COMMANDS:
        prefix = tempfile.mkdtemp(prefix="aiplat-bench-prefix")
        atexit.register(shutil.rmtree, prefix, ignore_errors=True)
        sh([str(ROOT / "install.sh"), "--jar", str(jar), "--prefix", prefix])
        COMMANDS[jar] = f"{prefix}/bin/aiplat"
    return COMMANDS[jar]


@contextlib.contextmanager
def installation(cluster="none", name="bench"):
    """An aiplat with a home and a port of its own, gone afterwards."""
    folder = tempfile.mkdtemp(prefix="aiplat-bench")
    env = {k: v for k, v in os.environ.items() if not k.startswith("AIPLAT_")}
    env |= {
        "AIPLAT_HOME": f"{folder}/home",
        "AIPLAT_GATEWAY_PORT": str(free_port()),
        "AIPLAT_CONFIG": str(ROOT / "testbed/aiplat.yaml"),
        "AIPLAT_CLUSTER_KIND": cluster,
        "AIPLAT_CLUSTER_NAME": name,
    }
    try:
        yield env
    finally:
        aiplat(env, "down", "--purge", "--yes", check=False)
        shutil.rmtree(folder, ignore_errors=True)


def aiplat(env, *args, check=True):
    done = subprocess.run([installed(), *args], env=env, capture_output=True, text=True)
    if check and done.returncode != 0:
        raise SystemExit(f"aiplat {' '.join(args)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done


def appliance(env):
    """The process that serves this home."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{pid}/cmdline").read().split("\0")
            home = f"AIPLAT_HOME={env['AIPLAT_HOME']}\0" in open(f"/proc/{pid}/environ").read()
        except OSError:
            continue
        if home and "serve" in words and words[0].endswith("java"):
            return int(pid)
    raise SystemExit("no process serves")


def cpu(pid):
    """Seconds of processors that it has used."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    """MiB of memory that it has."""
    return next(int(l.split()[1]) >> 10 for l in open(f"/proc/{pid}/status") if l.startswith("VmRSS"))


def chat(base, key, question, model="smoke"):
    body = {"model": model, "messages": [{"role": "user", "content": question}]}
    request = urllib.request.Request(
        base + "/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]


def sh(command, **kwargs):
    return subprocess.run(command, shell=isinstance(command, str), check=True, capture_output=True, text=True, **kwargs)


def summary(samples):
    return f"{statistics.median(samples):8.2f}  ({min(samples):.2f} to {max(samples):.2f}, n={len(samples)})"


def machine():
    cpu = next(l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name"))
    memory = int(next(l.split()[1] for l in open("/proc/meminfo") if l.startswith("MemTotal"))) >> 20
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} x {cpu}, {memory} GiB, Linux {platform.release()}, load at start {load:.1f}"


class Watch:
    """Seconds since it was made, noted at each mark."""

    def __init__(self):
        self.begin = time.monotonic()
        self.marks = {}

    def mark(self, name):
        self.marks[name] = time.monotonic() - self.begin
