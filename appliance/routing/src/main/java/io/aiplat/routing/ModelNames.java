package io.aiplat.routing;

import io.aiplat.model.SpellingSuggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Name resolution: finds what a public name stands for. That is the thing of that very name, else the one its
/// alias leads to, else one of those by another spelling, else the wildcard or the pattern of an alias with the
/// longest beginning in common. The longest wins, so none hides another; and a wildcard does not serve what
/// another name leads to on other terms. A pattern of an alias (`claude-*`) leads to one model, whatever its
/// `*` stands for.
///
/// @param <T> what has names
public final class ModelNames<T> {
    private final Map<String, Found<T>> exact = new HashMap<>();
    /// By what all spellings of a name have in common. What two names have in common means neither.
    private final Map<String, Optional<Found<T>>> spelled = new HashMap<>();
    private final Map<String, Set<String>> others = new HashMap<>();
    private final List<Wildcard<T>> wildcards = new ArrayList<>();
    private final List<Pattern<T>> patterns = new ArrayList<>();
    private final List<String> known;

    /// @param completes whether a server behind it completes names and cuts them short
    /// @param whole     whether the servers get what its `*` stands for as it is
    private record Wildcard<T>(
            String beginning, T thing, WildcardExclusions leftOut, boolean completes, boolean whole) {
        String canonical(String rest) {
            return !completes ? rest : whole ? NameCanonicalizer.canonical(rest) : NameCanonicalizer.untagged(rest);
        }
    }

    /// @param found what all its names stand for
    private record Pattern<T>(String beginning, Found<T> found) {
        /// Whoever may use a name that is written out may use it by that name, and gets by no other name of the
        /// pattern what it may not use.
        Found<T> of(String asked) {
            Set<String> all = new HashSet<>(found.others());
            all.add(asked);
            return new Found<>(found.thing(), found.rest(), found.name(), found.model(), all);
        }
    }

    /// What a name stands for.
    ///
    /// @param rest   what the `*` of a wildcard stood for; empty where the thing is no wildcard
    /// @param name   the name that was asked for, in the one spelling it has; an alias stays one, and what the
    ///     pattern of an alias serves has the pattern for its name, so that clients cannot make up names that
    ///     are kept
    /// @param model  the name that this stands for in the end: whoever may use it may use the thing
    /// @param others all aliases of that
    public record Found<T>(T thing, String rest, String name, String model, Set<String> others) {}

    /// Throws [IllegalArgumentException] for aliases that go round in a circle.
    ///
    /// @param things    by name; one that ends in `*` is a wildcard
    /// @param route     of each thing
    /// @param aliases   the names that others stand for, by those others; one that ends in `*` is a pattern
    /// @param upstreams by name
    public ModelNames(
            Map<String, T> things,
            Function<T, Route> route,
            Map<String, String> aliases,
            Map<String, Upstream> upstreams) {
        this(things, route, aliases, upstreams, Set.of());
    }

    /// The same, where not all is of a file.
    ///
    /// @param added names of routes that neither the file nor the engine says: what they lead to is not hidden from
    ///     who asks for it by its own name, unless that would be a way round them
    public ModelNames(
            Map<String, T> things,
            Function<T, Route> route,
            Map<String, String> aliases,
            Map<String, Upstream> upstreams,
            Set<String> added) {
        aliases.keySet().stream()
                .filter(alias -> !isPattern(alias))
                .forEach(alias -> others.computeIfAbsent(target(alias, aliases), _ -> new HashSet<>())
                        .add(alias));
        List<Route> all = things.values().stream().map(route).toList();
        things.forEach((name, thing) -> {
            if (name.endsWith("*")) {
                wildcards.add(wildcard(name, thing, route.apply(thing), all, upstreams, added));
            } else {
                exact.put(name, new Found<>(thing, "", name, name, othersOf(name)));
            }
        });
        wildcards.sort(Comparator.comparingInt((Wildcard<T> w) -> w.beginning().length())
                .reversed());
        exact.forEach(this::spell);
        // No pattern is there yet: none leads to another, nor to itself.
        found(aliases, true)
                .forEach((alias, found) -> patterns.add(new Pattern<>(alias.substring(0, alias.length() - 1), found)));
        patterns.sort(Comparator.comparingInt((Pattern<T> p) -> p.beginning().length())
                .reversed());
        Map<String, Found<T>> byAlias = found(aliases, false);
        byAlias.forEach((alias, found) -> {
            if (exact.putIfAbsent(alias, found) == null) {
                spell(alias, found);
            }
        });
        known = exact.keySet().stream().sorted().toList();
    }

