package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A machine with a GPU and a container engine, and without NVIDIA's toolkit: the driver gets into Ollama's pod, is
/// followed when it is updated, and is gone when nobody wants it. The driver is a stand-in (testbed/gpu): no card
/// computes here.
@Tag("alone")
class GpuUpIT {
    private static final String LOOK = """
            for d in /dev/nvidia*; do [ -e $d ] && (: < $d) && echo "$d opens"; done
            ls /usr/local/nvidia/lib64 2>/dev/null | grep -E 'libcuda.so|libnvidia-ml'
            true
            """;

    @Test
    void theDriverReachesThePodAndItsUpdateDoesToo(@TempDir Path folder) throws Exception {
        GpuStandIn driver = GpuStandIn.of(folder, GpuStandIn.machine("rtx-4090"));
        try (TestEngine engine = TestEngine.open("gpu");
                StandInDevices _ = StandInDevices.make();
                Aiplat aiplat = Aiplat.withEngine(engine)
                        .with("AIPLAT_MODELS_ENGINE", "ollama")
                        .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            aiplat.run("up", "--gpu", "all")
                    .ok()
                    .tells("NVIDIA GeForce RTX 4090 (24 GiB, driver 570.86.15, CUDA 12.8), profile nvidia-24gb"
                            + " (context 16384, 2 requests at once).")
                    .tells("by the driver's libraries of this machine, without NVIDIA's toolkit")
                    .tells("created the node");
            podSees(engine, """
                    /dev/nvidia-uvm opens
                    /dev/nvidia0 opens
                    /dev/nvidiactl opens
                    libcuda.so
                    libcuda.so.1
                    libcuda.so.570.86.15
                    libnvidia-ml.so.1
                    libnvidia-ml.so.570.86.15
                    """);
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("up").ok().tells("nothing to do");

            // The packages of another driver are installed: the old one's files are gone.
            String updated = GpuStandIn.machine("rtx-4090").replace("570.86.15", "575.57.08");
            Folders.delete(driver.libraries());
            GpuStandIn.of(folder, updated);
            aiplat.run("up")
                    .ok()
                    .tells("replaced the node, keeping its data: NVIDIA's driver was 570.86.15 and is 575.57.08");
            podSees(engine, """
                    /dev/nvidia-uvm opens
                    /dev/nvidia0 opens
                    /dev/nvidiactl opens
                    libcuda.so
                    libcuda.so.1
                    libcuda.so.575.57.08
                    libnvidia-ml.so.1
                    libnvidia-ml.so.575.57.08
                    """);
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            aiplat.run("up", "--gpu", "off")
                    .ok()
                    .tells("replaced the node, keeping its data: no GPUs are handed on to it any more");
            podSees(engine, "");
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("down", "--purge", "--yes").ok();
            assertEquals(false, Files.exists(aiplat.home));
        }
    }

    /// The pod of before may still be the one that answers.
    private static void podSees(TestEngine engine, String expected) throws Exception {
        Eventually.seen(
                "Ollama's pod sees: " + expected,
                Duration.ofSeconds(60),
                () -> docker(
                                "exec",
                                engine.cluster,
                                "k3s",
                                "kubectl",
                                "-n",
                                "aiplat",
                                "exec",
                                "deploy/ollama",
                                "--",
                                "sh",
                                "-c",
                                LOOK)
                        .out(),
                seen -> seen.strip().equals(expected.strip()));
    }
}
