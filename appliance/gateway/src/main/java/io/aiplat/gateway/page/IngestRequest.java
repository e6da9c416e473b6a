package io.aiplat.gateway.page;

import org.jspecify.annotations.Nullable;

/// Request with something that a program sends.
///
/// @param path   that it was sent to
/// @param type   of its content, without parameters, in small letters; empty where it is not said
/// @param bytes  of its content, not to be changed
/// @param length how many of them are meant, from the beginning
/// @param key    name of the key it came with
/// @param team   of the key; null for none
public record IngestRequest(String path, String type, byte[] bytes, int length, String key, @Nullable String team) {}
