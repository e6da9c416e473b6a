package io.aiplat.library;

import io.aiplat.config.ConfigParse;
import io.aiplat.config.MapForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ValueForm;
import io.aiplat.config.YamlNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The images of a bundle with the digests they are pinned to. A digest that is not known is empty, never
/// invented.
///
/// @param images sorted by name, each once; the digest is null where it is not known
public record ImagesLock(List<ImageReference> images) {
    private static final ValueForm<Map<String, ImageReference>> FILE =
            new MapForm<>("images with digests", new ImageForm());
    private static final String HEAD = """
            # image: "digest of its index, for all platforms". Empty where not known; `aiplat images lock` fills it in.
            """;

    public ImagesLock {
        images = images.stream()
                .sorted(Comparator.comparing(ImageReference::nameAndTag))
                .toList();
    }

    /// Reads a file.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN
    public static ImagesLock read(Path file) {
        return new ImagesLock(List.copyOf(CatalogFile.read(file, FILE).values()));
    }

    /// Reads the text of a file.
    ///
    /// @param file its name, for messages
    /// @throws ApplianceException LIBRARY_BROKEN
    public static ImagesLock parse(String file, String text) {
        return new ImagesLock(List.copyOf(CatalogFile.parse(file, text, FILE).values()));
    }

    /// An image by its name with a tag, and its digest as the value.
    private record ImageForm() implements ValueForm<ImageReference> {
        private static final ValueForm<String> DIGEST = new ScalarForm<>("a digest, or ''", (text, _) -> text);

        @Override
        public String words() {
            return "name:tag: 'sha256:...', or name:tag: ''";
        }

        @Override
        public @Nullable ImageReference read(YamlNode node, String path, ConfigParse reading) {
            String name = path.substring(path.indexOf('.') + 1);
            String digest = DIGEST.read(node, path, reading);
            if (digest == null) {
                return null;
            }
            try {
                ImageReference image = ImageReference.parse(name);
                if (image.nameAndTag().equals(name)) {
                    return digest.isEmpty() ? image : new ImageReference(image.repository(), image.tag(), digest);
                }
                reading.refuse(path, node, "An image has a tag and no digest before the colon.", this);
            } catch (IllegalArgumentException e) {
                reading.refuse(path, node, "It is " + e.getMessage() + ".", this);
            }
            return null;
        }
    }

    /// The text of the file, ending with a newline.
    public String toText() {
        StringBuilder text = new StringBuilder(HEAD);
        for (ImageReference image : images) {
            text.append(image.nameAndTag()).append(": \"");
            text.append(image.digest() == null ? "" : image.digest()).append("\"\n");
        }
        return text.toString();
    }

    /// The same images with the digests a registry tells now.
    ///
    /// @param digests of an image by its name, as a registry tells it
    public ImagesLock filled(Function<ImageReference, String> digests) {
        return new ImagesLock(images.stream()
                .map(i -> isMadeHere(i)
                        ? i
                        : new ImageReference(i.repository(), i.tag(), digests.apply(i.withoutDigest())))
                .toList());
    }

    /// The images without a digest. A release has none.
    public List<ImageReference> unpinned() {
        return images.stream().filter(i -> i.digest() == null && !isMadeHere(i)).toList();
    }

    /// Whether whoever installs it makes it, as that of aiplat itself: no registry has such a name
    /// ([RFC 6761](https://www.rfc-editor.org/rfc/rfc6761#section-6.4)), so nobody else's can be taken for it.
    private static boolean isMadeHere(ImageReference image) {
        return image.host().endsWith(".invalid");
    }
}
