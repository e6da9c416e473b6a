package io.aiplat.launcher.routes;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A time limit on reading: whoever asks waits so long and no longer, for a disk that is gone lets nobody go. One
/// reading at a time; as long as one has not come back, no other begins. For one thread.
final class ReadTimeout<T> {
    private final Duration limit;
    private @Nullable FutureTask<T> pending;

    ReadTimeout(Duration limit) {
        this.limit = limit;
    }

    /// What is read; null as long as it has not come back.
    ///
    /// @param read throws nothing but unchecked exceptions and errors, which come out of here
    /// @throws InterruptedException if whoever asks shall end
    @Nullable
    T of(Callable<T> read) throws InterruptedException {
        FutureTask<T> task = pending;
        boolean late = task != null;
        if (task == null) {
            task = new FutureTask<>(read);
            Thread thread = new Thread(task, "gateway.yaml");
            // A reading that never ends does not keep the process.
            thread.setDaemon(true);
            thread.start();
        }
        try {
            T result = task.get(late ? 0 : limit.toNanos(), TimeUnit.NANOSECONDS);
            pending = null;
            return result;
        } catch (TimeoutException _) {
            pending = task;
            return null;
        } catch (ExecutionException e) {
            pending = null;
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
