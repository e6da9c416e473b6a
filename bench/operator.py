#!/usr/bin/env python3
"""500 custom resources in one process: how long until all are true, and what is asked of the API server for them.

    bench/operator.py [RESOURCES]       (500 unless told)

The floor is what the API server and kubectl need for as many configuration maps, of about the same size. Requests are
those that the API server itself counts for the kind's group, so kubectl's own are in them while it applies; `at rest`
begins when all resources are ready.
"""
import json
import subprocess
import sys
import time
import urllib.request

from common import Watch, aiplat, appliance, cpu, installation, machine, resident

GROUP, KIND = "gateway.ai", "modelrouters.gateway.ai"
REST = 60


def router(i):
    return {
        "apiVersion": f"{GROUP}/v1alpha1",
        "kind": "ModelRouter",
        "metadata": {"name": f"router-{i}", "namespace": "bench"},
        "spec": {"routes": [{"name": f"bench-{i}", "provider": "ollama", "model": "smoke"}]},
    }


def config_map(i):
    data = {"name": f"bench-{i}", "provider": "ollama", "model": "smoke"}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"floor-{i}", "namespace": "bench"}, "data": data}


class Cluster:
    def __init__(self, name):
        self.kubectl = ["docker", "exec", "-i", name, "k3s", "kubectl"]

    def run(self, *args, text=None):
        return subprocess.run([*self.kubectl, *args], input=text, text=True, capture_output=True, check=True).stdout

    def apply(self, objects):
        self.run("apply", "-f", "-", text=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))

    def requests(self):
        """By verb, what the API server has answered for the group since it started, without watches."""
        count = {}
        for line in self.run("get", "--raw", "/metrics").splitlines():
            if line.startswith("apiserver_request_total{") and f'group="{GROUP}"' in line and 'verb="WATCH"' not in line:
                verb = line.split('verb="')[1].split('"')[0]
                count[verb] = count.get(verb, 0) + int(float(line.rsplit(" ", 1)[1]))
        return count

    def ready(self):
        path = '{range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {end}'
        return self.run("-n", "bench", "get", KIND, "-o", f"jsonpath={path}").split().count("True")

    def left(self):
        return len(self.run("-n", "bench", "get", KIND, "-o", "name").split())


def since(before, now):
    return {verb: n - before.get(verb, 0) for verb, n in sorted(now.items()) if n > before.get(verb, 0)}


def served(env, model):
    key = open(f"{env['AIPLAT_HOME']}/keys/owner").read().strip()
    body = {"model": model, "messages": [{"role": "user", "content": "ping"}]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{env['AIPLAT_GATEWAY_PORT']}/v1/chat/completions",
        json.dumps(body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["choices"][0]["message"]["content"] == "pong"
    except OSError:
        return False


def main():
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    print(machine())
    with installation("docker", "bench-operator") as env:
        aiplat(env, "up")
        cluster = Cluster("bench-operator")
        while subprocess.run([*cluster.kubectl, "get", KIND], capture_output=True).returncode != 0:
            time.sleep(0.5)
        cluster.run("create", "namespace", "bench")
        pid = appliance(env)
        time.sleep(10)

        watch = Watch()
        cluster.apply([config_map(i) for i in range(many)])
        watch.mark("floor")

        before, used = cluster.requests(), cpu(pid)
        start = time.monotonic()
        cluster.apply([router(i) for i in range(many)])
        applied = time.monotonic() - start
        while cluster.ready() < many:
            time.sleep(0.5)
        converged = time.monotonic() - start
        while not served(env, f"bench-{many - 1}"):
            time.sleep(0.1)
        answers = time.monotonic() - start
        took = cpu(pid) - used
        print(f"kubectl apply of {many} configuration maps  {watch.marks['floor']:7.1f} s")
        print(f"kubectl apply of {many} resources           {applied:7.1f} s")
        print(f"all are ready                              {converged:7.1f} s  ratio to the floor {converged / watch.marks['floor']:.2f}")
        print(f"the last one answers                       {answers:7.1f} s")
        print(f"CPU of aiplat                              {took:7.1f} s, resident {resident(pid)} MiB")
        print(f"requests until then, kubectl's included    {since(before, cluster.requests())}")

        time.sleep(5)
        before, used = cluster.requests(), cpu(pid)
        time.sleep(REST)
        print(f"requests in {REST} s at rest                   {since(before, cluster.requests())}")
        print(f"CPU of aiplat in {REST} s at rest              {cpu(pid) - used:7.2f} s")

        start = time.monotonic()
        cluster.run("-n", "bench", "delete", "configmaps", "--all", "--wait=false")
        floor = time.monotonic() - start
        before, used = cluster.requests(), cpu(pid)
        start = time.monotonic()
        cluster.run("-n", "bench", "delete", KIND, "--all", "--wait=false")
        told = time.monotonic() - start
        while cluster.left():
            time.sleep(0.5)
        gone = time.monotonic() - start
        print(f"kubectl delete of {many} configuration maps {floor:7.1f} s")
        print(f"kubectl delete of {many} resources          {told:7.1f} s, without waiting for their finalizers")
        print(f"all are deleted, finalizers done           {gone:7.1f} s  ratio to the floor {gone / floor:.2f}")
        print(f"CPU of aiplat                              {cpu(pid) - used:7.1f} s")
        print(f"requests until then, kubectl's included    {since(before, cluster.requests())}")



if __name__ == "__main__":
    main()
