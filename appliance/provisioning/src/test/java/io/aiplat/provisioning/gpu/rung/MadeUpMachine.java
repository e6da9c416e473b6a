package io.aiplat.provisioning.gpu.rung;

import io.aiplat.cluster.gpu.NodeGpus;
import io.aiplat.host.gpu.DriverLibraryFault;
import io.aiplat.inference.ResidentModel;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.HostRepairs;
import io.aiplat.provisioning.gpu.ServingPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// A machine on which every rung holds: a card of 12 GiB, a node in Docker, Ollama with a model on the card. A test
/// breaks one thing of it.
final class MadeUpMachine implements GpuEvidence, HostRepairs {
    static final String VERSION = "570.86.15";
    static final String CUDA = "/usr/lib/x86_64-linux-gnu/libcuda.so." + VERSION;
    static final String NVML = "/usr/lib/x86_64-linux-gnu/libnvidia-ml.so." + VERSION;
    static final long GIB = 1L << 30;

    List<Gpu> gpus = List.of(new Gpu("nvidia", "NVIDIA GeForce RTX 3060", 12 * GIB, VERSION));
    GpuPlatform platform = GpuPlatform.NATIVE;

    @Nullable
    String version = VERSION;

    List<DeviceNode> nodes = new ArrayList<>(List.of(
            new DeviceNode("/dev/nvidia-uvm", 511, 0),
            new DeviceNode("/dev/nvidia0", 195, 0),
            new DeviceNode("/dev/nvidiactl", 195, 255)));
    List<DriverLibrary> libraries =
            List.of(new DriverLibrary("libcuda.so.1", CUDA), new DriverLibrary("libnvidia-ml.so.1", NVML));
    List<DriverLibraryFault> faults = List.of();
    NvmlAnswer nvml = new NvmlAnswer(VERSION, 1, "");
    boolean root = true;
    boolean makes = true;

    @Nullable
    ServingPlace place = new ServingPlace(ClusterKind.DOCKER, EngineKind.OLLAMA, false);

    NodeGpus node = node(VERSION, true);
    Optional<String> handler = Optional.of("nvidia");
    OpenedDevices opened = new OpenedDevices(true, List.of(), List.of("/dev/nvidia0", "/dev/nvidiactl"), "");
    GpuCount count = new GpuCount(true, 1);
    List<String> log = List.of();
    List<ResidentModel> resident = List.of(new ResidentModel("qwen3:8b", null, null, false, 6 * GIB, 6 * GIB, 8192));
    OptionalDouble rate = OptionalDouble.of(50);
    OptionalDouble processors = OptionalDouble.of(5);

    /// A node that was made for a driver, and lacks something.
    ///
    /// @param missing full sentences
    NodeGpus node(String driver, boolean handler, String... missing) {
        return new NodeGpus(true, driver, nodes, libraries, handler, List.of(missing));
    }

    @Override
    public List<Gpu> gpus() {
        return gpus;
    }

    @Override
    public @Nullable GpuDriver driver() {
        return version == null ? null : new GpuDriver(platform, version, "12.8", nodes, libraries, null);
    }

    @Override
    public List<DriverLibraryFault> faults() {
        return faults;
    }

    @Override
    public NvmlAnswer nvml() {
        return nvml;
    }

    @Override
    public HostRepairs repairs() {
        return this;
    }

    @Override
    public @Nullable ServingPlace place() {
        return place;
    }

    @Override
    public NodeGpus node() {
        return node;
    }

    @Override
    public Optional<String> runtimeHandler() {
        return handler;
    }

    @Override
    public OpenedDevices openInPod() {
        return opened;
    }

    @Override
    public GpuCount count() {
        return count;
    }

    @Override
    public List<String> engineLog() {
        return log;
    }

    @Override
    public List<ResidentModel> resident() {
        return resident;
    }

    @Override
    public OptionalDouble generationRate(ResidentModel model) {
        return rate;
    }

    @Override
    public OptionalDouble processorRate(String model) {
        return processors;
    }

    @Override
    public void forget() {
        // It keeps nothing.
    }

    @Override
    public boolean root() {
        return root;
    }

    @Override
    public boolean loadModule(String name) {
        return makes;
    }

    @Override
    public Optional<Integer> major(String driver) {
        return makes && driver.equals("nvidia-uvm") ? Optional.of(511) : Optional.empty();
    }

    @Override
    public boolean nvidiaModprobe() {
        return false;
    }

    @Override
    public boolean makeNode(String path, int major, int minor) {
        nodes.add(new DeviceNode(path, major, minor));
        return true;
    }
}
