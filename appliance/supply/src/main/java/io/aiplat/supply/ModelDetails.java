package io.aiplat.supply;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Details of a model: what its files say of it, whatever runs it.
///
/// @param name         as [ModelName#canonical] writes it
/// @param digest of the weights, the first file of a split model: `sha256:` and 64 hexadecimal digits; null where it
///     is only known once all of them were read, see [ModelStore#digest]
/// @param bytes        its size on disk
/// @param created      when it was taken in; the epoch where that is not known
/// @param architecture for which code the weights are: `llama`; null where that is not known
/// @param quantisation of most of the weights, by llama.cpp's names: `Q4_K_M`; null where that is not known
/// @param parameters   how many numbers the model consists of; 0 where that is not known
/// @param licence      SPDX identifier, or the title of its text; null where the files do not say
/// @param context      tokens it was trained to see at once; 0 where that is not known
/// @param template how conversations are written for it, in the language of its engine; null where the files do not
///     say
/// @param system       a message that conversations without one begin with; null for none
/// @param defaults     values of each parameter of its Modelfile
/// @param embeds       whether it makes vectors and no text
public record ModelDetails(
        String name,
        @Nullable String digest,
        long bytes,
        Instant created,
        @Nullable String architecture,
        @Nullable String quantisation,
        long parameters,
        @Nullable String licence,
        int context,
        @Nullable String template,
        @Nullable String system,
        Map<String, List<String>> defaults,
        boolean embeds) {
    public ModelDetails {
        defaults = Map.copyOf(defaults);
    }

    /// The same with another digest.
    public ModelDetails withDigest(String other) {
        return new ModelDetails(
                name,
                other,
                bytes,
                created,
                architecture,
                quantisation,
                parameters,
                licence,
                context,
                template,
                system,
                defaults,
                embeds);
    }
}
