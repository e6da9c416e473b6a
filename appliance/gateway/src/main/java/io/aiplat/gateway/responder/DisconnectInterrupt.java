package io.aiplat.gateway.responder;

/// Client disconnect: interrupts the thread that works on an answer nobody waits for any more, never later.
public final class DisconnectInterrupt implements AutoCloseable {
    private final Responder responder;
    private final Thread worker = Thread.currentThread();
    private boolean over;
    private boolean interrupted;

    private DisconnectInterrupt(Responder responder) {
        this.responder = responder;
    }

    /// From now until it is closed.
    public static DisconnectInterrupt interrupts(Responder responder) {
        DisconnectInterrupt leaving = new DisconnectInterrupt(responder);
        responder.onGone(leaving::interrupt);
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
        responder.onGone(null);
        if (interrupted) {
            // It was meant for the work that has ended; whoever sends the answer finds out by itself.
            Thread.interrupted();
        }
    }
}
