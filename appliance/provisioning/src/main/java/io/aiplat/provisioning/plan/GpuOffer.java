package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.plan.GpuHandover;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Offer of GPUs to a node of ours: in which way it would come by them, or what is missing for any. Pure.
///
/// The ways in their order: the driver's libraries, bound from this machine, because then nothing has to be installed
/// and nothing of two versions can meet; what the container engine hands on, where it is on another machine or in a
/// virtual one, where the driver is not a usual one (WSL2, Jetson), and where the node's image brings NVIDIA's
/// runtime.
///
/// @param handover none where nothing is offered
/// @param words    how, behind "the node gets it"; empty where nothing is offered
/// @param missing  why nothing is offered, a sentence; empty where something is
/// @param remedy   what would help against that; empty where nothing is known
record GpuOffer(GpuHandover handover, String words, String missing, String remedy) {
    private static final String LIBRARY = "libcuda.so.1";
    /// Versions of the driver have three digits in front; `libcuda.so.1.1` only leads to another file.
    private static final Pattern VERSIONED = Pattern.compile("\\.so\\.([0-9]{3,}(?:\\.[0-9]+)+)$");
    private static final String TOOLKIT = "Install NVIDIA's container toolkit, then: sudo nvidia-ctk runtime configure"
            + " --runtime=docker && sudo systemctl restart docker";

    /// What a node would get.
    ///
    /// @param where `docker` or `native`
    static GpuOffer of(Inputs in, ClusterKind where) {
        if (where == ClusterKind.NATIVE) {
            return ofThisMachine(in, GpuHandover.Way.NATIVE, "as a process of this machine");
        }
        return switch (in.host().engine()) {
            case ContainerEngineFacts.Unusable _ -> none("No container engine answers.", "");
            case ContainerEngineFacts.Answers engine -> isHere(engine, in) ? here(in, engine) : elsewhere(in, engine);
        };
    }

    /// Whether a container engine of another machine offers GPUs, which nothing here tells more of.
    static boolean isElsewhere(Inputs in) {
        return in.host().engine() instanceof ContainerEngineFacts.Answers engine
                && !isHere(engine, in)
                && byEngine(in, engine).way() != GpuHandover.Way.NONE;
    }

    private static boolean isHere(ContainerEngineFacts.Answers engine, Inputs in) {
        return in.host().os().equals("linux")
                && engine.endpoint().startsWith("unix://")
                && !engine.endpoint().contains("/.docker/desktop/");
    }

    private static GpuOffer here(Inputs in, ContainerEngineFacts.Answers engine) {
        if (GpuCards.ofNvidia(in.host()).isEmpty()) {
            // A runtime without a card would keep the node from starting.
            return none("No GPU of NVIDIA's with a driver is here.", "");
        }
        GpuHandover byEngine = byEngine(in, engine);
        GpuDriver driver = in.host().gpuDriver();
        GpuPlatform platform = driver == null ? GpuPlatform.NATIVE : driver.platform();
        boolean preferred = byEngine.way() != GpuHandover.Way.NONE
                && (bringsRuntime(in) || (driver != null && platform != GpuPlatform.NATIVE));
        return preferred ? byEngine(byEngine) : bound(in, platform);
    }

    /// Whether the node has an image of one's own, which is expected to have NVIDIA's runtime: one of another name. A
    /// mirror of the usual one keeps that.
    static boolean bringsRuntime(Inputs in) {
        return !lastName(in.nodeImage()).equals(lastName(in.catalog().nodeImage()));
    }

    private static String lastName(ImageReference image) {
        return image.repository().substring(image.repository().lastIndexOf('/') + 1);
    }

    private static GpuOffer bound(Inputs in, GpuPlatform platform) {
        return switch (platform) {
            case NATIVE, WSL ->
                ofThisMachine(
                        in,
                        GpuHandover.Way.LIBRARY_BINDS,
                        "by the driver's libraries of this machine, without NVIDIA's toolkit");
            case TEGRA ->
                none(
                        "The libraries of a Jetson are many, and only NVIDIA's toolkit has the list: the engine knows"
                                + " neither a CDI device nvidia.com/gpu=all nor a runtime named nvidia.",
                        TOOLKIT);
        };
    }

