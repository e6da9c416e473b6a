package io.aiplat.management;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, each known and given once.
public final class ManagementQuery {
    private final Map<String, String> values;

    private ManagementQuery(Map<String, String> values) {
        this.values = values;
    }

    /// Reads what follows the question mark.
    ///
    /// @param query null for nothing
    /// @param known names of the parameters there are
    static ManagementQuery read(@Nullable String query, List<String> known) {
        Map<String, String> values = new HashMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String name = decoded(parts[0], pair);
                if (!known.contains(name)) {
                    throw ManagementException.wrong(ManagementProblems.unknownField(name, known), name);
                }
                if (values.put(name, parts.length == 1 ? "" : decoded(parts[1], name)) != null) {
                    throw ManagementBody.invalid(name, "it is given once");
                }
            }
        }
        return new ManagementQuery(values);
    }

    /// A value, or the other one where none is given.
    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    private static String decoded(String text, String name) {
        return ManagementBody.checked(name, () -> URLDecoder.decode(text, StandardCharsets.UTF_8));
    }
}
