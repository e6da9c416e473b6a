package io.aiplat.model;

/// A graphics processor of this machine.
///
/// @param vendor      `nvidia`, `amd` or `intel`
/// @param name        as its driver calls it, or its PCI id where no driver answers
/// @param memoryBytes its own memory; 0 where unknown or shared with the machine
/// @param driver      version of the driver; empty where none answers
public record Gpu(String vendor, String name, long memoryBytes, String driver) {}
