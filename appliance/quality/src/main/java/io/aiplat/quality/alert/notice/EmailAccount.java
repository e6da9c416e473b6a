package io.aiplat.quality.alert.notice;

import io.aiplat.model.Secret;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Account at a server that takes e-mail.
///
/// @param host     of the server
/// @param port     of it
/// @param security how the connection is kept from others
/// @param user     null where the server wants none
/// @param password null together with the user
/// @param from     address of the sender
/// @param to       addresses, at least one
public record EmailAccount(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable Secret password,
        String from,
        List<String> to) {
    /// Keeps a copy.
    ///
    /// @throws IllegalArgumentException with a full sentence if a password would be sent in the clear
    public EmailAccount {
        to = List.copyOf(to);
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    "alerts.email-user and alerts.email-password belong together, and one of them is missing.");
        }
        if (user != null && security == Security.NONE) {
            throw new IllegalArgumentException(
                    "alerts.email-security is none, and a password would be sent for all to" + " read.");
        }
    }

    /// How a connection is kept from others.
    public enum Security {
        /// It begins in the clear and is encrypted before anything is said (RFC 3207); a server that cannot is
        /// refused.
        STARTTLS,
        /// It is encrypted from the beginning (RFC 8314).
        TLS,
        /// Not at all: for a server on this machine.
        NONE;

        /// As it is written.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The port where none is said.
        public int port() {
            return switch (this) {
                case STARTTLS -> 587;
                case TLS -> 465;
                case NONE -> 25;
            };
        }
    }
}
