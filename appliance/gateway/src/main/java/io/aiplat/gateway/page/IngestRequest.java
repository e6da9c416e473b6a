package io.aiplat.gateway.page;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Request with something that a program sends.
///
/// @param path    that it was sent to
/// @param type    of its content, without parameters, in small letters; empty where it is not said
/// @param content from the beginning of an array, which is not to be changed
/// @param key     name of the key it came with
/// @param team    of the key; null for none
public record IngestRequest(
        String path,
        String type,
        ByteBuffer content,
        String key,
        @Nullable String team) {}
