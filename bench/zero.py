#!/usr/bin/env python3
"""First token after scale from zero: a request for a model of which no copy runs, until its first event with text.

    bench/zero.py [ROUNDS]       (10 unless told)

The floor is the same Deployment, scaled from 0 to 1 with kubectl, until it says that its copy is ready; the two take
turns. llama.cpp's server stands in vLLM's image with a model of 3 MB, on a node that only says that it has GPUs: so no
weights are fetched or loaded, and what is measured is all that aiplat and Kubernetes add to that.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from common import JAR, aiplat, installation, machine, sh, summary

NAME, IMAGE, MODEL = "bench-zero", "vllm/vllm-openai:v0.24.0", "asleep"
RESOURCE = f"""
apiVersion: kubeai.org/v1
kind: Model
metadata: {{name: {MODEL}, namespace: bench}}
spec:
  url: hf://organisation/model
  engine: VLLM
  minReplicas: 0
  maxReplicas: 1
  scaleDownDelaySeconds: 2
  resourceProfile: nvidia-gpu-l4:1
"""
PYTHON = """#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    --served-model-name) name=$2; shift ;;
    --port) port=$2; shift ;;
  esac
  shift
done
exec /app/llama-server --model /smoke.gguf --alias "$name" --host 0.0.0.0 --port "$port"
"""
DOCKERFILE = """FROM aiplat-testbed/llama.cpp:server
COPY --chmod=0755 python /usr/local/bin/python
COPY smoke.gguf /smoke.gguf
ENTRYPOINT ["/usr/local/bin/python"]
"""


def kubectl(*args, text=None, check=True):
    command = ["docker", "exec", "-i", NAME, "k3s", "kubectl", *args]
    return subprocess.run(command, input=text, text=True, capture_output=True, check=check).stdout


def image():
    with tempfile.TemporaryDirectory(prefix="aiplat-bench") as folder:
        at = pathlib.Path(folder)
        (at / "python").write_text(PYTHON)
        (at / "python").chmod(0o755)
        (at / "Dockerfile").write_text(DOCKERFILE.replace("--chmod=0755 ", ""))
        (at / "smoke.gguf").write_bytes(smoke())
        sh(["docker", "build", "--quiet", "--tag", IMAGE, folder])
        sh(["docker", "save", "--output", f"{folder}/image.tar", IMAGE])
        sh(["docker", "cp", f"{folder}/image.tar", f"{NAME}:/tmp/image.tar"])
        sh(["docker", "exec", NAME, "k3s", "ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar"])
        sh(["docker", "image", "rm", IMAGE])


def smoke():
    """The model in the JAR; AIPLAT_SMOKE names the file where the JAR only points at classes."""
    if "AIPLAT_SMOKE" in os.environ:
        return pathlib.Path(os.environ["AIPLAT_SMOKE"]).read_bytes()
    with zipfile.ZipFile(JAR) as jar:
        return jar.read("models/smoke/model.gguf")


def gpus():
    kubectl("delete", "runtimeclass", "nvidia", check=False)
    node = json.loads(kubectl("get", "nodes", "-o", "json"))["items"][0]["metadata"]["name"]
    patch = {"status": {"capacity": {"nvidia.com/gpu": "2"}}}
    kubectl("patch", "node", node, "--subresource=status", f"--patch={json.dumps(patch)}")
    while "nvidia.com/gpu" not in kubectl("get", "node", node, "-o", "jsonpath={.status.allocatable}"):
        time.sleep(0.5)


def pods(name):
    return kubectl("-n", "bench", "get", "pods", "-l", f"app.kubernetes.io/name={name}", "-o", "name").split()


def asleep():
    path = '{.status.conditions[?(@.type=="Ready")].reason}'
    while kubectl("-n", "bench", "get", "models.kubeai.org", MODEL, "-o", f"jsonpath={path}") != "ScaledToZero" or pods(MODEL):
        time.sleep(0.5)


def twin():
    """The Deployment that aiplat made, as one that nobody minds."""
    made = json.loads(kubectl("-n", "bench", "get", "deployment", MODEL, "-o", "json"))
    labels = {"app.kubernetes.io/name": "floor"}
    made["metadata"] = {"name": "floor", "namespace": "bench", "labels": labels}
    made["spec"]["selector"] = {"matchLabels": labels}
    made["spec"]["template"]["metadata"] = {"labels": labels}
    made.pop("status", None)
    kubectl("apply", "-f", "-", text=json.dumps(made))


def floor():
    begin = time.monotonic()
    kubectl("-n", "bench", "scale", "deployment/floor", "--replicas=1")
    kubectl("-n", "bench", "wait", "--for=jsonpath={.status.readyReplicas}=1", "--timeout=120s", "deployment/floor")
    took = time.monotonic() - begin
    kubectl("-n", "bench", "scale", "deployment/floor", "--replicas=0")
    while pods("floor"):
        time.sleep(0.5)
    return took


def first_token(env):
    key = open(f"{env['AIPLAT_HOME']}/keys/owner").read().strip()
    body = {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": "ping"}]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{env['AIPLAT_GATEWAY_PORT']}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    begin = time.monotonic()
    with urllib.request.urlopen(request) as answer:
        for line in answer:
            if line.startswith(b"data: {") and json.loads(line[6:])["choices"][0]["delta"].get("content"):
                return time.monotonic() - begin
    raise SystemExit("no token came")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    print(machine())
    with installation("docker", NAME) as env:
        aiplat(env, "up")
        while not kubectl("get", "models.kubeai.org", check=False) and kubectl("get", "crd", "-o", "name").count("kubeai") == 0:
            time.sleep(0.5)
        image()
        gpus()
        kubectl("create", "namespace", "bench")
        kubectl("apply", "-f", "-", text=RESOURCE)
        asleep()
        twin()
        floors, cold, warm = [], [], []
        for _ in range(rounds):
            floors.append(floor())
            asleep()
            cold.append(first_token(env))
            warm.append(first_token(env))
        print(f"a copy is ready, by kubectl      {summary(floors)} s")
        print(f"first token after scale from zero{summary(cold)} s")
        print(f"ratio, round by round            {summary([c / f for c, f in zip(cold, floors)])}")
        print(f"first token of one that runs     {summary([1000 * w for w in warm])} ms")


if __name__ == "__main__":
    main()
