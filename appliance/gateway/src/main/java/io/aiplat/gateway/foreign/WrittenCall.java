package io.aiplat.gateway.foreign;

import io.aiplat.models.ToolCall;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A call of a tool while it is being written.
final class WrittenCall {
    private static final int OF_CALL = 256;
    private static final int OF_CHARACTER = 4;

    private String id;
    private String name;
    private final StringBuilder arguments;

    WrittenCall(@Nullable String id, @Nullable String name, String arguments) {
        this.id = id == null ? "" : id;
        this.name = name == null ? "" : name;
        this.arguments = new StringBuilder(arguments);
    }

    /// What it takes of memory, in bytes: a builder that has just grown.
    long bytes() {
        return OF_CALL + (long) OF_CHARACTER * (id.length() + name.length() + arguments.length());
    }

    /// More of its arguments.
    void add(@Nullable String more) {
        if (more != null) {
            arguments.append(more);
        }
    }

    /// What it is called, if that comes late.
    void named(@Nullable String lateId, @Nullable String lateName) {
        id = id.isEmpty() && lateId != null ? lateId : id;
        name = name.isEmpty() && lateName != null ? lateName : name;
    }

    /// All of it.
    ///
    /// @param spare makes its id, where the server gives none
    ToolCall call(Supplier<String> spare) {
        return new ToolCall(id.isEmpty() ? spare.get() : id, name, arguments.isEmpty() ? "{}" : arguments.toString());
    }
}
