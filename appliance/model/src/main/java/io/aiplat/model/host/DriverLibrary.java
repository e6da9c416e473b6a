package io.aiplat.model.host;

/// Shared library of a graphics driver: what belongs to the kernel module of the very same version, and so is never
/// part of an image.
///
/// @param soname as programs ask for it, such as `libcuda.so.1`
/// @param file   absolute path of the file it leads to in the end, whose name has the version
public record DriverLibrary(String soname, String file) {}
