package io.aiplat.host.container;

/// An image the engine has.
///
/// @param id    the engine's id of it, `sha256:…`; of its configuration, or of its manifest on newer engines
/// @param bytes its size when unpacked
public record LocalImage(String id, long bytes) {}
