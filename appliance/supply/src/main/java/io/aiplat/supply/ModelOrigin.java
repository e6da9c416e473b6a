package io.aiplat.supply;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Origin of a model: where its bytes came from, as it was written down when they came.
///
/// @param digest  of its weights, the first file of a split one: `sha256:` and 64 hexadecimal digits
/// @param source  the reference in full
/// @param licence SPDX identifier or the source's word for it; null where the source said none
/// @param bytes   of all parts
/// @param pulled  when they came
public record ModelOrigin(
        String digest, String source, @Nullable String licence, long bytes, Instant pulled) {}
