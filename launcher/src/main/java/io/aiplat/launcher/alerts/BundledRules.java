package io.aiplat.launcher.alerts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// The alert rules of the bundle `observability`, which hold without it as well.
public final class BundledRules {
    private static final String FILE = "/bundles/observability/rules/aiplat.yaml";

    private BundledRules() {}

    /// Their text.
    public static String text() {
        try (InputStream in = Objects.requireNonNull(BundledRules.class.getResourceAsStream(FILE), FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the JAR has no " + FILE, e);
        }
    }
}
