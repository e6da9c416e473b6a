package io.aiplat.routing;

import io.aiplat.config.FileProblems;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be wrong with `gateway.yaml`, and with a file that shall become one.
public final class RoutingProblems {
    /// Of [#fileGone].
    public static final ProblemCode FILE_GONE = code("FILE_GONE");

    /// Of [#valueUnavailable].
    public static final ProblemCode VALUE_UNAVAILABLE = code("VALUE_UNAVAILABLE");

    /// How what is wrong with a key of `gateway.yaml` is told.
    public static final FileProblems WORDING = new Wording();

    private static final String ALL = "See every key: aiplat help gateway.yaml";

    private RoutingProblems() {}

    private static final class Wording implements FileProblems {
        @Override
        public Problem malformed(String place, String reason) {
            return fileMalformed(place, reason);
        }

        @Override
        public Problem unknownKey(String key, String place, Optional<String> meant, List<String> known) {
            return RoutingProblems.unknownKey(key, place, meant, known);
        }

        @Override
        public Problem retiredKey(String key, String place, String instead) {
            return noEffect(key, place, "An earlier version had it; this one has none.", instead);
        }

        @Override
        public Problem missingKey(String key, String place, String form) {
            return RoutingProblems.missingKey(key, place, form);
        }

        @Override
        public Problem invalidValue(String key, String place, String reason, String form) {
            return RoutingProblems.invalidValue(key, place, reason, form);
        }

        @Override
        public Problem valueUnavailable(String key, String place, String reason, String fix) {
            return RoutingProblems.valueUnavailable(key, place, reason, fix);
        }

        @Override
        public Problem nameTaken(String key, String place, String name, String before) {
            return RoutingProblems.nameTaken(key, place, name, before);
        }
    }

    private static ProblemCode code(String what) {
        return new ProblemCode("ROUTING_" + what, Kind.MISCONFIGURED);
    }

    /// A file that cannot be opened.
    public static Problem fileUnreadable(Path file, String reason) {
        return new Problem(
                code("FILE_UNREADABLE"),
                "The file " + file + " cannot be read",
                reason,
                List.of("Check its name and permissions: ls -l " + file));
    }

    /// A file without a key: one that was cut off, or not written yet.
    ///
    /// @param instead what to do if that is meant
    public static Problem fileEmpty(String file, String instead) {
        return new Problem(
                code("FILE_EMPTY"),
                file + " has nothing in it",
                "A file that lost what was in it would take prices, guards and keys away, so it is not taken for one"
                        + " that decides nothing.",
                List.of("Bring back what was in it", instead));
    }

    /// A file that is read again and has lost everything of a kind.
    ///
    /// @param kind models, keys
    public static Problem fileLost(Path file, String kind) {
        return new Problem(
                code("FILE_LOST"),
                file + " names no " + kind + " any more",
                "It did before, and to lose all of them at once looks like damage. What was served is served on.",
                List.of("Bring them back", "If it is meant, start again: what a file says at the start holds"));
    }

    /// The file of an appliance is gone, while it goes by it.
    public static Problem fileGone(Path file) {
        return new Problem(
                FILE_GONE,
                file + " is not there any more",
                "What it said is served on, prices and guards among it, until the appliance is started again.",
                List.of(
                        "Serve every model of the engine by its own name, without it: aiplat restart",
                        "Bring it back, if it was not meant"));
    }

    /// A file that is right, and cannot be gone by for a reason of our own.
    ///
    /// @param reason what happened
    public static Problem fileNotFollowed(Path file, String reason) {
        return new Problem(
                new ProblemCode("ROUTING_FILE_NOT_FOLLOWED", Kind.BUG, ExitCode.SETTINGS),
                file + " could not be followed",
                "This is a fault of aiplat: " + reason + ". What was served is served on.",
                List.of("Undo the last change of the file", "Start again to go by it"));
    }

    /// A file that is no YAML.
    ///
    /// @param place file, line and column
    public static Problem fileMalformed(String place, String reason) {
        return new Problem(
                code("FILE_MALFORMED"),
                "There is no proper YAML at " + place,
                reason,
                List.of("Correct that line; sections end with a colon and are indented with spaces"));
    }

    /// A key that does not exist where it is written.
    ///
    /// @param place file, line and column
    /// @param meant the key it resembles
    /// @param known what can be written there
    public static Problem unknownKey(String key, String place, Optional<String> meant, List<String> known) {
        List<String> fixes = new ArrayList<>();
        meant.ifPresent(m -> fixes.add("Write " + m));
        fixes.add("Keys of this place: " + String.join(", ", known));
        String hint = meant.map(m -> " Did you mean '" + m + "'?").orElse("");
        return new Problem(
                code("UNKNOWN_KEY"),
                "There is no key " + key,
                place + " states it, and aiplat does not guess." + hint,
                fixes);
    }

    /// A key that has to be there.
    ///
    /// @param place file, line and column of the section that lacks it
    /// @param form  what may be written
    public static Problem missingKey(String key, String place, String form) {
        return new Problem(
                code("MISSING_KEY"),
                key + " is missing",
                "The section at " + place + " makes no sense without it.",
                List.of("Add it: " + form, ALL));
    }

    /// A value that is not possible.
    ///
    /// @param place  file, line and column
    /// @param reason why not, a full sentence
    /// @param form   what may be written instead
    public static Problem invalidValue(String key, String place, String reason, String form) {
        return new Problem(
                code("INVALID_VALUE"),
                key + " has a value that cannot be",
                "Stated by " + place + ". " + reason,
                List.of("Write " + form, ALL));
    }

