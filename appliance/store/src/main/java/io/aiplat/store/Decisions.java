package io.aiplat.store;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Configuration overrides of a home: what a person decided for it by commands, apart from what files and the
/// environment say.
///
/// @param about     what the file is, for whoever opens it
/// @param config    the settings file that `--config` named, absolute; null for the usual one
/// @param settings  values by the key of their setting
/// @param variables values that gateway.yaml takes from the environment, by name; secrets as a rule
/// @param endpoint  where the endpoint was when it was started last; null if it never was
public record Decisions(
        @Nullable String about,
        @Nullable String config,
        @Nullable Map<String, Decision> settings,
        @Nullable Map<String, String> variables,
        @Nullable Endpoint endpoint) {
    private static final String ABOUT = "What commands decided for this home, which stays decided: aiplat settings"
            + " shows it, aiplat settings unset KEY forgets it.";

    /// Nothing was decided yet.
    public static final Decisions NONE = new Decisions(null, null, Map.of(), Map.of(), null);

    public Decisions {
        about = ABOUT;
        settings = Collections.unmodifiableMap(new TreeMap<>(settings == null ? Map.of() : settings));
        variables = Collections.unmodifiableMap(new TreeMap<>(variables == null ? Map.of() : variables));
    }

    /// One setting that was decided.
    ///
    /// @param value as it was written, paths absolute
    /// @param by    the command, as a person typed it: `up`, `settings set`
    public record Decision(String value, String by, Instant at) {}

    /// Where an endpoint is, and under which names.
    ///
    /// @param listen  address that it is bound to
    /// @param hosts   names it is reached by besides those of this machine
    /// @param origins whose pages may ask it from a browser
    public record Endpoint(String listen, int port, List<String> hosts, List<String> origins) {
        public Endpoint {
            hosts = List.copyOf(hosts);
            origins = List.copyOf(origins);
        }
    }

    /// The settings, never null.
    @Override
    public Map<String, Decision> settings() {
        return settings == null ? Map.of() : settings;
    }

    /// The variables, never null.
    @Override
    public Map<String, String> variables() {
        return variables == null ? Map.of() : variables;
    }

    /// These with another settings file.
    public Decisions withConfig(@Nullable String file) {
        return new Decisions(about, file, settings, variables, endpoint);
    }

    /// These with other settings.
    public Decisions withSettings(Map<String, Decision> changed) {
        return new Decisions(about, config, changed, variables, endpoint);
    }

    /// These with other variables.
    public Decisions withVariables(Map<String, String> changed) {
        return new Decisions(about, config, settings, changed, endpoint);
    }

    /// These with another endpoint.
    public Decisions withEndpoint(Endpoint changed) {
        return new Decisions(about, config, settings, variables, changed);
    }

    /// Without the values, which may be secrets.
    @Override
    public String toString() {
        return "Decisions of " + settings().keySet() + " and " + variables().keySet();
    }
}
