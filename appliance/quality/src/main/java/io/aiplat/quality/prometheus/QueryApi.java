package io.aiplat.quality.prometheus;

import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.page.QueryEndpoint;
import io.aiplat.gateway.page.QueryRequest;
import io.aiplat.quality.promql.LabelMatcher;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import io.aiplat.quality.promql.SeriesCatalog;
import io.aiplat.quality.promql.evaluation.PromQlEngine;
import io.aiplat.quality.series.MetricFamily;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Prometheus' [HTTP API](https://prometheus.io/docs/prometheus/latest/querying/api/), as far as reading goes: what
/// Grafana needs of a data source of the type Prometheus. Expressions are evaluated by two threads of their own, for
/// that may take seconds, and the gateway's threads have requests to answer meanwhile.
public final class QueryApi implements QueryEndpoint, AutoCloseable {
    private static final String ROOT = "/api/v1/";
    private static final String LABEL = ROOT + "label/";
    private static final String VALUES = "/values";
    private static final Set<String> PATHS = Set.of(
            ROOT + "query",
            ROOT + "query_range",
            ROOT + "labels",
            ROOT + "series",
            ROOT + "metadata",
            ROOT + "status/buildinfo");
    private static final int MOST = 256 * 1024;
    private static final int SERIES = 10_000;
    private static final int THREADS = 2;
    private static final int WAITING = 64;

    private final PromQlEngine engine;
    private final SeriesCatalog catalog;
    private final Supplier<Map<String, MetricFamily>> families;
    private final InstantSource clock;
    private final String version;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            work -> Thread.ofPlatform().name("metrics-query").daemon().unstarted(work));

    /// @param families what is known of metrics beyond their samples, by name
    /// @param clock    for what is asked without a moment
    /// @param version  of aiplat
    public QueryApi(
            PromQlEngine engine,
            SeriesCatalog catalog,
            Supplier<Map<String, MetricFamily>> families,
            InstantSource clock,
            String version) {
        this.engine = engine;
        this.catalog = catalog;
        this.families = families;
        this.clock = clock;
        this.version = version;
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public boolean serves(String path) {
        return PATHS.contains(path) || isOfLabel(path);
    }

    private static boolean isOfLabel(String path) {
        return path.startsWith(LABEL)
                && path.endsWith(VALUES)
                && path.length() > LABEL.length() + VALUES.length()
                && path.indexOf('/', LABEL.length()) == path.length() - VALUES.length();
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public PageResponse refused(int status, String why) {
        String type = switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            default -> "bad_data";
        };
        return QueryAnswer.error(status, type, why);
    }

    @Override
    public PageResponse answer(QueryRequest request) {
        Future<PageResponse> answer;
        try {
            Callable<PageResponse> work = () -> answered(request);
            answer = threads.submit(work);
        } catch (RejectedExecutionException _) {
            return QueryAnswer.error(503, "unavailable", "Too many expressions wait to be evaluated; ask again later.");
        }
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            return QueryAnswer.error(503, "canceled", "The gateway ends.");
        } catch (ExecutionException e) {
            return refusal(e.getCause());
        }
    }

    private static PageResponse refusal(@Nullable Throwable cause) {
        if (cause instanceof PromQlException refused) {
            String why = String.valueOf(refused.getMessage());
            return switch (refused.kind()) {
                case SYNTAX -> QueryAnswer.error(400, "bad_data", why);
                case EVALUATION -> QueryAnswer.error(422, "execution", why);
                case TIMEOUT -> QueryAnswer.error(503, "timeout", why);
            };
        }
        if (cause instanceof OutOfMemoryError) {
            return QueryAnswer.error(
                    422, "execution", "There is no memory for so much: ask for a shorter time or for fewer series.");
        }
        return QueryAnswer.error(500, "internal", "The expression could not be evaluated: " + cause);
    }

    private PageResponse answered(QueryRequest request) {
        QueryFields fields = new QueryFields(request);
        return switch (request.path()) {
            case ROOT + "query" -> {
                long moment = fields.moment("time", clock.millis());
                yield QueryAnswer.instant(engine.instant(fields.needed("query"), moment), moment);
            }
            case ROOT + "query_range" ->
                QueryAnswer.range(engine.range(
                        fields.needed("query"),
                        moment(fields, "start"),
                        moment(fields, "end"),
                        fields.duration("step")));
            case ROOT + "labels" -> {
                Set<String> names = new TreeSet<>();
                labels(fields).forEach(labels -> names.addAll(labels.toMap().keySet()));
                yield strings(names);
            }
            case ROOT + "series" -> series(request, fields);
            case ROOT + "metadata" -> metadata(request.first("metric"));
            case ROOT + "status/buildinfo" -> build();
            default -> {
                String path = request.path();
                String label = path.substring(LABEL.length(), path.length() - VALUES.length());
                Set<String> values = new TreeSet<>();
                labels(fields).forEach(labels -> values.add(labels.get(label)));
                values.remove("");
                yield strings(values);
            }
        };
    }

    private static long moment(QueryFields fields, String name) {
        fields.needed(name);
        return fields.moment(name, 0);
    }

    private Set<LabelSet> labels(QueryFields fields) {
        long from = fields.moment("start", 0);
        long to = fields.moment("end", Long.MAX_VALUE);
        Set<LabelSet> found = new TreeSet<>();
        for (List<LabelMatcher> conditions : fields.selectors()) {
            found.addAll(catalog.labels(conditions, from, to));
        }
        return found;
    }

    private static PageResponse strings(Set<String> strings) {
        return QueryAnswer.success(json -> {
            json.writeStartArray();
            for (String string : strings) {
                json.writeString(string);
            }
            json.writeEndArray();
        });
    }

    private PageResponse series(QueryRequest request, QueryFields fields) {
        if (request.all("match[]").isEmpty()) {
            throw new PromQlException("The field match[] is missing.");
        }
        Set<LabelSet> found = labels(fields);
        if (found.size() > SERIES) {
            throw new PromQlException(
                    PromQlException.Cause.EVALUATION,
                    "There are more than " + SERIES + " such series: ask for a shorter time or with another match[].");
        }
        return QueryAnswer.success(json -> {
            json.writeStartArray();
            for (LabelSet labels : found) {
                QueryAnswer.labels(json, labels);
            }
            json.writeEndArray();
        });
    }

    private PageResponse metadata(String metric) {
        Map<String, MetricFamily> known = new TreeMap<>(families.get());
        if (!metric.isEmpty()) {
            known.keySet().retainAll(Set.of(metric));
        }
        return QueryAnswer.success(json -> {
            json.writeStartObject();
            for (Map.Entry<String, MetricFamily> family : known.entrySet()) {
                json.writeArrayFieldStart(family.getKey());
                json.writeStartObject();
                json.writeStringField("type", family.getValue().type());
                json.writeStringField("help", family.getValue().help());
                json.writeStringField("unit", "");
                json.writeEndObject();
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    /// Programs look at the version for what they may ask: it is that of the Prometheus whose rules we follow.
    private PageResponse build() {
        return QueryAnswer.success(json -> {
            json.writeStartObject();
            json.writeStringField("version", "3.0.0");
            json.writeStringField("revision", "aiplat " + version);
            json.writeStringField("branch", "aiplat");
            json.writeStringField("buildUser", "");
            json.writeStringField("buildDate", "");
            json.writeStringField("goVersion", "");
            json.writeEndObject();
        });
    }

    /// What is being evaluated is given up.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
