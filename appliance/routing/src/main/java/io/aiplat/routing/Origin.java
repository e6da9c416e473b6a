package io.aiplat.routing;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;

/// Origin: where a part of the configuration comes from.
///
/// @param name  path of the file, or what the resource or agent is called; empty for the engine
/// @param since when it came to be
public record Origin(Kind kind, String name, Instant since) {
    /// Who comes first is served where two want the same name: the file, then whatever is older, and the engine last.
    /// Two of the same age go by their names, so that it does not depend on who was seen first.
    public static final Comparator<Origin> PRECEDENCE = Comparator.comparingInt((Origin o) -> o.kind.rank)
            .thenComparing(Origin::since)
            .thenComparing(Origin::name)
            .thenComparing(Origin::kind);

    /// What kind of place that is.
    public enum Kind {
        /// A gateway.yaml, also where there is none.
        FILE(0),
        /// A custom resource of a cluster.
        RESOURCE(1),
        /// An agent that is served as a model.
        AGENT(1),
        /// The engine of this machine, whose models are there without being named.
        ENGINE(2);

        private final int rank;

        Kind(int rank) {
            this.rank = rank;
        }

        /// As JSON has it.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Origin {
        Checks.that(kind == Kind.ENGINE || !name.isBlank(), "An origin has a name.");
    }

    /// That of a file, which needs no age: there is one.
    public static Origin file(String path) {
        return new Origin(Kind.FILE, path, Instant.EPOCH);
    }

    /// That of the models of this machine's engine.
    public static Origin engine() {
        return new Origin(Kind.ENGINE, "", Instant.EPOCH);
    }

    /// How a sentence calls it: `/home/me/.aiplat/gateway.yaml`, `resource team-a/chat`, `the engine`.
    public String text() {
        return switch (kind) {
            case FILE -> name;
            case ENGINE -> "the engine";
            case RESOURCE, AGENT -> kind.word() + " " + name;
        };
    }
}
