package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.testkit.TestSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServeFingerprintTest {
    private static final String ANY = "0123456789abcdef";
    private static final String LLAMA = ANY + "+1111111111111111";
    private static final String QWEN = ANY + "+2222222222222222";

    @Test
    void whoNamesNoModelIsContentWithTheOneThatIsKept() {
        assertTrue(ServeFingerprint.covers(ANY, ANY));
        assertTrue(ServeFingerprint.covers(LLAMA, ANY));
        assertTrue(ServeFingerprint.covers(LLAMA, LLAMA));
    }

    private static String behind(@Nullable String proxy, List<String> exceptions, @Nullable Path authority) {
        Settings plain = TestSettings.of(
                Path.of("/home"),
                TestSettings.cluster(ClusterKind.NONE, "x"),
                TestSettings.models(EngineKind.EMBEDDED, null),
                Map.of());
        Settings settings = plain.with(
                new Settings.Network(null, proxy == null ? null : URI.create(proxy), exceptions, authority, Map.of()));
        return ServeFingerprint.of(settings, ClusterKind.NONE, EngineKind.EMBEDDED, null);
    }

    @Test
    void anotherWayToServersOfOthersIsAnotherProcess() {
        Set<String> all = Set.of(
                behind(null, List.of(), null),
                behind("http://proxy.example", List.of(), null),
                behind("http://proxy.example", List.of("corp.example"), null),
                behind("http://proxy.example", List.of("corp.example"), Path.of("/ca.pem")));
        assertEquals(4, all.size());
    }

    @Test
    void whoNamesAnotherModelIsNot() {
        assertFalse(ServeFingerprint.covers(LLAMA, QWEN));
        assertFalse(ServeFingerprint.covers(ANY, QWEN));
        assertFalse(ServeFingerprint.covers(LLAMA, "fedcba9876543210"));
    }
}
