package io.aiplat.model.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Version of a model: the bytes that a name has stood for since some moment, and where they came from.
///
/// @param digest       of the weights, the first file of a split model: `sha256:` and 64 hexadecimal digits
/// @param source       where exactly they came from, the reference in full; null where that is not known
/// @param licence      SPDX identifier or the source's word for it; null where that is not known
/// @param quantisation of most of the weights, such as `Q4_K_M`; null where that is not known
/// @param parameters   how many numbers the model consists of; 0 where that is not known
/// @param context      tokens it was made to see at once; 0 where that is not known
/// @param bytes        of all parts
/// @param added        when the name first stood for these bytes
public record ModelVersion(
        String digest,
        @Nullable String source,
        @Nullable String licence,
        @Nullable String quantisation,
        long parameters,
        int context,
        long bytes,
        Instant added) {
    /// The same bytes, with all that either of two knows of them; the later word counts, the first time stays.
    ///
    /// @param later of the same digest
    ModelVersion and(ModelVersion later) {
        return new ModelVersion(
                digest,
                known(later.source, source),
                known(later.licence, licence),
                known(later.quantisation, quantisation),
                later.parameters > 0 ? later.parameters : parameters,
                later.context > 0 ? later.context : context,
                later.bytes > 0 ? later.bytes : bytes,
                added);
    }

    private static @Nullable String known(@Nullable String later, @Nullable String first) {
        return later != null ? later : first;
    }
}
