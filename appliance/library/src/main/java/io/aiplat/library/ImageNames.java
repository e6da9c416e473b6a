package io.aiplat.library;

import io.aiplat.model.catalog.ImageReference;
import java.util.Comparator;
import java.util.Map;

/// Replaces names of images as the settings say, for machines that have their own registry.
///
/// @param rules from a repository, or its beginning up to a slash, to what stands in its place; a whole
///     repository may also be replaced by a name with a tag
public record ImageNames(Map<String, String> rules) {
    public ImageNames {
        rules = Map.copyOf(rules);
    }

    /// The name to use for an image: by the longest rule that matches, else the same. A name that was
    /// replaced has no digest, because other bytes may be there.
    ///
    /// @throws IllegalArgumentException if a rule makes something of it that is no name
    public ImageReference rewrite(ImageReference image) {
        return rules.entrySet().stream()
                .filter(r -> matches(r.getKey(), image.repository()))
                .max(Comparator.comparingInt(r -> r.getKey().length()))
                .map(r -> apply(r.getKey(), r.getValue(), image))
                .orElse(image);
    }

    private static ImageReference apply(String from, String to, ImageReference image) {
        String rest = image.repository().substring(from.length());
        boolean tagged = rest.isEmpty() && to.lastIndexOf(':') > to.lastIndexOf('/');
        return ImageReference.parse(tagged ? to : to + rest + ":" + image.tag()).withoutDigest();
    }

    private static boolean matches(String from, String repository) {
        return repository.equals(from) || repository.startsWith(from + "/");
    }
}
