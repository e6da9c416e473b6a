package io.aiplat.routing;

import io.aiplat.model.Nearest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds what a public name stands for: the thing of that very name, else the one its alias leads to, else the
/// wildcard with the longest beginning in common. The longest wins, so no wildcard hides another.
///
/// @param <T> what has names
public final class PublicNames<T> {
    private final Map<String, Found<T>> exact = new HashMap<>();
    private final List<Wildcard<T>> wildcards = new ArrayList<>();
    private final List<String> known;

    private record Wildcard<T>(String beginning, T thing) {}

    /// What a name stands for.
    ///
    /// @param rest what the `*` of a wildcard stood for; empty where the thing is no wildcard
    public record Found<T>(T thing, String rest) {}

    /// Throws [IllegalArgumentException] for aliases that go round in a circle.
    ///
    /// @param things  by name; one that ends in `*` is a wildcard
    /// @param aliases other names, by the name they stand for
    public PublicNames(Map<String, T> things, Map<String, String> aliases) {
        things.forEach((name, thing) -> {
            if (name.endsWith("*")) {
                wildcards.add(new Wildcard<>(name.substring(0, name.length() - 1), thing));
            } else {
                exact.put(name, new Found<>(thing, ""));
            }
        });
        wildcards.sort(Comparator.comparingInt((Wildcard<T> w) -> w.beginning().length())
                .reversed());
        Map<String, Found<T>> others = new HashMap<>();
        aliases.keySet().forEach(alias -> {
            Found<T> found = find(target(alias, aliases));
            if (found != null) {
                others.put(alias, found);
            }
        });
        others.forEach(exact::putIfAbsent);
        known = exact.keySet().stream().sorted().toList();
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
    public @Nullable Found<T> find(String name) {
        Found<T> found = exact.get(name);
        if (found != null) {
            return found;
        }
        for (Wildcard<T> wildcard : wildcards) {
            if (name.startsWith(wildcard.beginning())) {
                return new Found<>(
                        wildcard.thing(), name.substring(wildcard.beginning().length()));
            }
        }
        return null;
    }

    /// The name that somebody meant who mistyped it.
    public Optional<String> nearest(String typed) {
        return Nearest.to(typed, known);
    }
}
