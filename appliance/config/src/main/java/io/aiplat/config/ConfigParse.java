package io.aiplat.config;

import io.aiplat.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/// One reading of one file: where things stand in it, and everything that is wrong with it.
public final class ConfigParse {
    /// More than anybody reads at once; looking on for further ones would only take time.
    private static final int MOST_PROBLEMS = 100;
    private static final int MOST_SHOWN = 100;

    private final ConfigSource source;
    private final FileProblems wording;
    private final Interpolation interpolation;
    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, Object> built = new LinkedHashMap<>();
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<Class<?>, Object> shared = new HashMap<>();
    private final Consumer<Object> trial;
    private int reports;

    private Map<Key<?>, Object> defaults = Map.of();

    /// A reading whose result is not tried.
    ///
    /// @param wording how problems are told
    public ConfigParse(ConfigSource source, FileProblems wording) {
        this(source, wording, _ -> {});
    }

    /// A reading of what is tried as it comes.
    ///
    /// @param wording how problems are told
    /// @param trial   makes what serves of each part, or throws [IllegalArgumentException] with a full sentence
    public ConfigParse(ConfigSource source, FileProblems wording, Consumer<Object> trial) {
        this.source = source;
        this.wording = wording;
        this.trial = trial;
        this.interpolation = new Interpolation(source);
    }

    /// So much is wrong that nothing more is looked for.
    public static final class Enough extends RuntimeException {
        private final transient List<Problem> problems;

        Enough(List<Problem> problems) {
            super("more than " + MOST_PROBLEMS + " problems", null, false, false);
            this.problems = problems;
        }

        /// What was found until then.
        public List<Problem> problems() {
            return problems;
        }
    }

    /// What is read.
    public ConfigSource source() {
        return source;
    }

    /// How problems are told.
    public FileProblems wording() {
        return wording;
    }

    Interpolation interpolation() {
        return interpolation;
    }

    /// What all values of one reading have in common, made when it is asked for first.
    public <T> T shared(Class<T> type, Function<ConfigParse, T> first) {
        return type.cast(shared.computeIfAbsent(type, _ -> first.apply(this)));
    }

    /// Notes what holds in every section that does not say otherwise.
    public void assume(Map<Key<?>, Object> values) {
        defaults = Map.copyOf(values);
    }

    Map<Key<?>, Object> defaults() {
        return defaults;
    }

    /// Reports a problem.
    ///
    /// @throws Enough if it is the hundredth
    public void report(Problem problem) {
        reports++;
        problems.add(problem);
        if (problems.size() >= MOST_PROBLEMS) {
            throw new Enough(problems());
        }
    }

    /// How often something was reported, what was reported before included: the defaults are read twice.
    public int reportCount() {
        return reports;
    }

    /// What is wrong so far.
    public List<Problem> problems() {
        return new ArrayList<>(problems);
    }

    /// Notes where a path of keys stands, for what can be checked only when all is read.
    public void note(String path, YamlNode node) {
        places.put(path, place(node));
    }

    /// Notes a text that is an item of a list.
    void noteText(String path, String text) {
        texts.put(path, text);
    }

    /// The texts in all lists of one name, by path, also in sections that are refused.
    public Map<String, String> textsOf(String list) {
        Map<String, String> found = new LinkedHashMap<>();
        texts.forEach((path, text) -> {
            if (path.matches("(.*\\.)?" + Pattern.quote(list) + "\\[[0-9]+]")) {
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
        trial.accept(thing);
        built.put(path, thing);
    }

    /// The things of one kind, by path.
    public <T> Map<String, T> builtOf(Class<T> type) {
        Map<String, T> things = new LinkedHashMap<>();
        built.forEach((path, thing) -> {
            if (type.isInstance(thing)) {
                things.put(path, type.cast(thing));
            }
        });
        return things;
    }

    /// Whether something came of every item of a list.
    public boolean everyBuilt(String list) {
        String items = Pattern.quote(list) + "\\[[0-9]+]";
        return places.keySet().stream().filter(path -> path.matches(items)).allMatch(built::containsKey);
    }

    /// The names that people chose in a section, also of things that are refused.
    public List<String> namesBelow(String section) {
        return names.getOrDefault(section, List.of());
    }

    /// Whether a path of keys is written.
    public boolean hasNoted(String path) {
        return places.containsKey(path);
    }

    /// Where a path of keys stands; the label of the source if it is not written.
    public String placeOf(String path) {
        return places.getOrDefault(path, source.label());
    }

    /// Where a node stands.
    public String place(YamlNode node) {
        return node.place(source.label());
    }

    /// A text of the file as it may be shown: not too long, its control characters as text.
    public static String shown(String text) {
        return HiddenCharacters.escaped(text, MOST_SHOWN);
    }

    /// Reports a value that is not possible.
    ///
    /// @param reason a full sentence
    public void refuse(String path, YamlNode node, String reason, ValueForm<?> form) {
        String key = path.isEmpty() ? "The file" : path;
        report(wording.invalidValue(
                key, place(node), HiddenCharacters.escaped(reason, Integer.MAX_VALUE), form.words()));
    }
}
