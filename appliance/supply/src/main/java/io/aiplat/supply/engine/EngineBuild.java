package io.aiplat.supply.engine;

import java.util.List;

/// Build of an engine, as its program tells when it is tried.
///
/// @param version its release: letters, digits, dots, hyphens and underscores, at most 64
/// @param devices GPUs that it can compute on here, as it names them; empty where it finds none
public record EngineBuild(String version, List<String> devices) {
    public EngineBuild {
        devices = List.copyOf(devices);
    }
}