    /// What aliases lead to by the names there are so far.
    private Map<String, Found<T>> found(Map<String, String> aliases, boolean pattern) {
        Map<String, Found<T>> byAlias = new HashMap<>();
        for (String alias : aliases.keySet()) {
            String target = target(alias, aliases);
            Found<T> found = isPattern(alias) == pattern ? find(target) : null;
            if (found != null) {
                byAlias.put(alias, named(alias, target, found));
            }
        }
        return byAlias;
    }

    /// Whether an alias stands for every name that begins like it.
    static boolean isPattern(String alias) {
        return alias.endsWith("*");
    }

    private static <T> Wildcard<T> wildcard(
            String name, T thing, Route route, List<Route> all, Map<String, Upstream> upstreams, Set<String> added) {
        boolean completes = false;
        boolean whole = true;
        for (Deployment deployment : route.deployments()) {
            Upstream upstream = upstreams.get(deployment.upstream());
            completes |= upstream != null
                    && (upstream.provider() == UpstreamKind.EMBEDDED || upstream.provider() == UpstreamKind.OLLAMA);
            whole &= deployment.model().equals("*");
        }
        return new Wildcard<>(
                name.substring(0, name.length() - 1),
                thing,
                WildcardExclusions.of(route, all, upstreams, added),
                completes,
                whole);
    }

    /// An alias of another spelling is one of the name as well.
    private Found<T> named(String alias, String target, Found<T> found) {
        Set<String> all = new HashSet<>(found.others());
        all.addAll(othersOf(target));
        return new Found<>(found.thing(), found.rest(), alias, found.model(), Set.copyOf(all));
    }

    private Set<String> othersOf(String name) {
        return Set.copyOf(others.getOrDefault(name, Set.of()));
    }

    private void spell(String name, Found<T> found) {
        spelled.merge(
                NameCanonicalizer.key(name),
                Optional.of(found),
                (one, _) -> one.filter(before -> before.model().equals(found.model())));
    }

    /// The name that an alias stands for in the end.
    ///
    /// @throws IllegalArgumentException if it goes round in a circle
    public static String target(String alias, Map<String, String> aliases) {
        Set<String> seen = new HashSet<>();
        String name = alias;
        for (String next = aliases.get(name); next != null; next = aliases.get(name)) {
            Checks.that(seen.add(name), "The alias " + alias + " leads round in a circle.");
            name = next;
        }
        return name;
    }

    /// What the name stands for; null for nothing.
    public @Nullable Found<T> find(String written) {
        String name = written;
        Found<T> found = exact.get(name);
        while (found == null && NameCanonicalizer.isPlain(name)) {
            Wildcard<T> wildcard = wildcard(name);
            Pattern<T> pattern =
                    pattern(name, wildcard == null ? -1 : wildcard.beginning().length());
            if (wildcard == null || wildcard.beginning().isEmpty() || pattern != null) {
                Optional<Found<T>> same = spelled.get(NameCanonicalizer.key(name));
                if (same != null) {
                    return same.orElse(null);
                }
            }
            if (pattern != null) {
                return pattern.of(written);
            }
            if (wildcard == null) {
                return null;
            }
            String rest = name.substring(wildcard.beginning().length());
            String canonical = wildcard.canonical(rest);
            if (canonical.equals(rest)) {
                return wildcard.leftOut().has(rest)
                        ? null
                        : new Found<>(wildcard.thing(), rest, name, name, othersOf(name));
            }
            // It may be the whole name of something else now.
            name = wildcard.beginning() + canonical;
            found = exact.get(name);
        }
        return found;
    }

    /// What all spellings of a name have in common. Names of different things differ in it, or neither is found by
    /// another spelling.
    public static String spelling(String name) {
        return NameCanonicalizer.key(name);
    }

    private @Nullable Wildcard<T> wildcard(String name) {
        for (Wildcard<T> wildcard : wildcards) {
            if (name.startsWith(wildcard.beginning())) {
                return wildcard;
            }
        }
        return null;
    }

    /// @param than characters that its beginning has to be longer than
    private @Nullable Pattern<T> pattern(String name, int than) {
        for (Pattern<T> pattern : patterns) {
            if (pattern.beginning().length() <= than) {
                return null;
            }
            if (name.startsWith(pattern.beginning())) {
                return pattern;
            }
        }
        return null;
    }

    /// The name that somebody meant who mistyped it.
    public Optional<String> nearest(String typed) {
        return SpellingSuggestion.to(typed, known);
    }
}
