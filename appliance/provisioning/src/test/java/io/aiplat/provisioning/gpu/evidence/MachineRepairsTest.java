package io.aiplat.provisioning.gpu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineRepairsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    @TempDir
    private Path root;

    @BeforeEach
    void kernel() throws IOException {
        Files.createDirectories(root.resolve("proc"));
        Files.createDirectories(root.resolve("dev"));
        Files.writeString(root.resolve("proc/devices"), """
                Character devices:
                  1 mem
                195 nvidia-frontend
                511 nvidia-uvm

                Block devices:
                254 nvidia-caps
                """);
    }

    @Test
    void theKernelSaysWhichNumberADriverHas() {
        MachineRepairs repairs = new MachineRepairs(ENVIRONMENT, root);
        assertEquals(Optional.of(511), repairs.major("nvidia-uvm"));
        assertEquals(Optional.of(195), repairs.major("nvidia-frontend"));
        assertEquals(Optional.empty(), repairs.major("nvidia-caps"), "that of a block device is none of ours");
    }

    @Test
    void aNodeIsMadeAndOneThatIsThereIsLeftAlone() throws IOException {
        MachineRepairs repairs = new MachineRepairs(ENVIRONMENT, root);
        Need.that(repairs.root(), "root, to make device nodes: sudo");
        assertTrue(repairs.makeNode("/dev/nvidia-uvm", 1, 3));
        Path node = root.resolve("dev/nvidia-uvm");
        assertEquals((1L << 8) + 3, Files.getAttribute(node, "unix:rdev"));
        assertTrue(Files.isWritable(node));
        assertTrue(repairs.makeNode("/dev/nvidia-uvm", 1, 5));
        assertEquals((1L << 8) + 3, Files.getAttribute(node, "unix:rdev"), "as it was");
    }

    @Test
    void aModuleThatIsNotInstalledIsNotLoaded() {
        assertFalse(new MachineRepairs(ENVIRONMENT, root).loadModule("no-such-module-of-anybody"));
    }
}
