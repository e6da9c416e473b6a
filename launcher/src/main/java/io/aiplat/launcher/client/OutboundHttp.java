package io.aiplat.launcher.client;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.telemetry.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
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
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Outbound HTTP clients as settings want them, for all servers that are not ours: through the proxy, trusting a
/// company's authority as well. What it makes is handed to the rooms that call.
public final class OutboundHttp {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ProxySelector proxies;
    private final @Nullable Trust trust;

    /// Whom a client trusts.
    private record Trust(SSLContext context, X509TrustManager manager) {}

    /// Reads whom to trust, once.
    ///
    /// @throws ApplianceException CLIENT_CERTIFICATES_UNUSABLE if the file of the authority holds no certificate
    public OutboundHttp(Settings.Network network) {
        proxies = new Proxies(network);
        Path authority = network.caFile();
        trust = authority == null ? null : trusting(authority);
    }

    /// A client; whoever asks for it closes it.
    public HttpClient client() {
        return builder().build();
    }

    /// A client for what brings bytes, which follows redirects by itself, for they lead to servers of others.
    public HttpClient toSources() {
        return builder().followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /// The beginning of a client, for whoever has more to say about it: it gives up on a connection after ten seconds,
    /// and follows redirects.
    public HttpClient.Builder builder() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .proxy(proxies);
        if (trust != null) {
            client.sslContext(trust.context());
        }
        return client;
    }

    /// The same for what sends spans, which has a client of its library.
    public Telemetry.Transport transport() {
        return trust == null
                ? new Telemetry.Transport(proxies, null, null)
                : new Telemetry.Transport(proxies, trust.context(), trust.manager());
    }

    /// Encrypted connections that are none of HTTP; no proxy leads there.
    public SSLSocketFactory sockets() {
        return trust == null
                ? (SSLSocketFactory) SSLSocketFactory.getDefault()
                : trust.context().getSocketFactory();
    }

    private static Trust trusting(Path authority) {
        try {
            List<Certificate> trusted = new ArrayList<>(usual());
            trusted.addAll(certificates(authority));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : trusted) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            X509TrustManager manager = manager(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {manager}, null);
            return new Trust(context, manager);
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
        return List.of(manager(null).getAcceptedIssuers());
    }

    /// @param store null for the one Java comes with
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager authorities) {
                return authorities;
            }
        }
        throw new GeneralSecurityException("this Java checks no certificates");
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
            String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
            InetAddress address = literal(name);
            return name.equals("localhost")
                    || (address != null && address.isLoopbackAddress())
                    || network.noProxy().stream().anyMatch(exception -> covers(exception, name, address));
        }

        /// As curl reads `no_proxy`: a name covers itself and what ends with it behind a dot, a network such as
        /// `10.0.0.0/8` the addresses in it; `*` covers all.
        private static boolean covers(String exception, String host, @Nullable InetAddress address) {
            int slash = exception.indexOf('/');
            if (slash > 0) {
                return address != null
                        && isIn(literal(exception.substring(0, slash)), exception.substring(slash + 1), address);
            }
            String name = exception.toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", "");
            return exception.equals("*") || host.equals(name) || host.endsWith("." + name);
        }

        private static boolean isIn(@Nullable InetAddress network, String bits, InetAddress address) {
            if (network == null || !bits.matches("[0-9]{1,3}")) {
                return false;
            }
            byte[] in = network.getAddress();
            int shift = 8 * in.length - Integer.parseInt(bits);
            return in.length == address.getAddress().length
                    && shift >= 0
                    && new BigInteger(1, in)
                            .shiftRight(shift)
                            .equals(new BigInteger(1, address.getAddress()).shiftRight(shift));
        }

        /// No name is looked up: who knows names is the proxy.
        private static @Nullable InetAddress literal(String host) {
            try {
                return InetAddress.ofLiteral(host);
            } catch (IllegalArgumentException _) {
                return null;
            }
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The request fails with the same exception, and that is told.
        }
    }
}
