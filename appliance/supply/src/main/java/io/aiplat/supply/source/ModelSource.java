package io.aiplat.supply.source;

/// Model source: one kind of place that models come from, such as an Ollama registry or a model hub.
public interface ModelSource {
    /// A word for people and records: `ollama`, `huggingface`, `https`, `oci`, `file`.
    String name();

    /// Whether a reference is of this source's form. Decided by its text alone; nothing is asked.
    boolean takes(String reference);

    /// Finds out what a model consists of. Small things are fetched (manifests, lists); no weights.
    ///
    /// @throws io.aiplat.model.ApplianceException if the source has none of that name, does not let us have it,
    ///     cannot be reached, or has what cannot be used: [SourceProblems]
    RemoteModel resolve(String reference);
}
