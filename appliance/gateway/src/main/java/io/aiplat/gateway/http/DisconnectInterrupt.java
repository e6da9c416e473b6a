package io.aiplat.gateway.http;

import io.aiplat.gateway.connection.Exchange;

/// Client disconnect: interrupts the thread that works on an answer nobody waits for any more, never later.
public final class DisconnectInterrupt implements AutoCloseable {
    private final Exchange exchange;
    private final Thread worker = Thread.currentThread();
    private boolean over;
    private boolean interrupted;

    private DisconnectInterrupt(Exchange exchange) {
        this.exchange = exchange;
    }

    /// From now until it is closed.
    public static DisconnectInterrupt interrupts(Exchange exchange) {
        DisconnectInterrupt leaving = new DisconnectInterrupt(exchange);
        exchange.onGone(leaving::interrupt);
        return leaving;
    }

    private synchronized void interrupt() {
        if (!over) {
            interrupted = true;
            worker.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        exchange.onGone(null);
        if (interrupted) {
            // It was meant for the work that has ended; whoever sends the answer finds out by itself.
            Thread.interrupted();
        }
    }
}
