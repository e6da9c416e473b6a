package io.aiplat.governance.key;

import java.util.regex.Pattern;

/// Names of keys, users and teams: they stand in commands, addresses and metrics.
public final class NameRules {
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:+-]{0,99}");

    private NameRules() {}

    /// Refuses what is no name.
    ///
    /// @throws IllegalArgumentException if it is none; its message tells a person the rule
    public static void check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has 1 to 100 letters, digits, spaces and any of . _ @ : + -, "
                    + "and begins with a letter or digit; not " + name);
        }
    }
}
