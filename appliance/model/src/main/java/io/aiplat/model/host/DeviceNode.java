package io.aiplat.model.host;

/// Device node of a character device, as the kernel makes it in `/dev`.
///
/// @param path  on this machine, absolute
/// @param major number of its driver
/// @param minor number of the device among those of its driver
public record DeviceNode(String path, int major, int minor) {}
