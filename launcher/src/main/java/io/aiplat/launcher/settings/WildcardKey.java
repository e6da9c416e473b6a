package io.aiplat.launcher.settings;

import java.util.List;
import java.util.Optional;

/// A key with a part that people choose: an image's name, a registry's host.
///
/// @param section the fixed beginning
/// @param chosen  the part that people choose; may hold dots
/// @param field   the fixed end; empty for images
record WildcardKey(String section, String chosen, String field) {
    static final String IMAGES = "images";
    static final String REGISTRIES = "network.registries";
    static final List<String> SECTIONS = List.of(IMAGES, REGISTRIES);
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String PASSWORD_FILE = "password-file";
    static final List<String> REGISTRY_FIELDS = List.of(USERNAME, PASSWORD_FILE, PASSWORD);

    static Optional<WildcardKey> parse(String key) {
        if (key.startsWith(IMAGES + ".") && key.length() > IMAGES.length() + 1) {
            return Optional.of(new WildcardKey(IMAGES, key.substring(IMAGES.length() + 1), ""));
        }
        if (!key.startsWith(REGISTRIES + ".")) {
            return Optional.empty();
        }
        String rest = key.substring(REGISTRIES.length() + 1);
        int dot = rest.lastIndexOf('.');
        return dot > 0 && REGISTRY_FIELDS.contains(rest.substring(dot + 1))
                ? Optional.of(new WildcardKey(REGISTRIES, rest.substring(0, dot), rest.substring(dot + 1)))
                : Optional.empty();
    }
}
