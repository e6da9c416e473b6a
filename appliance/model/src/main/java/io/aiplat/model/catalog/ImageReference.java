package io.aiplat.model.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A container image by name, as in the
/// [OCI distribution specification](https://github.com/opencontainers/distribution-spec) with Docker's
/// familiar short forms: `rancher/k3s:v1`, `ghcr.io/x/y@sha256:…`.
///
/// @param repository everything before the tag, without a default host added: `rancher/k3s`
/// @param tag        never empty; `latest` where none was written
/// @param digest     `sha256:` and 64 hexadecimal digits, or null where it is not known
public record ImageReference(
        String repository, String tag, @Nullable String digest) {
    /// Between slashes: separators stand between letters and digits, so a path of a file is no name.
    private static final String PART = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";

    private static final Pattern FORM = Pattern.compile("(?<repo>" + PART + "(?::[0-9]+(?=/))?(?:/" + PART
            + ")*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    public ImageReference {
        if (repository.isBlank() || tag.isBlank()) {
            throw new IllegalArgumentException("an image has a repository and a tag");
        }
        if (digest != null && !DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("not a sha256 digest: " + digest);
        }
    }

    /// Parses what a person or a manifest writes.
    ///
    /// @throws IllegalArgumentException naming the text, if it is no image reference
    public static ImageReference parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not an image reference: '" + text + "'");
        }
        String tag = m.group("tag");
        return new ImageReference(m.group("repo"), tag == null ? "latest" : tag, m.group("digest"));
    }

    /// Name and tag, as a local engine lists it.
    public String nameAndTag() {
        return repository + ":" + tag;
    }

    /// The same image without its digest; a rewritten name may hold other bytes.
    public ImageReference withoutDigest() {
        return new ImageReference(repository, tag, null);
    }

    /// The host that serves it; `docker.io` where the name does not begin with one.
    public String host() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? first : "docker.io";
    }

    /// The name containerd keeps it under: host and `library/` spelled out.
    public String canonical() {
        if (!host().equals("docker.io") || repository.startsWith("docker.io/")) {
            return nameAndTag();
        }
        return "docker.io/" + (repository.contains("/") ? "" : "library/") + nameAndTag();
    }

    /// As written in a manifest: with the digest where it is known.
    @Override
    public String toString() {
        return digest == null ? nameAndTag() : nameAndTag() + "@" + digest;
    }
}
