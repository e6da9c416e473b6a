package io.aiplat.gateway.inprocess;

import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.connection.MemoryBudget;
import io.aiplat.gateway.pipeline.ModelPipeline;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.model.Secret;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pipeline for callers inside this process.
public final class InProcessClient implements ModelClient {
    private final EndpointTable endpoints;
    private final ModelPipeline pipeline;
    private final Authenticator authenticator;
    private final Telemetry telemetry;
    private final MemoryBudget budget;
    private final Supplier<String> ids;

    /// @param endpoints that may be called
    /// @param budget what all calls may hold together, HTTP's among them
    /// @param ids    makes names for requests
    public InProcessClient(
            EndpointTable endpoints,
            ModelPipeline pipeline,
            Authenticator authenticator,
            Telemetry telemetry,
            MemoryBudget budget,
            Supplier<String> ids) {
        this.endpoints = endpoints;
        this.pipeline = pipeline;
        this.authenticator = authenticator;
        this.telemetry = telemetry;
        this.budget = budget;
        this.ids = ids;
    }

    @Override
    public ModelPrincipal principal(Secret key) {
        return () -> authenticator.of(key);
    }

    @Override
    public InProcessCall call(ModelPrincipal principal, String path, byte[] body, Map<String, String> headers) {
        Endpoint endpoint = endpoints.at(path);
        if (endpoint == null) {
            throw new IllegalArgumentException("no model is called at " + path);
        }
        Headers asked = new Headers();
        headers.forEach(asked::add);
        return new InProcessCall(this, new InProcessResponder(ids.get(), principal, endpoint, asked, body, budget));
    }

    /// Makes a call on this thread.
    InProcessResponse make(InProcessResponder caller) throws IOException {
        Headers asked = caller.asked();
        RequestRecord seen = telemetry.begin(
                caller.id(), caller.endpoint().label(), asked.first("traceparent"), asked.first("tracestate"));
        String code = null;
        try (caller) {
            code = answered(caller, seen);
            return caller.response();
        } finally {
            seen.bytes(caller.received(), caller.sent());
            seen.answered(caller.outcome(), code);
            telemetry.finished(seen);
        }
    }

    /// @return the code of the error that was answered; null where none was
    private @Nullable String answered(InProcessResponder caller, RequestRecord seen) throws IOException {
        ErrorFormat envelope = caller.endpoint().errors();
        try {
            KeySnapshot key = caller.principal().key();
            LimitOwner team = key.team();
            caller.of(key.holder().id());
            seen.caller(key.name(), team == null ? null : team.name());
            Authenticator.mayUseModels(key);
            pipeline.call(caller, caller.endpoint(), "", key, seen);
            return null;
        } catch (MalformedRequest noRoom) {
            telemetry.bodyRefused(FailureReply.refusal(noRoom));
            return FailureReply.to(caller, envelope, noRoom);
        } catch (RuntimeException | StackOverflowError failure) {
            return FailureReply.to(caller, envelope, failure);
        }
    }
}
