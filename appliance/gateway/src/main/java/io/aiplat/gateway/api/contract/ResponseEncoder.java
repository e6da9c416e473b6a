package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Response encoder: how the answer to one request is written.
public interface ResponseEncoder {
    /// Writes it in one piece.
    ///
    /// @param answers one for each generation, all finished
    void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException;

    /// Writes it piece by piece.
    Events events(JsonGenerator json, ResponseMetadata head);
}
