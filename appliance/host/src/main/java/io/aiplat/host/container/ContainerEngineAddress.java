package io.aiplat.host.container;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Address at which a container engine may listen.
public sealed interface ContainerEngineAddress {
    /// As in `DOCKER_HOST`.
    String text();

    /// Who named it, for a person: `DOCKER_HOST`, a docker context, or `the usual place`.
    String from();

    /// A Unix socket.
    ///
    /// @param given whether a person named it; then no other place is tried
    record Unix(Path socket, String from, boolean given) implements ContainerEngineAddress {
        @Override
        public String text() {
            return "unix://" + socket;
        }
    }

    /// A TCP address, always named by a person.
    ///
    /// @param certificates folder with `ca.pem`, `cert.pem` and `key.pem`; null for a connection without TLS
    record Tcp(String host, int port, @Nullable Path certificates, String from) implements ContainerEngineAddress {
        @Override
        public String text() {
            return "tcp://" + host + ":" + port;
        }
    }

    /// A kind of address we cannot speak to, `ssh://` or a Windows pipe.
    record Unsupported(String text, String from) implements ContainerEngineAddress {}
}
