package io.aiplat.cluster.node;

import io.aiplat.host.HostProblems;
import io.aiplat.host.container.ExecResult;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Runs programs of this machine to their end, and keeps what they say.
public final class LocalCommand {
    private LocalCommand() {}

    /// Runs it with nothing to read.
    ///
    /// @throws ApplianceException `HOST_PROGRAM_NOT_STARTED`
    public static ExecResult run(List<String> command) {
        return run(command, InputStream.nullInputStream());
    }

    /// Runs it and lets it read a stream. A program that ends before it has read all of it is asked why, and the rest
    /// stays unread.
    ///
    /// @throws ApplianceException   `HOST_PROGRAM_NOT_STARTED`
    /// @throws UncheckedIOException if the stream itself cannot be read; the program is ended then
    public static ExecResult run(List<String> command, InputStream in) {
        try {
            Process process = new ProcessBuilder(command).start();
            try {
                CompletableFuture<byte[]> out = read(process.getInputStream());
                CompletableFuture<byte[]> error = read(process.getErrorStream());
                feed(in, process);
                int exit = process.waitFor();
                return new ExecResult(exit, text(out), text(error));
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new ApplianceException(
                    HostProblems.programNotStarted(command.getFirst(), String.valueOf(e.getMessage())), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ExecResult(130, "", "interrupted");
        }
    }

    private static void feed(InputStream in, Process process) {
        byte[] block = new byte[1 << 16];
        try (OutputStream to = process.getOutputStream()) {
            for (int n = next(in, block); n >= 0; n = next(in, block)) {
                to.write(block, 0, n);
            }
        } catch (UncheckedIOException e) {
            throw e;
        } catch (IOException _) {
            // It reads no more; its exit code tells whether that was all it wanted.
        }
    }

    /// A failure of the source is told from one of the program: a half of an image must not look like a whole one.
    private static int next(InputStream in, byte[] block) {
        try {
            return in.read(block);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompletableFuture<byte[]> read(InputStream from) {
        CompletableFuture<byte[]> all = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                all.complete(from.readAllBytes());
            } catch (IOException e) {
                all.complete(new byte[0]);
            }
        });
        return all;
    }

    private static String text(CompletableFuture<byte[]> bytes) {
        return new String(bytes.join(), StandardCharsets.UTF_8);
    }
}
