package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.Tier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Failover of one request: whom to ask next, until one answers, time is up or nobody is left.
///
/// ```
/// for (Next next = attempts.next(now()); ; next = attempts.next(now())) {
///     switch (next) {
///         case Ask(var chosen) -> { answer(chosen) or attempts.failed(failure, begun, now()) }
///         case Pause(var time) -> sleep(time)
///         case Ended ended     -> tell the client, and stop
///     }
/// }
/// ```
///
/// For one thread. It ends no lease.
public final class Attempts {
    private final Router router;
    private final long prefix;
    private final long began;
    private final @Nullable Route asked;
    private final Predicate<String> allowed;
    private final boolean confined;
    private final @Nullable RouteRule rule;
    private final Deque<String> standIns = new ArrayDeque<>();
    private final Set<Deployment> tried = new HashSet<>();
    private final Set<Deployment> useless = new HashSet<>();
    private String model;
    private int made;
    private boolean fallenBack;
    private Duration pause = Duration.ZERO;
    private @Nullable Deployment asking;
    private @Nullable Failure last;
    private @Nullable Ended ended;

    /// The attempts of a request that came now.
    ///
    /// @param model   the name that was asked for
    /// @param prefix  hash of the prompt's beginning, or [Router#NO_PREFIX]
    /// @param allowed says of a public name in [Route#fallbacks()] whether it may stand in for this request
    /// @param confined whether only upstreams of the tier [Tier#LOCAL] may be asked
    /// @param rule    of the route that is asked for; null for none
    public Attempts(
            Router router,
            String model,
            long prefix,
            long now,
            Predicate<String> allowed,
            boolean confined,
            @Nullable RouteRule rule) {
        this.rule = rule;
        this.router = router;
        this.allowed = allowed;
        this.confined = confined;
        this.model = model;
        this.prefix = prefix;
        this.began = now;
        this.asked = router.route(model);
        bar();
    }

    /// A stand-in has rules of its own, which are for those who ask for it.
    private @Nullable RouteRule rule() {
        return fallenBack ? null : rule;
    }

    /// What leads out of the house is as if it had failed already.
    private void bar() {
        Route route = confined ? router.route(model) : null;
        if (route != null) {
            for (Deployment deployment : route.deployments()) {
                if (router.plan().upstreamOf(deployment).tier() == Tier.CLOUD) {
                    tried.add(deployment);
                    useless.add(deployment);
                }
            }
        }
    }

    /// What to do next.
    public sealed interface Next {
        /// Ask this deployment.
        record Ask(RoutingResult.Chosen chosen) implements Next {}

        /// Wait before the next attempt: there is only the deployment that failed just now.
        record Pause(Duration time) implements Next {}
    }

    /// The end: tell the client.
    ///
    /// @param choice why nobody could be asked; null where the last failure decided
    /// @param last   the failure of the last attempt; null where there was none
    public record Ended(
            RetryDecision.Reason reason,
            @Nullable RoutingResult choice,
            @Nullable Failure last) implements Next {}

    /// Whom to ask now.
    public Next next(long now) {
        while (ended == null) {
            if (last != null && !remaining(now).isPositive()) {
                ended = new Ended(RetryDecision.Reason.DEADLINE, null, last);
                break;
            }
            RoutingResult choice = router.choose(model, rule(), prefix, tried, now);
            if (choice instanceof RoutingResult.Chosen chosen) {
                made++;
                asking = chosen.deployment();
                tried.add(asking);
                return new Next.Ask(chosen);
            }
            if (pause.isPositive() && router.mayServe(model, rule(), useless, now + pause.toNanos())) {
                Duration time = pause;
                pause = Duration.ZERO;
                tried.clear();
                tried.addAll(useless);
                return new Next.Pause(time);
            }
            fallBack(FallbackReason.GENERAL, choice, RetryDecision.Reason.NOBODY_LEFT);
        }
        return ended;
    }

    /// Notes that the attempt failed, and decides what follows.
    ///
    /// @param begun whether a byte of an answer has gone to the client
    public void failed(Failure failure, boolean begun, long now) {
        last = failure;
        if (asking != null && failure.kind().blame() == FailureKind.Blame.PAUSES) {
            // It would say the same again within this request's time.
            useless.add(asking);
        }
        Route route = router.route(model);
        int retries = route == null ? 0 : route.retries();
        switch (RetryPolicy.decide(failure, begun, made, retries, remaining(now))) {
            case RetryDecision.Retry(Duration time) -> pause = time;
            case RetryDecision.FallBack(FallbackReason reason) ->
                fallBack(reason, null, RetryDecision.Reason.NOBODY_LEFT);
            case RetryDecision.GiveUp(RetryDecision.Reason reason) -> ended = new Ended(reason, null, failure);
        }
    }

    /// The public name that is being asked for: the client's, or one that stands in for it.
    public String model() {
        return model;
    }

    /// Whether another model answers than the client asked for.
    public boolean hasFallenBack() {
        return fallenBack;
    }

    /// What is left of the time for all attempts; zero or less where it is over.
    public Duration remaining(long now) {
        Duration whole = asked == null ? Duration.ZERO : asked.limits().whole();
        return whole.minusNanos(now - began);
    }

    private void fallBack(FallbackReason reason, @Nullable RoutingResult choice, RetryDecision.Reason otherwise) {
        boolean refused = rule != null && rule.refused();
        if (!fallenBack && asked != null && !refused) {
            standIns.addAll(asked.fallbacks().of(reason));
        }
        String next = standIns.poll();
        while (next != null && (isAsked(next) || !allowed.test(next))) {
            next = standIns.poll();
        }
        if (next == null) {
            ended = new Ended(otherwise, choice, last);
            return;
        }
        fallenBack = true;
        model = next;
        made = 0;
        pause = Duration.ZERO;
        tried.clear();
        bar();
    }

    /// What all models have by default may name one of them, which is no help for itself. A wildcard is many
    /// models.
    private boolean isAsked(String name) {
        return asked != null && !asked.isWildcard() && asked.equals(router.route(name));
    }
}
