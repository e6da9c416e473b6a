package io.aiplat.cluster.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.testkit.Golden;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is put into a node for a machine with two cards, as Debian installs the driver.
class NvidiaHandlerTest {
    private static final String LIB = "/usr/lib/x86_64-linux-gnu/";
    private static final GpuDriver DRIVER = driver(GpuPlatform.NATIVE, "570.86.15", 508);

    private static GpuDriver driver(GpuPlatform platform, String version, int uvm) {
        return new GpuDriver(
                platform,
                version,
                "12.8",
                List.of(
                        new DeviceNode("/dev/nvidia-caps/nvidia-cap1", 511, 1),
                        new DeviceNode("/dev/nvidia-uvm", uvm, 0),
                        new DeviceNode("/dev/nvidia0", 195, 0),
                        new DeviceNode("/dev/nvidia1", 195, 1),
                        new DeviceNode("/dev/nvidiactl", 195, 255)),
                List.of(
                        new DriverLibrary("libcuda.so.1", LIB + "libcuda.so." + version),
                        new DriverLibrary("libnvidia-ml.so.1", LIB + "libnvidia-ml.so." + version)),
                "/usr/bin/nvidia-smi");
    }

    private static GpuWay way(GpuHandover.Way way, List<Integer> cards, GpuDriver driver) {
        return GpuWay.of(new GpuHandover(way, cards, driver));
    }

    private static List<String> paths(GpuGrant grant) {
        return grant.devices().stream().map(DeviceNode::path).toList();
    }

    @Test
    void aNodeInAContainerGetsFoldersAndItsPodsEachLibraryUnderBothItsNames() {
        GpuWay way = way(GpuHandover.Way.LIBRARY_BINDS, List.of(), DRIVER);
        assertEquals(
                Map.of(
                        "/opt/nvidia/usr/bin", "/usr/bin",
                        "/opt/nvidia/usr/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu"),
                way.binds());
        String lib = "/opt/nvidia" + LIB;
        assertEquals(
                Map.of(
                        "/usr/local/nvidia/bin/nvidia-smi", "/opt/nvidia/usr/bin/nvidia-smi",
                        "/usr/local/nvidia/lib64/libcuda.so.1", lib + "libcuda.so.570.86.15",
                        "/usr/local/nvidia/lib64/libcuda.so.570.86.15", lib + "libcuda.so.570.86.15",
                        "/usr/local/nvidia/lib64/libnvidia-ml.so.1", lib + "libnvidia-ml.so.570.86.15",
                        "/usr/local/nvidia/lib64/libnvidia-ml.so.570.86.15", lib + "libnvidia-ml.so.570.86.15"),
                way.grant().orElseThrow().mounts());
    }

    @Test
    void theFilesOfTheHandler() {
        Map<String, byte[]> files = NvidiaHandler.files(
                way(GpuHandover.Way.LIBRARY_BINDS, List.of(), DRIVER).grant(), false);
        Golden.matches("gpu/drop-in.toml", text(files, NvidiaHandler.DROP_IN));
        Golden.matches(
                "gpu/base-spec.yaml",
                Serialization.asYaml(Serialization.unmarshal(text(files, NvidiaHandler.SPEC), Map.class)));
        NvidiaRuntimeSpec.Said counted =
                NvidiaRuntimeSpec.read(text(files, NvidiaHandler.COUNTED_SPEC)).orElseThrow();
        assertEquals(
                List.of("/dev/nvidia-caps/nvidia-cap1", "/dev/nvidia-uvm", "/dev/nvidiactl"), paths(counted.grant()));
        Golden.folderHoldsOnly("gpu", List.of("base-spec.yaml", "drop-in.toml"));
    }

    private static String text(Map<String, byte[]> files, String path) {
        return new String(files.get(path), StandardCharsets.UTF_8);
    }

    @Test
    void cardsThatAreNotWantedStayOut() {
        GpuGrant grant =
                way(GpuHandover.Way.LIBRARY_BINDS, List.of(1), DRIVER).grant().orElseThrow();
        assertEquals(
                List.of("/dev/nvidia-caps/nvidia-cap1", "/dev/nvidia-uvm", "/dev/nvidia1", "/dev/nvidiactl"),
                paths(grant));
    }

    @Test
    void anEngineWhoseMachineIsKnownEndsInTheSameHandler() {
        GpuWay binds = way(GpuHandover.Way.LIBRARY_BINDS, List.of(), DRIVER);
        assertEquals(binds, way(GpuHandover.Way.ENGINE_CDI, List.of(), DRIVER));
        assertEquals(binds, way(GpuHandover.Way.ENGINE_REQUEST, List.of(), DRIVER));
        GpuWay unknown = GpuWay.of(GpuHandover.byEngine(GpuHandover.Way.ENGINE_REQUEST));
        assertEquals(Map.of(), NvidiaHandler.files(unknown.grant(), false));
        assertEquals(Map.of(), unknown.binds());
    }

