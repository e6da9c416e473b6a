package io.aiplat.routing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rule of a route: which of its deployments answer a request of a certain kind. The first rule that fits counts, and
/// who is not named by it is not asked.
///
/// @param name         for headers and logs
/// @param when         what a request is like that it is for
/// @param upstreams    names of the servers that answer, first the first; empty for all of the route, in its order
/// @param capabilities that a deployment has to have
/// @param spread       whether the route's strategy chooses among all of them, in place of their order
/// @param confined     whether only upstreams of the tier [Tier#LOCAL] may answer, also in the route's place
/// @param refused      whether nobody answers
/// @param firstByte    until an answer begins; null for the time of the route
public record RouteRule(
        String name,
        Match when,
        List<String> upstreams,
        List<String> capabilities,
        boolean spread,
        boolean confined,
        boolean refused,
        @Nullable Duration firstByte) {
    public RouteRule {
        upstreams = List.copyOf(upstreams);
        capabilities = List.copyOf(capabilities);
        Checks.that(!name.isBlank(), "A rule has a name.");
        Checks.that(
                !refused || (upstreams.isEmpty() && capabilities.isEmpty()),
                "The rule " + name + " has refuse: true, and so names nobody who answers.");
        Checks.that(firstByte == null || firstByte.isPositive(), "A time limit is more than nothing.");
    }

    /// What a request is like; all of it has to be true. What is empty is true of every request.
    ///
    /// @param classHeader header in which a request says of what class its data is; several with commas between
    /// @param classes     of which it has to say one, in small or large letters
    /// @param headers     that it has to have, with exactly these values
    /// @param models      names, or beginnings of names with a `*`, of which it has to ask for one
    public record Match(String classHeader, List<String> classes, Map<String, String> headers, List<String> models) {
        private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

        /// The header where none is named.
        public static final String CLASS_HEADER = "x-data-class";

        /// True of every request.
        public static final Match ALL = new Match(CLASS_HEADER, List.of(), Map.of(), List.of());

        public Match {
            classes = classes.stream().map(Match::plain).toList();
            Map<String, String> small = new HashMap<>();
            headers.forEach((name, value) -> small.put(name.toLowerCase(Locale.ROOT), value));
            headers = Map.copyOf(small);
            models = List.copyOf(models);
            header(classHeader);
            headers.keySet().forEach(Match::header);
            Checks.that(
                    models.stream().allMatch(each -> each.indexOf('*') < 0 || each.indexOf('*') == each.length() - 1),
                    "A * stands at the end.");
        }

        private static void header(String name) {
            Checks.that(TOKEN.matcher(name).matches(), "No header can be called " + name + ".");
        }

        private static String plain(String word) {
            return word.strip().toLowerCase(Locale.ROOT);
        }

        /// @param model  as the client wrote it
        /// @param values of a header, in the order in which they came
        boolean is(String model, Function<String, List<String>> values) {
            return (models.isEmpty() || models.stream().anyMatch(each -> isOf(each, model)))
                    && (classes.isEmpty()
                            || values.apply(classHeader).stream()
                                    .flatMap(value -> List.of(value.split(",")).stream())
                                    .anyMatch(word -> classes.contains(plain(word))))
                    && headers.entrySet().stream()
                            .allMatch(each -> values.apply(each.getKey()).contains(each.getValue()));
        }

        private static boolean isOf(String pattern, String model) {
            int star = pattern.indexOf('*');
            return star < 0 ? pattern.equalsIgnoreCase(model) : model.regionMatches(true, 0, pattern, 0, star);
        }
    }

    /// Whether a deployment may answer under it, wherever it is.
    public boolean takes(Deployment deployment) {
        return !refused
                && (upstreams.isEmpty() || upstreams.contains(deployment.upstream()))
                && deployment.capabilities().containsAll(capabilities);
    }

    /// Whether a deployment of a server may answer under it.
    public boolean takes(Deployment deployment, Tier tier) {
        return takes(deployment) && !(confined && tier == Tier.CLOUD);
    }
}
