package io.aiplat.provisioning.gpu.rung;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.inference.ResidentModel;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.GpuLadder;
import io.aiplat.provisioning.gpu.GpuLadder.Climb;
import io.aiplat.provisioning.gpu.RungResult;
import io.aiplat.provisioning.gpu.ServingPlace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Each thing that can be broken breaks one rung, which says so; nothing above it is looked at.
class RungsTest {
    private static final long GIB = 1L << 30;

    private final MadeUpMachine machine = new MadeUpMachine();

    private Climb climb(boolean fix) {
        return new GpuLadder(Rungs.all()).climb(machine, fix, _ -> {});
    }

    /// How it ends: the last rung and the code of its problem, or `top`.
    private String end() {
        Climb climb = climb(false);
        return climb.problem()
                .map(problem -> climb.steps().getLast().rung().name() + " "
                        + problem.code().id())
                .orElse("top");
    }

    private String skipped() {
        return climb(false).steps().stream()
                .filter(step -> step.result() instanceof RungResult.Skipped)
                .map(step -> step.rung().name())
                .collect(Collectors.joining(" "));
    }

    @Test
    void whereNothingIsBrokenItEndsAtTheTop() {
        assertEquals("top", end());
        assertEquals("", skipped());
        assertEquals(0, climb(false).left());
    }

    @Test
    void withoutACardNothingElseIsLookedAt() {
        machine.gpus = List.of();
        machine.version = null;
        assertEquals("card GPU_NO_CARD", end());
        assertEquals(11, climb(false).left());
    }

    @Test
    void cardsOfOtherVendorsAreToldWhatWorksOnThem() {
        machine.version = null;
        machine.gpus = List.of(new Gpu("amd", "PCI 1002:744c", 24 * GIB, "amdgpu"));
        assertEquals("card GPU_OTHER_VENDOR", end());
        String text = climb(false).problem().orElseThrow().toText();
        assertTrue(text.contains("of AMD") && text.contains("ROCm"), text);
    }

    @Test
    void aCardWithoutItsModule() {
        machine.version = null;
        assertEquals("driver GPU_DRIVER_NOT_LOADED", end());
        machine.version = "";
        assertEquals("driver GPU_DRIVER_NOT_LOADED", end());
    }

    @Test
    void aMissingNodeIsNamedAndMade() {
        machine.nodes.removeIf(node -> node.path().equals("/dev/nvidia-uvm"));
        assertEquals("nodes GPU_NODES_MISSING", end());
        assertEquals(
                "/dev/nvidia-uvm is not there",
                climb(false).problem().orElseThrow().what());

        Climb mended = climb(true);
        assertEquals(Optional.empty(), mended.problem());
        assertEquals("made /dev/nvidia-uvm", mended.steps().get(2).mended());
        assertTrue(machine.nodes.contains(new DeviceNode("/dev/nvidia-uvm", 511, 0)), () -> "" + machine.nodes);
        assertTrue(machine.nodes.contains(new DeviceNode("/dev/nvidia-uvm-tools", 511, 1)), () -> "" + machine.nodes);
    }

    @Test
    void withoutTheModuleANodeIsNotMadeAndThatIsTold() {
        machine.nodes.removeIf(node -> node.path().equals("/dev/nvidia-uvm"));
        machine.makes = false;
        Climb climb = climb(true);
        assertEquals("GPU_NODES_MISSING", climb.problem().orElseThrow().code().id());
        assertTrue(climb.steps().getLast().mended().startsWith("not mended: /dev/nvidia-uvm"), () -> "" + climb);
    }

    @Test
    void whoIsNotRootCannotHaveItMended() {
        machine.nodes.clear();
        machine.root = false;
        assertFalse(climb(true).mendable());
        assertEquals(
                "/dev/nvidiactl and /dev/nvidia0 and /dev/nvidia-uvm are not there",
                climb(true).problem().orElseThrow().what());
    }

    private static DriverLibraryFault fault(String soname, DriverLibraryFault.Kind kind, String path) {
        return new DriverLibraryFault(soname, kind, path, "");
    }

    @Test
    void aLibraryThatIsMissing() {
        machine.faults = List.of(fault("libnvidia-ml.so.1", DriverLibraryFault.Kind.MISSING, ""));
        assertEquals("libraries GPU_LIBRARIES_MISSING", end());
        assertEquals(
                "libnvidia-ml.so.1 was not found",
                climb(false).problem().orElseThrow().what());
    }

