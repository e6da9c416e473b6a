package io.aiplat.provisioning.plan;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/// Why GPUs that were asked for by name cannot be had. What `auto` cannot have is said in the plan instead.
public final class GpuPlanProblems {
    private static final String WITHOUT = "Do without: aiplat up --gpu auto";
    private static final String HOST_OLLAMA = "Let an Ollama on this machine use them: aiplat up --cluster none";
    private static final String DOCTOR = "See what the machine has: aiplat doctor --gpu";

    private GpuPlanProblems() {}

    /// There is no GPU.
    ///
    /// @param choice as the setting is written: `all`, or numbers of cards
    public static Problem none(String choice) {
        return new Problem(
                new ProblemCode("PLAN_GPU_NONE", Kind.NOT_FOUND, ExitCode.HOST),
                "This machine has no GPU",
                asked(choice) + " None is on its bus, and the container engine offers none.",
                List.of(DOCTOR, WITHOUT));
    }

    /// A card is there and its driver does not answer.
    ///
    /// @param names of the cards
    public static Problem noDriver(String choice, String names) {
        return new Problem(
                new ProblemCode("PLAN_GPU_NO_DRIVER", Kind.UNAVAILABLE),
                "The driver of " + names + " does not answer",
                asked(choice) + " The card is on the bus, and no kernel module of NVIDIA's is loaded for it.",
                List.of(
                        "Install NVIDIA's driver as your distribution does, and start the machine again",
                        "Load one that is installed: sudo modprobe nvidia && sudo modprobe nvidia-uvm",
                        WITHOUT));
    }

    /// A card was named that is not there.
    ///
    /// @param count of those there are, 1 or more
    public static Problem noCard(int card, int count, String cards) {
        return new Problem(
                new ProblemCode("PLAN_GPU_NO_CARD", Kind.NOT_FOUND, ExitCode.SETTINGS),
                "There is no GPU " + card,
                (count == 1 ? "There is one, number 0: " : "They are numbered from 0 to " + (count - 1) + ": ") + cards
                        + ".",
                List.of("Name one that is there: aiplat up --gpu 0", "Use all: aiplat up --gpu all", WITHOUT));
    }

    /// Only NVIDIA's are handed to a cluster.
    ///
    /// @param names of the cards there are
    public static Problem ofOthers(String choice, String names) {
        return new Problem(
                new ProblemCode("PLAN_GPU_NOT_NVIDIA", Kind.UNAVAILABLE),
                "A cluster gets no GPU but NVIDIA's",
                asked(choice) + " Here is " + names + ".",
                List.of(
                        HOST_OLLAMA,
                        "Or a llama-server of this machine, built for Vulkan: aiplat up --engine llamacpp",
                        WITHOUT));
    }

    /// Nothing hands a GPU to a node in a container.
    ///
    /// @param why    a sentence
    /// @param remedy what would hand it on
    public static Problem notHandedOn(String choice, String why, String remedy) {
        List<String> remedies = new ArrayList<>();
        if (!remedy.isEmpty()) {
            remedies.add(remedy);
        }
        remedies.add(HOST_OLLAMA);
        remedies.add(WITHOUT);
        return new Problem(
                new ProblemCode("PLAN_GPU_NOT_HANDED_ON", Kind.UNAVAILABLE),
                "The cluster's node would get no GPU",
                asked(choice) + " " + why,
                remedies);
    }

    /// What runs models computes on processors.
    public static Problem engineWithout(String choice) {
        return new Problem(
                new ProblemCode("PLAN_GPU_ENGINE", Kind.CONFLICT, ExitCode.SETTINGS),
                "The built-in engine computes on processors only",
                asked(choice) + " Nothing else that runs models is here.",
                List.of(
                        "Install Ollama: https://ollama.com/download",
                        "Or a llama-server for this machine's GPUs: aiplat engines install llamacpp",
                        "Or have a cluster made: aiplat up --cluster docker",
                        WITHOUT));
    }

    /// What somebody else's cluster has is for a person to say.
    public static Problem ofCluster(String choice) {
        return new Problem(
                new ProblemCode("PLAN_GPU_OF_CLUSTER", Kind.CONFLICT, ExitCode.SETTINGS),
                "How many GPUs of the cluster Ollama may have is not said",
                asked(choice) + " That speaks of this machine, and the cluster was there before.",
                List.of("Say how many nvidia.com/gpu its pod asks for: aiplat up --set cluster.gpus=1", WITHOUT));
    }

    /// The device plugin's bundle was named, and the node gets no GPU.
    ///
    /// @param why a sentence
    public static Problem nothingToCount(String why) {
        return new Problem(
                new ProblemCode("PLAN_GPU_NOTHING_TO_COUNT", Kind.UNAVAILABLE),
                "The cluster's node would get no GPU that bundle nvidia-device-plugin could count",
                why,
                List.of(DOCTOR, "Take it out of `bundles` in aiplat.yaml, or: aiplat settings unset bundles"));
    }

    private static String asked(String choice) {
        return "gpu.use is " + choice + ".";
    }
}
