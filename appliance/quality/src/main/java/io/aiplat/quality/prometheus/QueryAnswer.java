package io.aiplat.quality.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.page.PageResponse;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.SampledSeries;
import io.aiplat.quality.promql.evaluation.LabelledValue;
import io.aiplat.quality.promql.evaluation.PromQlValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Answers in the form of <https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview>.
final class QueryAnswer {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TYPE = "application/json";
    private static final double WHOLE = 1e15;

    private QueryAnswer() {}

    /// Writes what was asked for.
    @FunctionalInterface
    interface Part {
        void to(JsonGenerator json) throws IOException;
    }

    /// With something that was asked for.
    static PageResponse success(Part data) {
        return answer(200, json -> {
            json.writeStringField("status", "success");
            json.writeFieldName("data");
            data.to(json);
        });
    }

    /// Without it.
    ///
    /// @param type `bad_data`, `execution`, `timeout` and others that Prometheus has
    static PageResponse error(int status, String type, String why) {
        return answer(status, json -> {
            json.writeStringField("status", "error");
            json.writeStringField("errorType", type);
            json.writeStringField("error", why);
        });
    }

    private static PageResponse answer(int status, Part fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            fields.to(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return PageResponse.of(status, TYPE, bytes.toByteArray());
    }

    /// What an expression is at a moment.
    static PageResponse instant(PromQlValue value, long moment) {
        return success(json -> {
            json.writeStartObject();
            switch (value) {
                case PromQlValue.Scalar(double number) -> {
                    json.writeStringField("resultType", "scalar");
                    json.writeFieldName("result");
                    point(json, moment, number(number));
                }
                case PromQlValue.Text(String text) -> {
                    json.writeStringField("resultType", "string");
                    json.writeFieldName("result");
                    point(json, moment, text);
                }
                case PromQlValue.Vector(List<LabelledValue> samples) -> {
                    json.writeStringField("resultType", "vector");
                    json.writeArrayFieldStart("result");
                    for (LabelledValue sample : samples) {
                        json.writeStartObject();
                        json.writeFieldName("metric");
                        labels(json, sample.labels());
                        json.writeFieldName("value");
                        point(json, moment, number(sample.value()));
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                }
                case PromQlValue.Matrix(List<SampledSeries> series) -> matrix(json, series);
            }
            json.writeEndObject();
        });
    }

    /// What an expression is over a time.
    static PageResponse range(List<SampledSeries> series) {
        return success(json -> {
            json.writeStartObject();
            matrix(json, series);
            json.writeEndObject();
        });
    }

    private static void matrix(JsonGenerator json, List<SampledSeries> series) throws IOException {
        json.writeStringField("resultType", "matrix");
        json.writeArrayFieldStart("result");
        for (SampledSeries one : series) {
            json.writeStartObject();
            json.writeFieldName("metric");
            labels(json, one.labels());
            json.writeArrayFieldStart("values");
            for (int i = 0; i < one.times().length; i++) {
                point(json, one.times()[i], number(one.values()[i]));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void labels(JsonGenerator json, LabelSet labels) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> label : labels.toMap().entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void point(JsonGenerator json, long moment, String value) throws IOException {
        json.writeStartArray();
        if (moment % 1000 == 0) {
            json.writeNumber(moment / 1000);
        } else {
            json.writeNumber(BigDecimal.valueOf(moment, 3).stripTrailingZeros());
        }
        json.writeString(value);
        json.writeEndArray();
    }

    /// Without an exponent, and with as many digits as it has.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < WHOLE && Double.doubleToRawLongBits(value) != 1L << 63) {
            return Long.toString((long) value);
        }
        return value == 0
                ? "-0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
