package io.aiplat.gateway.endpoint;

import io.aiplat.gateway.call.EndpointTable;
import java.util.List;

/// The table of all endpoints of the model API. A line here and a file beside it are all that an endpoint is.
public final class Endpoints {
    /// In the order in which they are told to who asks for one that is not there.
    public static final EndpointTable ALL = new EndpointTable(List.of(
            ChatEndpoint.SPEC,
            CompletionsEndpoint.SPEC,
            ResponsesEndpoint.SPEC,
            InputTokensEndpoint.SPEC,
            CompactEndpoint.SPEC,
            MessagesEndpoint.SPEC,
            CountTokensEndpoint.SPEC,
            EmbeddingsEndpoint.SPEC,
            RerankEndpoint.SPEC,
            TranscriptionsEndpoint.SPEC));

    private Endpoints() {}
}
