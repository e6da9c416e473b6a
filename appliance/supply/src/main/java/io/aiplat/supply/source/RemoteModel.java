package io.aiplat.supply.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Remote model: what a source says a model consists of, before any of it is fetched.
///
/// @param name    it would be served under, as [io.aiplat.supply.ModelName#canonical] writes it
/// @param source  where exactly it is, for the record: the reference in full, with what was only implied
/// @param licence SPDX identifier or the source's word for it; null where the source does not say
/// @param parts   weights first, in the order of a split file
public record RemoteModel(
        String name, String source, @Nullable String licence, List<RemotePart> parts) {
    public RemoteModel {
        parts = List.copyOf(parts);
    }

    /// Bytes of all parts; a part of unknown size counts nothing.
    public long bytes() {
        return parts.stream()
                .mapToLong(part -> Math.max(0, part.blob().bytes()))
                .sum();
    }
}