    /// An amount in a currency that cannot be brought to the one that is counted in.
    ///
    /// @param says   file, line and column, and what stands there: how a sentence begins
    /// @param base   that is counted in
    /// @param before file, line and column of what says so
    public static Problem currencyWithoutRate(String key, String says, String currency, String base, String before) {
        return new Problem(
                code("CURRENCY_WITHOUT_RATE"),
                key + " is in " + currency + ", and nothing says what that is in " + base,
                says + ". Prices and budgets are counted in one currency, and " + before + " says " + base + ".",
                List.of(
                        "Say what one " + currency + " is worth in " + base + ": currency: {base: " + base + ", "
                                + currency + ": RATE}",
                        "Write the amount in " + base));
    }

    /// A key that would change nothing where it is written.
    ///
    /// @param place  file, line and column
    /// @param reason why not, a full sentence
    /// @param fix    what to do instead
    public static Problem noEffect(String key, String place, String reason, String fix) {
        return new Problem(
                code("NO_EFFECT"), key + " has no effect here", "Stated by " + place + ". " + reason, List.of(fix));
    }

    /// What is confined to the house names a server that is not in it.
    ///
    /// @param key   of the deployment or the fallback
    /// @param place file, line and column
    /// @param model that is confined
    public static Problem leadsOut(String key, String place, String model, String upstream) {
        return new Problem(
                code("LEADS_OUT"),
                "With " + key + ", requests for " + model + " could leave the house",
                "Stated by " + place + ". The model has confine: true, and the upstream " + upstream
                        + " is of the tier cloud, by what it says or by its address.",
                List.of(
                        "Name a local model there",
                        "If " + upstream + " is in the house, say so: upstreams." + upstream + ".tier: local",
                        "Remove confine from " + model));
    }

    /// A rule that confines to the house names a server that is not in it, or nobody who is.
    ///
    /// @param key      of the rule
    /// @param place    file, line and column
    /// @param upstream that is not in the house
    public static Problem ruleLeadsOut(String key, String place, String model, String rule, String upstream) {
        return new Problem(
                code("RULE_LEADS_OUT"),
                "With " + key + ", requests for " + model + " could leave the house, or nobody could answer them",
                "Stated by " + place + ". The rule " + rule + " has confine: true, and the upstream " + upstream
                        + " is of the tier cloud, by what it says or by its address.",
                List.of(
                        "Name upstreams of the house in the rule",
                        "If " + upstream + " is in the house, say so: upstreams." + upstream + ".tier: local",
                        "Remove confine from the rule"));
    }

    /// What is confined to the house has a guard that asks a server outside.
    ///
    /// @param key   of the guard among those of the model
    /// @param place file, line and column
    /// @param model that is confined, or may be by another guard
    public static Problem guardLeadsOut(String key, String place, String model, String guard) {
        return new Problem(
                code("GUARD_LEADS_OUT"),
                "With " + key + ", requests for " + model + " leave the house",
                "Stated by " + place + ". They are confined, or may be by a guard, and the guard " + guard
                        + " sends them to a Presidio service of the tier cloud, by what it says or by its address.",
                List.of(
                        "Run Presidio in the house and name its address there",
                        "If it is in the house, say so: guards." + guard + ".tier: local",
                        "Remove the guard from " + model));
    }

    /// A value that should come from the environment or from a file, and does not.
    ///
    /// @param place  file, line and column
    /// @param reason why not, a full sentence
    public static Problem valueUnavailable(String key, String place, String reason, String fix) {
        return new Problem(
                VALUE_UNAVAILABLE,
                "The value of " + key + " cannot be had",
                "Stated by " + place + ". " + reason,
                List.of(fix));
    }

    /// A name that nothing has.
    ///
    /// @param place file, line and column
    /// @param kind  upstream, model, guard
    /// @param meant the name it resembles
    public static Problem unknownReference(String key, String place, String kind, String name, Optional<String> meant) {
        String hint = meant.map(m -> " Did you mean '" + m + "'?").orElse("");
        return new Problem(
                code("UNKNOWN_REFERENCE"),
                key + " names the " + kind + " " + name + ", and there is none",
                "Stated by " + place + "." + hint,
                List.of(meant.map(m -> "Write " + m).orElse("Define the " + kind + " " + name + " in this file")));
    }

    /// Two things of one name.
    ///
    /// @param place  file, line and column of the second
    /// @param before of the first
    public static Problem nameTaken(String key, String place, String name, String before) {
        return new Problem(
                code("NAME_TAKEN"),
                key + " is called " + name + ", and so is something else",
                "Stated by " + place + "; the other one is at " + before + ".",
                List.of("Give one of them another name"));
    }

    /// Names that lead nowhere because they lead to themselves.
    ///
    /// @param place file, line and column
    /// @param round the names in turn
    public static Problem circle(String key, String place, List<String> round) {
        return new Problem(
                code("CIRCLE"),
                key + " leads back to itself",
                "Stated by " + place + ": " + String.join(" -> ", round) + ".",
                List.of("Let it name a model that is served"));
    }

    /// A part of what a source says that cannot be served beside the others, or not at all.
    ///
    /// @param origin the source
    /// @param reason why not, a full sentence
    public static Problem partRejected(String key, String origin, String reason) {
        return new Problem(
                code("PART_REJECTED"),
                key + " of " + origin + " is not served",
                reason,
                List.of("Correct it there; what else comes from there is served"));
    }

    /// A source that cannot be read, for a reason of our own.
    ///
    /// @param origin the source
    /// @param reason what happened
    public static Problem sourceNotFollowed(String origin, String reason) {
        return new Problem(
                new ProblemCode("ROUTING_SOURCE_NOT_FOLLOWED", Kind.BUG, ExitCode.SETTINGS),
                "Routes of " + origin + " could not be followed",
                "This is a fault of aiplat: " + reason + ". What was served is served on.",
                List.of("Undo the last change there", "Start again to go by it"));
    }
}
