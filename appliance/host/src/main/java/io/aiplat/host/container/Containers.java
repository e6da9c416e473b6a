package io.aiplat.host.container;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Ports;
import io.aiplat.host.HostProblems;
import io.aiplat.host.LocalPorts;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// The containers of an engine, by name.
public final class Containers {
    private final ContainerEngine engine;

    Containers(ContainerEngine engine) {
        this.engine = engine;
    }

    /// The container of that name or id, if there is one.
    public Optional<ContainerState> find(String name) {
        return engine.call("inspect container " + name, client -> {
            try {
                return Optional.of(state(client.inspectContainerCmd(name).exec()));
            } catch (NotFoundException _) {
                return Optional.<ContainerState>empty();
            }
        });
    }

    /// Creates it without starting it.
    ///
    /// @return the engine's id of it
    public String create(ContainerRequest request) {
        return engine.call(
                "create container " + request.name(),
                client -> CreateCommand.fill(client.createContainerCmd(request.image()), request)
                        .exec()
                        .getId());
    }

    /// Starts it; nothing happens if it runs.
    ///
    /// @throws ApplianceException `HOST_PORT_TAKEN` if somebody else listens on a port it publishes
    public void start(String name) {
        engine.call("start container " + name, client -> {
            try {
                client.startContainerCmd(name).exec();
            } catch (NotModifiedException _) {
                // It runs already, which is what was wanted.
            } catch (DockerException e) {
                int port = ContainerEngineErrors.portInUse(ContainerEngineErrors.said(e));
                if (port > 0) {
                    throw new ApplianceException(
                            HostProblems.portTaken(
                                    port, new LocalPorts(Path.of("/")).owner(port), "the cluster", "--api-port"),
                            e);
                }
                throw e;
            }
            return name;
        });
    }

    /// Lets it go on after somebody froze it; nothing happens if nobody did.
    public void unpause(String name) {
        engine.call("unpause container " + name, client -> {
            client.unpauseContainerCmd(name).exec();
            return name;
        });
    }

    /// Stops it, first politely; nothing happens if it does not run.
    ///
    /// @param seconds to wait before it is killed
    public void stop(String name, int seconds) {
        engine.call("stop container " + name, client -> {
            try {
                client.stopContainerCmd(name).withTimeout(seconds).exec();
            } catch (NotModifiedException | NotFoundException _) {
                // It does not run, which is what was wanted.
            }
            return name;
        });
    }

    /// Ends it at once.
    public void kill(String name) {
        engine.call("kill container " + name, client -> {
            client.killContainerCmd(name).exec();
            return name;
        });
    }

    /// Removes it and the volumes without a name that were made for it; nothing happens if there is none.
    public void remove(String name) {
        engine.call("remove container " + name, client -> {
            try {
                client.removeContainerCmd(name)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException _) {
                // There is none, which is what was wanted.
            }
            return name;
        });
    }

    /// Puts files into it; it need not run.
    ///
    /// @param files absolute path to content; folders are made as needed
    public void put(String name, Map<String, byte[]> files) {
        engine.call("copy files into container " + name, client -> {
            client.copyArchiveToContainerCmd(name)
                    .withRemotePath("/")
                    .withTarInputStream(new ByteArrayInputStream(TarArchive.of(files)))
                    .exec();
            return name;
        });
    }

    /// Reads a file of it; it need not run.
    ///
    /// @return its bytes, or empty if there is no such file
    public Optional<byte[]> read(String name, String path) {
        return engine.call("read " + path + " of container " + name, client -> {
            try (InputStream tar =
                    client.copyArchiveFromContainerCmd(name, path).exec()) {
                return Optional.of(TarArchive.firstFile(tar));
            } catch (NotFoundException _) {
                return Optional.<byte[]>empty();
            } catch (IOException e) {
                throw new DockerException(String.valueOf(e.getMessage()), 0, e);
            }
        });
    }

