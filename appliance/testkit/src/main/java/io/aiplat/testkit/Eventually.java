package io.aiplat.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits for what comes true in its own time, and says what it was waiting for when it does not. Pauses between looks
/// grow with the time waited, from a millisecond to a fifth of a second. One that takes long, as a program that is
/// started for it does, is followed by a pause of twice that, up to a second: what is waited for needs the processor,
/// too.
public final class Eventually {
    /// For what follows at once, on a machine that is busy with other things.
    public static final Duration SOON = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMillis(200);
    private static final Duration LONGEST_OF_DEAR = Duration.ofSeconds(1);

    private Eventually() {}

    /// A look at something that changes.
    ///
    /// @param <T> what is seen
    /// @param <E> what a look may fail by
    @FunctionalInterface
    public interface Look<T extends @Nullable Object, E extends Exception> {
        /// What is there now.
        T now() throws E;
    }

    /// Something that is true or not.
    ///
    /// @param <E> what a look may fail by
    @FunctionalInterface
    public interface Condition<E extends Exception> {
        /// Whether it is true now.
        boolean now() throws E;
    }

    /// An assertion that may need some time until it passes.
    @FunctionalInterface
    public interface Assertion {
        /// Fails or not.
        void now() throws Exception;
    }

    /// Waits until something is true, [#SOON].
    ///
    /// @param fact what is waited for, as a statement: `the gateway is ready`
    public static <E extends Exception> void holds(String fact, Condition<E> condition) throws E, InterruptedException {
        holds(fact, SOON, condition);
    }

    /// Waits until something is true. A look that throws ends the wait.
    ///
    /// @param fact  what is waited for, as a statement: `the gateway is ready`
    /// @param bound the longest wait
    /// @throws AssertionError with the fact, if it does not come true
    public static <E extends Exception> void holds(String fact, Duration bound, Condition<E> condition)
            throws E, InterruptedException {
        Wait wait = new Wait(bound);
        while (!condition.now()) {
            if (wait.isOver()) {
                throw new AssertionError(wait.failure(fact));
            }
            wait.pause();
        }
    }

    /// Waits until what is seen is as wanted, [#SOON].
    ///
    /// @param fact what is waited for, as a statement: `two requests are booked`
    /// @return what was wanted, as it was seen
    public static <T extends @Nullable Object, E extends Exception> T seen(
            String fact, Look<T, E> look, Predicate<? super T> wanted) throws E, InterruptedException {
        return seen(fact, SOON, look, wanted);
    }

    /// Waits until what is seen is as wanted. A look that throws ends the wait.
    ///
    /// @param fact  what is waited for, as a statement: `two requests are booked`
    /// @param bound the longest wait
    /// @return what was wanted, as it was seen
    /// @throws AssertionError with the fact and what was seen last, if it does not come true
    public static <T extends @Nullable Object, E extends Exception> T seen(
            String fact, Duration bound, Look<T, E> look, Predicate<? super T> wanted) throws E, InterruptedException {
        Wait wait = new Wait(bound);
        T last = look.now();
        while (!wanted.test(last)) {
            if (wait.isOver()) {
                throw new AssertionError(wait.failure(fact) + "; seen last: " + last);
            }
            wait.pause();
            last = look.now();
        }
        return last;
    }

    /// Repeats an assertion until it neither fails nor throws.
    ///
    /// @param fact  what is waited for, as a statement: `nothing listens any more`
    /// @param bound the longest wait
    /// @throws AssertionError with the fact and the last failure, if it never passes
    public static void passes(String fact, Duration bound, Assertion assertion) throws InterruptedException {
        Wait wait = new Wait(bound);
        Throwable failure = failure(assertion);
        while (failure != null) {
            if (wait.isOver()) {
                throw new AssertionError(wait.failure(fact) + "; failed last: " + failure, failure);
            }
            wait.pause();
            failure = failure(assertion);
        }
    }

    private static @Nullable Throwable failure(Assertion assertion) throws InterruptedException {
        try {
            assertion.now();
            return null;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    /// How long somebody has waited.
    private static final class Wait {
        private final long began = System.nanoTime();
        private final Duration bound;
        private long looked = began;

        private Wait(Duration bound) {
            this.bound = bound;
        }

        private Duration waited() {
            return Duration.ofNanos(System.nanoTime() - began);
        }

        private boolean isOver() {
            return waited().compareTo(bound) > 0;
        }

        private void pause() throws InterruptedException {
            Duration cheap = least(waited().dividedBy(8), LONGEST);
            Duration dear = least(Duration.ofNanos(2 * (System.nanoTime() - looked)), LONGEST_OF_DEAR);
            Duration pause = cheap.compareTo(dear) > 0 ? cheap : dear;
            Thread.sleep(pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause);
            looked = System.nanoTime();
        }

        private static Duration least(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }

        private String failure(String fact) {
            return "not within " + bound.toMillis() + " ms: " + fact;
        }
    }
}
