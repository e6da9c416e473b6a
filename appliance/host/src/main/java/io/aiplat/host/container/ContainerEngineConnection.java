package io.aiplat.host.container;

import com.github.dockerjava.core.LocalDirectorySSLConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;

/// One open connection to an engine, for the calls docker-java cannot make: a standard input that ends, and
/// requests with a time limit. A thread that is interrupted while it reads or writes closes it.
final class ContainerEngineConnection implements Closeable {
    private static final int CONNECT_MILLIS = 2_000;

    private final InputStream in;
    private final OutputStream out;
    private final End end;
    private final Closeable socket;

    private ContainerEngineConnection(InputStream in, OutputStream out, End end, Closeable socket) {
        this.in = in;
        this.out = out;
        this.end = end;
        this.socket = socket;
    }

    /// Says that no more will be written, while reading goes on.
    @FunctionalInterface
    private interface End {
        void output() throws IOException;
    }

    /// Connects.
    ///
    /// @throws IOException if nobody listens, or we may not
    static ContainerEngineConnection open(ContainerEngineAddress endpoint) throws IOException {
        return switch (endpoint) {
            case ContainerEngineAddress.Unix unix -> unix(unix.socket());
            case ContainerEngineAddress.Tcp tcp -> tcp(tcp);
            case ContainerEngineAddress.Unsupported other -> throw new IOException("cannot speak to " + other.text());
        };
    }

    private static ContainerEngineConnection unix(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
        return new ContainerEngineConnection(
                Channels.newInputStream(channel), Channels.newOutputStream(channel), channel::shutdownOutput, channel);
    }

    private static ContainerEngineConnection tcp(ContainerEngineAddress.Tcp tcp) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(tcp.host(), tcp.port()), CONNECT_MILLIS);
            Socket socket = tcp.certificates() == null ? plain : secured(plain, tcp, tcp.certificates());
            return new ContainerEngineConnection(
                    socket.getInputStream(), socket.getOutputStream(), socket::shutdownOutput, socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, ContainerEngineAddress.Tcp tcp, Path certificates) throws IOException {
        var context = new LocalDirectorySSLConfig(certificates.toString()).getSSLContext();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, tcp.host(), tcp.port(), true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void endOutput() throws IOException {
        end.output();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
