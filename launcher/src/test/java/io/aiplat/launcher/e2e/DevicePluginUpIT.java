package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bundle that counts GPUs: in a namespace of its own, told how they are shared, asked by Ollama's pod, and gone
/// again. An image that only shows what it got is in the place of NVIDIA's, and the node's count is written by hand.
@Tag("alone")
class DevicePluginUpIT {
    private static final String PLUGIN = "nvidia-device-plugin";

    @Test
    void gpusAreCountedAndSharedAsTheProfileSays(@TempDir Path folder) throws Exception {
        GpuStandIn driver = GpuStandIn.of(folder, GpuStandIn.machine("rtx-4090"));
        try (TestEngine engine = TestEngine.open("counted");
                StandInDevices _ = StandInDevices.make();
                ScriptImage image = ScriptImage.of("plugin", "cat /config/config.yaml; exec sleep 3600");
                Aiplat aiplat = Aiplat.withEngine(engine)
                        .with("AIPLAT_MODELS_ENGINE", "ollama")
                        .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            aiplat.run("up", "--gpu", "off", "--with", PLUGIN).failsWith(4, "PLAN_GPU_NOTHING_TO_COUNT");
            Running up = aiplat.start(
                    "up", "--with", PLUGIN, "--set", "images.nvcr.io/nvidia/k8s-device-plugin=" + image.name());
            countsTwo(engine);
            up.result()
                    .ok()
                    .tells("Ollama's pod runs in the class nvidia-counted")
                    .tells("Apply bundle " + PLUGIN);
            assertTrue(
                    kubectl(engine, "-n", PLUGIN, "logs", "daemonset/" + PLUGIN).contains("replicas: 2"));
            assertEquals(
                    "nvidia-counted 1",
                    kubectl(
                            engine,
                            "-n",
                            "aiplat",
                            "get",
                            "deployment/ollama",
                            "-o",
                            "jsonpath={.spec.template.spec.runtimeClassName}"
                                    + " {.spec.template.spec.containers[0].resources.limits.nvidia\\.com/gpu}"));
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            aiplat.run("settings", "unset", "bundles").ok();
            aiplat.run("up").ok().tells("removed DaemonSet/" + PLUGIN);
            assertFalse(kubectl(engine, "get", "namespaces", "-o", "name").contains(PLUGIN));
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    /// As a plugin's answer to the kubelet would.
    private static void countsTwo(TestEngine engine) throws Exception {
        Eventually.seen(
                "the namespace of the bundle",
                Duration.ofMinutes(5),
                () -> Program.succeeds("docker", "exec", engine.cluster, "k3s", "kubectl", "get", "namespace", PLUGIN),
                there -> there);
        String node = kubectl(engine, "get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        String two = "{\"nvidia.com/gpu\":\"2\"}";
        kubectl(
                engine,
                "patch",
                "node",
                node,
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"capacity\":" + two + ",\"allocatable\":" + two + "}}");
    }

    private static String kubectl(TestEngine engine, String... words) {
        String[] command = new String[words.length + 4];
        System.arraycopy(new String[] {"exec", engine.cluster, "k3s", "kubectl"}, 0, command, 0, 4);
        System.arraycopy(words, 0, command, 4, words.length);
        return docker(command).out().strip();
    }
}
