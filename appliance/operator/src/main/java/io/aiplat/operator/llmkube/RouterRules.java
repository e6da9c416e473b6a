package io.aiplat.operator.llmkube;

import io.aiplat.model.ApplianceException;
import io.aiplat.routing.RouteRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rules of an [LlmKubeRouter] as those of a route, with one at the end for what none of them fits.
final class RouterRules {
    private static final String CLASS = "x-llmkube-classification";
    private static final String COMPLEXITY = "x-llmkube-task-complexity";
    private static final List<String> SENSITIVE = List.of("pii", "phi");
    /// As Go writes times (https://pkg.go.dev/time#ParseDuration).
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

    private final LlmKubeRouter router;
    private final RouterBackends backends;
    private final Map<String, LlmKubeRouterSpec.Backend> byName = new LinkedHashMap<>();
    private final List<RouteRule> rules = new ArrayList<>();
    private final Map<String, String> aliases = new HashMap<>();
    private final Set<String> without = new HashSet<>();

    /// @throws ApplianceException if one of them could lead out of the house, or cannot be had
    RouterRules(LlmKubeRouter router, RouterBackends backends) {
        this.router = router;
        this.backends = backends;
        LlmKubeRouterSpec spec = router.getSpec();
        spec.backends().forEach(each -> byName.put(each.name(), each));
        spec.all().forEach(this::add);
        if ("BackendNameMatch".equals(spec.defaultRouteStrategy())) {
            spec.backends().forEach(this::byItsName);
        }
        String last = spec.defaultRoute();
        rule("(default)", RouteRule.Match.ALL, last == null ? List.of() : List.of(last), false, false, null);
    }

    /// A rule of which nobody who may answer is there refuses: nobody else does in their place.
    private void rule(
            String name,
            RouteRule.Match when,
            List<String> named,
            boolean spread,
            boolean closed,
            @Nullable Duration firstByte) {
        List<String> there =
                named.stream().filter(each -> !backends.isAway(each)).toList();
        Duration first = firstByte != null || there.isEmpty()
                ? firstByte
                : time("timeout of " + there.getFirst(), of(there.getFirst()).timeout());
        rules.add(new RouteRule(
                name,
                when,
                there.stream().map(backends::upstream).toList(),
                List.of(),
                spread && !there.isEmpty(),
                closed,
                there.isEmpty(),
                first));
    }

    List<RouteRule> rules() {
        return List.copyOf(rules);
    }

    /// Names of the gateway that lead to the router besides its own.
    Map<String, String> aliases() {
        return Map.copyOf(aliases);
    }

    /// Rules that never fit, because no backend has what they ask for.
    Set<String> neverFit() {
        return Set.copyOf(without);
    }

    private String name() {
        return router.getMetadata().getName();
    }

    private LlmKubeRouterSpec.Backend of(String backend) {
        return Objects.requireNonNull(byName.get(backend), backend);
    }

    private void add(LlmKubeRouterSpec.Rule rule) {
        LlmKubeRouterSpec.Match match = Objects.requireNonNullElse(rule.match(), LlmKubeRouterSpec.Match.ALL);
        List<String> classes = Objects.requireNonNullElse(match.dataClassification(), List.of());
        check(rule, classes);
        List<String> needed = Objects.requireNonNullElse(match.requiredCapabilities(), List.of());
        List<String> able = rule.route().backends().stream()
                .filter(each -> of(each).words().containsAll(needed))
                .toList();
        if (able.isEmpty()) {
            without.add(rule.name());
            return;
        }
        boolean spread = "weighted".equals(rule.route().strategy());
        List<String> answering = answering(rule, able, spread);
        rule(
                rule.name(),
                new RouteRule.Match(
                        Objects.requireNonNullElse(
                                router.getSpec().classification().headerKey(), CLASS),
                        classes,
                        headers(match),
                        names(rule, Objects.requireNonNullElse(match.models(), List.of()))),
                answering,
                spread,
                rule.closed(),
                time("timeout of " + rule.name(), rule.timeout()));
    }

    /// What is said to be sensitive, and what fails closed, leads to nobody outside.
    private void check(LlmKubeRouterSpec.Rule rule, List<String> classes) {
        List<String> sensitive =
                Objects.requireNonNullElse(router.getSpec().classification().sensitiveClassifications(), SENSITIVE);
        boolean secret = classes.stream().anyMatch(sensitive::contains);
        if (secret && !rule.closed()) {
            throw new ApplianceException(LlmKubeProblems.notClosed(name(), rule.name()));
        }
        rule.route().backends().stream()
                .filter(each -> rule.closed() && !backends.isLocal(each))
                .findFirst()
                .ifPresent(each -> {
                    throw new ApplianceException(LlmKubeProblems.leadsOut(name(), rule.name(), each));
                });
    }

    private List<String> answering(LlmKubeRouterSpec.Rule rule, List<String> able, boolean spread) {
        if ("shadow".equals(rule.route().strategy())) {
            return able.subList(0, 1);
        }
        if (spread) {
            List<String> some = able.stream()
                    .filter(each -> !Objects.equals(of(each).weight(), 0))
                    .toList();
            return some.isEmpty() ? able : some;
        }
        String last = router.getSpec().defaultRoute();
        List<String> all = new ArrayList<>(able);
        if (!rule.closed() && last != null && !all.contains(last)) {
            all.add(last);
        }
        return all;
    }

    private static Map<String, String> headers(LlmKubeRouterSpec.Match match) {
        Map<String, String> all = new HashMap<>(Objects.requireNonNullElse(match.headers(), Map.of()));
        if (match.taskComplexity() != null) {
            all.put(COMPLEXITY, match.taskComplexity());
        }
        return all;
    }

    private List<String> names(LlmKubeRouterSpec.Rule rule, List<String> models) {
        if (models.contains("*")) {
            return List.of();
        }
        for (String each : models) {
            int star = each.indexOf('*');
            if (each.isBlank()
                    || star == 0
                    || (star > 0 && star < each.length() - 1)
                    || each.matches(".*[?\\[\\\\].*")) {
                throw new ApplianceException(LlmKubeProblems.pattern(name(), rule.name(), each));
            }
            alias(each);
        }
        return models;
    }

    private void alias(String other) {
        if (!other.equals(name())) {
            aliases.put(other, name());
        }
    }

    private void byItsName(LlmKubeRouterSpec.Backend backend) {
        String id = backend.displayName() == null || backend.displayName().isBlank()
                ? backend.name()
                : backend.displayName();
        alias(id);
        rule(
                "(backend) " + backend.name(),
                new RouteRule.Match(CLASS, List.of(), Map.of(), List.of(id)),
                List.of(backend.name()),
                false,
                false,
                null);
    }

    /// A time as `1m30s`.
    ///
    /// @param what that it is, for a problem
    @Nullable
    Duration time(String what, @Nullable String text) {
        return time(name(), what, text);
    }

    /// The same for a router.
    static @Nullable Duration time(String router, String what, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher parts = TIME.matcher(text.strip().toLowerCase(Locale.ROOT));
        long millis = 0;
        int end = 0;
        while (parts.find() && parts.start() == end) {
            millis +=
                    Math.round(Double.parseDouble(parts.group(1)) * Objects.requireNonNull(MILLIS.get(parts.group(2))));
            end = parts.end();
        }
        if (millis <= 0 || end < text.strip().length()) {
            throw new ApplianceException(LlmKubeProblems.time(router, what, text));
        }
        return Duration.ofMillis(millis);
    }
}
