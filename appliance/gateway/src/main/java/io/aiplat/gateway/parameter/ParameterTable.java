package io.aiplat.gateway.parameter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Feature matrix: what becomes of every parameter of every API at every kind of server. The reference of the
/// APIs is made of it, a test sends each row's example everywhere and looks whether it is so, and what carries
/// a conversation is known from it.
public final class ParameterTable {
    private static final String FILE = "parameters.txt";
    private static final List<Parameter> ROWS = read();
    private static final Set<String> CARRIERS = ROWS.stream()
            .filter(row -> row.carries() && row.isWhole())
            .map(Parameter::path)
            .collect(Collectors.toUnmodifiableSet());

    private ParameterTable() {}

    private static List<Parameter> read() {
        try (InputStream file = ParameterTable.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException("the JAR lacks " + FILE);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Parameter::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("our own JAR", e);
        }
    }

    /// All rows, those of an API beside each other.
    public static List<Parameter> rows() {
        return ROWS;
    }

    /// Whether a field of a request, in an API that does not read it, stands for a part of the conversation:
    /// `previous_response_id`, or `system` where only messages are read. It is never left out.
    public static boolean carries(String field) {
        return CARRIERS.contains(field);
    }
}
