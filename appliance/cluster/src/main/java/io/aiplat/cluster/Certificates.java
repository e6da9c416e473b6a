package io.aiplat.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// When the certificates end with which an API shows itself and we show ourselves to it (X.509, RFC 5280).
final class Certificates {
    private static final int PATIENCE_MILLIS = 3000;
    private static final int HTTPS = 443;

    private Certificates() {}

    /// The earliest end; empty where there is no certificate, or none can be seen.
    static Optional<Instant> firstEnd(Config config) {
        List<X509Certificate> all = new ArrayList<>(ofServer(URI.create(config.getMasterUrl())));
        all.addAll(ofClient(config));
        return all.stream().map(one -> one.getNotAfter().toInstant()).min(Comparator.naturalOrder());
    }

    private static List<X509Certificate> ofClient(Config config) {
        try {
            if (config.getClientCertData() != null) {
                return read(new ByteArrayInputStream(Base64.getMimeDecoder().decode(config.getClientCertData())));
            }
            if (config.getClientCertFile() != null) {
                try (InputStream in = Files.newInputStream(Path.of(config.getClientCertFile()))) {
                    return read(in);
                }
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException _) {
            // Whoever logs in with it is told; this is about its end.
        }
        return List.of();
    }

    static List<X509Certificate> read(InputStream pem) throws GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            if (one instanceof X509Certificate x) {
                all.add(x);
            }
        }
        return all;
    }

    private static List<X509Certificate> ofServer(URI server) {
        if (!"https".equals(server.getScheme())) {
            return List.of();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnySeen()}, new SecureRandom());
            int port = server.getPort() == -1 ? HTTPS : server.getPort();
            try (Socket plain = new Socket()) {
                plain.connect(new InetSocketAddress(server.getHost(), port), PATIENCE_MILLIS);
                plain.setSoTimeout(PATIENCE_MILLIS);
                try (SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, server.getHost(), port, true)) {
                    socket.startHandshake();
                    return List.of((X509Certificate) socket.getSession().getPeerCertificates()[0]);
                }
            }
        } catch (IOException | GeneralSecurityException _) {
            // Behind a proxy, or away; others say so.
            return List.of();
        }
    }

    /// Lets any certificate be seen, an expired one above all. Nothing is sent over that connection.
    private static final class AnySeen implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
