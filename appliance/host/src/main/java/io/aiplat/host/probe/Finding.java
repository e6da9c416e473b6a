package io.aiplat.host.probe;

/// A probe and what it said.
public record Finding(Probe probe, ProbeResult verdict) {}
