package io.aiplat.launcher.client;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Outbound HTTP client as settings want it: through the proxy, trusting a company's authority as well.
public final class OutboundHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private OutboundHttp() {}

    /// A client; whoever asks for it closes it.
    ///
    /// @throws ApplianceException CLIENT_CERTIFICATES_UNUSABLE if the file of the authority holds no certificate
    public static HttpClient of(Settings.Network network) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(new Proxies(network));
        Path authority = network.caFile();
        if (authority != null) {
            client.sslContext(trusting(authority));
        }
        return client.build();
    }

    private static SSLContext trusting(Path authority) {
        try {
            List<Certificate> trusted = new ArrayList<>(usual());
            trusted.addAll(certificates(authority));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : trusted) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(store), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new ApplianceException(
                    ClientProblems.certificatesUnusable(authority, String.valueOf(e.getMessage())), e);
        }
    }

    private static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            List<Certificate> certificates =
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("it holds no certificate");
            }
            return certificates;
        }
    }

    private static List<X509Certificate> usual() throws GeneralSecurityException {
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager authorities) {
                return List.of(authorities.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    /// @param store null for the one Java comes with
    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// Chooses the proxy by the scheme, and none for what is named as an exception or is on this machine.
    static final class Proxies extends ProxySelector {
        private final Settings.Network network;

        Proxies(Settings.Network network) {
            this.network = network;
        }

        @Override
        public List<Proxy> select(URI uri) {
            URI proxy = "https".equalsIgnoreCase(uri.getScheme()) ? network.httpsProxy() : network.httpProxy();
            if (proxy == null || isDirect(String.valueOf(uri.getHost()))) {
                return List.of(Proxy.NO_PROXY);
            }
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
        }

        private boolean isDirect(String host) {
            String name = host.toLowerCase(Locale.ROOT);
            return name.equals("localhost")
                    || name.startsWith("127.")
                    || network.noProxy().stream().anyMatch(exception -> covers(exception, name));
        }

        /// As curl reads `no_proxy`: a name covers itself and what ends with it behind a dot; `*` covers all.
        private static boolean covers(String exception, String host) {
            String name = exception.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            return exception.equals("*") || host.equals(name) || host.endsWith("." + name);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The request fails with the same exception, and that is told.
        }
    }
}
