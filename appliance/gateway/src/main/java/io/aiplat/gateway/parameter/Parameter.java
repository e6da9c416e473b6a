package io.aiplat.gateway.parameter;

import java.util.List;

/// Row of the feature matrix, [ParameterTable].
///
/// @param api       label of the API, as `Surface` has it
/// @param path      of the field in a request: `tools[].strict`; `tools[custom]` is an element of that type or
///     role
/// @param example   fields of a request that asks for it, as a JSON object
/// @param engine    at a model of an engine, embedded or Ollama's, that has every ability
/// @param openai    at a server of the kind `openai`
/// @param anthropic at a server of the kind `anthropic`
/// @param note      what a reader has to know besides; may be empty
public record Parameter(
        String api,
        String path,
        String example,
        ParameterHandling engine,
        ParameterHandling openai,
        ParameterHandling anthropic,
        String note) {
    /// What such a row's note begins with.
    private static final String CARRIES = "carries what was said";

    private static final String SEPARATOR = " | ";

    static Parameter of(String line) {
        List<String> cells = List.of((line + " ").split(" \\| ", -1));
        if (cells.size() != 7) {
            throw new IllegalArgumentException("no row of seven cells: " + line);
        }
        return new Parameter(
                cells.get(0),
                cells.get(1),
                cells.get(2),
                ParameterHandling.of(cells.get(3)),
                ParameterHandling.of(cells.get(4)),
                ParameterHandling.of(cells.get(5)),
                cells.get(6).strip());
    }

    /// The row as a line of the table.
    public String line() {
        return String.join(SEPARATOR, api, path, example, engine.word(), openai.word(), anthropic.word(), note)
                .stripTrailing();
    }

    /// The same with what becomes of it elsewhere.
    public Parameter with(ParameterHandling byEngine, ParameterHandling byOpenai, ParameterHandling byAnthropic) {
        return new Parameter(api, path, example, byEngine, byOpenai, byAnthropic, note);
    }

    /// Whether it is a field of the request itself, in any form.
    boolean isWhole() {
        return path.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }

    /// Whether it stands for a part of the conversation, so that an answer without it is one to another
    /// question.
    boolean carries() {
        return note.startsWith(CARRIES);
    }
}
