package io.aiplat.routing.file;

import io.aiplat.model.Problem;
import io.aiplat.routing.RoutingProblems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/// One reading of one file: where things stand in it, and everything that is wrong with it.
final class ConfigParse {
    /// More than anybody reads at once; looking on for further ones would only take time.
    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_SHOWN = 100;

    private final String label;
    private final Path folder;
    private final Interpolation interpolation;
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, Object> built = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final ConfigDryRun trial;
    private final CurrencyConversion currencies = new CurrencyConversion(this);
    private int reports;

    private Map<Key<?>, Object> defaults = Map.of();

    /// @param label  the file as a person recognises it
    /// @param folder that relative paths are relative to
    /// @param trial  makes what shall serve of what is read
    ConfigParse(String label, Path folder, Map<String, String> environment, ConfigDryRun trial) {
        this.trial = trial;
        this.label = label;
        this.folder = folder;
        this.interpolation = new Interpolation(environment, folder);
    }

    /// So much is wrong that nothing more is looked for.
    static final class Enough extends RuntimeException {
        private final transient List<Problem> problems;

        Enough(List<Problem> problems) {
            super("more than " + MOST_PROBLEMS + " problems", null, false, false);
            this.problems = problems;
        }

        List<Problem> problems() {
            return problems;
        }
    }

    String label() {
        return label;
    }

    Path folder() {
        return folder;
    }

    Interpolation interpolation() {
        return interpolation;
    }

    CurrencyConversion currencies() {
        return currencies;
    }

    /// Notes what holds in every section that does not say otherwise.
    void assume(Map<Key<?>, Object> values) {
        defaults = Map.copyOf(values);
    }

    Map<Key<?>, Object> defaults() {
        return defaults;
    }

    void report(Problem problem) {
        reports++;
        problems.add(problem);
        if (problems.size() >= MOST_PROBLEMS) {
            throw new Enough(problems());
        }
    }

    /// How often something was reported, what was reported before included: the defaults are read twice.
    int reportCount() {
        return reports;
    }

    List<Problem> problems() {
        return new ArrayList<>(problems);
    }

    /// Notes where a path of keys stands, for what can be checked only when all is read.
    void note(String path, Node node) {
        places.put(path, place(node));
    }

    /// Notes a text that is an item of a list.
    void noteText(String path, String text) {
        texts.put(path, text);
    }

    /// The texts in all lists of one name, by path, also in sections that are refused.
    Map<String, String> textsOf(String list) {
        Map<String, String> found = new LinkedHashMap<>();
        texts.forEach((path, text) -> {
            if (path.matches("(.*\\.)?" + java.util.regex.Pattern.quote(list) + "\\[[0-9]+]")) {
                found.put(path, text);
            }
        });
        return found;
    }

    /// Notes a name that somebody chose in a section.
    void noteName(String section, String name) {
        names.computeIfAbsent(section, _ -> new ArrayList<>()).add(name);
    }

    /// Tries what came of a section, and notes it.
    ///
    /// @throws IllegalArgumentException with a full sentence if it cannot serve
    void noteBuilt(String path, Object thing) {
        ConfigDryRun.of(trial, thing);
        built.put(path, thing);
    }

    /// The things of one kind, by path.
    <T> Map<String, T> builtOf(Class<T> type) {
        Map<String, T> things = new LinkedHashMap<>();
        built.forEach((path, thing) -> {
            if (type.isInstance(thing)) {
                things.put(path, type.cast(thing));
            }
        });
        return things;
    }

    /// Whether something came of every item of a list.
    boolean everyBuilt(String list) {
        String items = java.util.regex.Pattern.quote(list) + "\\[[0-9]+]";
        return places.keySet().stream().filter(path -> path.matches(items)).allMatch(built::containsKey);
    }

    /// The names that people chose in a section, also of things that are refused.
    List<String> namesBelow(String section) {
        return names.getOrDefault(section, List.of());
    }

    boolean hasNoted(String path) {
        return places.containsKey(path);
    }

    String placeOf(String path) {
        return places.getOrDefault(path, label);
    }

    String place(Node node) {
        return node.getStartMark().map(this::place).orElse(label);
    }

    String place(Mark mark) {
        return BoundedYaml.place(label, mark);
    }

    /// A text of the file as it may be shown: not too long, its control characters as text.
    static String shown(String text) {
        return escaped(text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...");
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (ScalarForms.isHidden(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /// Reports a value that is not possible.
    ///
    /// @param reason a full sentence
    void refuse(String path, Node node, String reason, ValueForm<?> form) {
        String key = path.isEmpty() ? "The file" : path;
        report(RoutingProblems.invalidValue(key, place(node), escaped(reason), form.words()));
    }
}
