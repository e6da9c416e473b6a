package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `doctor --gpu` on a machine with a stand-in for NVIDIA's driver, from nothing to a pod that opens the device, and
/// what it says of each thing that is broken. What a stand-in cannot do is compute: Ollama sees no GPU there, and that
/// is
/// what the ladder ends with.
@Tag("alone")
class GpuLadderIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRIVER = "570.86.15";
    private static final String UPDATE = "575.57.08";
    private static final Duration WATCHED = Duration.ofMinutes(3);

    /// Base spec of the node's handler.
    private static final String SPEC = "/var/lib/rancher/k3s/agent/etc/containerd/aiplat-nvidia.json";

    @TempDir
    private Path folder;

    /// How it ends: the last rung, and the code of its problem.
    private static String end(Aiplat aiplat, String... more) throws IOException {
        String[] command = new String[more.length + 4];
        System.arraycopy(new String[] {"doctor", "--gpu", "-o", "json"}, 0, command, 0, 4);
        System.arraycopy(more, 0, command, 4, more.length);
        JsonNode rungs = JSON.readTree(aiplat.run(command).out()).path("rungs");
        JsonNode last = rungs.get(rungs.size() - 1);
        return last.path("rung").asText() + " " + last.at("/problem/code").asText();
    }

    @Test
    void whatIsBrokenOnTheMachineIsNamed() throws Exception {
        GpuStandIn driver = GpuStandIn.of(folder, GpuStandIn.machine("rtx-4090"));
        try (Aiplat aiplat = Aiplat.withoutEngine()
                .withDevicesOf(folder.resolve("dev"))
                .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            aiplat.run("doctor", "--gpu").ok().tells("NVIDIA GeForce RTX 4090").tells("nothing is installed yet");

            Path memory = folder.resolve("dev/nvidia-uvm");
            Files.move(memory, folder.resolve("uvm"));
            assertEquals("nodes GPU_NODES_MISSING", end(aiplat));
            // There is no kernel module here whose number a node could have: that is told, and nothing is made.
            aiplat.run("doctor", "--gpu", "--fix").exits(4).tells("error GPU_NODES_MISSING: ");
            Files.move(folder.resolve("uvm"), memory);

            Path cuda = driver.libraries().resolve("libcuda.so." + DRIVER);
            Files.move(cuda, folder.resolve("cuda"));
            assertEquals("libraries GPU_LIBRARY_DANGLING", end(aiplat));
            Files.move(folder.resolve("cuda"), cuda);

            driver.answer(GpuStandIn.machine("rtx-4090").replace(DRIVER, UPDATE));
            assertEquals("libraries GPU_LIBRARY_OTHER_VERSION", end(aiplat));
        }
    }

    @Test
    void upHandsAGpuOnAndWhatIsBrokenInTheNodeIsNamedAndMended() throws Exception {
        GpuStandIn driver = GpuStandIn.of(folder, GpuStandIn.machine("rtx-4090"));
        try (TestEngine engine = TestEngine.open("gpu");
                Aiplat aiplat = Aiplat.withEngine(engine)
                        .withDevicesOf(folder.resolve("dev"))
                        .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            aiplat.run("up", "--gpu", "all").ok();
            aiplat.run("doctor", "--gpu")
                    .exits(4)
                    .tells("error GPU_ENGINE_BLIND: ")
                    .tells("RuntimeClass nvidia leads to the handler nvidia")
                    .tells("/usr/local/nvidia/lib64/libcuda.so.1");

            forbidTheCard(engine);
            assertEquals("node GPU_NODE_INCOMPLETE", end(aiplat));
            aiplat.run("up").ok().tells("replaced the node, keeping its data");
            assertEquals("engine GPU_ENGINE_BLIND", end(aiplat));

            aDriverIsUpdatedUnderTheNode(aiplat, driver);
        }
    }

    /// Takes away the row that allows pods to open the card, as an edit by hand would.
    private static void forbidTheCard(TestEngine engine) {
        String allowed = "\"allow\":true,\"type\":\"c\",\"major\":1,\"minor\":3";
        docker(
                "exec",
                engine.cluster,
                "sed",
                "-i",
                "s/" + allowed + "/" + allowed.replace("true", "false") + "/g",
                SPEC);
    }

    private void aDriverIsUpdatedUnderTheNode(Aiplat aiplat, GpuStandIn driver) throws Exception {
        String updated = GpuStandIn.machine("rtx-4090").replace(DRIVER, UPDATE);
        try (var old = Files.newDirectoryStream(driver.libraries(), "*." + DRIVER)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        GpuStandIn.of(folder, updated);
        Eventually.holds(
                "the watchdog has the node made anew",
                WATCHED,
                () -> aiplat.run("logs")
                        .ok()
                        .out()
                        .contains("the driver was " + DRIVER + " and is " + UPDATE
                                + ": replaced the node, keeping its data"));
        assertTrue(
                aiplat.run("doctor", "--gpu").out().contains("made for driver " + UPDATE),
                "the ladder sees it as well");
    }
}
