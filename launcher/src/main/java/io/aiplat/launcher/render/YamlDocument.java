package io.aiplat.launcher.render;

import io.aiplat.config.YamlOfJson;
import org.jspecify.annotations.Nullable;

/// YAML document writer: what [JsonLine] says, with the same names and values.
final class YamlDocument {
    private YamlDocument() {}

    /// The value as a document; ends with a line end.
    static String of(@Nullable Object value) {
        return YamlOfJson.document(JsonLine.of(value));
    }
}
