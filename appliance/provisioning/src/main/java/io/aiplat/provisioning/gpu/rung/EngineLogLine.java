package io.aiplat.provisioning.gpu.rung;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Line of Ollama's log that says what it computes on.
///
/// @param library as it writes it: `cuda`, `CUDA`, `ROCm`, `cpu`
/// @param words   for people
record EngineLogLine(String library, String words) {
    private static final String BEGINNING = "Listening on ";
    private static final Pattern COMPUTE = Pattern.compile("msg=\"inference compute\".*?\\blibrary=\"?(\\w+)\"?");
    private static final Pattern NAME = Pattern.compile("\\b(?:description|name)=\"([^\"]+)\"");

    /// Whether that is a GPU.
    boolean gpu() {
        return !library.equalsIgnoreCase("cpu");
    }

    /// What the last start says, a GPU before a processor; empty where no start is in these lines.
    static Optional<EngineLogLine> lastStart(List<String> log) {
        int from = 0;
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).contains(BEGINNING)) {
                from = i;
            }
        }
        List<EngineLogLine> found = log.subList(from, log.size()).stream()
                .flatMap(line -> of(line).stream())
                .toList();
        return found.stream()
                .filter(EngineLogLine::gpu)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static Optional<EngineLogLine> of(String line) {
        Matcher compute = COMPUTE.matcher(line);
        if (!compute.find()) {
            return Optional.empty();
        }
        String library = compute.group(1);
        String name = "";
        Matcher names = NAME.matcher(line);
        while (names.find()) {
            // The last one is the card's own; before it there may be a number that Ollama gives.
            name = names.group(1);
        }
        return Optional.of(new EngineLogLine(library, "library " + library + (name.isEmpty() ? "" : ", " + name)));
    }
}
