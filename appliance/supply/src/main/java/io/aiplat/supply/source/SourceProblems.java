package io.aiplat.supply.source;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What can be wrong with a reference to a model and with what is found there.
public final class SourceProblems {
    private SourceProblems() {}

    /// A text that is no reference of any source.
    ///
    /// @param why a full sentence
    public static Problem referenceUnknown(String reference, String why) {
        return new Problem(
                new ProblemCode("MODELS_REFERENCE_UNKNOWN", Kind.INVALID),
                "Nothing can be pulled that is named '" + reference + "'",
                why,
                List.of(
                        "From an Ollama registry: aiplat models pull qwen3:8b",
                        "From Hugging Face: aiplat models pull hf.co/USER/REPO:Q4_K_M",
                        "From an address: aiplat models pull https://models.example/model.gguf",
                        "From any registry: aiplat models pull oci://registry.example/team/model:1",
                        "From a file: aiplat models pull ./model.gguf"));
    }

    /// A source that has no model of a name.
    ///
    /// @param where   the source, as people call it
    /// @param why     what it said, a full sentence
    /// @param similar references that would do instead; empty where the source lists none
    public static Problem notAtSource(String where, String reference, String why, List<String> similar) {
        List<String> fixes = new ArrayList<>();
        similar.forEach(other -> fixes.add("Did you mean this one? aiplat models pull " + other));
        fixes.add("Look at the spelling, or search: aiplat models search WORDS");
        return new Problem(
                new ProblemCode("MODELS_NOT_AT_SOURCE", Kind.NOT_FOUND), where + " has no " + reference, why, fixes);
    }

    /// A quantisation or file that a repository does not have.
    ///
    /// @param there what it has instead, as references
    public static Problem quantNotThere(String repository, String choice, List<String> there) {
        return new Problem(
                new ProblemCode("MODELS_QUANT_NOT_THERE", Kind.NOT_FOUND),
                "The repository " + repository + " has no " + choice + " that could be taken by that name alone",
                "It has: " + String.join(", ", there) + ".",
                there.stream()
                        .limit(5)
                        .map(one -> "Take this one: aiplat models pull " + one)
                        .toList());
    }

    /// A source that wants to know who asks.
    ///
    /// @param why   what it said, a full sentence
    /// @param fixes how to be let in, most likely first
    public static Problem sourceDenied(String where, String reference, String why, List<String> fixes) {
        return new Problem(
                new ProblemCode("MODELS_SOURCE_DENIED", Kind.DENIED, ExitCode.HOST),
                where + " does not let us have " + reference,
                why,
                fixes);
    }

    /// A source that cannot be reached, or is busy.
    ///
    /// @param why a full sentence
    public static Problem sourceUnreachable(String where, String host, String why) {
        return new Problem(
                new ProblemCode("MODELS_SOURCE_UNREACHABLE", Kind.UNAVAILABLE),
                where + " could not be asked",
                why,
                List.of(
                        "See whether this machine reaches it: curl -sSI https://" + host + "/",
                        "Behind a proxy or with a certificate authority of your own, set `network` in aiplat.yaml",
                        "Without a network, take a file or a bundle: aiplat models pull ./model.gguf"));
    }

    /// A source that has something which is no model that can be run here.
    ///
    /// @param why a full sentence
    public static Problem notGgufThere(String reference, String why) {
        return new Problem(
                new ProblemCode("MODELS_NOT_GGUF_THERE", Kind.INVALID),
                "There is no GGUF file at " + reference,
                why,
                List.of(
                        "Take the address of the file itself, not of a page that shows it",
                        "Search for the model in this format: aiplat models search WORDS"));
    }

    /// A model as safetensors, which engines here do not run.
    ///
    /// @param words      to search for conversions
    /// @param candidates repositories with conversions of it; empty where that is not known
    public static Problem safetensorsOnly(String reference, String words, List<String> candidates) {
        List<String> there = candidates.stream()
                .map(one -> "Take a conversion: aiplat models pull " + one)
                .toList();
        List<String> ways = List.of(
                "Look for a conversion: aiplat models search " + words,
                "Convert it with llama.cpp: python convert_hf_to_gguf.py FOLDER --outtype q8_0 --outfile model.gguf",
                "Then take it in: aiplat models pull ./model.gguf");
        return new Problem(
                new ProblemCode("MODELS_SAFETENSORS_ONLY", Kind.INVALID),
                "The model at " + reference + " has its weights as safetensors, and no GGUF file",
                "Ollama and llama.cpp run GGUF files. Others often have converted a model already, in repositories"
                        + " whose names end with -GGUF.",
                Stream.concat(there.stream(), ways.stream()).toList());
    }

    /// An answer of a source that cannot be used.
    ///
    /// @param why a full sentence
    public static Problem sourceBroken(String where, String reference, String why) {
        return new Problem(
                new ProblemCode("MODELS_SOURCE_BROKEN", Kind.FAILED),
                "What " + where + " says of " + reference + " cannot be used",
                why,
                List.of("Tell whoever keeps the model there", "Take it from elsewhere: aiplat models search WORDS"));
    }

    /// An address without TLS on another machine.
    ///
    /// @param host with the port where one is named
    public static Problem plainHttpRefused(String reference, String host) {
        return new Problem(
                new ProblemCode("MODELS_PLAIN_HTTP_REFUSED", Kind.INVALID),
                "The address " + reference + " is not encrypted",
                "Whoever is on the way could send another model. Only this machine is asked without TLS, and what"
                        + " settings name.",
                List.of(
                        "Take the same address with https://",
                        "Where you trust the way: --set models.plain-registries=" + host));
    }

    /// A file or folder of this machine with no model in it that could be taken.
    ///
    /// @param why     a full sentence
    /// @param similar paths that would do instead; empty for none
    public static Problem noModelFile(String path, String why, List<String> similar) {
        List<String> fixes = new ArrayList<>();
        similar.forEach(other -> fixes.add("Did you mean this one? aiplat models pull " + other));
        fixes.add("See what is there: ls -l " + path);
        return new Problem(
                new ProblemCode("MODELS_NO_MODEL_FILE", Kind.NOT_FOUND),
                "There is no model to take at " + path,
                why,
                fixes);
    }
}
