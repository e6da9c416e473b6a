package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.DroppedParameters;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import java.io.IOException;

/// The end of a stream of responses that a server has begun and not ended: the events that tell a client of it.
/// They have types, unlike those of OpenAI's older APIs, and clients wait for the last of them.
public final class ResponseFailure {
    private ResponseFailure() {}

    /// Writes the events.
    ///
    /// @param head     what is known of the answer
    /// @param sequence the number of the first of them
    public static void write(JsonGenerator json, ResponseMetadata head, ApiError error, long sequence)
            throws IOException {
        RequestFields nothing =
                new RequestFields(JsonNodeFactory.instance.objectNode(), "", new DroppedParameters(false));
        ResponsesEncoder form = new ResponsesEncoder(nothing, ResponseTools.read(nothing));
        new ResponseEvents(json, head, form, sequence).error(error, head.id());
    }
}
