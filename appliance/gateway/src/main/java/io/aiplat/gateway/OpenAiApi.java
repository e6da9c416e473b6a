package io.aiplat.gateway;

import io.aiplat.gateway.access.AllowedHosts;
import io.aiplat.gateway.access.Authenticator;
import io.aiplat.gateway.access.CrossOrigin;
import io.aiplat.gateway.access.RequestHeaders;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.EndpointTable;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.connection.ExchangeHandler;
import io.aiplat.gateway.http.ApiPath;
import io.aiplat.gateway.http.ErrorReply;
import io.aiplat.gateway.http.HealthEndpoint;
import io.aiplat.gateway.http.IngestHandler;
import io.aiplat.gateway.http.ManagementApiHandler;
import io.aiplat.gateway.http.ModelsEndpoint;
import io.aiplat.gateway.http.QueryHandler;
import io.aiplat.gateway.page.PageHandler;
import io.aiplat.gateway.page.PageRequest;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.pipeline.ModelPipeline;
import io.aiplat.gateway.stored.ResponseResource;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.model.Settings;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.http.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything the port answers: `/v1`, `/admin/v1`, the questions whether we are well, and pages. Nothing is passed on
/// that is not named here.
final class OpenAiApi implements ExchangeHandler {
    private static final String API = "/v1";
    private static final String FORMER = "/api";
    private static final String MOVED = "There is nothing at this address. What was under /api is under /admin/v1:"
            + " GET /admin/v1/openapi.json says where.";
    private static final String METRICS = "/metrics";
    private static final String MODELS = "/v1/models";
    private static final String ONE_MODEL = "/v1/models/";

    private final EndpointTable endpoints;
    private final ApiPath paths;
    private final Authenticator callers;
    private final AllowedHosts hosts;
    private final CrossOrigin origins;
    private final HealthEndpoint health;
    private final ModelsEndpoint models;
    private final ModelPipeline model;
    private final ManagementApiHandler admin;
    private final IngestHandler ingest;
    private final QueryHandler queries;
    private final PageHandler pages;
    private final ResponseResource responses;
    private final Telemetry telemetry;

    OpenAiApi(
            Settings.Gateway settings,
            EndpointTable endpoints,
            Authenticator callers,
            HealthEndpoint health,
            ModelsEndpoint models,
            ModelPipeline model,
            ManagementApiHandler admin,
            IngestHandler ingest,
            QueryHandler queries,
            PageHandler pages,
            ResponseResource responses,
            Telemetry telemetry) {
        this.endpoints = endpoints;
        this.paths = new ApiPath(endpoints);
        this.callers = callers;
        this.hosts = new AllowedHosts(settings);
        this.origins = new CrossOrigin(settings.origins());
        this.health = health;
        this.models = models;
        this.model = model;
        this.admin = admin;
        this.ingest = ingest;
        this.queries = queries;
        this.pages = pages;
        this.responses = responses;
        this.telemetry = telemetry;
    }

    @Override
    public RequestHead canonical(RequestHead head) {
        return paths.canonical(head);
    }

    /// What is answered without a key of models: health, metrics, and who looks for a hole.
    private static boolean isPlain(RequestHead head) {
        String path = head.path();
        return head.method().equals("TRACE")
                || isGreeting(head)
                || path.equals("/health")
                || path.equals("/ready")
                || path.equals(METRICS);
    }

    private static boolean isUnder(String root, String path) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    /// Claude Code looks in this way whether there is anybody, before it asks for anything.
    private static boolean isGreeting(RequestHead head) {
        return head.method().equals("HEAD")
                && (head.path().equals("/") || head.path().equals("/api/hello"));
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String path = exchange.head().path();
        if (isUnder(API, path) && !ingest.serves(path)) {
            seen(exchange);
        } else {
            answered(exchange, () -> plain(exchange));
        }
    }

    /// Whether it asks for a page without naming a host, which HTTP/1.0 allows; no browser that could be led astray by
    /// a foreign name speaks that.
    private static boolean isOfOldClient(RequestHead head) {
        return head.http10() && !head.headers().has("host") && !ManagementApiHandler.serves(head.path());
    }

    /// A request to the API is counted, traced and logged, whatever becomes of it.
    private void seen(Exchange exchange) throws IOException {
        Headers headers = exchange.head().headers();
        RequestRecord seen = telemetry.begin(
                exchange.id(),
                label(exchange.head().path()),
                headers.all("traceparent").size() == 1 ? headers.first("traceparent") : null,
                headers.has("tracestate") ? String.join(",", headers.all("tracestate")) : null);
        seen.method(exchange.head().method());
        seen.path(exchange.head().path());
        String code = null;
        try {
            code = answered(exchange, () -> route(exchange, seen));
        } finally {
            seen.bytes(exchange.received(), exchange.sent());
            seen.answered(exchange.outcome(), code);
            telemetry.finished(seen);
        }
    }

    private EndpointLabel label(String path) {
        Endpoint endpoint = endpoints.at(path);
        if (endpoint != null) {
            return endpoint.label();
        }
        if (path.startsWith(ResponseResource.PATH)) {
            return ResponseResource.LABEL;
        }
        return path.startsWith(MODELS) ? ModelsEndpoint.LABEL : EndpointLabel.UNKNOWN;
    }

