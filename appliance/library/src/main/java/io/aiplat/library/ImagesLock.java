package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// The images of a bundle with the digests they are pinned to. A digest that is not known is empty, never
/// invented.
///
/// @param images sorted by name, each once; the digest is null where it is not known
public record ImagesLock(List<ImageReference> images) {
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
        return lock(YamlFields.read(file));
    }

    /// Reads the text of a file.
    ///
    /// @param file its name, for messages
    /// @throws ApplianceException LIBRARY_BROKEN
    public static ImagesLock parse(String file, String text) {
        return lock(YamlFields.parse(file, text));
    }

    private static ImagesLock lock(YamlFields fields) {
        List<ImageReference> images = new ArrayList<>();
        fields.values().forEach((name, digest) -> {
            try {
                ImageReference image = ImageReference.parse(name);
                if (!image.nameAndTag().equals(name) || !(digest instanceof String text)) {
                    throw fields.wrong(name + " must have a tag and no digest, and a text behind the colon");
                }
                images.add(text.isEmpty() ? image : new ImageReference(image.repository(), image.tag(), text));
            } catch (IllegalArgumentException e) {
                throw LibraryProblems.broken(fields.file(), String.valueOf(e.getMessage()), e);
            }
        });
        return new ImagesLock(images);
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
    /// @param digests of an image by its name, as `RegistryClient::digest`
    public ImagesLock filled(Function<ImageReference, String> digests) {
        return new ImagesLock(images.stream()
                .map(i -> new ImageReference(i.repository(), i.tag(), digests.apply(i.withoutDigest())))
                .toList());
    }

    /// The images without a digest. A release has none.
    public List<ImageReference> unpinned() {
        return images.stream().filter(i -> i.digest() == null).toList();
    }
}
