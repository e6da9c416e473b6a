package io.aiplat.routing;

import io.aiplat.model.spend.Price;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Route: a public name and how it is served.
///
/// @param name            what clients write as `model`; may end in `*`
/// @param deployments     1 to [#MOST_DEPLOYMENTS], no two at the same upstream with the same model
/// @param retries         attempts after the first, 0 to 10
/// @param maxOutputTokens reserved and sent where the client names none; null for the model's own limit
/// @param dropParams      whether parameters that an upstream lacks are dropped instead of refused
/// @param price           of deployments without their own; null for nothing
/// @param cache           null for none
/// @param guards          names, in the order in which they look
/// @param confined        whether only upstreams of the tier [Tier#LOCAL] may answer, also in its place
/// @param rules           which deployments answer what; the first that fits counts, and without one all may answer
public record Route(
        String name,
        List<Deployment> deployments,
        Strategy strategy,
        TimeLimits limits,
        int retries,
        Cooldown cooldown,
        Fallbacks fallbacks,
        @Nullable Integer maxOutputTokens,
        boolean dropParams,
        @Nullable Price price,
        @Nullable CacheRule cache,
        List<String> guards,
        boolean confined,
        List<RouteRule> rules) {
    /// So that a set of them is one number.
    public static final int MOST_DEPLOYMENTS = 64;

    public Route {
        deployments = List.copyOf(deployments);
        guards = List.copyOf(guards);
        rules = List.copyOf(rules);
        Checks.that(!name.isBlank(), "A model has a name.");
        Checks.that(name.indexOf('*') < 0 || name.indexOf('*') == name.length() - 1, "A * stands at the end.");
        Checks.that(
                !deployments.isEmpty() && deployments.size() <= MOST_DEPLOYMENTS,
                "A model has 1 to " + MOST_DEPLOYMENTS + " deployments.");
        Checks.that(retries >= 0 && retries <= 10, "There are 0 to 10 retries.");
        Checks.that(maxOutputTokens == null || maxOutputTokens >= 1, "max_output_tokens is at least 1.");
        Set<List<String>> places = new HashSet<>();
        for (Deployment d : deployments) {
            Checks.that(
                    places.add(List.of(d.upstream(), d.model())),
                    "It has " + d.model() + " of " + d.upstream() + " twice; give one deployment more weight instead.");
            Checks.that(
                    name.endsWith("*") || !d.model().endsWith("*"),
                    "A deployment's * stands for what the * of the model's name stood for, and that has none.");
        }
        check(rules, deployments);
    }

    private static void check(List<RouteRule> rules, List<Deployment> deployments) {
        Set<String> names = new HashSet<>();
        for (RouteRule rule : rules) {
            Checks.that(names.add(rule.name()), "It has the rule " + rule.name() + " twice.");
            for (String upstream : rule.upstreams()) {
                Checks.that(
                        deployments.stream().anyMatch(each -> each.upstream().equals(upstream)),
                        "The rule " + rule.name() + " names the upstream " + upstream
                                + ", at which the model has no deployment.");
            }
            Checks.that(
                    rule.refused() || deployments.stream().anyMatch(rule::takes),
                    "No deployment has all that the rule " + rule.name() + " asks for: "
                            + String.join(", ", rule.capabilities()) + ".");
        }
    }

    /// One without rules.
    public Route(
            String name,
            List<Deployment> deployments,
            Strategy strategy,
            TimeLimits limits,
            int retries,
            Cooldown cooldown,
            Fallbacks fallbacks,
            @Nullable Integer maxOutputTokens,
            boolean dropParams,
            @Nullable Price price,
            @Nullable CacheRule cache,
            List<String> guards,
            boolean confined) {
        this(
                name,
                deployments,
                strategy,
                limits,
                retries,
                cooldown,
                fallbacks,
                maxOutputTokens,
                dropParams,
                price,
                cache,
                guards,
                confined,
                List.of());
    }

    /// One that whoever it names may answer.
    public Route(
            String name,
            List<Deployment> deployments,
            Strategy strategy,
            TimeLimits limits,
            int retries,
            Cooldown cooldown,
            Fallbacks fallbacks,
            @Nullable Integer maxOutputTokens,
            boolean dropParams,
            @Nullable Price price,
            @Nullable CacheRule cache,
            List<String> guards) {
        this(
                name,
                deployments,
                strategy,
                limits,
                retries,
                cooldown,
                fallbacks,
                maxOutputTokens,
                dropParams,
                price,
                cache,
                guards,
                false);
    }

    /// Its guards that would send out of the house what it confines, or what another guard of it may confine; none
    /// where nothing is confined.
    ///
    /// @param all guards by their names
    public List<String> guardsThatLeadOut(Map<String, Guard> all) {
        boolean confines = mayConfine() || guards.stream().anyMatch(name -> all.get(name) instanceof Guard.Confine);
        return confines
                ? guards.stream()
                        .filter(name ->
                                all.get(name) instanceof Guard.Presidio presidio && presidio.tier() == Tier.CLOUD)
                        .toList()
                : List.of();
    }

    /// One with the usual values.
    public static Route of(String name, List<Deployment> deployments, Strategy strategy) {
        return new Route(
                name,
                deployments,
                strategy,
                new TimeLimits(Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMinutes(5)),
                2,
                new Cooldown(3, Duration.ofMinutes(1), Duration.ofSeconds(5)),
                Fallbacks.NONE,
                null,
                false,
                null,
                null,
                List.of(),
                false);
    }

    /// Every model of an upstream, by its own name. The upstream is never left alone: what is wrong with one model
    /// says nothing of the others, and there is nobody else to ask.
    public static Route everyModelOf(String upstream) {
        return of("*", List.of(Deployment.of(upstream, "*")), Strategy.WEIGHTED)
                .cooling(new Cooldown(Integer.MAX_VALUE, Duration.ofMinutes(1), Duration.ofSeconds(5)));
    }

    private Route cooling(Cooldown other) {
        return new Route(
                name,
                deployments,
                strategy,
                limits,
                retries,
                other,
                fallbacks,
                maxOutputTokens,
                dropParams,
                price,
                cache,
                guards,
                confined,
                rules);
    }

    /// The same, with rules.
    public Route ruled(List<RouteRule> others) {
        return new Route(
                name,
                deployments,
                strategy,
                limits,
                retries,
                cooldown,
                fallbacks,
                maxOutputTokens,
                dropParams,
                price,
                cache,
                guards,
                confined,
                others);
    }

    /// The same, as a request has it that a rule is for: with the time of that.
    public Route under(RouteRule rule) {
        TimeLimits times =
                rule.firstByte() == null ? limits : new TimeLimits(limits.whole(), rule.firstByte(), limits.idle());
        return new Route(
                name,
                deployments,
                strategy,
                times,
                retries,
                cooldown,
                fallbacks,
                maxOutputTokens,
                dropParams,
                price,
                cache,
                guards,
                confined,
                rules);
    }

    /// The rule that a request is under; null for none.
    ///
    /// @param model  as the client wrote it
    /// @param values of a header, in the order in which they came
    public @Nullable RouteRule ruleOf(String model, Function<String, List<String>> values) {
        return rules.stream()
                .filter(rule -> rule.when().is(model, values))
                .findFirst()
                .orElse(null);
    }

    /// Whether any request may be confined by a rule.
    public boolean mayConfine() {
        return confined || rules.stream().anyMatch(RouteRule::confined);
    }

    /// Whether it serves every name with the same beginning.
    public boolean isWildcard() {
        return name.endsWith("*");
    }

    /// Whether it costs nothing, whoever answers.
    public boolean isFree() {
        return deployments.stream().allMatch(deployment -> priceOf(deployment) == null);
    }

    /// The price of one of its deployments; null for nothing.
    public @Nullable Price priceOf(Deployment deployment) {
        return deployment.price() == null ? price : deployment.price();
    }
}
