package io.aiplat.launcher.command.invocation;

import io.aiplat.model.TextFile;
import io.aiplat.store.Home;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Environment variables that the gateway.yaml of a home takes values from. They are kept with the home, because
/// the process that serves is started by others too, whose environment has none of them.
///
/// @param home whose
public record RouteVariables(Home home) {
    private static final Pattern NAMED = Pattern.compile("(?<!\\$)\\$\\{env:([A-Za-z_][A-Za-z0-9_]*)");

    /// The names, sorted; none where there is no file.
    public List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        try {
            for (String line : TextFile.read(home.routes(), TextFile.MOST_BYTES).split("\n", -1)) {
                Matcher named = NAMED.matcher(line.stripLeading().startsWith("#") ? "" : line);
                while (named.find()) {
                    names.add(named.group(1));
                }
            }
        } catch (TextFile.Unreadable _) {
            // There is none, or whoever reads it says what is wrong with it.
            return List.of();
        }
        return List.copyOf(names);
    }

    /// The values to keep: those of the environment, else those kept before, of names that the file still has.
    Map<String, String> kept(Map<String, String> environment, Map<String, String> before) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : names()) {
            String value = environment.getOrDefault(name, "");
            String known = value.isEmpty() ? before.get(name) : value;
            if (known != null) {
                kept.put(name, known);
            }
        }
        return kept;
    }
}
