package io.aiplat.cluster.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// What Kubernetes says in its errors, without the client's wrapping.
public final class KubernetesErrors {
    private KubernetesErrors() {}

    /// The server's own sentence, or that of the deepest cause.
    public static String of(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getStatus().getMessage();
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = cause.getMessage();
        if (cause instanceof ClosedChannelException && (text == null || text.isBlank())) {
            // What the JDK's client makes of a connection that nobody accepts.
            return "Nobody listens there, or the connection was closed at once.";
        }
        return text == null ? cause.getClass().getSimpleName() : text;
    }

    /// Whether no answer came at all: refused, closed, timed out, or no certificate was believed.
    static boolean neverAnswered(KubernetesClientException e) {
        return e.getStatus() == null
                && (e.getCode() <= 0
                        || Stream.<Throwable>iterate(e, t -> t != null, Throwable::getCause)
                                .anyMatch(t -> t instanceof IOException || t instanceof TimeoutException));
    }
}
