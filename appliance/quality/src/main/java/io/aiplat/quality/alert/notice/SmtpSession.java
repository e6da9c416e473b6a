package io.aiplat.quality.alert.notice;

import io.aiplat.model.Secret;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Session with a server that takes e-mail: as much of SMTP (RFC 5321) as submitting one message needs, with STARTTLS
/// (RFC 3207) and AUTH PLAIN and LOGIN (RFC 4954).
final class SmtpSession implements AutoCloseable {
    private static final int CONNECT_MILLIS = 10_000;
    private static final int READ_MILLIS = 20_000;
    /// A server that says more is none of ours.
    private static final int MOST_LINE = 4_096;
    private static final int MOST_LINES = 100;

    private final EmailAccount account;
    private Socket socket;
    private InputStream in;
    private List<String> extensions = List.of();

    /// Connects, and is greeted.
    ///
    /// @throws IOException with a sentence for people
    SmtpSession(EmailAccount account, SSLSocketFactory tls) throws IOException {
        this.account = account;
        socket = connected(account);
        boolean open = false;
        try {
            socket.setSoTimeout(READ_MILLIS);
            if (account.security() == EmailAccount.Security.TLS) {
                socket = encrypted(tls);
            }
            in = new BufferedInputStream(socket.getInputStream());
            expect(220, "greet");
            hello();
            if (account.security() == EmailAccount.Security.STARTTLS) {
                if (!extensions.contains("STARTTLS")) {
                    throw new IOException("the server offers no encryption (STARTTLS)");
                }
                say("STARTTLS");
                expect(220, "begin encryption");
                socket = encrypted(tls);
                // What came before the encryption is of nobody known, so nothing of it is read on.
                in = new BufferedInputStream(socket.getInputStream());
                hello();
            }
            open = true;
        } finally {
            if (!open) {
                socket.close();
            }
        }
    }

    /// To the first address of the host at which somebody listens.
    private static Socket connected(EmailAccount account) throws IOException {
        IOException failure = null;
        for (InetAddress address : InetAddress.getAllByName(account.host())) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, account.port()), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
            }
        }
        throw failure == null ? new IOException("there is no host " + account.host()) : failure;
    }

    private SSLSocket encrypted(SSLSocketFactory tls) throws IOException {
        SSLSocket wrapped = (SSLSocket) tls.createSocket(socket, account.host(), account.port(), true);
        SSLParameters parameters = wrapped.getSSLParameters();
        // The certificate has to be of the host that was meant.
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        wrapped.setSSLParameters(parameters);
        wrapped.startHandshake();
        return wrapped;
    }

    private void hello() throws IOException {
        say("EHLO [" + socket.getLocalAddress().getHostAddress() + "]");
        List<String> offered = expect(250, "say hello");
        extensions = offered.stream()
                .skip(1)
                .map(line -> line.toUpperCase(Locale.ROOT).strip())
                .toList();
    }

    /// Says who this is.
    ///
    /// @throws IOException with a sentence for people if the server does not believe it
    void authenticate(String user, Secret password) throws IOException {
        String ways = extensions.stream()
                .filter(line -> line.startsWith("AUTH"))
                .findFirst()
                .orElse("");
        if (ways.matches("AUTH.*\\bPLAIN\\b.*")) {
            say("AUTH PLAIN " + base64("\0" + user + "\0" + password.value()));
        } else if (ways.matches("AUTH.*\\bLOGIN\\b.*")) {
            say("AUTH LOGIN");
            expect(334, "ask for the user");
            say(base64(user));
            expect(334, "ask for the password");
            say(base64(password.value()));
        } else {
            throw new IOException("the server takes no password by PLAIN or LOGIN");
        }
        expect(235, "take the user and the password");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends one message.
    ///
    /// @param message with lines that end in CR LF, and of which none begins with a dot
    /// @throws IOException with a sentence for people if it is not taken
    void send(String from, List<String> to, String message) throws IOException {
        say("MAIL FROM:<" + from + ">");
        expect(250, "take " + from + " as the sender");
        for (String each : to) {
            say("RCPT TO:<" + each + ">");
            expect(250, "take " + each + " as a recipient");
        }
        say("DATA");
        expect(354, "wait for the message");
        say(message + ".");
        expect(250, "take the message");
        say("QUIT");
    }

    private void say(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /// Reads a reply.
    ///
    /// @param what the server should have done
    private List<String> expect(int code, String what) throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = line();
            if (lines.size() >= MOST_LINES || !line.matches("[0-9]{3}([ -].*)?")) {
                throw new IOException("the server does not speak SMTP");
            }
            lines.add(line.substring(Math.min(4, line.length())));
        } while (line.startsWith("-", 3));
        int got = Integer.parseInt(line.substring(0, 3));
        // 251 is a recipient that is reached elsewhere.
        if (got != code && !(code == 250 && got == 251)) {
            throw new IOException("the server did not " + what + ": " + got + " " + lines.getLast());
        }
        return lines;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server ended the connection");
            }
            if (line.size() >= MOST_LINE) {
                throw new IOException("the server does not speak SMTP");
            }
            if (next != '\r') {
                line.write(next < ' ' || next > '~' ? '?' : next);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
