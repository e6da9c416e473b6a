#!/usr/bin/env python3
"""`aiplat up --cluster docker` against the same by hand, in turn: seconds from the start to each point.

    bench/up.py [ROUNDS]        (3 unless told)

By hand means what a person with the same images would type: docker run, docker save | docker exec, kubectl apply,
and curl to Ollama. Both begin with nothing but the images in the local engine, and end with the first exact answer.
"""
import json
import statistics
import subprocess
import sys
import time
import urllib.request

from common import ROOT, Watch, aiplat, chat, free_port, installation, installed, machine, sh, summary

NODE, OLLAMA = "aiplat-testbed/k3s:v1.36.4", "aiplat-testbed/ollama:0.11.4"
QUESTION, ANSWER = "What is the capital of France?", "The capital of France is Paris."
POINTS = ["node ready", "image in", "ollama ready", "first answer"]


def by_hand():
    port, name, watch = free_port(), "bench-hand", Watch()
    try:
        sh(
            f"docker run -d --name {name} --hostname {name} --privileged --cgroupns host --tmpfs /run --tmpfs /var/run"
            f" -v /sys/fs/cgroup:/sys/fs/cgroup:rw -p 127.0.0.1:{port}:31434 {NODE} server"
            f" --disable=traefik,servicelb,metrics-server --node-name={name}"
        )
        kubectl = ["docker", "exec", "-i", name, "k3s", "kubectl"]
        while True:
            ready = subprocess.run(
                [*kubectl, "get", "nodes", "-o", "jsonpath={.items[0].status.conditions[?(@.type=='Ready')].status}"],
                capture_output=True,
                text=True,
            )
            if ready.stdout == "True":
                break
            time.sleep(0.2)
        watch.mark("node ready")
        sh(f"docker save {OLLAMA} | docker exec -i {name} k3s ctr -n k8s.io images import --all-platforms -")
        watch.mark("image in")
        text = "\n---\n".join(p.read_text() for p in sorted((ROOT / "bundles/ollama/manifests").glob("*.yaml")))
        lines = [f"          image: {OLLAMA}" if "image: ollama/ollama" in l else l for l in text.split("\n")]
        # The namespace has to be there before what lives in it.
        for _ in range(2):
            applied = subprocess.run([*kubectl, "apply", "-f", "-"], input="\n".join(lines), text=True, capture_output=True)
        assert applied.returncode == 0, applied.stderr
        sh([*kubectl, "-n", "aiplat", "rollout", "status", "deployment/ollama", "--timeout=300s"])
        watch.mark("ollama ready")
        models = ROOT / "appliance/supply/src/main/resources/models/smoke"
        digest = sh(f"sha256sum {models}/model.gguf").stdout.split()[0]
        upload(port, digest, (models / "model.gguf").read_bytes())
        template = (models / "Modelfile").read_text().split('"""')[1]
        create = {
            "model": "smoke",
            "files": {"model.gguf": f"sha256:{digest}"},
            "template": template,
            "parameters": {"temperature": 0, "num_ctx": 2048, "num_predict": 256, "num_thread": 1, "stop": ["<|end|>"]},
            "stream": False,
        }
        post(port, "/api/create", create)
        said = post(port, "/v1/chat/completions", {"model": "smoke", "temperature": 0, "messages": [{"role": "user", "content": QUESTION}]})
        assert said["choices"][0]["message"]["content"] == ANSWER, said
        watch.mark("first answer")
        return watch.marks
    finally:
        subprocess.run(["docker", "rm", "-f", "-v", name], capture_output=True)


def upload(port, digest, data):
    """A node port answers a moment after its pod is available; by hand one would simply try again."""
    for _ in range(50):
        try:
            urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/api/blobs/sha256:{digest}", data))
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("Ollama does not take the model")


def post(port, path, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def by_aiplat():
    with installation("docker", "bench-aiplat") as env:
        watch = Watch()
        events = [json.loads(l) for l in aiplat(env, "up", "-o", "json").stdout.splitlines()]
        seconds, total = {}, 0.0
        for event in events:
            if event.get("event") == "ended":
                total += seconds_of(event["took"])
                seconds[event["step"]["kind"]] = total
        watch.mark("up")
        exports = dict(l[len("export "):].split("=", 1) for l in aiplat(env, "env").stdout.splitlines())
        asked = time.monotonic()
        assert chat(exports["OPENAI_BASE_URL"], exports["OPENAI_API_KEY"], QUESTION) == ANSWER
        answer = time.monotonic() - asked
        again = Watch()
        aiplat(env, "up")
        again.mark("again")
        # What is not inside a step is the JVM's start and the look at the machine; it comes before the first step.
        start = watch.marks["up"] - total
        return {
            "node ready": start + seconds["AwaitNode"],
            "image in": start + seconds["CopyImage"],
            "ollama ready": start + seconds["AwaitBundle"],
            "first answer": watch.marks["up"] + answer,
            "up again": again.marks["again"],
        }


def seconds_of(took):
    """An ISO 8601 duration (PT1.5S) or a number of seconds."""
    if isinstance(took, (int, float)):
        return float(took)
    minutes, _, rest = took.removeprefix("PT").rpartition("M")
    return 60 * float(minutes or 0) + float(rest.removesuffix("S") or 0)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(machine())
    installed()
    hand, ours = [], []
    for _ in range(rounds):
        hand.append(by_hand())
        ours.append(by_aiplat())
    print(f"{'seconds to':14} {'by hand':>34} {'aiplat up':>40}   ratio of medians")
    for point in POINTS:
        a, b = [r[point] for r in hand], [r[point] for r in ours]
        print(f"{point:14} {summary(a):>36} {summary(b):>40}   {statistics.median(b) / statistics.median(a):.2f}")
    print(f"{'up again':14} {'':36} {summary([r['up again'] for r in ours]):>40}")


if __name__ == "__main__":
    main()
