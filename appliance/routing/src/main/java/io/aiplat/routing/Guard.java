package io.aiplat.routing;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Guard rule: looks at what is asked and answered.
public sealed interface Guard {
    /// By which routes refer to it.
    String name();

    /// At which moments it looks; never none.
    Set<Moment> when();

    /// Replaces what it finds by the name of its kind.
    ///
    /// @param patterns regular expressions besides the entities
    /// @param when     at which moments it looks
    record Mask(String name, Set<Entity> entities, List<Pattern> patterns, Set<Moment> when) implements Guard {
        public Mask {
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            when = moments(when);
            Checks.that(!entities.isEmpty() || !patterns.isEmpty(), "It needs entities or patterns to look for.");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Mask that && identity().equals(that.identity());
        }

        @Override
        public int hashCode() {
            return identity().hashCode();
        }

        private List<Object> identity() {
            return List.of(name, entities, texts(patterns), when);
        }
    }

    /// Refuses what it finds.
    ///
    /// @param patterns regular expressions besides the entities
    /// @param when     at which moments it looks
    record Block(String name, Set<Entity> entities, List<Pattern> patterns, Set<Moment> when) implements Guard {
        public Block {
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            when = moments(when);
            Checks.that(!entities.isEmpty() || !patterns.isEmpty(), "It needs entities or patterns to look for.");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Block that && identity().equals(that.identity());
        }

        @Override
        public int hashCode() {
            return identity().hashCode();
        }

        private List<Object> identity() {
            return List.of(name, entities, texts(patterns), when);
        }
    }

    /// Lets only upstreams of the tier [Tier#LOCAL] answer what it finds something in.
    ///
    /// @param patterns regular expressions besides the entities
    record Confine(String name, Set<Entity> entities, List<Pattern> patterns) implements Guard {
        public Confine {
            entities = Set.copyOf(entities);
            patterns = List.copyOf(patterns);
            Checks.that(!entities.isEmpty() || !patterns.isEmpty(), "It needs entities or patterns to look for.");
        }

        /// An answer is here already.
        @Override
        public Set<Moment> when() {
            return Set.of(Moment.BEFORE);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Confine that && identity().equals(that.identity());
        }

        @Override
        public int hashCode() {
            return identity().hashCode();
        }

        private List<Object> identity() {
            return List.of(name, entities, texts(patterns));
        }
    }

    /// Asks a Presidio service and masks what that finds.
    ///
    /// @param url  of the service, to which `/analyze` is added
    /// @param when at which moments it looks
    /// @param tier whether what it is asked stays in the house
    record Presidio(String name, URI url, Set<Moment> when, Tier tier) implements Guard {
        public Presidio {
            when = moments(when);
        }
    }

    /// What tells patterns from others: a file that is read again has new ones, which look for the same.
    private static List<String> texts(List<Pattern> patterns) {
        return patterns.stream()
                .map(pattern -> pattern.flags() + " " + pattern.pattern())
                .toList();
    }

    private static Set<Moment> moments(Set<Moment> when) {
        Checks.that(!when.isEmpty(), "A guard looks before, after or both.");
        return Set.copyOf(when);
    }

    /// When a guard looks.
    enum Moment {
        /// At the prompt, before it leaves.
        BEFORE,
        /// At the answer, before the client has it.
        AFTER;

        /// As `gateway.yaml` writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is built in.
    enum Entity {
        EMAIL,
        PHONE,
        CREDIT_CARD,
        IBAN,
        IP;

        /// As `gateway.yaml` writes it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
