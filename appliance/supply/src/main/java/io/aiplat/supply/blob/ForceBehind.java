package io.aiplat.supply.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Forces a file to the disk while it is being written. A system keeps gigabytes in memory before it begins to write
/// by itself, and a force at the end would wait for all of them. For one thread.
public final class ForceBehind {
    private static final long STEP_BYTES = 128L << 20;

    private final Force file;
    private long unforced;
    private @Nullable FutureTask<@Nullable Void> running;

    /// Forces a file.
    @FunctionalInterface
    interface Force {
        void force(boolean metadata) throws IOException;
    }

    /// @param file its owner closes it
    public ForceBehind(FileChannel file) {
        this((Force) file::force);
    }

    ForceBehind(Force file) {
        this.file = file;
    }

    /// Bytes were written.
    ///
    /// @throws IOException if earlier ones could not be forced
    public void wrote(long bytes) throws IOException {
        unforced += bytes;
        FutureTask<@Nullable Void> before = running;
        if (unforced < STEP_BYTES || (before != null && !before.isDone())) {
            return;
        }
        await(before);
        unforced = 0;
        FutureTask<@Nullable Void> next = new FutureTask<>(() -> {
            file.force(false);
            return null;
        });
        running = next;
        Thread.ofPlatform().daemon().name("force-behind").start(next);
    }

    /// Returns when all is on the disk.
    ///
    /// @throws IOException if it cannot be
    public void finish() throws IOException {
        await(running);
        running = null;
        file.force(true);
    }

    /// A failure is told once by the system, to whoever forces then; so it may not be lost here.
    private static void await(@Nullable FutureTask<@Nullable Void> force) throws IOException {
        boolean interrupted = false;
        while (force != null) {
            try {
                force.get();
                break;
            } catch (InterruptedException _) {
                // It does not take long, and the file may not be closed under it.
                interrupted = true;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
