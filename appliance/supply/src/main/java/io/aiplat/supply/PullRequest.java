package io.aiplat.supply;

import org.jspecify.annotations.Nullable;

/// Request for a model to be brought.
///
/// @param reference where it is, as a person writes it: a name of a registry, an address, a file
/// @param name      to serve it under; null for the one it has there
/// @param force     whether another model of that name is replaced
/// @param source    what is written down as where it came from; null for the reference
public record PullRequest(
        String reference,
        @Nullable String name,
        boolean force,
        @Nullable String source) {
    /// One from where the reference says.
    public PullRequest(String reference, @Nullable String name, boolean force) {
        this(reference, name, force, null);
    }

    /// One under the name it has there, which replaces nothing.
    public static PullRequest of(String reference) {
        return new PullRequest(reference, null, false);
    }

    /// Other requests of the same words bring the same model: the tag `latest` is no other word.
    public String subject() {
        String canonical = ModelName.canonical(reference);
        return name == null ? canonical : canonical + " as " + ModelName.canonical(name);
    }
}
