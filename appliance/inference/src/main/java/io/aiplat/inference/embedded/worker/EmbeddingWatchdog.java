package io.aiplat.inference.embedded.worker;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Watchdog of embeddings: asks again where the binding of llama.cpp has lost a result.
///
/// de.kherud:llama 4.2.0 queues a text for llama.cpp's thread before it says that it waits for the result. A result
/// that is there by then is thrown away, and the caller waits for ever: with small models one in some hundred, with
/// others when the machine is busy. In a process that does one thing at a time that looks like nothing else: nobody
/// answers, and nobody computes.
final class EmbeddingWatchdog {
    private static final long LOOK_MILLIS = 200;
    private static final int IDLE_LOOKS = 2;

    /// What looking itself may take in that time.
    private static final Duration IDLE = Duration.ofMillis(20);

    /// Each result that was lost leaves a thread behind that waits for it.
    private static final int MOST_LOST = 1000;

    private ExecutorService asking = thread();
    private int lost;

    private static ExecutorService thread() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("embeds").factory());
    }

    /// A vector. For one thread.
    ///
    /// @param ask may be called again while it has not returned
    /// @throws RuntimeException what `ask` throws
    float[] embed(Supplier<float[]> ask) throws InterruptedException {
        while (true) {
            float[] vector = await(asking.submit(ask::get));
            if (vector != null) {
                return vector;
            }
            if (++lost > MOST_LOST) {
                throw new InternalError(MOST_LOST + " results were lost; this process has to begin anew");
            }
            asking = thread();
        }
    }

    /// @return null if it is lost
    private static float @Nullable [] await(Future<float[]> result) throws InterruptedException {
        Duration before = cpu();
        for (int idle = 0; idle < IDLE_LOOKS; ) {
            try {
                return result.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                Duration now = cpu();
                idle = now.minus(before).compareTo(IDLE) < 0 ? idle + 1 : 0;
                before = now;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
            }
        }
        return null;
    }

    /// CPU time of this process; where the system does not say it, time itself, so that nothing counts as lost.
    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseGet(() -> Duration.ofNanos(System.nanoTime()));
    }
}
