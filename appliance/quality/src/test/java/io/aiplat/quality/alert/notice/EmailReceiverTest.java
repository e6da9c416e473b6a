package io.aiplat.quality.alert.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Secret;
import io.aiplat.quality.alert.notice.EmailAccount.Security;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class EmailReceiverTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final AlertNotice NOTICE = AlertNotice.of(
            "Down",
            List.of(new NoticedAlert(
                    Map.of("alertname", "Down", "upstream", "ollama"),
                    Map.of("summary", "Größe\r\nBcc: x", "description", "It does not answer."),
                    NOON,
                    null)),
            URI.create("http://127.0.0.1:8585/"));

    private static SSLContext tls;

    @BeforeAll
    static void makeACertificate(@TempDir Path folder) throws Exception {
        tls = SmtpServer.context(folder);
    }

    private static EmailReceiver receiver(int port, Security security, @Nullable String password, String... to) {
        return receiver(port, security, password, tls.getSocketFactory(), to);
    }

    private static EmailReceiver receiver(
            int port, Security security, @Nullable String password, SSLSocketFactory sockets, String... to) {
        return new EmailReceiver(
                new EmailAccount(
                        "127.0.0.1",
                        port,
                        security,
                        password == null ? null : "ann",
                        password == null ? null : new Secret(password),
                        "aiplat@example.org",
                        List.of(to)),
                () -> sockets,
                () -> NOON);
    }

    @Test
    void aMessageIsEncryptedBeforeAnythingIsSaid() throws Exception {
        try (SmtpServer server = new SmtpServer(tls, false, "STARTTLS", "AUTH LOGIN PLAIN")) {
            receiver(server.port(), Security.STARTTLS, "secret", "ann@example.org", "bob@example.org")
                    .send(NOTICE);
            assertEquals(List.of("EHLO [127.0.0.1]", "STARTTLS"), server.clear);
            assertEquals(
                    List.of(
                            "EHLO [127.0.0.1]",
                            "AUTH PLAIN AGFubgBzZWNyZXQ=",
                            "MAIL FROM:<aiplat@example.org>",
                            "RCPT TO:<ann@example.org>",
                            "RCPT TO:<bob@example.org>",
                            "DATA",
                            "From: aiplat <aiplat@example.org>",
                            "To: ann@example.org,",
                            " bob@example.org",
                            "Subject: =?utf-8?B?W0ZJUklOR10gR3LDtsOfZSAgQmNjOiB4?=",
                            "Date: Mon, 30 Nov 2026 12:00:00 GMT"),
                    server.secret.subList(0, 11));
            String body =
                    String.join("", server.secret.subList(server.secret.indexOf("") + 1, server.secret.indexOf(".")));
            String text = new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
            assertTrue(text.contains("It does not answer.") && text.contains("upstream: ollama"), text);
            assertFalse(server.secret.contains("Bcc: x"));
        }
    }

    @Test
    void aServerThatIsEncryptedFromTheBeginningTakesItToo() throws Exception {
        try (SmtpServer server = new SmtpServer(tls, true, "AUTH LOGIN")) {
            receiver(server.port(), Security.TLS, "secret", "ann@example.org").send(NOTICE);
            assertEquals(List.of(), server.clear);
            assertTrue(server.secret.contains("RCPT TO:<ann@example.org>"));
        }
    }

    @Test
    void whatGoesWrongIsSaid() throws Exception {
        try (SmtpServer server = new SmtpServer(tls, false, "STARTTLS", "AUTH PLAIN")) {
            assertEquals(
                    "the server did not take the user and the password: 535 5.7.8 you are not",
                    failure(receiver(server.port(), Security.STARTTLS, "wrong", "ann@example.org")));
            assertEquals(
                    "the server did not take nobody@example.org as a recipient: 550 5.1.1 no such mailbox",
                    failure(receiver(server.port(), Security.STARTTLS, "secret", "nobody@example.org")));
            String untrusted = failure(receiver(
                    server.port(),
                    Security.STARTTLS,
                    "secret",
                    (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    "ann@example.org"));
            assertTrue(untrusted.startsWith("the encrypted connection failed: "), untrusted);
        }
        try (SmtpServer server = new SmtpServer(tls, false, "AUTH PLAIN")) {
            assertEquals(
                    "the server offers no encryption (STARTTLS)",
                    failure(receiver(server.port(), Security.STARTTLS, "secret", "ann@example.org")));
            assertEquals(List.of("EHLO [127.0.0.1]"), server.clear);
            receiver(server.port(), Security.NONE, null, "ann@example.org").send(NOTICE);
            assertTrue(server.clear.contains("DATA"));
        }
        int port;
        // One that accepts would go on until its thread has noticed.
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertEquals("nobody listens there", failure(receiver(port, Security.NONE, null, "ann@example.org")));
        assertThrows(IllegalArgumentException.class, () -> receiver(25, Security.NONE, "secret", "ann@example.org"));
    }

    private static String failure(EmailReceiver receiver) {
        return String.valueOf(
                assertThrows(IOException.class, () -> receiver.send(NOTICE)).getMessage());
    }

    @Test
    void aLongSubjectIsManyEncodedWords() {
        String encoded = EmailReceiver.encoded("ä".repeat(60));
        for (String line : encoded.split("\r\n")) {
            assertTrue(line.strip().matches("=\\?utf-8\\?B\\?[A-Za-z0-9+/=]+\\?=") && line.length() <= 76, line);
        }
        assertEquals("plain", EmailReceiver.encoded("plain"));
    }
}
