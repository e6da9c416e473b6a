package io.aiplat.quality.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reader of Grafana's dashboards, schema 39
/// (https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/): of a panel its
/// type, title, description, width, unit, decimals, bounds, absolute thresholds, and expressions with their legends.
/// What is not of these is not shown. Data sources are not looked at, for there is one.
public final class GrafanaDashboard {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern FROM = Pattern.compile("now-(\\d{1,4})([mhd])");
    private static final int WHOLE_WIDTH = 24;

    private GrafanaDashboard() {}

    /// Reads one.
    ///
    /// @param name that its view has in addresses
    /// @throws IllegalArgumentException if it is no dashboard, or has a panel that cannot be shown; says which
    public static View read(String name, String json) {
        JsonNode dashboard;
        try {
            dashboard = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        }
        List<ViewPanel> panels = new ArrayList<>();
        read(name, dashboard.path("panels"), panels);
        String title = dashboard.path("title").asText(name);
        return new View(
                name,
                // Folders of Grafana are written before the title.
                title.substring(title.lastIndexOf('/') + 1).strip(),
                dashboard.path("description").asText(""),
                shows(dashboard.at("/time/from").asText("")),
                panels);
    }

    /// A row that is closed has its panels in itself.
    private static void read(String name, JsonNode all, List<ViewPanel> panels) {
        for (JsonNode panel : all) {
            panels.add(panel(name, panel));
            read(name, panel.path("panels"), panels);
        }
    }

    private static Duration shows(String from) {
        Matcher matcher = FROM.matcher(from);
        if (!matcher.matches()) {
            return Duration.ofHours(6);
        }
        int count = Integer.parseInt(matcher.group(1));
        return switch (matcher.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    private static ViewPanel panel(String name, JsonNode panel) {
        String title = panel.path("title").asText("");
        String type = panel.path("type").asText("");
        ViewPanel.Kind kind = kind(type)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + ": the panel \"" + title + "\" is a " + type + ", which is not shown"));
        JsonNode defaults = panel.at("/fieldConfig/defaults");
        List<ViewPanel.Query> queries = new ArrayList<>();
        for (JsonNode target : panel.path("targets")) {
            queries.add(query(name + ": the panel \"" + title + "\"", target));
        }
        return new ViewPanel(
                kind,
                title,
                panel.path("description").asText(""),
                defaults.path("unit").asText(""),
                defaults.path("decimals").isInt() ? defaults.path("decimals").asInt() : null,
                number(defaults.path("min")),
                number(defaults.path("max")),
                Math.clamp(panel.at("/gridPos/w").asInt(WHOLE_WIDTH), 1, WHOLE_WIDTH),
                isThresholdShown(kind, defaults) ? thresholds(defaults.path("thresholds")) : List.of(),
                queries);
    }

    /// Lines over time have thresholds that Grafana draws only where it is told so.
    private static boolean isThresholdShown(ViewPanel.Kind kind, JsonNode defaults) {
        return kind != ViewPanel.Kind.TIMESERIES
                || !defaults.at("/custom/thresholdsStyle/mode").asText("off").equals("off");
    }

    private static Optional<ViewPanel.Kind> kind(String type) {
        return Arrays.stream(ViewPanel.Kind.values())
                .filter(kind -> kind.word().equals(type))
                .findFirst();
    }

    private static ViewPanel.Query query(String where, JsonNode target) {
        String expression = target.path("expr").asText("");
        if (expression.isBlank() || expression.contains("$")) {
            throw new IllegalArgumentException(where + " asks for what is no plain PromQL: " + expression);
        }
        String legend = target.path("legendFormat").asText("");
        return new ViewPanel.Query(
                expression,
                legend.equals("__auto") ? "" : legend,
                target.path("instant").asBoolean());
    }

    private static List<ViewPanel.Threshold> thresholds(JsonNode thresholds) {
        List<ViewPanel.Threshold> read = new ArrayList<>();
        if (thresholds.path("mode").asText("absolute").equals("absolute")) {
            for (JsonNode step : thresholds.path("steps")) {
                read.add(new ViewPanel.Threshold(
                        number(step.path("value")), level(step.path("color").asText(""))));
            }
        }
        return read;
    }

    private static ViewPanel.Level level(String colour) {
        return switch (colour) {
            case "green" -> ViewPanel.Level.GOOD;
            case "orange", "yellow" -> ViewPanel.Level.WARNING;
            case "red" -> ViewPanel.Level.BAD;
            default -> ViewPanel.Level.NONE;
        };
    }

    private static @Nullable Double number(JsonNode value) {
        return value.isNumber() ? value.doubleValue() : null;
    }
}
