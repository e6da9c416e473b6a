package io.aiplat.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHttpTest {
    private static final Settings.Network NETWORK = new Settings.Network(
            URI.create("http://plain.example:3128"),
            URI.create("http://secure.example"),
            List.of(".corp.example", "registry.example", "10.0.0.1"),
            null,
            Map.of());

    @TempDir
    Path folder;

    private static String way(Settings.Network network, String uri) {
        Proxy proxy = new OutboundHttp.Proxies(network).select(URI.create(uri)).getFirst();
        return proxy == Proxy.NO_PROXY ? "direct" : String.valueOf(proxy.address());
    }

    @Test
    void theSchemeDecidesOnTheProxy() {
        assertEquals("plain.example/<unresolved>:3128", way(NETWORK, "http://docker.io/v2/"));
        assertEquals("secure.example/<unresolved>:80", way(NETWORK, "https://docker.io/v2/"));
    }

    @Test
    void exceptionsAreReachedDirectly() {
        assertEquals("direct", way(NETWORK, "https://registry.example/v2/"));
        assertEquals("direct", way(NETWORK, "https://mirror.registry.example/v2/"));
        assertEquals("direct", way(NETWORK, "https://a.CORP.example:5000/v2/"));
        assertEquals("direct", way(NETWORK, "http://10.0.0.1/"));
        assertEquals("direct", way(NETWORK, "http://localhost:5000/"));
        assertEquals("secure.example/<unresolved>:80", way(NETWORK, "https://notregistry.example/"));
        Settings.Network none =
                new Settings.Network(NETWORK.httpProxy(), NETWORK.httpsProxy(), List.of("*"), null, Map.of());
        assertEquals("direct", way(none, "https://docker.io/v2/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:8585/", "https://127.8.8.8/", "https://[::1]:8585/", "https://LOCALHOST/"})
    void thisMachineIsReachedDirectly(String uri) {
        assertEquals("direct", way(NETWORK, uri));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, https://10.200.3.4/, direct",
        "10.0.0.0/8, https://11.0.0.1/, proxy",
        "192.168.4.0/22, https://192.168.7.255/, direct",
        "192.168.4.0/22, https://192.168.8.0/, proxy",
        "0.0.0.0/0, https://8.8.8.8/, direct",
        "fd00::/8, https://[fd12::1]/, direct",
        "fd00::/8, https://10.0.0.1/, proxy",
        "10.0.0.0/33, https://10.0.0.1/, proxy",
        "10.0.0.0/x, https://10.0.0.1/, proxy",
        "10.0.0.0/8, https://10.example/, proxy",
        "corp/8, https://corp/, proxy",
        "127.0.0.1, https://127.example/, proxy"
    })
    void networksCoverTheirAddresses(String exception, String uri, String way) {
        Settings.Network network =
                new Settings.Network(null, URI.create("http://secure.example"), List.of(exception), null, Map.of());
        assertEquals(way.equals("direct") ? "direct" : "secure.example/<unresolved>:80", way(network, uri));
    }

    @Test
    void anAuthorityThatIsNoneIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "not a certificate\n");
        Settings.Network network = new Settings.Network(null, null, List.of(), file, Map.of());
        ApplianceException e = assertThrows(ApplianceException.class, () -> new OutboundHttp(network));
        assertEquals("CLIENT_CERTIFICATES_UNUSABLE", e.problem().code().id());
    }
}
