package io.aiplat.telemetry;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.telemetry.metric.Meter;
import io.aiplat.telemetry.request.CacheOutcome;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.telemetry.request.RequestParameters;
import io.aiplat.telemetry.request.StreamOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Telemetry record of a request: all that is known of it.
/// The gateway fills it on the request's thread and gives it to [Telemetry#finished] once; metrics, spans and the log
/// line are made of it and so cannot disagree.
public final class RequestRecord {
    private static final int CONTENT_LIMIT = 16_384;

    private final String id;
    private final EndpointLabel surface;
    private final TraceContext trace;
    private final TelemetrySettings settings;
    private final long epochNanos;
    private final LongSupplier ticks;
    private final long began;
    private final List<AttemptRecord> attempts = new ArrayList<>(2);

    private String method = "POST";
    private @Nullable String path;
    private @Nullable String key;
    private @Nullable String team;
    private boolean recorded;
    private @Nullable String asked;
    private @Nullable String model;
    private boolean stream;
    private RequestParameters parameters = RequestParameters.NONE;
    private long queueNanos = -1;
    private @Nullable String queue;
    private long coldStartNanos = -1;
    private long firstToken;
    private TokenUsage usage = TokenUsage.NONE;
    private long costMicros;
    private @Nullable String currency;
    private CacheOutcome cache = CacheOutcome.OFF;
    private @Nullable StreamOutcome streamOutcome;
    private int status;
    private @Nullable String error;
    private @Nullable String dropped;
    private @Nullable String confined;
    private long bytesIn;
    private long bytesOut;
    private @Nullable String input;
    private @Nullable String output;
    private long ended;

    RequestRecord(
            String id,
            EndpointLabel surface,
            TraceContext trace,
            TelemetrySettings settings,
            long epochNanos,
            LongSupplier ticks) {
        this.id = id;
        this.surface = surface;
        this.trace = trace;
        this.settings = settings;
        this.epochNanos = epochNanos;
        this.ticks = ticks;
        this.began = ticks.getAsLong();
    }

    /// The path, where it is not the surface's own.
    public void path(String of) {
        path = of;
    }

    /// The HTTP method, where it is not POST.
    public void method(String name) {
        method = name;
    }

    /// Whose request it is.
    ///
    /// @param keyName the key's name, never the key
    /// @param teamName its team; null: none
    public void caller(String keyName, @Nullable String teamName) {
        key = keyName;
        team = teamName;
        recorded = trace.sampled() && settings.records(teamName);
    }

    /// What the client asked for, in its own words.
    public void asked(String modelName, boolean streamed) {
        asked = modelName;
        stream = streamed;
    }

    /// The configured model it will be, once one is found. Only such names become labels.
    public void model(String known) {
        model = known;
    }

    /// The client's parameters; worth the work only when [#sampled] says so.
    public void parameters(RequestParameters of) {
        parameters = of;
    }

    /// The request waited for a place at an upstream.
    public void queued(String upstream, long nanos) {
        queue = upstream;
        queueNanos = nanos;
    }

    /// The request waited for a server to be started, whatever came of it.
    public void waitedForStart(long nanos) {
        coldStartNanos = Math.max(0, coldStartNanos) + nanos;
    }

    /// A try at an upstream begins now.
    ///
    /// @param meter   of [Telemetry#forRoute]; the gateway keeps it with the route
    /// @param address host of the upstream; null when it runs in this process
    /// @param port    its port; 0 without an address
    public AttemptRecord attempt(Meter meter, @Nullable String address, int port) {
        AttemptRecord attempt = new AttemptRecord(this, meter, address, port);
        attempts.add(attempt);
        return attempt;
    }

    /// The first token goes to the client now. Only the first call counts.
    public void firstToken() {
        if (firstToken == 0) {
            firstToken = now();
        }
    }

    /// The tokens of the whole request, as billed.
    public void used(TokenUsage tokens) {
        usage = tokens;
    }

    /// What the request cost.
    ///
    /// @param micros   millionths of the currency
    /// @param currency `EUR`, `USD`
    public void cost(long micros, String currency) {
        this.costMicros = micros;
        this.currency = currency;
    }

    /// What the response cache did.
    public void cache(CacheOutcome outcome) {
        cache = outcome;
    }

    /// How the stream ended; not called when nothing was streamed.
    public void streamed(StreamOutcome outcome) {
        streamOutcome = outcome;
    }

    /// What was left out of what the upstream was asked.
    ///
    /// @param names of parameters, as the client is told them
    public void dropped(String names) {
        dropped = names;
    }

    /// What keeps the request in the house; null for nothing.
    ///
    /// @param rule kind and name: `model:NAME`, `guard:NAME`
    public void confined(@Nullable String rule) {
        confined = rule;
    }

