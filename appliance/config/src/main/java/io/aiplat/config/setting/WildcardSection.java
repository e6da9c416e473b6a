package io.aiplat.config.setting;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Wildcard section: keys with a part that people choose, an image's name or a registry's host.
///
/// @param prefix  the fixed beginning
/// @param fields  that each chosen part has below it; none where it has a value itself
/// @param secrets those fields whose values are not shown
public record WildcardSection(String prefix, List<String> fields, Set<String> secrets) {
    public WildcardSection {
        fields = List.copyOf(fields);
        secrets = Set.copyOf(secrets);
    }

    /// A key of such a section.
    ///
    /// @param chosen the part that people choose; may hold dots
    /// @param field  the fixed end; empty where the section has no fields
    public record Parts(String chosen, String field) {}

    /// The parts of a key; empty if it is none of this section.
    public Optional<Parts> parts(String key) {
        if (!key.startsWith(prefix + ".") || key.length() == prefix.length() + 1) {
            return Optional.empty();
        }
        String rest = key.substring(prefix.length() + 1);
        if (fields.isEmpty()) {
            return Optional.of(new Parts(rest, ""));
        }
        int dot = rest.lastIndexOf('.');
        return dot > 0 && fields.contains(rest.substring(dot + 1))
                ? Optional.of(new Parts(rest.substring(0, dot), rest.substring(dot + 1)))
                : Optional.empty();
    }

    /// Whether the value of a key is not shown.
    public boolean isSecret(String key) {
        return parts(key).filter(parts -> secrets.contains(parts.field())).isPresent();
    }
}
