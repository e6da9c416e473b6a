package io.aiplat.gateway;

import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;

/// Bind check: tries to listen before the server does, because that keeps to itself why it could not.
final class BindCheck {
    private static final int CONNECT_MILLIS = 500;

    private BindCheck() {}

    /// Binds for a moment.
    ///
    /// @return the address that can be listened on
    /// @throws ApplianceException if it cannot, with the cause
    static InetAddress check(String listen, int port) {
        InetAddress address = resolve(listen);
        try (ServerSocketChannel trial = ServerSocketChannel.open()) {
            trial.bind(new InetSocketAddress(address, port));
            return address;
        } catch (IOException e) {
            throw new ApplianceException(whyNot(listen, address, port, e), e);
        }
    }

    private static InetAddress resolve(String listen) {
        try {
            return InetAddress.getByName(listen);
        } catch (UnknownHostException e) {
            throw new ApplianceException(GatewayProblems.addressNotHere(listen), e);
        }
    }

    /// Finds the cause by looking; the system's message differs from system to system.
    private static Problem whyNot(String listen, InetAddress address, int port, IOException failure) {
        if (!isHere(address)) {
            return GatewayProblems.addressNotHere(listen);
        }
        if (answers(address, port)) {
            return GatewayProblems.portTaken(listen, port);
        }
        return GatewayProblems.cannotListen(listen, port, String.valueOf(failure.getMessage()));
    }

    private static boolean isHere(InetAddress address) {
        try {
            return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException _) {
            // Without a list of interfaces nothing speaks against the address.
            return true;
        }
    }

    private static boolean answers(InetAddress address, int port) {
        InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target, port), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            // Nobody answers: then the port is not what is wrong.
            return false;
        }
    }
}
