package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.capture.ContentCapture;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.stored.ResponseRecorder;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.balancing.Router;
import io.aiplat.telemetry.RequestRecord;
import org.jspecify.annotations.Nullable;

/// Request context of the pipeline: what stays the same about a request, while stages may change what it asks. Closed
/// when nothing more of an answer comes.
///
/// @param snapshot the routes, prices and guards that it began with
/// @param target   what is asked for, by the one name it has, however the client has written it
/// @param rule     of its route that the request is under; null for none
/// @param call     as it was asked, with the whole of its conversation
/// @param caller   takes the answer
/// @param key      who calls
/// @param seen     is told what becomes of it
/// @param capture  null where nobody would listen to it
/// @param recorder null where the answer is not kept
/// @param begun    since when its time counts, as [System#nanoTime]
record ModelRequest(
        GatewaySnapshot snapshot,
        Router.Target target,
        @Nullable RouteRule rule,
        ModelCall call,
        Responder caller,
        KeySnapshot key,
        RequestRecord seen,
        @Nullable ContentCapture capture,
        @Nullable ResponseRecorder recorder,
        long begun)
        implements AutoCloseable {
    /// Has the answer go past those who look at it: nearest to the caller who keeps it, then who tells of it.
    ModelRequest observed() {
        if (recorder != null) {
            caller.through(recorder::on);
        }
        if (capture != null) {
            caller.through(capture::on);
        }
        return this;
    }

    /// A guard has the model see something else.
    void changed(ModelCall other) {
        if (recorder != null) {
            recorder.shows(other.json());
        }
    }

    /// What the model is asked. What a collector of spans gets to read is not worth a request: without memory for it,
    /// it reads nothing.
    void asks(ModelCall asked) {
        if (capture != null
                && caller.memory()
                        .tryAcquire(
                                ApiJson.cost(asked.json().values(), asked.body().length()))) {
            capture.asked(asked.endpoint().capture(), asked.json());
        }
    }

    /// Whatever follows goes to the caller as it is.
    @Override
    public void close() {
        caller.straight();
        if (capture != null) {
            capture.tell();
        }
    }
}
