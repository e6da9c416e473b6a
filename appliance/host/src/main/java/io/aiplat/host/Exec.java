package io.aiplat.host;

import com.github.dockerjava.api.command.InspectExecResponse;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs programs inside containers. docker-java creates the exec and reads its exit code, but the stream between is
/// ours: docker-java never tells the program that its input has ended (docker-java issues 1684 and 1552), so an
/// import fed through it may wait for ever.
final class Exec {
    private static final int BLOCK = 256 * 1024;
    private static final int FRAME_HEADER = 8;

    private final ContainerEngine engine;

    Exec(ContainerEngine engine) {
        this.engine = engine;
    }

    /// Runs it to its end.
    ///
    /// @param input for its standard input; null for none
    ExecResult run(String container, List<String> command, @Nullable InputStream input) {
        String doing = "run '" + String.join(" ", command) + "' in container " + container;
        String id = engine.call(
                doing,
                client -> client.execCreateCmd(container)
                        .withCmd(command.toArray(String[]::new))
                        .withAttachStdin(input != null)
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec()
                        .getId());
        ContainerEngine.Session session = engine.session();
        Output output = new Output();
        try (EngineConnection connection = EngineConnection.open(session.endpoint())) {
            EngineHttp.upgrade(
                    connection,
                    "/v" + session.facts().apiVersion() + "/exec/" + id + "/start",
                    "{\"Detach\":false,\"Tty\":false}");
            exchange(connection, input, output);
        } catch (IOException e) {
            String said = output.error.size() > 0 ? output.error.toString(StandardCharsets.UTF_8) : e.getMessage();
            throw new ApplianceException(HostProblems.engineFailed(doing, String.valueOf(said)), e);
        }
        return new ExecResult(
                exitCode(doing, id),
                output.out.toString(StandardCharsets.UTF_8),
                output.error.toString(StandardCharsets.UTF_8));
    }

    private int exitCode(String doing, String id) {
        InspectExecResponse ended =
                engine.call(doing, client -> client.inspectExecCmd(id).exec());
        Long code = ended.getExitCodeLong();
        return code == null ? -1 : Math.toIntExact(code);
    }

    /// Writes on a thread of its own, so that a program that answers while it reads cannot block both ends.
    private static void exchange(EngineConnection connection, @Nullable InputStream input, Output output)
            throws IOException {
        if (input == null) {
            output.readAll(connection.in());
            return;
        }
        IOException[] failure = new IOException[1];
        Thread writer = Thread.ofVirtual().name("exec-input").start(() -> {
            try {
                copy(input, connection);
            } catch (IOException e) {
                failure[0] = e;
            }
        });
        try {
            output.readAll(connection.in());
        } finally {
            join(writer);
        }
        // A program that ends before it has read everything breaks the pipe; its exit code says what that means.
        if (failure[0] != null && output.error.size() == 0) {
            throw failure[0];
        }
    }

    private static void copy(InputStream input, EngineConnection connection) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int n = input.read(block); n >= 0; n = input.read(block)) {
            connection.out().write(block, 0, n);
        }
        connection.out().flush();
        connection.endOutput();
    }

    private static void join(Thread writer) {
        // The program has ended; whoever still reads our input for it does so in vain.
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes apart the engine's stream: eight bytes (stream number, three zeros, length), then that many bytes.
    private static final class Output {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream error = new ByteArrayOutputStream();

        void readAll(InputStream in) throws IOException {
            while (true) {
                byte[] header = in.readNBytes(FRAME_HEADER);
                if (header.length == 0) {
                    return;
                }
                if (header.length < FRAME_HEADER) {
                    throw new EOFException("the engine closed the stream in the middle of a frame");
                }
                int length = ByteBuffer.wrap(header, 4, 4).getInt();
                (header[0] == 2 ? error : out).write(in.readNBytes(length));
            }
        }
    }
}
