package io.aiplat.supply.image.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Recipe of an image: what is added to its base.
///
/// @param jar     all of aiplat in one file
/// @param flags   of the Java virtual machine
/// @param version of aiplat
public record ImageRecipe(Path jar, List<String> flags, String version) {
    /// User and group that it runs as, which own nothing in it but its home: those of distroless images.
    static final int USER = 65_532;

    /// Where it keeps things, its home among them.
    static final String HOME = "/var/lib/aiplat";

    private static final String TITLE = "org.opencontainers.image.";

    public ImageRecipe {
        flags = List.copyOf(flags);
    }

    /// [Labels](https://github.com/opencontainers/image-spec/blob/main/annotations.md).
    ///
    /// @param base   name of the base
    /// @param digest of the base's index or manifest
    Map<String, String> labels(String base, String digest) {
        return Map.of(
                TITLE + "title",
                "aiplat",
                TITLE + "description",
                "Self-hosted AI platform",
                TITLE + "version",
                version,
                TITLE + "licenses",
                "Apache-2.0",
                TITLE + "base.name",
                base,
                TITLE + "base.digest",
                digest);
    }
}
