package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// How the answer to one request is written.
public interface Form {
    /// Writes it in one piece.
    ///
    /// @param answers one for each generation, all finished
    void whole(JsonGenerator json, AnswerHead head, List<WholeAnswer> answers) throws IOException;

    /// Writes it piece by piece.
    Events events(JsonGenerator json, AnswerHead head);
}
