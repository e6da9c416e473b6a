#!/usr/bin/env python3
"""`aiplat models pull` from a server on the loopback interface, against `curl -o`, alone and with a digest.

    bench/pull.py [MIB] [ROUNDS]     (1024 and 5 unless told; needs nginx, curl and openssl)

The file is the packed model with bytes of chance behind it, for a pull checks what it takes in. Each way gets it by
turns, to the same disk, and its copy is removed before the next one begins. The pull also digests what comes, forces
it to the disk and begins a process, which curl does not. `openssl dgst` uses the processor's instructions for SHA-256,
as the JDK does; `sha256sum` of many distributions does not. What `models list` takes says what beginning a process and
asking the appliance cost. CPU is user and system time of the client, and of the appliance where there is one.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from common import ROOT, aiplat, free_port, installation, machine, summary

SMOKE = ROOT / "appliance/supply/src/main/resources/models/smoke/model.gguf"
TICK = os.sysconf("SC_CLK_TCK")
NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{ access_log off; sendfile on; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}
"""


def made_up(file, mib):
    file.parent.mkdir()
    with file.open("wb") as out:
        out.write(SMOKE.read_bytes())
        for _ in range(mib):
            out.write(os.urandom(1 << 20))


def cpu(appliance):
    """Seconds of processors that the appliance and all commands before have had."""
    fields = pathlib.Path(f"/proc/{appliance}/stat").read_text().rpartition(")")[2].split()
    own = os.times()
    return (int(fields[11]) + int(fields[12])) / TICK + own.children_user + own.children_system


def timed(command, appliance):
    """Seconds, and seconds of processors."""
    before, begin = cpu(appliance), time.monotonic()
    command()
    return time.monotonic() - begin, cpu(appliance) - before


def main():
    mib = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    print(machine())
    with tempfile.TemporaryDirectory(prefix="aiplat-bench-pull") as name, installation() as env:
        folder, port = pathlib.Path(name), free_port()
        os.chmod(folder, 0o755)
        made_up(folder / "www/large.gguf", mib)
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port))
        server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf")])
        url, copy = f"http://127.0.0.1:{port}/large.gguf", folder / "copy"
        env["AIPLAT_MODELS_ENGINE"] = "embedded"
        aiplat(env, "up")
        appliance = json.loads(pathlib.Path(env["AIPLAT_HOME"], "run/appliance.json").read_text())["pid"]

        def curl(*after):
            subprocess.run(["curl", "-sSf", "-o", str(copy), url], check=True)
            if after:
                subprocess.run(after, check=True, stdout=subprocess.DEVNULL)

        ways = {
            "curl": lambda: curl(),
            "curl and sha256sum": lambda: curl("sha256sum", str(copy)),
            "curl and openssl dgst": lambda: curl("openssl", "dgst", "-sha256", str(copy)),
            "models list": lambda: aiplat(env, "models", "list"),
            "models pull": lambda: aiplat(env, "models", "pull", url, "--name", "large", "--force"),
        }
        samples = {way: [] for way in ways}
        try:
            for way in ways.values():
                way()
            for number in range(rounds):
                for way in list(ways) if number % 2 else reversed(ways):
                    copy.unlink(missing_ok=True)
                    aiplat(env, "models", "rm", "large", check=False)
                    subprocess.run(["sync"])
                    samples[way].append(timed(ways[way], appliance))
        finally:
            server.terminate()
        for way, taken in samples.items():
            spent = statistics.median(cpu for _, cpu in taken)
            print(f"{way:22} {summary([seconds for seconds, _ in taken])} s  {spent:6.2f} s of CPU")
        for floor in ("curl", "curl and sha256sum", "curl and openssl dgst"):
            ratios = [c / p for (c, _), (p, _) in zip(samples[floor], samples["models pull"])]
            print(f"models pull is {summary(ratios).strip()} times as fast as {floor}")


if __name__ == "__main__":
    main()
