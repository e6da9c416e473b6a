package io.aiplat.supply.source;

import io.aiplat.model.Problem;
import java.util.List;

/// One problem of each kind that sources have, for the golden texts of the room.
public final class SourceProblemSamples {
    private SourceProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                SourceProblems.referenceUnknown("s3://bucket/m.gguf", "Nothing is known of s3://."),
                SourceProblems.notAtSource(
                        "The registry registry.ollama.ai",
                        "qwen3:9b",
                        "It answered that the name or the tag is unknown.",
                        List.of("qwen3:8b")),
                SourceProblems.quantNotThere(
                        "hf.co/ann/Model-GGUF",
                        "Q5_K_M",
                        List.of("hf.co/ann/Model-GGUF:Q4_K_M", "hf.co/ann/Model-GGUF:Q8_0")),
                SourceProblems.sourceDenied(
                        "Hugging Face",
                        "hf.co/ann/Model-GGUF",
                        "huggingface.co answers with status 401 and says GatedRepo. No token was given.",
                        List.of("Accept its terms, logged in, at https://huggingface.co/ann/Model-GGUF")),
                SourceProblems.sourceUnreachable("Hugging Face", "huggingface.co", "No answer: connection refused."),
                SourceProblems.notGgufThere(
                        "https://models.example/m",
                        "What the server sends does not begin with the four letters GGUF; it looks like a" + " page."),
                SourceProblems.safetensorsOnly("hf.co/ann/Model", "Model", List.of("hf.co/bob/Model-GGUF")),
                SourceProblems.sourceBroken(
                        "Hugging Face",
                        "hf.co/ann/Model-GGUF",
                        "The model is in 3 parts, and only 2 of them are there."),
                SourceProblems.plainHttpRefused("http://models.example/m.gguf", "models.example"),
                SourceProblems.noModelFile(
                        "/data/note.gguf",
                        "There is no such file. A path counts from the folder you are in.",
                        List.of("/data/notes.gguf")));
    }
}