    @Test
    void aLinkThatLeadsNowhere() {
        machine.faults = List.of(fault(
                "libnvidia-ml.so.1", DriverLibraryFault.Kind.DANGLING, "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1"));
        assertEquals("libraries GPU_LIBRARY_DANGLING", end());
    }

    @Test
    void aLibraryOfAnotherVersion() {
        machine.faults = List.of(fault(
                "libcuda.so.1",
                DriverLibraryFault.Kind.OTHER_VERSION,
                "/usr/lib/x86_64-linux-gnu/libcuda.so.575.57.08"));
        assertEquals("libraries GPU_LIBRARY_OTHER_VERSION", end());
    }

    @Test
    void aDriverThatDoesNotAnswer() {
        machine.nvml = new GpuEvidence.NvmlAnswer("", 0, "Driver/library version mismatch.");
        assertEquals("nvml GPU_NVML_SILENT", end());
        machine.nvml = new GpuEvidence.NvmlAnswer(MadeUpMachine.VERSION, 0, "");
        assertEquals("nvml GPU_NVML_SILENT", end());
    }

    @Test
    void aNodeThatWasMadeWithout() {
        machine.node = new NodeGpus(true, "", List.of(), List.of(), false, List.of());
        assertEquals("node GPU_NODE_WITHOUT", end());
    }

    @Test
    void aNodeOfAnOlderDriver() {
        machine.node = machine.node("565.57.01", true);
        assertEquals("node GPU_NODE_OUTDATED", end());
    }

    @Test
    void aNodeWhoseSpecLacksARow() {
        machine.node = machine.node(
                MadeUpMachine.VERSION, true, "The node's base spec has /dev/nvidia0 and no row that allows it.");
        assertEquals("node GPU_NODE_INCOMPLETE", end());
        assertTrue(climb(false).problem().orElseThrow().toText().contains("/dev/nvidia0 and no row that allows it"));
    }

    @Test
    void aNodeThatCannotBeLookedInto() {
        machine.node = NodeGpus.UNKNOWN;
        assertEquals("top", end());
        assertEquals("node", skipped());
    }

    @Test
    void aHandlerThatIsNotThereAndAClassThatIsNot() {
        machine.node = machine.node(
                MadeUpMachine.VERSION,
                false,
                "The node's containerd has no runtime handler nvidia: it was started before.");
        assertEquals("handler GPU_HANDLER_MISSING", end());
        machine.node = machine.node(MadeUpMachine.VERSION, true);
        machine.handler = Optional.empty();
        assertEquals("handler GPU_RUNTIME_CLASS_MISSING", end());
        machine.handler = Optional.of("runc");
        assertEquals("handler GPU_RUNTIME_CLASS_MISSING", end());
    }

    @Test
    void aPodThatMayNotOpenTheDevice() {
        machine.opened = new GpuEvidence.OpenedDevices(
                true, List.of("/dev/nvidia0: Operation not permitted"), List.of("/dev/nvidiactl"), "");
        assertEquals("pod GPU_POD_CANNOT_OPEN", end());
        String text = climb(false).problem().orElseThrow().toText();
        assertTrue(text.contains("a row is missing among the devices that the handler allows"), text);
    }

    @Test
    void aPodThatDoesNotRun() {
        machine.opened = new GpuEvidence.OpenedDevices(false, List.of(), List.of(), "It was not begun within 60 s.");
        assertEquals("pod GPU_POD_NOT_RUN", end());
    }

    @Test
    void aPluginThatCountsNothing() {
        machine.count = new GpuEvidence.GpuCount(true, 0);
        assertEquals("count GPU_NONE_COUNTED", end());
        machine.count = new GpuEvidence.GpuCount(false, 0);
        assertEquals("top", end());
        assertEquals("count", skipped());
    }

    @Test
    void anOllamaThatFoundNothingAtItsStart() {
        machine.resident = List.of();
        machine.log = List.of(
                "time=2026-11-30T10:00:00.000Z level=INFO source=routes.go:1332 msg=\"Listening on [::]:11434\"",
                "time=2026-11-30T10:00:00.010Z level=INFO source=types.go:42 msg=\"inference compute\" id=cpu library=cpu"
                        + " compute=\"\" name=cpu description=cpu total=\"11.7 GiB\"");
        assertEquals("engine GPU_ENGINE_BLIND", end());
    }

