package io.aiplat.gateway.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operation of the management API, as in OpenAPI: method, path and what answers.
///
/// @param path   below [ManagementApi#ROOT]; a part `{name}` stands for any
/// @param answer what is done then
record ManagementOperation(String method, String path, Handler answer) {
    private static final String NAME = "{name}";

    /// Answers a question.
    interface Handler {
        /// Answers.
        ///
        /// @param name what stands for `{name}`; empty where the path has none
        ManagementResponse to(ManagementRequest request, String name);
    }

    /// What stands for `{name}`, empty where the route has none; null if the address is another.
    @Nullable
    String match(String asked) {
        List<String> parts = List.of(path.split("/", -1));
        List<String> found = List.of(asked.split("/", -1));
        if (parts.size() != found.size()) {
            return null;
        }
        String name = "";
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).equals(NAME)) {
                name = decoded(found.get(i));
            } else if (!parts.get(i).equals(found.get(i))) {
                return null;
            }
        }
        return name;
    }

    /// In a path a plus is a plus; in a form it would be a space.
    private static String decoded(String segment) {
        return ManagementBody.checked(
                "name", () -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
