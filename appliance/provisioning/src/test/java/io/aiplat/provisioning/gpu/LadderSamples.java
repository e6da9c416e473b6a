package io.aiplat.provisioning.gpu;

import io.aiplat.model.Problem;
import java.util.List;

/// A problem of each kind of the ladder and the watchdog, as a person may meet it.
public final class LadderSamples {
    private LadderSamples() {}

    /// All of them.
    public static List<Problem> all() {
        return List.of(
                LadderProblems.noCard(),
                LadderProblems.otherVendor("AMD", "PCI 1002:744c"),
                LadderProblems.driverNotLoaded("PCI 10de:2504"),
                LadderProblems.platformWithoutDevice(
                        "WSL2", "/dev/dxg", "Have WSL and the driver of Windows brought up to date: wsl --update"),
                LadderProblems.nodesMissing(List.of("/dev/nvidia-uvm")),
                LadderProblems.librariesMissing(List.of("libcuda.so.1", "libnvidia-ml.so.1"), "570.86.15"),
                LadderProblems.libraryDangling("/usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1"),
                LadderProblems.libraryOfAnotherVersion(
                        "libcuda.so.1", "/usr/lib/x86_64-linux-gnu/libcuda.so.575.57.08", "570.86.15"),
                LadderProblems.nvmlSilent("Driver/library version mismatch."),
                LadderProblems.nodeWithout(),
                LadderProblems.nodeOutdated("570.86.15", "575.57.08"),
                LadderProblems.nodeIncomplete(
                        List.of("The node's base spec has /dev/nvidia0 and no row that allows it.")),
                LadderProblems.handlerMissing(),
                LadderProblems.runtimeClassMissing(""),
                LadderProblems.podCannotOpen(List.of("/dev/nvidia0: Operation not permitted")),
                LadderProblems.podNotRun("It was not begun within 60 s: ImagePullBackOff."),
                LadderProblems.noneCounted(),
                LadderProblems.engineBlind("library cpu"),
                LadderProblems.layersOnProcessor("qwen3:14b", 75),
                LadderProblems.tooSlow("qwen3:8b", "4.8", "5.5", "On the processors alone it is as fast."),
                LadderProblems.notMade("/dev/nvidia-uvm", "mknod was not allowed to."),
                LadderProblems.fellBack("qwen3:8b", 0),
                LadderProblems.lost("Unknown error."),
                LadderProblems.mendsExhausted("qwen3:8b was on a GPU and computes on processors now", 3));
    }
}
