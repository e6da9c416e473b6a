package io.aiplat.management;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Operation of the management API, as in OpenAPI: method, path, the least role, types of request and response, and
/// what
/// answers.
public final class ManagementOperation {
    private final Builder about;
    private final RequestType<?> request;
    private final int status;
    private final @Nullable JsonType response;
    private final boolean streams;
    private final Answering answering;

    /// What an operation does with a call that is allowed and matches.
    @FunctionalInterface
    private interface Answering {
        ManagementResponse answer(Principal principal, String name, ManagementQuery query, String body);
    }

    private ManagementOperation(
            Builder about,
            RequestType<?> request,
            int status,
            @Nullable JsonType response,
            boolean streams,
            Answering answering) {
        this.about = about;
        this.request = request;
        this.status = status;
        this.response = response;
        this.streams = streams;
        this.answering = answering;
    }

    /// Begins an operation.
    ///
    /// @param path  below [ManagementApi#ROOT]; one part may be a variable: `{name}`
    /// @param least who may; whoever may more may, too
    public static Builder of(String method, String path, PrincipalRole least) {
        return new Builder(method, path, least);
    }

    /// As in HTTP.
    public String method() {
        return about.method;
    }

    /// Below [ManagementApi#ROOT].
    public String path() {
        return about.path;
    }

    /// Who may; whoever may more may, too.
    public PrincipalRole least() {
        return about.least;
    }

    /// What it does, in a sentence.
    public String summary() {
        return about.summary;
    }

    String operation() {
        return about.operation;
    }

    Map<String, JsonType> parameters() {
        return about.parameters;
    }

    JsonType variable() {
        return about.variable;
    }

    List<Integer> failures() {
        return about.failures;
    }

    RequestType<?> request() {
        return request;
    }

    int status() {
        return status;
    }

    @Nullable
    JsonType response() {
        return response;
    }

    boolean streams() {
        return streams;
    }

    /// What stands for the variable, empty where the path has none; null if the address is another.
    @Nullable
    String match(String asked) {
        List<String> parts = List.of(path().split("/", -1));
        List<String> found = List.of(asked.split("/", -1));
        if (parts.size() != found.size()) {
            return null;
        }
        String name = "";
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).startsWith("{")) {
                name = decoded(found.get(i));
            } else if (!parts.get(i).equals(found.get(i))) {
                return null;
            }
        }
        return name;
    }

    /// In a path a plus is a plus; in a form it would be a space.
    private static String decoded(String segment) {
        return ManagementBody.checked(
                "name", () -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    ManagementResponse answer(Principal principal, String name, @Nullable String query, String body) {
        ManagementQuery read =
                ManagementQuery.read(query, List.copyOf(parameters().keySet()));
        return answering.answer(principal, name, read, body);
    }

    /// An operation, until it is said what it takes.
    public static final class Builder {
        private final String method;
        private final String path;
        private final PrincipalRole least;
        private final Map<String, JsonType> parameters = new LinkedHashMap<>();
        private final List<Integer> failures = new ArrayList<>();
        private String operation = "";
        private String summary = "";
        private JsonType variable = JsonType.text();

        private Builder(String method, String path, PrincipalRole least) {
            this.method = method;
            this.path = path;
            this.least = least;
        }

        /// What it is called in programs, and what it does, in a sentence.
        public Builder as(String operationId, String sentence) {
            operation = operationId;
            summary = sentence;
            return this;
        }

        /// A parameter of the query that may be left out.
        public Builder query(String name, JsonType type) {
            parameters.put(name, type);
            return this;
        }

        /// What the variable of the path may be.
        public Builder variable(JsonType type) {
            variable = type;
            return this;
        }

        /// Statuses of failures besides 400, 401 and 403.
        public Builder failing(Integer... statuses) {
            failures.addAll(List.of(statuses));
            return this;
        }

        /// What its body is.
        public <Q> Taking<Q> taking(RequestType<Q> request) {
            return new Taking<>(this, request);
        }

        /// Without a body: answers with a value.
        public <A> ManagementOperation answering(
                ObjectType<A> type, Function<ManagementCall<RequestType.Nothing>, A> handler) {
            return taking(RequestType.NONE).answering(200, type, handler);
        }

        /// Without a body: does it, and has nothing to say.
        public ManagementOperation doing(Consumer<ManagementCall<RequestType.Nothing>> handler) {
            return new ManagementOperation(this, RequestType.NONE, 204, null, false, (principal, name, query, _) -> {
                handler.accept(new ManagementCall<>(principal, name, query, RequestType.Nothing.SAID));
                return ManagementResponse.Value.nothing();
            });
        }

        /// Without a body: answers with values, as they come about.
        ///
        /// @param type of each
        public ManagementOperation streaming(
                ObjectType<?> type, Function<ManagementCall<RequestType.Nothing>, ManagementResponse.Source> handler) {
            return new ManagementOperation(
                    this,
                    RequestType.NONE,
                    200,
                    type.type(),
                    true,
                    (principal, name, query, _) -> new ManagementResponse.Stream(
                            handler.apply(new ManagementCall<>(principal, name, query, RequestType.Nothing.SAID))));
        }
    }

    /// An operation, until it is said what it answers.
    ///
    /// @param request what it takes
    public record Taking<Q>(Builder about, RequestType<Q> request) {
        /// Answers with a value.
        ///
        /// @param status 200 to 299
        public <A> ManagementOperation answering(
                int status, ObjectType<A> type, Function<ManagementCall<Q>, A> handler) {
            return new ManagementOperation(
                    about,
                    request,
                    status,
                    type.type(),
                    false,
                    (principal, name, query, body) -> new ManagementResponse.Value(
                            status,
                            type.json(
                                    handler.apply(new ManagementCall<>(principal, name, query, request.read(body))))));
        }
    }
}
