package io.aiplat.provisioning.gpu;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/// What can be broken between a GPU and the tokens of a model on this machine, from the lowest rung.
public final class LadderProblems {
    private static final String AGAIN = "Then look again: aiplat doctor --gpu";
    private static final String UP = "Have the node made anew, keeping its data: aiplat up";

    private LadderProblems() {}

    private static Problem problem(String code, String what, String why, String... fixes) {
        return new Problem(new ProblemCode(code, Kind.UNAVAILABLE), what, why, List.of(fixes));
    }

    /// There is none.
    public static Problem noCard() {
        return problem(
                "GPU_NO_CARD",
                "No graphics processor is on this machine's bus",
                "Neither the PCI bus nor a driver tells of one.",
                "In a virtual machine: have its host pass the card through",
                "A card that is built in: look whether the firmware has it switched on, and: lspci -nn",
                "Without one models compute on processors, and nothing has to be done");
    }

    /// There is one, of another vendor than the one whose GPUs are handed on.
    ///
    /// @param vendor as people write it
    public static Problem otherVendor(String vendor, String name) {
        return problem(
                "GPU_OTHER_VENDOR",
                name + " is of " + vendor + ", and only NVIDIA's are handed on to pods",
                "What computes on it is a program of this machine itself: Ollama on AMD with ROCm, llama-server on AMD and"
                        + " Intel where it was built with Vulkan, ROCm or SYCL.",
                "Ollama of this machine: install it from https://ollama.com/download, then aiplat up --cluster none",
                "llama.cpp's server of this machine: aiplat up --cluster none --engine llamacpp");
    }

    /// A card without a driver.
    public static Problem driverNotLoaded(String card) {
        return problem(
                "GPU_DRIVER_NOT_LOADED",
                "NVIDIA's driver is not loaded, and so " + card + " is not used",
                "The card is on the bus and /proc/driver/nvidia/version is not there: the driver is not installed, was"
                        + " built for another kernel, is kept out by Secure Boot, or nouveau holds the card.",
                "Where it is installed, load it and see what the kernel says: sudo modprobe nvidia; sudo dmesg | tail",
                "Where it is not: sudo apt install nvidia-driver, or https://www.nvidia.com/drivers; then restart this machine",
                "With Secure Boot, its module must be signed: mokutil --sb-state",
                AGAIN);
    }

    /// Windows' or the board's driver is not there.
    ///
    /// @param platform as people write it
    public static Problem platformWithoutDevice(String platform, String device, String fix) {
        return problem(
                "GPU_DEVICE_MISSING",
                platform + " has no " + device,
                "Without it no program of this machine reaches the GPU.",
                fix,
                AGAIN);
    }

    /// The module is loaded, and nobody can open it.
    public static Problem nodesMissing(List<String> nodes) {
        List<String> fixes = new ArrayList<>();
        fixes.add("Have them made, as root: sudo aiplat doctor --gpu --fix");
        fixes.add("Or by NVIDIA's own program: sudo nvidia-modprobe -u -c0");
        fixes.add("To have them after each start of the machine: sudo systemctl enable --now nvidia-persistenced");
        return new Problem(
                new ProblemCode("GPU_NODES_MISSING", Kind.UNAVAILABLE),
                String.join(" and ", nodes) + (nodes.size() == 1 ? " is" : " are") + " not there",
                "The driver is loaded, but the kernel makes no device nodes for it: they are made when a program that"
                        + " may first uses the card, and on a machine without a display none has yet.",
                fixes);
    }

    /// There is a driver, and nothing that speaks to it.
    public static Problem librariesMissing(List<String> sonames, String version) {
        return problem(
                "GPU_LIBRARIES_MISSING",
                String.join(" and ", sonames) + (sonames.size() == 1 ? " was" : " were") + " not found",
                "The kernel module " + version + " is loaded, and the libraries that belong to it are neither known to"
                        + " the loader (ldconfig -p) nor in the usual folders.",
                "Install those of the very same version: sudo apt install libnvidia-compute, or NVIDIA's installer",
                "Where they are somewhere else, make that known: sudo ldconfig",
                AGAIN);
    }

