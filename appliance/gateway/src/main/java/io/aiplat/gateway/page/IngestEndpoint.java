package io.aiplat.gateway.page;

import java.util.Set;

/// Ingest endpoint: takes what programs send with a key of theirs, beside the model API. It is neither logged nor traced
/// as a request, for who sends spans would otherwise send spans of that. Called from many threads.
public interface IngestEndpoint {
    /// Its addresses, which are asked with `POST`.
    Set<String> paths();

    /// Bytes that a body may have, after what compresses it was undone.
    int most();

    /// Takes what was sent.
    ///
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept now
    PageResponse take(IngestRequest request);
}
