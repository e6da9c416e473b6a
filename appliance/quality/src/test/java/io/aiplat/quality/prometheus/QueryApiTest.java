package io.aiplat.quality.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.page.PageResponse;
import io.aiplat.gateway.page.QueryRequest;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.evaluation.PromQlEngine;
import io.aiplat.quality.promql.evaluation.QueryLimits;
import io.aiplat.quality.series.MetricFamily;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The API says what Prometheus says, to the byte.
class QueryApiTest {
    private static final LabelSet UP = LabelSet.of(Map.of(LabelSet.NAME, "up", "job", "aiplat"));
    private static final SampledSeries SERIES =
            new SampledSeries(UP, new long[] {1_000_000, 1_015_000, 1_030_000}, new double[] {1, 0.1, 1e-7});

    private final QueryApi api = new QueryApi(
            new PromQlEngine(
                    (conditions, from, to, _) -> conditions.stream().allMatch(one -> one.accepts(UP.get(one.name())))
                            ? List.of(SERIES)
                            : List.of(),
                    new QueryLimits(11_000, 1_000, 1_000, Duration.ofSeconds(10)),
                    System::nanoTime),
            (conditions, _, _) ->
                    conditions.stream().allMatch(one -> one.accepts(UP.get(one.name()))) ? Set.of(UP) : Set.of(),
            () -> Map.of("up", new MetricFamily("gauge", "Whether it is \"up\".")),
            () -> Instant.ofEpochMilli(1_015_500),
            "1.2.3");

    @AfterEach
    void close() {
        api.close();
    }

    /// @param fields `name=value`, separated by `&`
    private PageResponse ask(String path, String fields) {
        Map<String, List<String>> form = Arrays.stream(fields.split("&"))
                .filter(field -> field.contains("="))
                .collect(Collectors.groupingBy(
                        field -> field.substring(0, field.indexOf('=')),
                        Collectors.mapping(field -> field.substring(field.indexOf('=') + 1), Collectors.toList())));
        assertTrue(api.serves("/api/v1/" + path), path);
        return api.answer(new QueryRequest("/api/v1/" + path, form));
    }

    private static String text(PageResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', maxCharsPerColumn = 500, textBlock = """
            query | query=up | {"resultType":"vector","result":[{"metric":{"__name__":"up","job":"aiplat"},"value":[1015.5,"0.1"]}]}
            query | query=up&time=1030 | {"resultType":"vector","result":[{"metric":{"__name__":"up","job":"aiplat"},"value":[1030,"0.0000001"]}]}
            query | query=up&time=1970-01-01T00:16:40.123Z | {"resultType":"vector","result":[{"metric":{"__name__":"up","job":"aiplat"},"value":[1000.123,"1"]}]}
            query | query=1/0&time=1 | {"resultType":"scalar","result":[1,"+Inf"]}
            query | query="a"&time=1 | {"resultType":"string","result":[1,"a"]}
            query | query=up[20s]&time=1020 | {"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"aiplat"},"values":[[1015,"0.1"]]}]}
            query_range | query=sum(up)&start=1000&end=1020&step=10s | {"resultType":"matrix","result":[{"metric":{},"values":[[1000,"1"],[1010,"1"],[1020,"0.1"]]}]}
            query_range | query=time()&start=1000&end=1001.5&step=1 | {"resultType":"matrix","result":[{"metric":{},"values":[[1000,"1000"],[1001,"1001"]]}]}
            labels | | ["__name__","job"]
            labels | match[]=nothing | []
            label/job/values | match[]=up&match[]=down | ["aiplat"]
            label/nothing/values | | []
            series | match[]=up{job=~"a.*"}&start=1&end=2 | [{"__name__":"up","job":"aiplat"}]
            metadata | | {"up":[{"type":"gauge","help":"Whether it is \\"up\\".","unit":""}]}
            metadata | metric=down | {}
            """)
    void whatIsAskedForIsAnswered(String path, String fields, String data) {
        PageResponse response = ask(path, fields == null ? "" : fields);
        assertEquals("{\"status\":\"success\",\"data\":" + data + "}", text(response));
        assertEquals(200, response.status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            query | | 400 | bad_data | The field query is missing.
            query | query=up{ | 400 | bad_data | At character 4: there is the end of the expression
            query | query=up&time=noon | 400 | bad_data | The field time is a moment, as 1700000000.5
            query | query=up&time=1e40 | 400 | bad_data | The field time is a moment, as 1700000000.5
            query_range | query=up&start=1&end=2 | 400 | bad_data | The field step is missing.
            query_range | query=up&start=1&end=2&step=0 | 400 | bad_data | The field step is a duration of more than 0
            query_range | query=up&start=2&end=1&step=1 | 400 | bad_data | The step is more than 0
            query_range | query=up&start=1&end=20000&step=1 | 400 | bad_data | There would be more than 11000 points
            query_range | query=up[5m]&start=1&end=2&step=1 | 400 | bad_data | Over a time a scalar or an instant vector
            query_range | query=up&start=1000&end=2500&step=0.2 | 422 | execution | There would be more than 1000 points
            series | | 400 | bad_data | The field match[] is missing.
            series | match[]=1+1 | 400 | bad_data | The field match[] is a selector
            """)
    void whatCannotBeAnsweredIsSaidAsPrometheusSaysIt(String path, String fields, int status, String type, String why) {
        PageResponse response = ask(path, fields == null ? "" : fields);
        String head = "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"" + why;
        assertTrue(text(response).startsWith(head), () -> text(response));
        assertEquals(status, response.status());
    }

    @Test
    void onlyItsOwnAddressesAreServed() {
        for (String path : List.of(
                "/api/v1",
                "/api/v1/",
                "/api/v1/label//values",
                "/api/v1/label/a/b/values",
                "/api/v1/label/values",
                "/api/v1/write",
                "/api/v1/admin/tsdb/snapshot",
                "/api/chat",
                "/api/tags",
                "/api/public/otel/v1/traces")) {
            assertFalse(api.serves(path), path);
        }
    }

    @Test
    void programsAreToldThePrometheusWhoseRulesHold() {
        assertTrue(text(ask("status/buildinfo", "")).contains("\"version\":\"3.0.0\",\"revision\":\"aiplat 1.2.3\""));
        assertEquals(
                "{\"status\":\"error\",\"errorType\":\"forbidden\",\"error\":\"No.\"}", text(api.refused(403, "No.")));
    }

    @Test
    void numbersHaveNoExponent() {
        assertEquals("NaN", QueryAnswer.number(Double.NaN));
        assertEquals("-Inf", QueryAnswer.number(Double.NEGATIVE_INFINITY));
        assertEquals("-0", QueryAnswer.number(-0.0));
        assertEquals("123456789012345680000", QueryAnswer.number(1.2345678901234568e20));
        assertEquals("0.30000000000000004", QueryAnswer.number(0.1 + 0.2));
        assertEquals("-42", QueryAnswer.number(-42));
    }
}
