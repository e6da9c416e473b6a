package io.aiplat.host.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.aiplat.host.HostProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.host.ContainerEngineFacts;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The container engine of this machine. Nothing is opened before the first question; the version of its API is
/// agreed on with it, never assumed. Safe for use by several threads.
public final class ContainerEngine implements Closeable {
    private final ContainerEngineAddresses endpoints;
    private final ContainerEngineDetection look;
    private volatile @Nullable Session session;

    /// An engine found as the docker command finds it.
    ///
    /// @param environment of this process
    /// @param userHome    where `.docker` is
    /// @param user        for the text of a problem: who may not use the socket
    public ContainerEngine(Map<String, String> environment, Path userHome, String user, Clock clock) {
        this.endpoints = new ContainerEngineAddresses(environment, userHome);
        this.look = new ContainerEngineDetection(clock, user);
    }

    /// An engine that answered, and how to speak to it.
    record Session(ContainerEngineAddress endpoint, ContainerEngineFacts.Answers facts, DockerClient client) {}

    /// Looks now whether an engine answers and what it is. Takes no longer than a few seconds. The first engine
    /// that answered is the one all later calls go to.
    public ContainerEngineFacts facts() {
        ContainerEngineDetection.Found found = look.look(endpoints.candidates());
        remember(found);
        return found.facts();
    }

    /// The engine all calls go to, as it was when it was chosen.
    ///
    /// @throws ApplianceException if none can be used
    public ContainerEngineFacts.Answers answers() {
        return session().facts();
    }

    /// What it calls itself: the same for as long as it keeps its data; empty where it has no name for itself.
    ///
    /// @throws ApplianceException if none can be used
    public String id() {
        return call(
                "say which one it is",
                client -> Objects.requireNonNullElse(client.infoCmd().exec().getId(), ""));
    }

    /// The folder of this machine in which it keeps images, containers and volumes; empty where that is in a virtual
    /// machine or on another machine.
    ///
    /// @throws ApplianceException if none can be used
    public Optional<Path> root() {
        String said = call(
                "say where its data is",
                client -> Objects.requireNonNullElse(client.infoCmd().exec().getDockerRootDir(), ""));
        return Optional.of(said)
                .filter(root -> !root.isEmpty() && answers().endpoint().startsWith("unix:"))
                .map(Path::of)
                .filter(Files::isDirectory);
    }

    /// Its images.
    public Images images() {
        return new Images(this);
    }

    /// Its containers.
    public Containers containers() {
        return new Containers(this);
    }

    /// Its volumes.
    public Volumes volumes() {
        return new Volumes(this);
    }

    /// Its networks.
    public Networks networks() {
        return new Networks(this);
    }

    /// The engine all calls go to, chosen at the first look that found one.
    ///
    /// @throws ApplianceException if none can be used
    Session session() {
        Session open = session;
        if (open == null) {
            ContainerEngineDetection.Found found = look.look(endpoints.candidates());
            if (found.facts() instanceof ContainerEngineFacts.Unusable(var problem)) {
                throw new ApplianceException(problem);
            }
            open = Objects.requireNonNull(remember(found));
        }
        return open;
    }

    private synchronized @Nullable Session remember(ContainerEngineDetection.Found found) {
        ContainerEngineAddress endpoint = found.endpoint();
        if (session == null && endpoint != null && found.facts() instanceof ContainerEngineFacts.Answers answers) {
            session = new Session(endpoint, answers, client(endpoint, answers.apiVersion()));
        }
        return session;
    }

    /// Does one thing with it.
    ///
    /// @param doing what, beginning with a verb, for the problem's text
    /// @throws ApplianceException if the engine refuses or cannot be reached; docker-java's own exceptions
    ///     that say "there is none" or "there is one already" are for the caller to catch first
    <T> T call(String doing, Function<DockerClient, T> work) {
        try {
            return work.apply(session().client());
        } catch (DockerException e) {
            throw new ApplianceException(HostProblems.engineFailed(doing, ContainerEngineErrors.said(e)), e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException || e instanceof UncheckedIOException) {
                throw new ApplianceException(HostProblems.engineFailed(doing, String.valueOf(e.getMessage())), e);
            }
            throw e;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        Session open = session;
        session = null;
        if (open != null) {
            open.client().close();
        }
    }

    private static DockerClient client(ContainerEngineAddress endpoint, String apiVersion) {
        var builder = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(endpoint.text())
                .withDockerTlsVerify(false)
                .withApiVersion(apiVersion);
        if (endpoint instanceof ContainerEngineAddress.Tcp tcp && tcp.certificates() != null) {
            builder.withDockerTlsVerify(true)
                    .withDockerCertPath(tcp.certificates().toString());
        }
        var config = builder.build();
        var http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(Duration.ofSeconds(5))
                .build();
        return DockerClientImpl.getInstance(config, http);
    }
}
