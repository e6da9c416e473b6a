package io.aiplat.quality.alert.notice;

import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/// Mailbox of a person's, by a server that takes e-mail.
public final class EmailReceiver implements AlertReceiver {
    /// Of a header's encoded word, with what stands around it no more than 75 (RFC 2047).
    private static final int MOST_WORD_BYTES = 42;
    private static final String END = "\r\n";

    private final EmailAccount account;
    private final Supplier<SSLSocketFactory> tls;
    private final InstantSource clock;

    /// @param tls trusts whom the settings trust
    public EmailReceiver(EmailAccount account, Supplier<SSLSocketFactory> tls, InstantSource clock) {
        this.account = account;
        this.tls = tls;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public String target() {
        return String.join(", ", account.to()) + " by " + account.host() + ":" + account.port();
    }

    @Override
    public void send(AlertNotice notice) throws IOException {
        try (SmtpSession session = new SmtpSession(account, tls.get())) {
            String user = account.user();
            Secret password = account.password();
            if (user != null && password != null) {
                session.authenticate(user, password);
            }
            session.send(account.from(), account.to(), message(notice));
        } catch (UnknownHostException e) {
            throw new IOException("there is no host " + account.host(), e);
        } catch (ConnectException e) {
            throw new IOException("nobody listens there", e);
        } catch (SocketTimeoutException e) {
            throw new IOException("it did not answer in time", e);
        } catch (SSLException e) {
            throw new IOException("the encrypted connection failed: " + e.getMessage(), e);
        }
    }

    private String message(AlertNotice notice) {
        String host = account.from().substring(account.from().indexOf('@') + 1);
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
        return String.join(
                        END,
                        "From: aiplat <" + account.from() + ">",
                        "To: " + String.join("," + END + " ", account.to()),
                        "Subject: " + encoded(NoticeText.title(notice)),
                        "Date: " + date,
                        "Message-ID: <" + UUID.randomUUID() + "@" + host + ">",
                        "Auto-Submitted: auto-generated",
                        "MIME-Version: 1.0",
                        "Content-Type: text/plain; charset=utf-8",
                        "Content-Transfer-Encoding: base64",
                        "",
                        Base64.getMimeEncoder()
                                .encodeToString(NoticeText.body(notice).getBytes(StandardCharsets.UTF_8)))
                + END;
    }

    /// A header's text as encoded words of UTF-8 (RFC 2047), as far as it needs them.
    static String encoded(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~') && !text.contains("=?")) {
            return text;
        }
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            String next = Character.toString(c);
            if (bytes(word + next).length > MOST_WORD_BYTES) {
                words.add(word.toString());
                word.setLength(0);
            }
            word.append(next);
        });
        words.add(word.toString());
        return String.join(
                END + " ",
                words.stream()
                        .map(each -> "=?utf-8?B?" + Base64.getEncoder().encodeToString(bytes(each)) + "?=")
                        .toList());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
