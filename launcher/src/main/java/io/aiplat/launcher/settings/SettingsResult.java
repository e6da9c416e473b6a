package io.aiplat.launcher.settings;

import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Result of resolving the settings: all of them, or every problem.
public sealed interface SettingsResult {
    /// All is well.
    ///
    /// @param file   the `aiplat.yaml` that was read; null where there is none
    /// @param values every setting as text, those of open sections only where they are stated
    record Loaded(Settings settings, @Nullable Path file, List<Value> values) implements SettingsResult {
        public Loaded {
            values = List.copyOf(values);
        }
    }

    /// A setting as it came out.
    ///
    /// @param value  as somebody wrote it, secrets left out; empty where it is not set
    /// @param source where it was stated, or `default`
    record Value(String key, String value, String source) {}

    /// Something is wrong.
    ///
    /// @param problems all of them at once, never empty
    record Rejected(List<Problem> problems) implements SettingsResult {
        public Rejected {
            problems = List.copyOf(problems);
        }
    }
}
