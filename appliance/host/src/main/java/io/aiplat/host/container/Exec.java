package io.aiplat.host.container;

import com.github.dockerjava.api.command.InspectExecResponse;
import io.aiplat.host.HostProblems;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs programs inside containers. docker-java creates the exec and reads its exit code, but the stream between is
/// ours: docker-java never tells the program that its input has ended (docker-java issues 1684 and 1552), so an
/// import fed through it may wait for ever.
final class Exec {
    private static final int BLOCK = 256 * 1024;
    private static final int FRAME_HEADER = 8;
    private static final int INTERRUPTED = 130;

    /// How long a reader of our input may take to notice that nobody needs it any more.
    private static final Duration LAST_READ = Duration.ofSeconds(1);

    private final ContainerEngine engine;

    Exec(ContainerEngine engine) {
        this.engine = engine;
    }

    /// Runs it to its end and keeps what it wrote.
    ///
    /// @param input for its standard input; null for none
    ExecResult run(String container, List<String> command, @Nullable InputStream input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        int exitCode = run(container, command, input, out, error);
        return new ExecResult(exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }

    /// Runs it to its end and hands on what it writes.
    ///
    /// @param input for its standard input; null for none
    /// @return its exit code
    int run(String container, List<String> command, @Nullable InputStream input, OutputStream out, OutputStream error) {
        String doing = doing(container, command);
        String id = create(doing, container, command, input != null, false);
        Output output = new Output(out, error);
        try (ContainerEngineConnection connection = start(id, false)) {
            exchange(connection, input, output);
        } catch (IOException e) {
            String said = output.complained() ? output.complaint() : e.getMessage();
            throw new ApplianceException(HostProblems.engineFailed(doing, String.valueOf(said)), e);
        }
        return exitCode(doing, id);
    }

    /// Runs one that may go on for ever, on a terminal of its own: only through that can it be told to end, since an
    /// engine leaves a program running whose listener has gone.
    ///
    /// @param out takes both its standard output and its standard error
    /// @return its exit code; 130 if this thread was interrupted, and then it still is
    int runOnTerminal(String container, List<String> command, OutputStream out) {
        String doing = doing(container, command);
        String id = create(doing, container, command, true, true);
        try (ContainerEngineConnection connection = start(id, true)) {
            if (!new ExecTerminal(connection, out).carry()) {
                return INTERRUPTED;
            }
        } catch (IOException e) {
            throw new ApplianceException(HostProblems.engineFailed(doing, String.valueOf(e.getMessage())), e);
        }
        return exitCode(doing, id);
    }

    private static String doing(String container, List<String> command) {
        return "run '" + String.join(" ", command) + "' in container " + container;
    }

    private String create(String doing, String container, List<String> command, boolean input, boolean terminal) {
        return engine.call(
                doing,
                client -> client.execCreateCmd(container)
                        .withCmd(command.toArray(String[]::new))
                        .withAttachStdin(input)
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .withTty(terminal)
                        .exec()
                        .getId());
    }

    private ContainerEngineConnection start(String id, boolean terminal) throws IOException {
        ContainerEngine.Session session = engine.session();
        ContainerEngineConnection connection = ContainerEngineConnection.open(session.endpoint());
        try {
            ContainerEngineHttp.upgrade(
                    connection,
                    "/v" + session.facts().apiVersion() + "/exec/" + id + "/start",
                    "{\"Detach\":false,\"Tty\":" + terminal + "}");
            return connection;
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    private int exitCode(String doing, String id) {
        InspectExecResponse ended =
                engine.call(doing, client -> client.inspectExecCmd(id).exec());
        Long code = ended.getExitCodeLong();
        return code == null ? -1 : Math.toIntExact(code);
    }

    /// Writes on a thread of its own, so that a program that answers while it reads cannot block both ends.
    private static void exchange(ContainerEngineConnection connection, @Nullable InputStream input, Output output)
            throws IOException {
        if (input == null) {
            output.readAll(connection.in());
            return;
        }
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread writer = Thread.ofVirtual().name("exec-input").start(() -> {
            try {
                copy(input, connection);
            } catch (IOException e) {
                failure.set(e);
            }
        });
        try {
            output.readAll(connection.in());
        } finally {
            end(writer);
        }
        IOException broken = failure.get();
        // A program that ends before it has read everything breaks the pipe; its exit code says what that means.
        if (broken != null && !output.complained()) {
            throw broken;
        }
    }

    private static void copy(InputStream input, ContainerEngineConnection connection) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int n = input.read(block); n >= 0; n = input.read(block)) {
            connection.out().write(block, 0, n);
        }
        connection.out().flush();
        connection.endOutput();
    }

    /// The program has ended; whoever still reads our input for it does so in vain. A read from a person's terminal
    /// or pipe cannot be interrupted, so it is not waited for longer than a moment.
    private static void end(Thread writer) {
        writer.interrupt();
        try {
            writer.join(LAST_READ);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes apart the engine's stream: eight bytes (stream number, three zeros, length), then that many bytes.
    private static final class Output {
        /// Enough of what a program complained about to say it in a problem.
        private static final int COMPLAINT = 4096;

        private final OutputStream out;
        private final OutputStream error;
        private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();

        Output(OutputStream out, OutputStream error) {
            this.out = out;
            this.error = error;
        }

        boolean complained() {
            return complaint.size() > 0;
        }

        String complaint() {
            return complaint.toString(StandardCharsets.UTF_8);
        }

        void readAll(InputStream in) throws IOException {
            while (true) {
                byte[] header = in.readNBytes(FRAME_HEADER);
                if (header.length == 0) {
                    return;
                }
                if (header.length < FRAME_HEADER) {
                    throw new EOFException("the engine closed the stream in the middle of a frame");
                }
                byte[] piece = in.readNBytes(ByteBuffer.wrap(header, 4, 4).getInt());
                boolean complains = header[0] == 2;
                if (complains) {
                    complaint.write(piece, 0, Math.min(piece.length, COMPLAINT - complaint.size()));
                }
                OutputStream to = complains ? error : out;
                to.write(piece);
                to.flush();
            }
        }
    }
}
