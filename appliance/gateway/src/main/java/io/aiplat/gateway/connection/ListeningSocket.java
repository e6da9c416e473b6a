package io.aiplat.gateway.connection;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Listening socket, bound, as the accept loop needs it.
interface ListeningSocket {
    /// Waits for a client.
    ///
    /// @throws IOException if none can be taken; the port may be good for the next one nevertheless
    SocketChannel accept() throws IOException;

    /// Where it listens.
    InetSocketAddress address() throws IOException;

    /// Whether it can ever accept again.
    boolean isOpen();

    /// Ends it. Whoever waits for a client gets an exception.
    void close() throws IOException;

    /// Makes ports.
    @FunctionalInterface
    interface Binding {
        /// Binds.
        ListeningSocket bind(InetSocketAddress address) throws IOException;
    }

    /// The system's own.
    static ListeningSocket bind(InetSocketAddress address) throws IOException {
        // What comes at once, before the loop gets to it; more is refused by the system.
        int backlog = 1024;
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, backlog);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new ListeningSocket() {
            @Override
            public SocketChannel accept() throws IOException {
                return channel.accept();
            }

            @Override
            public InetSocketAddress address() throws IOException {
                return (InetSocketAddress) channel.getLocalAddress();
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
