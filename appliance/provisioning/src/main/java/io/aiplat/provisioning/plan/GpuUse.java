package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.Problem;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.plan.GpuHandover;
import io.aiplat.model.plan.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who computes on GPUs, which, and how they come there. Pure.
///
/// What is chosen by name is had or refused; `auto` refuses nothing, and says what stays idle and what would use it.
final class GpuUse {
    /// The runtime class whose handler a node of ours has in every way there is.
    private static final String CLASS = "nvidia";

    /// That of a pod whose cards the plugin counts and adds; the plugin's bundle brings it.
    private static final String COUNTED_CLASS = "nvidia-counted";

    /// Where that handler mounts the driver's libraries. Images made for CUDA look there by themselves; one that is
    /// not would not find them.
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LD_LIBRARY_PATH", "/usr/local/nvidia/lib:/usr/local/nvidia/lib64",
            "NVIDIA_VISIBLE_DEVICES", "all",
            "NVIDIA_DRIVER_CAPABILITIES", "compute,utility");

    private GpuUse() {}

    /// How GPUs get into a node of ours; none into one of somebody else.
    static GpuHandover handover(Inputs in, ClusterKind cluster) {
        return isOurs(cluster) && choice(in, cluster).mode() != GpuChoice.Mode.OFF
                ? GpuOffer.of(in, cluster).handover()
                : GpuHandover.NONE;
    }

    /// How many `nvidia.com/gpu` the model engine's pod asks for: none where nothing counts them, for then a pod that
    /// asked would wait for ever.
    static int counted(Inputs in, ClusterKind cluster) {
        int wanted = in.settings().cluster().gpus();
        if (choice(in, cluster).mode() == GpuChoice.Mode.OFF) {
            return 0;
        }
        if (!isOurs(cluster)) {
            return wanted;
        }
        boolean counts = hasDevicePlugin(in) || (wanted > 0 && GpuOffer.bringsRuntime(in));
        if (!counts || handover(in, cluster).way() == GpuHandover.Way.NONE) {
            return 0;
        }
        // Of a sliced card nobody may ask for more than one part.
        return hasDevicePlugin(in) && GpuServing.replicas(in, cluster) > 1 ? 1 : Math.max(1, wanted);
    }

    /// What is changed in the model engine's pod for the GPUs it has.
    static List<Patch> patches(Inputs in, ClusterKind cluster, String workload, String container) {
        List<Patch> patches = new ArrayList<>(classOf(in, cluster, workload, container));
        Map<String, String> serving = GpuServing.variables(in, ofNode(in, cluster));
        if (!serving.isEmpty()) {
            patches.add(new Patch.SetEnvironment(workload, container, serving));
        }
        return patches;
    }

    private static List<Patch> classOf(Inputs in, ClusterKind cluster, String workload, String container) {
        Patch runtimeClass =
                new Patch.SetRuntimeClass(workload, isOurs(cluster) && hasDevicePlugin(in) ? COUNTED_CLASS : CLASS);
        if (!isOurs(cluster)) {
            return counted(in, cluster) > 0 ? List.of(runtimeClass) : List.of();
        }
        if (handover(in, cluster).way() == GpuHandover.Way.NONE) {
            return List.of();
        }
        List<Patch> patches = new ArrayList<>(List.of(runtimeClass));
        if (counted(in, cluster) == 0) {
            // Where somebody counts, who counts also says which ones.
            patches.add(new Patch.SetEnvironment(workload, container, ENVIRONMENT));
        }
        return patches;
    }

    /// Why there is nothing for the bundle of the device plugin to count; empty where there is, or nobody wants it.
    ///
    /// @param where the kind of cluster that is considered
    static Optional<Problem> nothingToCount(Inputs in, ClusterKind where) {
        if (!hasDevicePlugin(in) || !isOurs(where) || handover(in, where).way() != GpuHandover.Way.NONE) {
            return Optional.empty();
        }
        boolean off = in.settings().gpus().mode() == GpuChoice.Mode.OFF;
        return Optional.of(GpuPlanProblems.nothingToCount(
                off ? "gpu.use is off." : GpuOffer.of(in, where).missing()));
    }

    /// Why GPUs that were asked for by name cannot be had there; empty where they can, or where nobody did.
    ///
    /// @param where the kind of cluster that is considered
    static Optional<Problem> refusal(Inputs in, ClusterKind where) {
        GpuChoice choice = choice(in, where);
        if (!choice.isByName() || where == ClusterKind.AUTO) {
            return Optional.empty();
        }
        if (where == ClusterKind.EXISTING) {
            return in.settings().cluster().gpus() > 0
                    ? Optional.empty()
                    : Optional.of(GpuPlanProblems.ofCluster(choice.words()));
        }
        Optional<Problem> ofEngine = computesOnProcessors(in, where)
                ? Optional.of(GpuPlanProblems.engineWithout(choice.words()))
                : Optional.empty();
        if (isOurs(where) && handover(in, where).way() != GpuHandover.Way.NONE) {
            return missingCard(in, choice).or(() -> ofEngine);
        }
        return ofTheMachine(in, where, choice)
                .or(() -> missingCard(in, choice))
                .or(() -> ofEngine)
                .or(() -> notHandedOn(in, where, choice));
    }

    private static Optional<Problem> ofTheMachine(Inputs in, ClusterKind where, GpuChoice choice) {
        HostFacts host = in.host();
        if (!GpuCards.ofNvidia(host).isEmpty() || (where == ClusterKind.DOCKER && GpuOffer.isElsewhere(in))) {
            return Optional.empty();
        }
        List<Gpu> others = GpuCards.ofOthers(host);
        if (!others.isEmpty()) {
            // Numbers of cards are NVIDIA's; all there are is all of any maker.
            boolean used = where == ClusterKind.NONE && choice.mode() == GpuChoice.Mode.ALL;
            return used
                    ? Optional.empty()
                    : Optional.of(GpuPlanProblems.ofOthers(choice.words(), GpuCards.names(others)));
        }
        List<Gpu> silent = GpuCards.silent(host);
        return Optional.of(
                silent.isEmpty()
                        ? GpuPlanProblems.none(choice.words())
                        : GpuPlanProblems.noDriver(choice.words(), GpuCards.names(silent)));
    }

    private static Optional<Problem> missingCard(Inputs in, GpuChoice choice) {
        List<Gpu> cards = GpuCards.ofNvidia(in.host());
        int count = GpuCards.count(cards);
        return choice.cards().stream()
                .filter(card -> count > 0 && card >= count)
                .findFirst()
                .map(card -> GpuPlanProblems.noCard(card, count, GpuCards.names(cards)));
    }

    private static Optional<Problem> notHandedOn(Inputs in, ClusterKind where, GpuChoice choice) {
        if (!isOurs(where)
                || (where == ClusterKind.DOCKER && in.host().engine() instanceof ContainerEngineFacts.Unusable)) {
            return Optional.empty();
        }
        GpuOffer offer = GpuOffer.of(in, where);
        return Optional.of(GpuPlanProblems.notHandedOn(choice.words(), offer.missing(), offer.remedy()));
    }

    private static boolean computesOnProcessors(Inputs in, ClusterKind where) {
        return switch (in.settings().models().engine()) {
            case EMBEDDED -> true;
            case OLLAMA, LLAMACPP -> false;
            case AUTO ->
                where == ClusterKind.NONE
                        && in.host().ollama() == null
                        && in.host().ollamaBinary() == null;
        };
    }

    /// What becomes of the GPUs there are, in a sentence or two; empty where there is none.
    static Optional<String> reason(Inputs in, ClusterKind cluster, EngineKind engine) {
        HostFacts host = in.host();
        List<Gpu> nvidia = GpuCards.ofNvidia(host);
        List<Gpu> cards = GpuCards.chosen(in.settings().gpus(), nvidia.isEmpty() ? GpuCards.ofOthers(host) : nvidia);
        boolean handedOn = handover(in, cluster).way() != GpuHandover.Way.NONE;
        if (cluster == ClusterKind.EXISTING && !engine.isOfHome()) {
            // What GPUs somebody else's cluster has does not follow from this machine.
            return Optional.empty();
        }
        boolean elsewhere = cluster == ClusterKind.DOCKER && GpuOffer.isElsewhere(in);
        if (cards.isEmpty() && !handedOn && !elsewhere) {
            List<Gpu> silent = GpuCards.silent(host);
            return silent.isEmpty()
                    ? Optional.empty()
                    : Optional.of("GPU: " + GpuCards.names(silent)
                            + " is not used. Its driver does not answer. What is wrong with it: aiplat doctor --gpu");
        }
        String which = cards.isEmpty()
                ? "those of the container engine's machine"
                : number(in) + GpuCards.words(cards, host.gpuDriver());
        String profile = GpuServing.profile(in, cards)
                        .map(GpuServing::words)
                        .map(words -> ", " + words)
                        .orElse("")
                + ". ";
        return Optional.of("GPU: " + which + use(in, cluster, engine, elsewhere || !nvidia.isEmpty(), profile));
    }

    private static String use(Inputs in, ClusterKind cluster, EngineKind engine, boolean nvidia, String profile) {
        GpuChoice choice = in.settings().gpus();
        HostFacts.Ollama running = in.host().ollama();
        boolean narrowed = choice.mode() == GpuChoice.Mode.OFF || choice.mode() == GpuChoice.Mode.CARDS;
        if (narrowed && cluster == ClusterKind.NONE && engine == EngineKind.OLLAMA && running != null) {
            return ". The Ollama at " + running.url()
                    + " runs already and computes on what it was started with: gpu.use"
                    + " is for one that aiplat starts.";
        }
        if (choice.mode() == GpuChoice.Mode.OFF) {
            return unused("gpu.use is off.", "");
        }
        return switch (engine) {
            case EMBEDDED ->
                unused(
                        "The built-in engine computes on processors.",
                        "Ollama on this machine would compute on it: https://ollama.com/download");
            case LLAMACPP -> profile + "The llama-server of this machine computes on it, if it was built to.";
            case OLLAMA, AUTO ->
                isOurs(cluster)
                        ? useInNode(in, cluster, nvidia, profile)
                        : profile + "Ollama of this machine computes on it by itself.";
        };
    }

    private static String useInNode(Inputs in, ClusterKind cluster, boolean nvidia, String profile) {
        String onHost = "Ollama on this machine would compute on it: aiplat up --cluster none";
        GpuOffer offer = GpuOffer.of(in, cluster);
        if (offer.handover().way() != GpuHandover.Way.NONE) {
            return profile + "The node gets it " + offer.words() + ", and Ollama's pod runs in the class "
                    + (hasDevicePlugin(in) ? COUNTED_CLASS : CLASS) + ".";
        }
        return nvidia
                ? unused(offer.missing(), offer.remedy() + (offer.remedy().isEmpty() ? "" : ". Or: ") + onHost)
                : unused("A cluster gets no GPU but NVIDIA's.", onHost);
    }

    private static String unused(String why, String remedy) {
        return " is not used. " + why + (remedy.isEmpty() ? "" : " " + remedy);
    }

    private static String number(Inputs in) {
        GpuChoice choice = in.settings().gpus();
        int all = GpuCards.count(GpuCards.ofNvidia(in.host()));
        return choice.mode() == GpuChoice.Mode.CARDS ? "number " + choice.words() + " of " + all + ", " : "";
    }

    /// The cards of this machine that a node of ours gets; empty where it gets none, or those of another machine.
    static List<Gpu> ofNode(Inputs in, ClusterKind cluster) {
        return handover(in, cluster).way() == GpuHandover.Way.NONE
                ? List.of()
                : GpuCards.chosen(in.settings().gpus(), GpuCards.ofNvidia(in.host()));
    }

    /// What a person chose. Who says how many GPUs a pod of ours asks for wants it to have some.
    private static GpuChoice choice(Inputs in, ClusterKind cluster) {
        GpuChoice said = in.settings().gpus();
        return said.mode() == GpuChoice.Mode.AUTO
                        && isOurs(cluster)
                        && in.settings().cluster().gpus() > 0
                ? GpuChoice.ALL
                : said;
    }

    private static boolean isOurs(ClusterKind cluster) {
        return cluster == ClusterKind.DOCKER || cluster == ClusterKind.NATIVE;
    }

    private static boolean hasDevicePlugin(Inputs in) {
        return in.settings().bundles().contains(BundleSelection.DEVICE_PLUGIN);
    }
}
