package io.aiplat.inference.embedded;

import io.aiplat.inference.RequestRefused;

/// Failure attribution: a worker answers one request at a time, so what it fails at or dies of is that request's,
/// and not a fault of the model that others should rest for. A worker that dies while it loads or idles is another
/// matter, see [WorkerProcess#load].
final class FailureAttribution {
    /// Of what native code says a client gets so much.
    private static final int QUOTED = 500;

    private FailureAttribution() {}

    /// The refusal of a request that llama.cpp fails at.
    ///
    /// @param why full sentences
    static RequestRefused failed(String model, String why) {
        String quoted = why.length() <= QUOTED ? why : why.substring(0, QUOTED) + "...";
        return new RequestRefused(
                RequestRefused.Kind.ENGINE_FAILED,
                null,
                "the process that runs " + model + " failed at this request and was doing nothing else: " + quoted
                        + " It is not tried again; send another prompt, or less of it, or leave out options");
    }
}
