package io.aiplat.gateway.inprocess;

import io.aiplat.model.Secret;
import java.util.Map;

/// Client of the model API inside this process. A call goes the way of a request over HTTP: the same limits, guards,
/// cache, routes and books, and the same spans. It runs on the thread of whoever makes it.
public interface ModelClient {
    /// The principal of an API key. It is looked up for each call; a key that opens nothing is answered 401, as over
    /// HTTP.
    ///
    /// @param key as a client presents it
    ModelPrincipal principal(Secret key);

    /// Prepares a call; nothing happens before it is asked for its answer.
    ///
    /// @param principal whose call it is
    /// @param path      of the endpoint: `/v1/chat/completions`
    /// @param body      JSON, as over HTTP; not to be changed until the call is over
    /// @param headers   of the request that mean something to the gateway: `traceparent`, `cache-control`
    /// @return to be closed, which cancels it while it runs
    /// @throws IllegalArgumentException if no model is called at that path
    InProcessCall call(ModelPrincipal principal, String path, byte[] body, Map<String, String> headers);

    /// The same without headers.
    default InProcessCall call(ModelPrincipal principal, String path, byte[] body) {
        return call(principal, path, body, Map.of());
    }
}
