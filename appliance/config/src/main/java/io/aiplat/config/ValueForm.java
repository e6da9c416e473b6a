package io.aiplat.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a value is written and read.
///
/// @param <T> what comes of it
public interface ValueForm<T> {
    /// What may be written, for the reference and for the problem of a value that is refused.
    String words();

    /// All that may be written, where these are few words; none where they are many.
    default List<String> choices() {
        return List.of();
    }

    /// The value; null where it is refused, which the reading then knows.
    ///
    /// @param path the key's, from the beginning of the file
    @Nullable
    T read(YamlNode node, String path, ConfigParse reading);
}