    /// Runs a program inside.
    ///
    /// @throws ApplianceException if it could not be started; its own failure is in the result
    public ExecResult exec(String name, List<String> command) {
        return new Exec(engine).run(name, command, null);
    }

    /// Runs a program inside and feeds its standard input to the end.
    ///
    /// @param input is read to its end and not closed
    public ExecResult exec(String name, List<String> command, InputStream input) {
        return new Exec(engine).run(name, command, input);
    }

    /// Runs a program inside and hands on what it writes while it writes it.
    ///
    /// @return its exit code
    /// @throws ApplianceException if it could not be started; its own failure is its exit code
    public int exec(String name, List<String> command, OutputStream out, OutputStream error) {
        return new Exec(engine).run(name, command, null, out, error);
    }

    /// Runs a program inside, feeds its standard input to the end, and hands on what it writes while it writes it.
    ///
    /// @param input is not closed; when the program ends before it, its next byte may be lost
    /// @return its exit code
    /// @throws ApplianceException if it could not be started; its own failure is its exit code
    public int exec(String name, List<String> command, InputStream input, OutputStream out, OutputStream error) {
        return new Exec(engine).run(name, command, input, out, error);
    }

    /// Runs a program inside that goes on until it is told to end: an interruption of this thread is its Ctrl-C.
    ///
    /// @param out takes all that it writes, complaints too
    /// @return its exit code; 130 if it was interrupted, and then this thread still is
    /// @throws ApplianceException if it could not be started; its own failure is its exit code
    public int watch(String name, List<String> command, OutputStream out) {
        return new Exec(engine).runOnTerminal(name, command, out);
    }

    /// Hands on what it has written, line by line.
    ///
    /// @param tail   how many lines of the past
    /// @param follow whether to go on until it ends or this thread is interrupted
    public void logs(String name, int tail, boolean follow, Consumer<String> lines) {
        engine.call("read the log of container " + name, client -> {
            LineSplitter buffer = new LineSplitter(lines);
            var frames = new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                    buffer.add(frame.getPayload());
                }
            };
            try (frames) {
                client.logContainerCmd(name)
                        .withStdOut(true)
                        .withStdErr(true)
                        .withTail(tail)
                        .withFollowStream(follow)
                        .exec(frames)
                        .awaitCompletion();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new DockerException(String.valueOf(e.getMessage()), 0, e);
            }
            buffer.end();
            return name;
        });
    }

    private static ContainerState state(InspectContainerResponse found) {
        var state = found.getState();
        return new ContainerState(
                Objects.requireNonNull(found.getId()),
                Objects.requireNonNullElse(found.getImageId(), ""),
                Objects.requireNonNullElse(state.getStatus(), "unknown"),
                Math.toIntExact(Objects.requireNonNullElse(state.getExitCodeLong(), 0L)),
                Boolean.TRUE.equals(state.getOOMKilled()),
                Objects.requireNonNullElse(found.getRestartCount(), 0),
                Objects.requireNonNullElse(state.getStartedAt(), ""),
                Objects.requireNonNullElse(found.getConfig().getLabels(), Map.of()),
                ports(found.getHostConfig().getPortBindings()));
    }

    private static Map<Integer, Integer> ports(Ports bindings) {
        Map<Integer, Integer> ports = new HashMap<>();
        if (bindings != null) {
            for (Map.Entry<ExposedPort, Ports.Binding[]> entry :
                    bindings.getBindings().entrySet()) {
                Ports.Binding[] bound = entry.getValue();
                if (bound != null) {
                    Arrays.stream(bound)
                            .map(Ports.Binding::getHostPortSpec)
                            .filter(spec -> spec != null && spec.matches("[0-9]+"))
                            .forEach(spec -> ports.put(entry.getKey().getPort(), Integer.parseInt(spec)));
                }
            }
        }
        return ports;
    }
}
