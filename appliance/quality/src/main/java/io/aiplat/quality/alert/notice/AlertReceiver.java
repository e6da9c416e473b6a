package io.aiplat.quality.alert.notice;

import java.io.IOException;

/// Somebody who is told of alerts.
public interface AlertReceiver {
    /// `webhook`, `email` or `desktop`.
    String name();

    /// Where messages go, as it may be shown: without secrets.
    String target();

    /// Sends one message, and waits for it to be taken; 40 seconds at most.
    ///
    /// @throws IOException with a sentence for people if it was not taken; it may be sent again
    /// @throws InterruptedException if the thread is interrupted meanwhile
    void send(AlertNotice notice) throws IOException, InterruptedException;
}
