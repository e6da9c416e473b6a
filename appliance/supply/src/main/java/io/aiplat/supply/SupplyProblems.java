package io.aiplat.supply;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.catalog.ImageReference;
import java.util.List;

/// What can go wrong with bringing and keeping models, and with the registries of images.
public final class SupplyProblems {
    /// Of [#ollamaNotAnswering].
    public static final ProblemCode OLLAMA_NOT_ANSWERING =
            new ProblemCode("MODELS_OLLAMA_NOT_ANSWERING", Kind.UNAVAILABLE, ExitCode.NOT_READY);

    private SupplyProblems() {}

    private static ProblemCode host(String id) {
        return new ProblemCode(id, Kind.UNAVAILABLE);
    }

    private static ProblemCode step(String id) {
        return new ProblemCode(id, Kind.FAILED);
    }

    private static ProblemCode step(String id, Kind kind) {
        return new ProblemCode(id, kind, ExitCode.STEP_FAILED);
    }

    /// A model that an Ollama serves without knowing how conversations are written for it.
    public static Problem templateUnknown(String model) {
        return new Problem(
                step("MODELS_TEMPLATE_UNKNOWN", Kind.INVALID),
                "Ollama does not know the chat template of " + model,
                "It knows some by heart and reads no others out of a file, so what " + model
                        + " is asked is put to it bare: it may answer badly, or not at all.",
                List.of(
                        "Run it with what reads the template in the file: aiplat up --engine llamacpp",
                        "Say the template, in Ollama's syntax, as TEMPLATE in a NAME.Modelfile beside NAME.gguf, and pull"
                                + " it again with --force"));
    }

    /// A model that is served, but whose file does not say how conversations are written for it.
    public static Problem noChatTemplate(String model) {
        return new Problem(
                step("MODELS_NO_CHAT_TEMPLATE", Kind.INVALID),
                "The file of " + model + " has no chat template",
                "Conversations are put to it in the form ChatML, which it may not have learnt: it answers, but perhaps"
                        + " badly, or without an end.",
                List.of(
                        "Take in a file of the model that was made for conversations, often called instruct or chat",
                        "Write its template into the file: pip install gguf && gguf-new-metadata --chat-template-config"
                                + " tokenizer_config.json IN.gguf OUT.gguf",
                        "Has it learnt no conversations at all? Have it continue texts: POST /v1/completions"));
    }

    /// What would leave the disk too full.
    ///
    /// @param what    the beginning of a sentence: `The model NAME`
    /// @param needed  bytes
    /// @param free    bytes
    /// @param reserve bytes that stay free
    public static Problem diskShort(String what, long needed, long free, long reserve) {
        return new Problem(
                host("MODELS_DISK_SHORT"),
                what + " does not fit on the disk",
                "It takes " + mebibytes(needed) + " and " + mebibytes(free) + " are free, of which "
                        + mebibytes(reserve) + " stay free for everything else.",
                List.of("See what takes the room: df -h", "Remove a model: aiplat models rm NAME"));
    }

    /// A GGUF file whose bytes are not those expected.
    public static Problem checksumWrong(String model, String expected, String found) {
        return new Problem(
                step("MODELS_CHECKSUM_WRONG", Kind.INVALID),
                "The bytes of the model " + model + " are not the expected ones",
                "Their SHA-256 is " + found + " and should be " + expected + ".",
                List.of("Fetch the JAR again: it is damaged"));
    }

    /// A Modelfile that cannot be understood.
    ///
    /// @param where the line or parameter
    /// @param why   what is wrong there
    public static Problem modelfileBroken(String where, String why) {
        return new Problem(
                step("MODELS_MODELFILE_BROKEN", Kind.INVALID),
                "A Modelfile cannot be understood: " + where,
                "There " + why + ".",
                List.of("Correct it; each line is an instruction such as PARAMETER temperature 0"));
    }

    /// The folder of models cannot be written.
    public static Problem notStored(String model, String why) {
        return new Problem(
                step("MODELS_NOT_STORED"),
                "The model " + model + " cannot be stored",
                why,
                List.of("See whether the disk is full: df -h", "Remove a model: aiplat models rm NAME"));
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    /// An Ollama that does not answer, or stops in the middle.
    public static Problem ollamaNotAnswering(String url, String why) {
        return new Problem(
                OLLAMA_NOT_ANSWERING,
                "Ollama does not answer at " + url,
                why,
                List.of("See how it is: aiplat status", "See whether anything listens: curl " + url + "/api/version"));
    }

    /// A pull that came to no good end.
    ///
    /// @param why what Ollama said, a full sentence
    public static Problem pullFailed(String model, String why) {
        return new Problem(
                step("MODELS_PULL_FAILED"),
                "The model " + model + " was not pulled",
                why,
                List.of(
                        "Try again; what was transferred is kept",
                        "Check the network, the proxy (aiplat.yaml: proxy) and the disk: df -h"));
    }

    /// The disk of a model engine was full before a download ended.
    public static Problem diskFull(String model) {
        return new Problem(
                step("MODELS_DISK_FULL", Kind.UNAVAILABLE),
                "The disk of the model engine is full; the model " + model + " was not pulled",
                "It was full before the download ended. Where aiplat may look at that disk, what was transferred is"
                        + " removed again, for a node without room ends what runs on it.",
                List.of(
                        "See which models are there, and remove one: aiplat models list, aiplat models rm NAME",
                        "Make room on the disk: df -h, docker system df",
                        "Take a smaller model"));
    }

    /// A registry does not have an image.
    public static Problem imageNotFound(ImageReference image, String registry) {
        return registry(
                new ProblemCode("LIBRARY_IMAGE_NOT_FOUND", Kind.NOT_FOUND, ExitCode.HOST),
                "The registry " + registry + " does not have " + image.nameAndTag(),
                "It answered that the name or the tag is unknown.",
                "Look at the spelling, and at `images` in aiplat.yaml if the name was replaced there");
    }

    /// A registry does not let us see an image.
    public static Problem imageDenied(ImageReference image, String registry) {
        return registry(
                new ProblemCode("LIBRARY_IMAGE_DENIED", Kind.DENIED, ExitCode.HOST),
                "The registry " + registry + " does not let us see " + image.nameAndTag(),
                "It wants a login that was not given, or refused the one that was.",
                "Put a login for " + registry + " under `network.registries` in aiplat.yaml");
    }

    /// A registry cannot be reached, or answers nonsense.
    public static Problem registryUnreachable(String registry, String why) {
        return registry(
                new ProblemCode("LIBRARY_REGISTRY_UNREACHABLE", Kind.UNAVAILABLE),
                "The registry " + registry + " could not be asked",
                why,
                "See what it says: curl -v https://" + registry + "/v2/",
                "Behind a proxy or with a certificate authority of your own, set `network` in aiplat.yaml");
    }

    private static Problem registry(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why, List.of(fixes));
    }
}