    /// Something that may fail and answers.
    @FunctionalInterface
    private interface Answering {
        void answer() throws IOException;
    }

    /// @return the code of the error that was answered; null where none was
    private @Nullable String answered(Exchange exchange, Answering answering) throws IOException {
        try {
            // Not even the pages that may use models from a browser may administer from one, or read ours.
            boolean shared = isUnder(API, exchange.head().path()) || isPlain(exchange.head());
            if (shared || !isOfOldClient(exchange.head())) {
                hosts.check(RequestHeaders.of(exchange.head()));
            }
            if (!shared || !origins.answered(exchange)) {
                answering.answer();
            }
            return null;
        } catch (MalformedRequest malformed) {
            telemetry.bodyRefused(FailureReply.refusal(malformed));
            exchange.last();
            if (malformed.status() == 415) {
                // RFC 9110, section 15.5.16: what would be taken.
                exchange.header("accept-encoding", MalformedRequest.CODINGS);
            }
            return FailureReply.to(exchange, envelope(exchange.head()), malformed);
        } catch (RuntimeException | StackOverflowError failure) {
            return FailureReply.to(
                    exchange,
                    envelope(exchange.head()),
                    endpoints.at(exchange.head().path()),
                    failure);
        }
    }

    private ErrorFormat envelope(RequestHead head) {
        return ErrorReply.envelope(endpoints.at(head.path()), head);
    }

    private void plain(Exchange exchange) throws IOException {
        RequestHead head = exchange.head();
        if (ManagementApiHandler.serves(head.path())) {
            admin.handle(exchange, callers);
        } else if (ingest.serves(head.path())) {
            ingest.handle(exchange, callers);
        } else if (queries.serves(head.path())) {
            queries.handle(exchange, callers);
        } else if (!isPlain(head)) {
            page(exchange);
        } else if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            throw refusedMethod(exchange, "GET, HEAD");
        } else if (isGreeting(head)) {
            exchange.reply(200, List.of());
        } else if (head.path().equals(METRICS)) {
            metrics(exchange);
        } else {
            health.answer(exchange, head.path());
        }
    }

    private void page(Exchange exchange) throws IOException {
        PageResponse found = pages.answer(new PageRequest(exchange));
        if (found == null) {
            throw new ApiException(
                    isUnder(FORMER, exchange.head().path())
                            ? ApiError.invalid(404, "unknown_url", null, MOVED)
                            : ApiError.ofStatus(404, ""));
        }
        found.headers().forEach(exchange::header);
        exchange.reply(found.status(), List.of(ByteSlice.of(found.body())));
    }

    /// Names of keys, models and what is left of budgets are nobody's business, also not of who has another account
    /// on this machine.
    private void metrics(Exchange exchange) throws IOException {
        KeySnapshot key = callers.of(exchange.head());
        exchange.of(key.holder().id());
        if (key.role() != Role.ADMIN && key.role() != Role.METRICS) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "metrics_key_needed",
                    null,
                    "The key " + key.name() + " may not read metrics."
                            + " `aiplat keys create NAME --role metrics` makes one that may."));
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        telemetry.scrape(text);
        exchange.reply(200, Telemetry.CONTENT_TYPE, text.toByteArray());
    }

    private void route(Exchange exchange, RequestRecord seen) throws IOException {
        RequestHead head = exchange.head();
        String path = head.path();
        KeySnapshot key = callers.of(head);
        LimitOwner team = key.team();
        exchange.of(key.holder().id());
        seen.caller(key.name(), team == null ? null : team.name());
        Authenticator.mayUseModels(key);
        Endpoint endpoint = endpoints.at(path);
        if (endpoint != null) {
            if (!head.method().equals("POST")) {
                throw refusedMethod(exchange, "POST");
            }
            model.call(exchange, endpoint, ApiPath.model(head), key, seen);
        } else if (path.startsWith(ResponseResource.PATH)) {
            responses.handle(exchange, key.holder().id());
        } else if (!path.equals(MODELS) && !path.startsWith(ONE_MODEL)) {
            throw unknown(head);
        } else if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            throw refusedMethod(exchange, "GET, HEAD");
        } else if (path.equals(MODELS)) {
            models.list(exchange, key);
        } else {
            models.one(exchange, key, ApiPath.decoded(path.substring(ONE_MODEL.length())));
        }
    }

    private static ApiException refusedMethod(Exchange exchange, String allowed) {
        exchange.header("allow", allowed);
        RequestHead head = exchange.head();
        return new ApiException(ApiError.invalid(
                405,
                "method_not_allowed",
                null,
                head.path() + " is not asked with " + head.method() + ", but with " + allowed + "."));
    }

    private ApiException unknown(RequestHead head) {
        return new ApiException(ApiError.invalid(
                404,
                "unknown_url",
                null,
                "There is no " + head.method() + " " + head.path()
                        + ". There are GET /v1/models and POST "
                        + endpoints.all().stream().map(Endpoint::path).collect(Collectors.joining(", ")) + "."));
    }

    @Override
    public byte[] refusal(MalformedRequest malformed, String id) {
        return ErrorFormat.EITHER.json(ApiError.of(malformed), id);
    }
}
