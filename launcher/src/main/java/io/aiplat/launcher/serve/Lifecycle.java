package io.aiplat.launcher.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lifecycle: services are started in order and closed in reverse, also when a start fails. For one thread at a time.
public final class Lifecycle implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private Lifecycle() {}

    /// Starts a list of services. Whatever fails meanwhile, those that were started are closed before it is thrown,
    /// and what fails then is suppressed by it.
    ///
    /// @param list starts one after the other with [#start]; what it returns keeps the lifecycle, to close it
    public static <T> T open(Function<Lifecycle, T> list) {
        Lifecycle services = new Lifecycle();
        try {
            return list.apply(services);
        } catch (RuntimeException | Error e) {
            services.closeAfter(e);
            throw e;
        }
    }

    /// Starts the next service.
    ///
    /// @param start returns once it runs; one that fails has left nothing to close
    /// @param close is called once, after everything that was started later is closed
    public <T> T start(Supplier<T> start, Consumer<? super T> close) {
        T service = start.get();
        ends.push(() -> close.accept(service));
        return service;
    }

    /// Closes all of them, the last one first, whichever fails; again it does nothing. What is thrown is the first
    /// failure, with the others suppressed.
    @Override
    public void close() {
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException | Error e) {
                closeAfter(e);
                throw e;
            }
        }
    }

    private void closeAfter(Throwable first) {
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException | Error e) {
                // Java refuses that a failure is suppressed by itself.
                if (e != first) {
                    first.addSuppressed(e);
                }
            }
        }
    }
}