    @Test
    void aNodeOfTheMachineMountsLibrariesFromWhereTheyAre() {
        GpuWay way = way(GpuHandover.Way.NATIVE, List.of(), DRIVER);
        assertEquals(Map.of(), way.binds());
        Map<String, String> mounts = way.grant().orElseThrow().mounts();
        assertEquals(LIB + "libcuda.so.570.86.15", mounts.get("/usr/local/nvidia/lib64/libcuda.so.1"));
        assertEquals(LIB + "libcuda.so.570.86.15", mounts.get("/usr/local/nvidia/lib64/libcuda.so.570.86.15"));
        assertEquals("/usr/bin/nvidia-smi", mounts.get("/usr/local/nvidia/bin/nvidia-smi"));
        assertTrue(NvidiaHandler.dropIn(true).contains("SystemdCgroup = true"));
    }

    @Test
    void windowsDriverStoreIsWhereItsLibrariesLookForIt() {
        GpuWay way = way(GpuHandover.Way.LIBRARY_BINDS, List.of(), driver(GpuPlatform.WSL, "572.16", 1));
        assertEquals("/usr/lib/wsl", way.binds().get("/usr/lib/wsl"));
        assertEquals("/usr/lib/wsl", way.grant().orElseThrow().mounts().get("/usr/lib/wsl"));
    }

    @Test
    void aNodeSaysWhatItWasMadeForAndWhatIsMissing() {
        GpuGrant grant =
                way(GpuHandover.Way.LIBRARY_BINDS, List.of(), DRIVER).grant().orElseThrow();
        String spec = NvidiaRuntimeSpec.of(grant);
        NodeGpus whole = NodeGpus.of(Optional.of(spec), true, _ -> true);
        assertEquals(new NodeGpus(true, "570.86.15", DRIVER.nodes(), DRIVER.libraries(), true, List.of()), whole);
        NodeGpus broken = NodeGpus.of(Optional.of(withoutRow(spec, 508)), false, file -> !file.contains("libcuda"));
        assertEquals(
                List.of(
                        "libcuda.so.1 of the node is " + LIB
                                + "libcuda.so.570.86.15, which is no longer on this machine: the driver was changed.",
                        "The node's base spec has /dev/nvidia-uvm and no row that allows it: a pod sees it, and opening"
                                + " it is refused.",
                        "The node's containerd has no runtime handler nvidia: it was started before it had the"
                                + " drop-in, or does not read drop-ins."),
                broken.missing());
        assertEquals(
                new NodeGpus(true, "", List.of(), List.of(), false, List.of()),
                NodeGpus.of(Optional.empty(), false, _ -> false));
        assertEquals(
                1, NodeGpus.of(Optional.of("[]"), true, _ -> true).missing().size());
    }

    private static String withoutRow(String spec, int major) {
        String broken = spec.replaceFirst(
                "\"allow\": ?true,(\\s*\"type\": ?\"c\",\\s*\"major\": ?" + major + ")", "\"allow\":false,$1");
        assertTrue(!broken.equals(spec), "the row was found");
        return broken;
    }

    @Test
    void aChangeIsToldInAFewWords() {
        Optional<GpuGrant> now =
                way(GpuHandover.Way.LIBRARY_BINDS, List.of(), DRIVER).grant();
        Optional<String> same = now.map(NvidiaRuntimeSpec::of);
        assertEquals(Optional.empty(), GpuChange.between(same, now));
        assertEquals(Optional.empty(), GpuChange.between(Optional.empty(), Optional.empty()));
        assertEquals(Optional.of("GPUs are handed on to it now"), GpuChange.between(Optional.empty(), now));
        assertEquals(Optional.of("no GPUs are handed on to it any more"), GpuChange.between(same, Optional.empty()));
        assertEquals(
                Optional.of("NVIDIA's driver was 570.86.15 and is 575.1"),
                GpuChange.between(
                        same,
                        way(GpuHandover.Way.LIBRARY_BINDS, List.of(), driver(GpuPlatform.NATIVE, "575.1", 508))
                                .grant()));
        assertEquals(
                Optional.of("the GPUs' device nodes have changed: /dev/nvidia-uvm (508:0) gone, /dev/nvidia-uvm"
                        + " (507:0) new"),
                GpuChange.between(
                        same,
                        way(GpuHandover.Way.LIBRARY_BINDS, List.of(), driver(GpuPlatform.NATIVE, "570.86.15", 507))
                                .grant()));
    }
}
