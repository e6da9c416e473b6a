package io.aiplat.quality.alert.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertTemplateTest {
    /// The numbers are those of Prometheus' own test, template/template_test.go, and of Go's `strconv`.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{{ $value }}; 0.25; 0.25",
                "{{ $value }}; 1; 1",
                "{{ $value }}; 1e21; 1e+21",
                "{{ $value }}; 123456789; 1.23456789e+08",
                "{{ .Value }}; 0.00001; 1e-05",
                "{{ $value }}; NaN; NaN",
                "{{ $value }}; Infinity; +Inf",
                "{{ $value | humanize }}; 0; 0",
                "{{ $value | humanize }}; 1234567; 1.235M",
                "{{ $value | humanize }}; 0.12; 120m",
                "{{ humanize $value }}; 123; 123",
                "{{ $value | humanize1024 }}; 1048576; 1Mi",
                "{{ $value | humanizePercentage }}; 0.1234567; 12.35%",
                "{{ $value | humanizePercentage }}; 0.9; 90%",
                "{{ $value | humanizeDuration }}; 0; 0s",
                "{{ $value | humanizeDuration }}; 1; 1s",
                "{{ $value | humanizeDuration }}; 60; 1m 0s",
                "{{ $value | humanizeDuration }}; 3600; 1h 0m 0s",
                "{{ $value | humanizeDuration }}; 86400; 1d 0h 0m 0s",
                "{{ $value | humanizeDuration }}; -86461; -1d 0h 1m 1s",
                "{{ $value | humanizeDuration }}; 899.99; 14m 59s",
                "{{ $value | humanizeDuration }}; .1; 100ms",
                "{{ $value | humanizeDuration }}; .0001; 100us",
                "{{ $value | humanizeDuration }}; 59.3333; 59.33s",
                "{{ $value | printf \"%.2f\" }}; 2.345; 2.35",
                "{{ printf \"%.0f%%\" $value }}; 49.6; 50%",
                "{{ $labels.a }}-{{ .Labels.a | toUpper }}; 1; x-X",
                "{{ $labels.none }}; 1; ''",
                "a {{- ` b ` -}} c; 1; 'a b c'",
            })
    void numbersAreWrittenAsPrometheusDoes(String template, double value, String expected) {
        assertEquals(expected, AlertTemplate.parse(template).expand(Map.of("a", "x"), value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ $value",
                "{{ }}",
                "{{ $value | }}",
                "{{ query `up` }}",
                "{{ if $value }}x{{ end }}",
                "{{ $externalURL }}",
                "{{ $value | printf \"%d\" }}",
                "{{ printf $value $value }}",
                "{{ humanize }}",
                "{{ $value $value }}",
                "{{ $value | \"x }}"
            })
    void whatIsNoneOfTheSubsetIsRefused(String template) {
        assertThrows(IllegalArgumentException.class, () -> AlertTemplate.parse(template));
    }

    @Test
    void timesAreThoseOfPrometheus() {
        assertEquals(Duration.ofMinutes(90), PrometheusTime.parse("1h30m"));
        assertEquals(Duration.ofDays(365 + 7 + 1), PrometheusTime.parse("1y1w1d"));
        assertEquals(Duration.ofMillis(1500), PrometheusTime.parse("1s500ms"));
        assertEquals(Duration.ZERO, PrometheusTime.parse("0"));
        for (String wrong : new String[] {"", "5", "30m1h", "1.5h", "-1m"}) {
            assertThrows(IllegalArgumentException.class, () -> PrometheusTime.parse(wrong), wrong);
        }
    }
}