    /// A name that leads nowhere.
    ///
    /// @param link path of the name
    public static Problem libraryDangling(String link) {
        return problem(
                "GPU_LIBRARY_DANGLING",
                link + " leads to a file that is not there",
                "The link is of another version of the driver than the files: an update was not finished, or was removed.",
                "Have the links made anew: sudo ldconfig",
                "If that does not help, install the driver again, and restart this machine",
                AGAIN);
    }

    /// Library and kernel module are not of one piece.
    ///
    /// @param version of the kernel module
    public static Problem libraryOfAnotherVersion(String soname, String file, String version) {
        return problem(
                "GPU_LIBRARY_OTHER_VERSION",
                soname + " is " + file + ", and the kernel module is of version " + version,
                "Both must be of the very same version. The driver was updated, and the old module is still loaded.",
                "Restart this machine, which loads the new module",
                "Without a restart, with nothing on the GPU: sudo rmmod nvidia_uvm nvidia_drm nvidia_modeset nvidia;"
                        + " sudo modprobe nvidia",
                AGAIN);
    }

    /// NVML says no.
    ///
    /// @param why what it said
    public static Problem nvmlSilent(String why) {
        return problem(
                "GPU_NVML_SILENT",
                "NVIDIA's library (NVML) does not answer",
                why,
                "See what its own program says: nvidia-smi",
                "What the kernel says of the card: sudo dmesg | grep -i -e nvrm -e xid",
                "After a suspend or a card that fell off the bus only a restart of this machine helps",
                AGAIN);
    }

    /// The node was made without.
    public static Problem nodeWithout() {
        return problem(
                "GPU_NODE_WITHOUT",
                "The node has no GPU",
                "It was made without one, or its container lost them; a node cannot be given a GPU later.",
                "Have it made anew with them, keeping its data: aiplat up --gpu all",
                AGAIN);
    }

    /// The driver was updated under the node.
    public static Problem nodeOutdated(String made, String now) {
        return problem(
                "GPU_NODE_OUTDATED",
                "The node was made for driver " + made + ", and this machine has " + now,
                "The names of the driver's libraries have its version in them, so what was handed on to the node is gone.",
                UP,
                AGAIN);
    }

    /// Something of it is not in the node, or not as it has to be.
    ///
    /// @param missing full sentences
    public static Problem nodeIncomplete(List<String> missing) {
        return problem(
                "GPU_NODE_INCOMPLETE", "The node does not hand on the GPU whole", String.join(" ", missing), UP, AGAIN);
    }

    /// Containerd does not know the handler.
    public static Problem handlerMissing() {
        return problem(
                "GPU_HANDLER_MISSING",
                "The node's containerd has no runtime handler nvidia",
                "Its configuration is read when the node starts, and this one started without it.",
                UP,
                "Or only started again: aiplat restart cluster",
                AGAIN);
    }

    /// Kubernetes does not know the class.
    public static Problem runtimeClassMissing(String leadsTo) {
        return problem(
                "GPU_RUNTIME_CLASS_MISSING",
                leadsTo.isEmpty()
                        ? "The cluster has no RuntimeClass nvidia"
                        : "RuntimeClass nvidia leads to the handler " + leadsTo,
                "Pods that ask for the class are refused, or run without the GPU.",
                "Have it made: aiplat up",
                "In somebody else's cluster its administrator installs it, with NVIDIA's container toolkit",
                AGAIN);
    }

    /// A pod was refused.
    ///
    /// @param failed what it could not open, with what was said
    public static Problem podCannotOpen(List<String> failed) {
        boolean refused = failed.stream().anyMatch(line -> line.contains("not permitted"));
        return problem(
                "GPU_POD_CANNOT_OPEN",
                "A pod with runtimeClassName nvidia cannot open "
                        + failed.getFirst().split(":", 2)[0],
                "It said: " + String.join("; ", failed) + ". "
                        + (refused
                                ? "The device is there, and its control group does not let the pod open it: a row is"
                                        + " missing among the devices that the handler allows."
                                : "The handler did not give it all that it should."),
                UP,
                "See what the handler adds: aiplat kubectl get runtimeclass nvidia -o yaml",
                AGAIN);
    }