    private static GpuOffer ofThisMachine(Inputs in, GpuHandover.Way way, String words) {
        GpuDriver driver = in.host().gpuDriver();
        if (GpuCards.ofNvidia(in.host()).isEmpty()) {
            return none("No GPU of NVIDIA's with a driver is here.", "");
        }
        if (driver == null
                || driver.libraries().stream().noneMatch(l -> l.soname().equals(LIBRARY))) {
            return none(
                    "The driver's library " + LIBRARY + " is not found"
                            + (way == GpuHandover.Way.NATIVE ? "." : ", and the container engine offers no GPU."),
                    "Install the driver's libraries for computing (Debian: libcuda1, Ubuntu: libnvidia-compute)");
        }
        Optional<String> other = otherVersion(driver);
        if (other.isPresent()) {
            return none(
                    "Its libraries are " + other.get() + " and the loaded module is " + driver.version()
                            + ": the driver was updated.",
                    "Start the machine again");
        }
        return new GpuOffer(new GpuHandover(way, in.settings().gpus().cards(), driver), words, "", "");
    }

    /// Version of the library where it is not that of the module; empty where a file's name has none.
    private static Optional<String> otherVersion(GpuDriver driver) {
        return driver.libraries().stream()
                .filter(library ->
                        library.soname().equals(LIBRARY) && !driver.version().isEmpty())
                .map(DriverLibrary::file)
                .map(VERSIONED::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(version -> !version.equals(driver.version()))
                .findFirst();
    }

    /// Which GPUs another machine has is not seen from here: devices that its engine has found are a sign, the name of
    /// a runtime is none. Nor are the driver's libraries, so that the node's image must have a handler for them.
    private static GpuOffer elsewhere(Inputs in, ContainerEngineFacts.Answers engine) {
        GpuHandover offered = byEngine(in, engine);
        String at = "The container engine at " + engine.endpoint() + " is not of this machine, and ";
        if (offered.way() == GpuHandover.Way.NONE) {
            return none(at + "offers no GPU.", "There: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml");
        }
        if (!bringsRuntime(in)) {
            return none(
                    at + "the libraries of its driver cannot be looked at.",
                    "Name a node image with k3s and NVIDIA's runtime: in aiplat.yaml, images: {"
                            + in.nodeImage().repository() + ": my.registry/k3s-nvidia}");
        }
        return offered.way() == GpuHandover.Way.ENGINE_CDI
                        || in.settings().gpus().isByName()
                ? byEngine(new GpuHandover(offered.way(), offered.cards(), null))
                : none(at + "has a runtime named nvidia; whether it has a GPU is not known.", "aiplat up --gpu all");
    }

    private static GpuHandover byEngine(Inputs in, ContainerEngineFacts.Answers engine) {
        List<Integer> cards = in.settings().gpus().cards();
        GpuDriver driver = in.host().gpuDriver();
        if (engine.cdiDevices().contains("nvidia.com/gpu=all")) {
            return new GpuHandover(GpuHandover.Way.ENGINE_CDI, cards, driver);
        }
        return engine.runtimes().contains("nvidia")
                ? new GpuHandover(GpuHandover.Way.ENGINE_REQUEST, cards, driver)
                : GpuHandover.NONE;
    }

    private static GpuOffer byEngine(GpuHandover handover) {
        String words = handover.way() == GpuHandover.Way.ENGINE_CDI
                ? "from the container engine (CDI)"
                : "from the container engine (its runtime nvidia)";
        return new GpuOffer(handover, words, "", "");
    }

    private static GpuOffer none(String missing, String remedy) {
        return new GpuOffer(GpuHandover.NONE, "", missing, remedy);
    }
}
