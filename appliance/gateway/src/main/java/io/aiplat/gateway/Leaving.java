package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;

/// Interrupts the thread that works on an answer when nobody waits for it any more, and never after that.
final class Leaving implements AutoCloseable {
    private final Exchange exchange;
    private final Thread worker = Thread.currentThread();
    private boolean over;
    private boolean interrupted;

    private Leaving(Exchange exchange) {
        this.exchange = exchange;
    }

    /// From now until it is closed.
    static Leaving interrupts(Exchange exchange) {
        Leaving leaving = new Leaving(exchange);
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