    /// The pod that was to look never ran.
    public static Problem podNotRun(String why) {
        return problem(
                "GPU_POD_NOT_RUN",
                "A pod with runtimeClassName nvidia does not run",
                why,
                "Look closer: aiplat kubectl get events -A",
                UP,
                AGAIN);
    }

    /// Nobody counts.
    public static Problem noneCounted() {
        return problem(
                "GPU_NONE_COUNTED",
                "The node counts no nvidia.com/gpu, and pods ask for them",
                "The device plugin does not run, or sees no GPU; pods that ask for one wait for ever.",
                "What the plugin says: aiplat kubectl logs -A -l app.kubernetes.io/name=nvidia-device-plugin",
                "Have it installed: aiplat up --with nvidia-device-plugin",
                AGAIN);
    }

    /// Ollama starts, and finds nothing.
    public static Problem engineBlind(String said) {
        return problem(
                "GPU_ENGINE_BLIND",
                "Ollama sees no GPU",
                "At its start it said: " + said,
                "Have it started again, now that all below it holds: aiplat kubectl rollout restart deployment/ollama",
                "Whether its image is for another architecture, or its CUDA newer than the driver: aiplat logs ollama",
                AGAIN);
    }

    /// Some or all of a model is in main memory.
    ///
    /// @param percent of it that is on GPUs
    public static Problem layersOnProcessor(String model, int percent) {
        return problem(
                "GPU_LAYERS_ON_PROCESSOR",
                percent == 0
                        ? model + " is in memory, and nothing of it on a GPU"
                        : "Only " + percent + " % of " + model + " is on GPUs",
                "The rest computes on processors, and the slowest part sets the pace. Either it is larger than the memory"
                        + " of the GPUs, or another program has taken that, or it was loaded before the GPU could be used.",
                "Have it loaded anew: aiplat models stop " + model + "; aiplat models run " + model,
                "What would fit, and with how much context: aiplat models fit " + model,
                "Who has the memory: nvidia-smi");
    }

    /// It says that it computes on a GPU, and is as slow as if it did not.
    ///
    /// @param rate  tokens in a second
    /// @param least tokens in a second that any GPU would write
    public static Problem tooSlow(String model, String rate, String least, String why) {
        return problem(
                "GPU_TOO_SLOW",
                "%s writes %s tokens in a second, and on a GPU it would be %s at the very least"
                        .formatted(model, rate, least),
                why,
                "Whether the card is throttled or others use it: nvidia-smi -q -d PERFORMANCE,TEMPERATURE",
                "Have the model loaded anew: aiplat models stop " + model + "; aiplat models run " + model,
                "Measure it thoroughly: aiplat models bench " + model);
    }

    /// Node could not be made.
    ///
    /// @param what path or module
    public static Problem notMade(String what, String why) {
        return problem("GPU_NOT_MADE", what + " could not be made", why, "As root: sudo nvidia-modprobe -u -c0", AGAIN);
    }

    /// A model was on a GPU.
    ///
    /// @param percent that is on GPUs now
    public static Problem fellBack(String model, int percent) {
        return problem(
                "GPU_MODEL_FELL_BACK",
                percent == 0
                        ? model + " was on a GPU and computes on processors now"
                        : "Only " + percent + " % of " + model + " is still on a GPU",
                "A suspend, an update of the driver, a reload of control groups or a want of memory takes a GPU away"
                        + " from a model that goes on without it, many times slower.",
                "It is loaded anew by itself, at most three times an hour; if that does not help: aiplat doctor --gpu");
    }

    /// A card or its driver went away.
    public static Problem lost(String why) {
        return problem(
                "GPU_LOST",
                "A GPU that was there does not answer any more",
                why,
                "See which rung is broken: aiplat doctor --gpu",
                "What the kernel says of it: sudo dmesg | grep -i -e nvrm -e xid");
    }

    /// It was tried often enough.
    ///
    /// @param times in the last hour
    public static Problem mendsExhausted(String what, int times) {
        return problem(
                "GPU_MENDS_EXHAUSTED",
                what + ", and it is not mended any more within this hour",
                "It was mended " + times + " times in the last hour and came back each time.",
                "See which rung is broken: aiplat doctor --gpu",
                "Have the node made anew: aiplat restart cluster");
    }
}