    /// The bytes of both bodies.
    public void bytes(long in, long out) {
        bytesIn = in;
        bytesOut = out;
    }

    /// What the client got.
    ///
    /// @param code  its HTTP status; 499 when the client went before there was one
    /// @param error the error's code, one of few words; null: none
    public void answered(int code, @Nullable String error) {
        status = code;
        this.error = error;
    }

    /// What the answer says of itself, to the attempt that the client has it of; what it does not say is null.
    public void answeredAs(@Nullable String answer, @Nullable String answering, @Nullable String reason) {
        if (!attempts.isEmpty()) {
            attempts.getLast().answeredAs(answer, answering, reason);
        }
    }

    /// Whether someone asked for prompts and answers to be kept, which for a team is known once the caller is. If not,
    /// [#content] keeps nothing.
    public boolean keepsContent() {
        return recorded || settings.contentInLog() || (settings.otlp() != null && settings.contentInSpans());
    }

    /// The prompt and the answer, as the convention's JSON. What is longer than 16,384 characters is cut.
    public void content(@Nullable String messagesIn, @Nullable String messagesOut) {
        if (keepsContent()) {
            input = cut(messagesIn);
            output = cut(messagesOut);
        }
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= CONTENT_LIMIT ? text : text.substring(0, CONTENT_LIMIT);
    }

    /// The id of the request, as in `x-request-id`.
    public String id() {
        return id;
    }

    /// Whether spans will be made for a collector or of recorded words, so that it is worth gathering [#parameters].
    /// A store alone makes do with what is known anyway: it costs a request nothing to be looked at.
    public boolean sampled() {
        return trace.sampled() && (recorded || settings.otlp() != null);
    }

    /// Whether the store of spans keeps what was said.
    boolean recorded() {
        return recorded;
    }

    /// Whether a store keeps its spans: those of models, where the trace is recorded.
    boolean isStored() {
        return trace.sampled() && asked != null;
    }

    /// Ends the record; false when it was ended before.
    boolean end() {
        if (ended != 0) {
            return false;
        }
        attempts.forEach(attempt -> attempt.closeWith(error));
        ended = now();
        return true;
    }

    long now() {
        return ticks.getAsLong();
    }

    EndpointLabel surface() {
        return surface;
    }

    TraceContext trace() {
        return trace;
    }

    List<AttemptRecord> attempts() {
        return attempts;
    }

    /// Nanoseconds of a GPU that fall to its attempts.
    long gpuNanos() {
        long nanos = 0;
        for (AttemptRecord attempt : attempts) {
            nanos += attempt.gpuNanos();
        }
        return nanos;
    }

    /// The attempt whose answer the client got; null when no upstream was asked.
    @Nullable
    AttemptRecord lastAttempt() {
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    /// Nanoseconds since 1970 of a moment of this request.
    long epochNanos(long tick) {
        return epochNanos + (tick - began);
    }

    long began() {
        return began;
    }

    long ended() {
        return ended;
    }

    long totalNanos() {
        return ended - began;
    }

    /// Nanoseconds until the first token; -1 when none was sent.
    long toFirstToken() {
        return firstToken == 0 ? -1 : firstToken - began;
    }

    String path() {
        return path == null ? surface.route() : path;
    }

    String method() {
        return method;
    }

    @Nullable
    String key() {
        return key;
    }

    @Nullable
    String team() {
        return team;
    }

    @Nullable
    String asked() {
        return asked;
    }

    @Nullable
    String model() {
        return model;
    }

    boolean isStream() {
        return stream;
    }

    RequestParameters parameters() {
        return parameters;
    }

    long queueNanos() {
        return queueNanos;
    }

    /// Nanoseconds that it waited for servers to be started; -1 when it did not.
    long coldStartNanos() {
        return coldStartNanos;
    }

    @Nullable
    String queue() {
        return queue;
    }

    TokenUsage usage() {
        return usage;
    }

    long costMicros() {
        return costMicros;
    }

    @Nullable
    String currency() {
        return currency;
    }

    CacheOutcome cache() {
        return cache;
    }

    @Nullable
    StreamOutcome streamOutcome() {
        return streamOutcome;
    }

    int status() {
        return status;
    }

    @Nullable
    String dropped() {
        return dropped;
    }

    @Nullable
    String confined() {
        return confined;
    }

    @Nullable
    String error() {
        return error;
    }

    long bytesIn() {
        return bytesIn;
    }

    long bytesOut() {
        return bytesOut;
    }

    @Nullable
    String input() {
        return input;
    }

    @Nullable
    String output() {
        return output;
    }
}
