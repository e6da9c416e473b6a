package io.aiplat.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A strict reader of Prometheus' text format 0.0.4: what it does not know it refuses.
final class Scrape {
    private static final Pattern HELP = Pattern.compile("# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram|summary|untyped)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(,|$)");

    final Map<String, String> types = new TreeMap<>();
    final Map<String, Double> samples = new TreeMap<>();
    private final Set<String> helped = new HashSet<>();

    static Scrape of(Telemetry telemetry) {
        return new Scrape(text(telemetry));
    }

    static String text(Telemetry telemetry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            telemetry.scrape(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Scrape(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no end");
        }
        text.lines().forEach(this::line);
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            require(helped.add(help.group(1)), "a second HELP: " + line);
        } else if (type.matches()) {
            require(types.put(type.group(1), type.group(2)) == null, "a second TYPE: " + line);
        } else {
            require(sample.matches(), "not a line of the format: " + line);
            String labels = sample.group(2) == null ? "" : labels(sample.group(2));
            require(types.containsKey(family(sample.group(1))), "a sample without TYPE: " + line);
            double value =
                    sample.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
            require(samples.put(sample.group(1) + "{" + labels + "}", value) == null, "twice: " + line);
        }
    }

    private String family(String name) {
        String stem = name.replaceFirst("_(bucket|sum|count)$", "");
        return "histogram".equals(types.get(stem)) ? stem : name;
    }

    private static String labels(String text) {
        List<String> labels = new ArrayList<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            require(label.find() && label.start() == end, "not labels: " + text);
            end = label.end();
            labels.add(label.group(1) + "=" + label.group(2));
        }
        return sorted(labels);
    }

    private static String sorted(List<String> labels) {
        return labels.stream().sorted().collect(Collectors.joining(","));
    }

    private static void require(boolean so, String why) {
        if (!so) {
            throw new AssertionError(why);
        }
    }

    /// A sample, named as `name{label=value,label=value}` in any order.
    double value(String sample) {
        int brace = sample.indexOf('{');
        List<String> labels =
                List.of(sample.substring(brace + 1, sample.length() - 1).split(","));
        Double value = samples.get(sample.substring(0, brace + 1) + sorted(labels) + "}");
        if (value == null) {
            throw new AssertionError("no " + sample + " in\n" + String.join("\n", samples.keySet()));
        }
        return value;
    }
}
