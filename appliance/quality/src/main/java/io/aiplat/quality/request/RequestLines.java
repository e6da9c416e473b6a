package io.aiplat.quality.request;

import java.util.List;
import java.util.Optional;

/// Lines of the request log, wherever they are kept.
public interface RequestLines {
    /// The last line in which a key has a value.
    ///
    /// @param key   `id` or `trace`
    /// @param value letters, digits, `_` and `-`
    Optional<String> find(String key, String value);

    /// The last lines, oldest first.
    List<String> last(int lines);
}
