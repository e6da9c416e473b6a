package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.metric.Meter;
import org.jspecify.annotations.Nullable;

/// Telemetry record of one attempt at one upstream, filled by the thread that makes it.
/// Times are taken when a method is called.
public final class AttemptRecord {
    private final RequestRecord request;
    private Meter meter;
    private final @Nullable String address;
    private final int port;
    private final long span = TraceContext.newId();
    private final long began;

    private long firstByte;
    private long ended;
    private @Nullable String error;
    private @Nullable String responseId;
    private @Nullable String responseModel;
    private @Nullable String finishReason;
    private TokenUsage usage = TokenUsage.NONE;
    private long slotNanos;
    private long gpuNanos;
    private long costMicros = -1;

    AttemptRecord(RequestRecord request, Meter meter, @Nullable String address, int port) {
        this.request = request;
        this.meter = meter;
        this.address = address;
        this.port = port;
        this.began = request.now();
    }

    /// The header `traceparent` for the upstream.
    public String traceparent() {
        return request.trace().traceparent(span);
    }

    /// The header `tracestate` for the upstream; null: none.
    public @Nullable String tracestate() {
        return request.trace().state();
    }

    /// The first piece of the answer's content is here; where the client gets a stream, it gets it now. Only the
    /// first call counts.
    public void firstChunk() {
        if (firstByte == 0) {
            firstByte = request.now();
            if (request.isStream()) {
                request.firstToken();
            }
        }
    }

    /// What the upstream says of its answer; what it does not say is null.
    public void answeredAs(@Nullable String id, @Nullable String model, @Nullable String reason) {
        responseId = id;
        responseModel = model;
        finishReason = reason;
    }

    /// Another meter than it began with: of many models that one route serves, the one that answered.
    public void countedBy(Meter other) {
        meter = other;
    }

    /// What was left out of what this attempt asks, once the client is told.
    ///
    /// @param names of parameters
    public void dropped(String names) {
        request.dropped(names);
    }

    /// The tokens of this attempt.
    public void used(TokenUsage tokens) {
        usage = tokens;
    }

    /// What it has had of a server of ours.
    ///
    /// @param slot nanoseconds that it held a place there
    /// @param gpu  nanoseconds of a GPU that fall to it
    public void held(long slot, long gpu) {
        slotNanos = slot;
        gpuNanos = gpu;
    }

    /// What this attempt cost.
    ///
    /// @param micros millionths of the currency of the request
    public void cost(long micros) {
        costMicros = micros;
    }

    /// The attempt is over and went well. Only the first end counts.
    public void succeeded() {
        end(null);
    }

    /// The attempt is over and failed. Only the first end counts.
    ///
    /// @param type one of few words: an HTTP status (`429`), a code of the gateway (`upstream_timeout`)
    public void failed(String type) {
        end(type);
    }

    private void end(@Nullable String type) {
        if (ended == 0) {
            ended = request.now();
            error = type;
        }
    }

    /// An attempt that nobody ended is over when its request is.
    void closeWith(@Nullable String type) {
        end(type);
    }

    Meter meter() {
        return meter;
    }

    @Nullable
    String address() {
        return address;
    }

    int port() {
        return port;
    }

    long span() {
        return span;
    }

    long began() {
        return began;
    }

    long ended() {
        return ended;
    }

    /// Nanoseconds until the first piece of content; -1 when none came.
    long toFirstChunk() {
        return firstByte == 0 ? -1 : firstByte - began;
    }

    @Nullable
    String error() {
        return error;
    }

    @Nullable
    String responseId() {
        return responseId;
    }

    @Nullable
    String responseModel() {
        return responseModel;
    }

    @Nullable
    String finishReason() {
        return finishReason;
    }

    TokenUsage usage() {
        return usage;
    }

    /// Nanoseconds that it held a place at a server of ours; 0 elsewhere.
    long slotNanos() {
        return slotNanos;
    }

    /// Nanoseconds of a GPU that fall to it.
    long gpuNanos() {
        return gpuNanos;
    }

    /// Millionths of the currency; -1 where it has no price.
    long costMicros() {
        return costMicros;
    }
}
