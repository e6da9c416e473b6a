package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ToolCall;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Partial tool call: one that is still being written.
final class PartialToolCall {
    private static final int OF_CALL = 256;
    private static final int OF_CHARACTER = 4;

    private String id;
    private String name;
    private final StringBuilder arguments;

    PartialToolCall(@Nullable String id, @Nullable String name, String arguments) {
        this.id = id == null ? "" : id;
        this.name = name == null ? "" : name;
        this.arguments = new StringBuilder(arguments);
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    /// What it takes of memory, in bytes: a builder that has just grown.
    long bytes() {
        return OF_CALL + (long) OF_CHARACTER * (id.length() + name.length() + arguments.length());
    }

    /// More of its arguments. Some servers say all of them again at the end, or with each piece all that came so
    /// far.
    void add(@Nullable String more) {
        if (more == null || more.isEmpty()) {
            return;
        }
        if (more.charAt(0) == '{' && startsWithAll(more) && isObject(more)) {
            // No JSON goes on with what it has begun with.
            arguments.setLength(0);
        }
        arguments.append(more);
    }

    /// Whether all that is here is what another text begins with.
    private boolean startsWithAll(String other) {
        return !arguments.isEmpty()
                && other.length() >= arguments.length()
                && arguments.compareTo(new StringBuilder(other).delete(arguments.length(), other.length())) == 0;
    }

    /// What it is called, if that comes late, in pieces, or again.
    void named(@Nullable String lateId, @Nullable String more) {
        id = id.isEmpty() && lateId != null ? lateId : id;
        if (more != null && !more.isEmpty() && !more.equals(name)) {
            name = more.startsWith(name) ? more : arguments.isEmpty() ? name + more : name;
        }
    }

    /// Whether nothing can be missing of its arguments.
    boolean isWhole() {
        return !arguments.isEmpty() && isObject(arguments.toString());
    }

    boolean hasArguments() {
        return !arguments.isEmpty();
    }

    boolean says(@Nullable String otherName, @Nullable String otherArguments) {
        return name.equals(otherName) && arguments.toString().equals(otherArguments);
    }

    String arguments() {
        return arguments.toString();
    }

    static boolean isObject(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonObjectView.scan(bytes, bytes.length);
            return true;
        } catch (MalformedJson _) {
            // It goes on, or never was one.
            return false;
        }
    }

    /// All of it.
    ///
    /// @param spare makes its id, where the server gives none
    ToolCall call(Supplier<String> spare) {
        return new ToolCall(id.isEmpty() ? spare.get() : id, name, arguments.isEmpty() ? "{}" : arguments.toString());
    }
}
