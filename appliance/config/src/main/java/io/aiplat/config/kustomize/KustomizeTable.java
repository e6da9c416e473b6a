package io.aiplat.config.kustomize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Tables beside this class that were made of kustomize's own.
final class KustomizeTable {
    private KustomizeTable() {}

    /// Lines that are no comments.
    static List<String> lines(String name) {
        try (InputStream in = Objects.requireNonNull(KustomizeTable.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
