package io.aiplat.quality.alert;

import io.aiplat.model.Secret;
import io.aiplat.quality.alert.notice.EmailAccount;
import io.aiplat.quality.alert.notice.NoticePace;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What settings say of alerts.
///
/// @param off          names of rules that are switched off
/// @param webhook      address of a webhook; null for none
/// @param webhookToken sent to it; null for none
/// @param email        null for none
/// @param desktop      whether they are shown on the desktop
/// @param pace         of messages
public record AlertOptions(
        List<String> off,
        @Nullable URI webhook,
        @Nullable Secret webhookToken,
        @Nullable EmailAccount email,
        boolean desktop,
        NoticePace pace) {
    /// Keeps a copy.
    public AlertOptions {
        off = List.copyOf(off);
    }

    /// What no log may show.
    public List<Secret> secrets() {
        return Stream.of(webhookToken, email == null ? null : email.password())
                .filter(Objects::nonNull)
                .toList();
    }
}
