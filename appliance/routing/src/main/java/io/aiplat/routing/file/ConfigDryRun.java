package io.aiplat.routing.file;

import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Guard;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.Route;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;

/// A dry run: makes of what a file states the very things that are going to serve, so that a file which is called
/// right can be served. A method throws [IllegalArgumentException], with a sentence that says what is possible, for
/// what cannot be made; the file is refused at the line that states it then. Nothing is kept or touched.
public interface ConfigDryRun {
    /// Tries nothing: for who only reads.
    ConfigDryRun NONE = new ConfigDryRun() {};

    /// A key that the store shall have.
    default void key(KeySeed seed) {}

    /// A model, with its prices.
    default void model(Route route) {}

    /// A server.
    default void upstream(Upstream upstream) {}

    /// A guard.
    default void guard(Guard guard) {}

    /// Where spans go.
    default void tracing(Tracing tracing) {}

    /// All of it together, of which every part was tried before.
    default void whole(GatewayConfig plan) {}

    /// Tries one part, whatever it is.
    private void part(Object thing) {
        switch (thing) {
            case KeySeed seed -> key(seed);
            case Route route -> model(route);
            case Upstream upstream -> upstream(upstream);
            case Guard guard -> guard(guard);
            case Tracing tracing -> tracing(tracing);
            case GatewayConfig plan -> whole(plan);
            default -> {
                // Parts of these, which are tried with them.
            }
        }
    }

    /// Tries one part.
    ///
    /// @throws IllegalArgumentException with a full sentence if it cannot be made
    static void of(ConfigDryRun trial, Object thing) {
        try {
            trial.part(thing);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("A number in it is larger than can be counted.", e);
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            String sentence = Character.toUpperCase(text.charAt(0)) + text.substring(1);
            throw new IllegalArgumentException(sentence.endsWith(".") ? sentence : sentence + ".", e);
        }
    }
}
