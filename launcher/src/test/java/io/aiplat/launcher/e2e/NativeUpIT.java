package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A machine without Docker, and root on it: k3s runs as a process of its own, answers come out of a pod, and after
/// `down` the machine is as it was: no interface, mount, rule, process or control group more.
@Tag("alone")
class NativeUpIT {
    private static final String OLLAMA = "aiplat-testbed/ollama:0.11.4";

    @Test
    void aMachineWithoutDockerRunsANodeAndIsAsBeforeWhenItHasGone() {
        try (TestMachine machine = TestMachine.start().withImage(OLLAMA)) {
            String before = machine.look();
            machine.aiplat("up", "--cluster", "native").ok().tells("Start cluster aiplat (native)");
            answers(machine);
            machine.aiplat("kubectl", "get", "nodes").ok().tells("Ready");
            machine.aiplat("status").ok().tells("native");
            machine.aiplat("up").ok().tells("nothing to do");
            forThisMachineAlone(machine);
            leavesNothing(machine, before);

            // What is not purged is there again, without being said again.
            machine.aiplat("up").ok().tells("started the node");
            answers(machine);
            mendsWhatWasKilled(machine);
            machine.aiplat("down", "--purge", "--yes").ok();
            assertEquals(before, machine.look());
            machine.run("test", "-e", "/var/lib/rancher/k3s").failed();
            machine.run("test", "-e", machine.home().toString()).failed();
        }
    }

    private static void answers(TestMachine machine) {
        machine.aiplat("chat", "--model", "smoke", "What is the capital of France?")
                .ok()
                .tells("Paris");
    }

    /// The port of the model engine is on no address that others reach.
    private static void forThisMachineAlone(TestMachine machine) {
        machine.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/31434").ok();
        machine.run("bash", "-c", "exec 3<>/dev/tcp/10.99.0.2/31434").failed();
    }

    private static void leavesNothing(TestMachine machine, String before) {
        String during = machine.look();
        for (String trace : new String[] {"cni0", "/run/netns/cni-", "KUBE-SERVICES", "containerd-shim", "kubepods"}) {
            assertTrue(during.contains(trace), () -> trace + " expected while it runs, or this looks at nothing");
        }
        machine.aiplat("down", "--yes").ok();
        assertEquals(before, machine.look());
    }

    private static void mendsWhatWasKilled(TestMachine machine) {
        machine.run(
                        "sh",
                        "-c",
                        "kill -9 $(sed -n 's/.*\"pid\" *: *\\([0-9]*\\).*/\\1/p' " + machine.home() + "/run/k3s.json)")
                .ok();
        machine.aiplat("up").ok();
        answers(machine);
    }

    @Test
    void whatSomebodyElseRunsIsNotTouched() {
        try (TestMachine machine = TestMachine.start()) {
            machine.run("sh", "-c", "mkdir -p /etc/rancher/k3s && echo theirs > /etc/rancher/k3s/k3s.yaml")
                    .ok();
            machine.aiplat("up", "--cluster", "native").failsWith(4, "PLAN_CLUSTER_NOT_OURS");
            machine.run("grep", "-q", "theirs", "/etc/rancher/k3s/k3s.yaml").ok();
            machine.run("test", "-e", "/var/lib/rancher/k3s/aiplat-node").failed();
        }
    }
}
