package io.aiplat.model.host;

/// Whether an image can be had for a node or a pod, found out before anything is changed.
public sealed interface ImageFacts {
    /// The local engine has it.
    ///
    /// @param id    the engine's id of the image, `sha256:…`
    /// @param bytes its size when unpacked
    record Local(String id, long bytes) implements ImageFacts {}

    /// Its registry answers for it.
    record Pullable() implements ImageFacts {}

    /// Neither.
    ///
    /// @param reason what the registry, or the way to it, said
    record Missing(String reason) implements ImageFacts {}
}
