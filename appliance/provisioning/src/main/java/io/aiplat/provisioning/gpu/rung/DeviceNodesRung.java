package io.aiplat.provisioning.gpu.rung;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.DeviceNode;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.provisioning.gpu.GpuEvidence;
import io.aiplat.provisioning.gpu.HostRepairs;
import io.aiplat.provisioning.gpu.LadderProblems;
import io.aiplat.provisioning.gpu.Rung;
import io.aiplat.provisioning.gpu.RungResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The device nodes through which programs reach the driver. A machine without a display often lacks `nvidia-uvm`,
/// without which NVML answers and CUDA does not.
///
/// Numbers: [devices of the kernel](https://docs.kernel.org/admin-guide/devices.html) has 195 for NVIDIA's, with the
/// minor 255 for its control; that of `nvidia-uvm` is given out when it is loaded.
final class DeviceNodesRung implements Rung {
    private static final String CONTROL = "/dev/nvidiactl";
    private static final String MEMORY = "/dev/nvidia-uvm";
    private static final int MAJOR = 195;
    private static final int CONTROL_MINOR = 255;
    private static final Pattern CARD = Pattern.compile("/dev/nvidia([0-9]+)");

    @Override
    public String name() {
        return "nodes";
    }

    @Override
    public String about() {
        return "its device nodes are there";
    }

    @Override
    public RungResult look(GpuEvidence evidence) {
        GpuDriver driver = evidence.driver();
        if (driver == null) {
            return new RungResult.Broken(LadderProblems.driverNotLoaded("the card"));
        }
        List<String> there = driver.nodes().stream().map(DeviceNode::path).toList();
        return switch (driver.platform()) {
            case WSL ->
                one(there, "/dev/dxg", "WSL2", "Have WSL and the driver of Windows brought up to date: wsl --update");
            case TEGRA ->
                one(there, "/dev/nvmap", "This board", "Have its software installed: sudo apt install nvidia-jetpack");
            case NATIVE -> nodes(evidence, there);
        };
    }

    private static RungResult one(List<String> there, String wanted, String platform, String fix) {
        return there.contains(wanted)
                ? new RungResult.Holds(String.join(", ", there))
                : new RungResult.Broken(LadderProblems.platformWithoutDevice(platform, wanted, fix));
    }

    private static RungResult nodes(GpuEvidence evidence, List<String> there) {
        List<String> missing = missing(there);
        if (missing.isEmpty()) {
            return new RungResult.Holds(String.join(", ", there));
        }
        boolean may = evidence.repairs().root();
        return new RungResult.Broken(
                LadderProblems.nodesMissing(missing), may ? () -> make(evidence.repairs(), missing) : null);
    }

    /// Which of the cards has which number is the driver's to say: one is enough here.
    private static List<String> missing(List<String> there) {
        List<String> missing = new ArrayList<>();
        if (!there.contains(CONTROL)) {
            missing.add(CONTROL);
        }
        if (there.stream().noneMatch(path -> CARD.matcher(path).matches())) {
            missing.add("/dev/nvidia0");
        }
        if (!there.contains(MEMORY)) {
            missing.add(MEMORY);
        }
        return missing;
    }

    private static String make(HostRepairs repairs, List<String> missing) {
        repairs.nvidiaModprobe();
        if (missing.contains(MEMORY)) {
            repairs.loadModule("nvidia-uvm");
        }
        for (String path : missing) {
            int major = major(repairs, path)
                    .orElseThrow(() -> new ApplianceException(LadderProblems.notMade(
                            path, "The kernel has no such devices (/proc/devices): the module is not loaded.")));
            if (!repairs.makeNode(path, major, minor(path))) {
                throw new ApplianceException(LadderProblems.notMade(path, "mknod was not allowed to."));
            }
        }
        if (missing.contains(MEMORY)) {
            // Only debuggers need it.
            major(repairs, MEMORY).ifPresent(major -> repairs.makeNode(MEMORY + "-tools", major, 1));
        }
        return "made " + String.join(" and ", missing);
    }

    private static Optional<Integer> major(HostRepairs repairs, String path) {
        return path.equals(MEMORY)
                ? repairs.major("nvidia-uvm")
                : repairs.major("nvidia-frontend")
                        .or(() -> repairs.major("nvidia"))
                        .or(() -> Optional.of(MAJOR));
    }

    private static int minor(String path) {
        Matcher card = CARD.matcher(path);
        if (card.matches()) {
            return Integer.parseInt(card.group(1));
        }
        return path.equals(CONTROL) ? CONTROL_MINOR : 0;
    }
}
