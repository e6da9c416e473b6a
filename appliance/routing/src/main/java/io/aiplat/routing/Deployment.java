package io.aiplat.routing;

import io.aiplat.model.spend.Price;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deployment: one place that can answer for a public name.
///
/// @param upstream      name of the server
/// @param model         name of the model there; one that ends in `*` takes over what the route's `*` stood for
/// @param weight        1 to 1000; its share of the traffic next to others of the same order
/// @param order         1 to 1000; a lower one is used as long as any deployment of it can be
/// @param context       tokens of prompt and answer together; null for the model's own limit
/// @param keepAlive     how long the model stays loaded, [#FOREVER] or zero; null for the server's own default
/// @param maxConcurrent requests at once; null for no bound
/// @param queue         requests that may wait for one of these places; of no use without `maxConcurrent`
/// @param price         null for the route's
/// @param capabilities  words that rules ask for, such as `vision`
public record Deployment(
        String upstream,
        String model,
        int weight,
        int order,
        @Nullable Integer context,
        @Nullable Duration keepAlive,
        @Nullable Integer maxConcurrent,
        int queue,
        @Nullable Price price,
        List<String> capabilities) {
    /// Keeps a model loaded until the server stops.
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /// How many requests wait where nobody says.
    public static final int QUEUE = 64;

    public Deployment {
        capabilities = List.copyOf(capabilities);
        Checks.that(!upstream.isBlank() && !model.isBlank(), "A deployment names its upstream and its model.");
        Checks.that(weight >= 1 && weight <= 1000, "A weight is 1 to 1000.");
        Checks.that(order >= 1 && order <= 1000, "An order is 1 to 1000.");
        Checks.that(context == null || context >= 1, "A context is at least 1 token.");
        Checks.that(maxConcurrent == null || maxConcurrent >= 1, "At least 1 request at once has to be possible.");
        Checks.that(queue >= 0, "A queue cannot be shorter than 0.");
        Checks.that(model.indexOf('*') < 0 || model.indexOf('*') == model.length() - 1, "A * stands at the end.");
    }

    /// One of which no rule knows anything.
    public Deployment(
            String upstream,
            String model,
            int weight,
            int order,
            @Nullable Integer context,
            @Nullable Duration keepAlive,
            @Nullable Integer maxConcurrent,
            int queue,
            @Nullable Price price) {
        this(upstream, model, weight, order, context, keepAlive, maxConcurrent, queue, price, List.of());
    }

    /// One with the usual values, at a server that may be asked without a bound.
    public static Deployment of(String upstream, String model) {
        return new Deployment(upstream, model, 1, 1, null, null, null, QUEUE, null);
    }

    /// The same, with another share.
    public Deployment weighing(int share) {
        return new Deployment(
                upstream, model, share, order, context, keepAlive, maxConcurrent, queue, price, capabilities);
    }

    /// The same, with so many tokens of prompt and answer together.
    public Deployment seeing(int tokens) {
        return new Deployment(
                upstream, model, weight, order, tokens, keepAlive, maxConcurrent, queue, price, capabilities);
    }

    /// The same, whose model stays loaded for so long.
    public Deployment staying(Duration time) {
        return new Deployment(upstream, model, weight, order, context, time, maxConcurrent, queue, price, capabilities);
    }

    /// The same, in another group.
    public Deployment ordered(int group) {
        return new Deployment(
                upstream, model, weight, group, context, keepAlive, maxConcurrent, queue, price, capabilities);
    }

    /// The same, with so many places and so many who may wait for one.
    public Deployment bounded(int places, int waiting) {
        return new Deployment(upstream, model, weight, order, context, keepAlive, places, waiting, price, capabilities);
    }

    /// The same, with words that rules ask for.
    public Deployment capable(List<String> words) {
        return new Deployment(upstream, model, weight, order, context, keepAlive, maxConcurrent, queue, price, words);
    }

    /// The model's name as the server knows it.
    ///
    /// @param rest what the route's `*` stood for; empty for a route without one
    public String modelFor(String rest) {
        return model.endsWith("*") ? model.substring(0, model.length() - 1) + rest : model;
    }
}
