package io.aiplat.inference;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.time.Duration;
import java.util.List;

/// What can go wrong with models and what runs them.
public final class ModelsProblems {
    private ModelsProblems() {}

    private static ProblemCode host(String id) {
        return new ProblemCode(id, Kind.UNAVAILABLE);
    }

    private static ProblemCode step(String id) {
        return new ProblemCode(id, Kind.FAILED);
    }

    private static ProblemCode step(String id, Kind kind) {
        return new ProblemCode(id, kind, ExitCode.STEP_FAILED);
    }

    /// An architecture that this llama.cpp does not know.
    public static Problem architectureUnknown(String file, String architecture) {
        return new Problem(
                step("MODELS_ARCHITECTURE_UNKNOWN", Kind.INVALID),
                "The model file " + file + " is for the architecture " + architecture
                        + ", which the embedded engine does not know",
                "The llama.cpp inside the JAR is older than the model, or the file is not a language model.",
                List.of(
                        "Serve it with a newer llama.cpp: aiplat engines install llamacpp, then aiplat up --engine llamacpp",
                        "Serve it with Ollama: install it, or start one with aiplat up --cluster docker",
                        "Take a model of a known architecture: llama, gemma3, phi3, qwen2"));
    }

    /// An architecture that this build of llama.cpp's server does not know.
    public static Problem architectureUnknownThere(String file, String architecture, String program) {
        return new Problem(
                step("MODELS_ARCHITECTURE_TOO_NEW", Kind.INVALID),
                "The model file " + file + " is for the architecture " + architecture + ", which " + program
                        + " does not know",
                "This build of llama.cpp is older than the model, or the file is not a language model. No weights were"
                        + " fetched for it.",
                List.of(
                        "Install a newer build, and use it: aiplat engines install llamacpp",
                        "Serve it with an Ollama that is newer: aiplat up --engine ollama",
                        "See which builds there are: aiplat engines list"));
    }

    /// A processor that cannot run the native code.
    public static Problem processorTooOld(List<String> missing) {
        return new Problem(
                host("MODELS_PROCESSOR_TOO_OLD"),
                "The processor lacks what the embedded engine needs: " + String.join(", ", missing),
                "llama.cpp in the JAR is compiled for processors from 2013 on (AVX2) and would die on this one. In a"
                        + " virtual machine the host's processor may have it and hide it.",
                List.of(
                        "Give the virtual machine the host's processor type (qemu: -cpu host)",
                        "Use Ollama, which brings code for older processors: https://ollama.com/download"));
    }

    /// The OpenMP runtime is not installed.
    public static Problem libgompMissing() {
        return new Problem(
                host("MODELS_LIBGOMP_MISSING"),
                "The library libgomp.so.1 is not installed",
                "The embedded engine computes with several threads through it. It belongs to GCC and is small.",
                List.of(
                        "Debian, Ubuntu: sudo apt install libgomp1",
                        "Fedora, RHEL: sudo dnf install libgomp",
                        "Alpine has another C library; use Ollama there"));
    }

    /// A model that needs more memory than is free.
    public static Problem memoryShort(String model, long needed, long free) {
        return new Problem(
                host("MODELS_MEMORY_SHORT"),
                "The model " + model + " does not fit into memory",
                "It needs " + mebibytes(needed) + " and " + mebibytes(free) + " are free.",
                List.of(
                        "Take a smaller model or a smaller quantization",
                        "Give it a shorter context: context: 2048 for its deployment in gateway.yaml",
                        "End what else takes memory: ps aux --sort=-rss | head"));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /// The worker process cannot be started at all.
    public static Problem workerNotStarted(String java, String why) {
        return new Problem(
                host("MODELS_WORKER_NOT_STARTED"),
                "The process that runs models cannot be started",
                why,
                List.of("See whether Java runs: " + java + " -version"));
    }

    /// llama.cpp's server is not on this machine.
    ///
    /// @param lookedFor a path, or `llama-server on the PATH`
    public static Problem llamaServerMissing(String lookedFor) {
        return new Problem(
                host("MODELS_LLAMA_SERVER_MISSING"),
                "The model engine llamacpp needs llama.cpp's server, which is not here",
                "There is no program to run: " + lookedFor + ".",
                List.of(
                        "Install a build of it: aiplat engines install llamacpp",
                        "Say where it is: --set models.llama-server=/path/to/llama-server",
                        "Choose the engine that needs nothing: --engine embedded"));
    }

    /// llama.cpp's server cannot be started.
    ///
    /// @param why a full sentence
    public static Problem llamaServerNotStarted(String binary, String why) {
        return new Problem(
                host("MODELS_LLAMA_SERVER_NOT_STARTED"),
                "llama.cpp's server cannot be started: " + binary,
                why,
                List.of(
                        "See whether it runs: " + binary + " --version",
                        "Choose the engine that needs nothing: --engine embedded"));
    }

    /// A build of llama.cpp's server that does not know an option.
    public static Problem llamaServerTooOld(String binary, String option) {
        return new Problem(
                host("MODELS_LLAMA_SERVER_TOO_OLD"),
                "llama.cpp's server is too old for this: " + binary,
                "It has no option " + option + ", which serving this model so takes.",
                List.of(
                        "Install a newer build: aiplat engines install llamacpp",
                        "See what it can do: " + binary + " --help"));
    }

    /// llama.cpp cannot load a model.
    ///
    /// @param why  what it or its process said, a full sentence
    /// @param tail the end of the worker's log; may be empty
    /// @param log  its path
    public static Problem loadFailed(String model, String why, String tail, String log) {
        return new Problem(
                step("MODELS_LOAD_FAILED"),
                "The model " + model + " cannot be loaded",
                withTail(why, tail),
                List.of(
                        "Read the worker's log: " + log,
                        "Fetch the model again, or take another file of it",
                        "Serve it with a newer llama.cpp: aiplat engines install llamacpp, then aiplat up --engine llamacpp",
                        "Serve it with Ollama, which has one of its own"));
    }

    /// llama.cpp does not come to an end with loading.
    public static Problem loadTimedOut(String model, Duration patience, String tail, String log) {
        return new Problem(
                step("MODELS_LOAD_TIMED_OUT", Kind.TIMEOUT),
                "The model " + model + " was not loaded after " + patience.toSeconds() + " s",
                withTail(
                        "Its worker was still at it and has been ended; some files make llama.cpp wait for ever.",
                        tail),
                List.of("Read the worker's log: " + log, "Try a smaller model, or a faster disk"));
    }

    /// The worker was killed in the middle of an answer.
    ///
    /// @param exit how, such as `with exit status 134`
    public static Problem workerDied(String model, String exit, String tail, String log) {
        return new Problem(
                step("MODELS_WORKER_DIED"),
                "The process that runs " + model + " died in the middle of an answer",
                withTail("It ended " + exit + ". The next request starts a new one.", tail),
                List.of(
                        "Ask again",
                        "See whether it was killed for memory: dmesg | tail",
                        "Read the worker's log: " + log));
    }

    /// An engine refuses a request for a reason of its own.
    ///
    /// @param why what it said
    public static Problem generationFailed(String model, String why) {
        return new Problem(
                step("MODELS_GENERATION_FAILED"),
                "The model " + model + " gave no answer",
                why,
                List.of("Ask again", "See what the engine says: aiplat logs"));
    }

    private static String withTail(String why, String tail) {
        return tail.isBlank() ? why : why + "\nThe last it said:\n" + tail;
    }
}