    @Test
    void anOllamaThatSaysWhatItFound() {
        machine.resident = List.of();
        machine.log = List.of(
                "level=INFO msg=\"inference compute\" id=cpu library=cpu compute=\"\"",
                "level=INFO msg=\"Listening on [::]:11434 (version 0.6.2)\"",
                "level=INFO source=types.go:130 msg=\"inference compute\" id=GPU-d6de3398 library=cuda variant=v12"
                        + " compute=7.5 driver=12.1 name=\"NVIDIA GeForce RTX 2080 Ti\" total=\"11.0 GiB\"");
        assertEquals("top", end());
        assertEquals("layers speed", skipped());
        assertEquals(
                new RungResult.Holds("library cuda, NVIDIA GeForce RTX 2080 Ti"),
                climb(false).steps().get(9).result());
    }

    @Test
    void aModelOfWhichAPartIsInMainMemory() {
        machine.resident = List.of(new ResidentModel("qwen3:14b", null, null, false, 12 * GIB, 9 * GIB, 8192));
        assertEquals("layers GPU_LAYERS_ON_PROCESSOR", end());
        assertEquals(
                "Only 75 % of qwen3:14b is on GPUs",
                climb(false).problem().orElseThrow().what());
    }

    @Test
    void aModelThatIsAsSlowAsOnProcessors() {
        machine.rate = OptionalDouble.of(4.8);
        assertEquals("speed GPU_TOO_SLOW", end());
        machine.processors = OptionalDouble.empty();
        assertEquals("speed GPU_TOO_SLOW", end(), "6 GiB of a card of 12 GiB are read faster than that");
        machine.rate = OptionalDouble.of(8);
        assertEquals("top", end());
    }

    @Test
    void beforeUpTheMachineIsLookedAtAndNothingElse() {
        machine.place = null;
        assertEquals("top", end());
        assertEquals("node handler pod count engine layers speed", skipped());
    }

    @Test
    void whereNoGpuIsWantedOnlyTheMachineIsLookedAt() {
        machine.place = new ServingPlace(ClusterKind.DOCKER, EngineKind.OLLAMA, true);
        machine.node = new NodeGpus(true, "", List.of(), List.of(), false, List.of());
        assertEquals("top", end());
        assertEquals("node handler pod count engine layers speed", skipped());
    }

    @Test
    void inSomebodyElsesClusterThisMachineSaysNothing() {
        machine.place = new ServingPlace(ClusterKind.EXISTING, EngineKind.OLLAMA, false);
        machine.gpus = List.of();
        machine.version = null;
        machine.handler = Optional.of("nvidia-legacy");
        assertEquals("top", end());
        assertEquals("card driver nodes libraries nvml node", skipped());
        machine.handler = Optional.empty();
        assertEquals("handler GPU_RUNTIME_CLASS_MISSING", end());
    }

    @Test
    void withOllamaOfThisMachineThereIsNoNode() {
        machine.place = new ServingPlace(ClusterKind.NONE, EngineKind.OLLAMA, false);
        assertEquals("top", end());
        assertEquals("node handler pod count", skipped());
    }

    @Test
    void windowsLendsItsGpu() {
        machine.platform = GpuPlatform.WSL;
        machine.gpus = List.of();
        machine.version = "";
        machine.nodes = List.of(new DeviceNode("/dev/dxg", 10, 125));
        machine.libraries = List.of(
                new DriverLibrary("libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1"),
                new DriverLibrary("libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"));
        assertEquals("top", end());
        machine.nodes = List.of();
        assertEquals("nodes GPU_DEVICE_MISSING", end());
    }

    @Test
    void aBoardHasNoNvml() {
        machine.platform = GpuPlatform.TEGRA;
        machine.nodes = List.of(new DeviceNode("/dev/nvmap", 10, 120));
        machine.libraries =
                List.of(new DriverLibrary("libcuda.so.1", "/usr/lib/aarch64-linux-gnu/nvidia/libcuda.so.1.1"));
        machine.nvml = new GpuEvidence.NvmlAnswer("", 0, "There is none.");
        assertEquals("top", end());
        assertEquals("nvml", skipped());
    }
}
