package io.aiplat.launcher.command.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.StringJoiner;

/// What is known of models, for a person and for a program.
public final class ModelText {
    private static final ObjectMapper JSON = new ObjectMapper();
    /// Characters of a template or a message that are shown among other things.
    private static final int SHOWN = 60;

    private final StringBuilder lines = new StringBuilder();

    private ModelText() {}

    /// What a program gets: maps, lists and plain values.
    public static Object value(JsonNode answer) {
        return JSON.convertValue(answer, Object.class);
    }

    /// All about one model.
    ///
    /// @param model as `GET /models/{name}` says it
    static String details(JsonNode model) {
        ModelText text = new ModelText();
        text.files(model);
        JsonNode versions = model.path("versions");
        text.version(versions.path(versions.size() - 1), model.path("files"));
        text.decided(model);
        text.line("notes", model.path("notes").asText());
        String benchmarks = benchmarks(model.path("benchmarks"));
        return text.lines + (benchmarks.isEmpty() ? "" : "\n" + benchmarks);
    }

    private void line(String what, String value) {
        if (!value.isBlank()) {
            lines.append(String.format(Locale.ROOT, "%-15s%s%n", what, value));
        }
    }

    private void files(JsonNode model) {
        String name = model.path("name").asText();
        line("model", name);
        JsonNode files = model.path("files");
        if (files.isMissingNode()) {
            line("here", "no; this is what is left of it in the registry");
            return;
        }
        line("engine", model.path("engine").asText());
        line("in memory", model.path("loaded").asBoolean() ? "yes" : "no");
        line("architecture", text(files.path("architecture")));
        long parameters = files.path("parameters").asLong();
        line("parameters", parameters == 0 ? "" : Quantity.count(parameters));
        line("quantisation", text(files.path("quantisation")));
        line("size", Quantity.bytes(files.path("bytes").asLong()));
        context(model);
        line("kind", files.path("embeds").asBoolean() ? "embedding" : "chat");
        String template = text(files.path("template"));
        line("template", template.isEmpty() ? "" : template.length() + " characters: models show --template " + name);
        line("system", shortened(text(files.path("system"))));
        StringJoiner defaults = new StringJoiner(", ");
        files.path("defaults")
                .properties()
                .forEach(parameter ->
                        parameter.getValue().forEach(each -> defaults.add(parameter.getKey() + " " + each.asText())));
        line("defaults", defaults.toString());
    }

    private void context(JsonNode model) {
        int served = model.path("context").asInt();
        int trained = model.at("/files/context").asInt();
        String most = trained == 0 ? "" : "trained for " + trained;
        line("context", served == 0 ? most : served + " tokens" + (most.isEmpty() ? "" : ", " + most));
        line("", "to change it: `context` at the model in gateway.yaml");
    }

    private void version(JsonNode version, JsonNode files) {
        line("licence", text(version.hasNonNull("licence") ? version.path("licence") : files.path("licence")));
        line("source", text(version.path("source")));
        line("digest", text(version.hasNonNull("digest") ? version.path("digest") : files.path("digest")));
        line("added", text(version.path("added")));
    }

    private void decided(JsonNode model) {
        JsonNode stage = model.path("stage");
        String by = text(stage.path("by"));
        String note = text(stage.path("note"));
        line(
                "stage",
                stage.path("stage").asText()
                        + (by.isEmpty() ? "" : ", by " + by + " at " + text(stage.path("at")))
                        + (note.isEmpty() ? "" : ": " + note));
    }

    /// A table of what was measured; empty where nothing was.
    static String benchmarks(JsonNode benchmarks) {
        if (benchmarks.isEmpty()) {
            return "";
        }
        Table table =
                new Table("MEASURED", "ENGINE", "AT ONCE", "CONTEXT", "PROMPT", "ANSWER", "FIRST TOKEN P50", "P95");
        for (JsonNode result : benchmarks) {
            table.row(
                    result.path("at").asText(),
                    result.path("engine").asText(),
                    result.path("concurrency").asText(),
                    result.path("context").asText(),
                    rate(result.path("prompt_rate")),
                    rate(result.path("generation_rate")),
                    millis(result.path("first_token_ms_p50")),
                    millis(result.path("first_token_ms_p95")));
        }
        return table.toText();
    }

    private static String rate(JsonNode tokens) {
        return String.format(Locale.ROOT, "%.1f tokens/s", tokens.asDouble());
    }

    private static String millis(JsonNode millis) {
        return String.format(Locale.ROOT, "%.0f ms", millis.asDouble());
    }

    /// A table of the models in memory.
    public static String residents(JsonNode models) {
        Instant now = Instant.now();
        Table table = new Table("NAME", "ENGINE", "MEMORY", "ON GPU", "CONTEXT", "SINCE", "UNTIL");
        for (JsonNode model : models) {
            long memory = model.path("memory").asLong();
            long gpu = model.path("gpu").asLong();
            int context = model.path("context").asInt();
            table.row(
                    model.path("name").asText(),
                    model.path("engine").asText(),
                    memory == 0 ? "-" : Quantity.bytes(memory),
                    gpu == 0 ? "-" : Quantity.bytes(gpu),
                    context == 0 ? "-" : Integer.toString(context),
                    since(model.path("since"), now),
                    until(model, now));
        }
        return table.toText();
    }

    private static String since(JsonNode since, Instant now) {
        return since.isTextual() ? span(Duration.between(Instant.parse(since.asText()), now)) + " ago" : "-";
    }

    private static String until(JsonNode model, Instant now) {
        JsonNode until = model.path("until");
        if (until.isTextual()) {
            return "in " + span(Duration.between(now, Instant.parse(until.asText())));
        }
        return model.path("busy").asBoolean() ? "it answers now" : "it is stopped";
    }

    private static String span(Duration span) {
        Duration positive = span.isNegative() ? Duration.ZERO : span;
        return positive.toHours() == 0
                ? Quantity.time(positive)
                : positive.toHours() + " h " + positive.toMinutesPart() + " min";
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : "";
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }
}
