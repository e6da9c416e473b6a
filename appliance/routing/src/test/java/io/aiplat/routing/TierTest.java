package io.aiplat.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:11434,                         LOCAL
            http://localhost:8000/v1,                       LOCAL
            http://[::1]:8000,                              LOCAL
            http://[fd00::7]:8000,                          LOCAL
            http://10.1.2.3,                                LOCAL
            http://172.16.0.1,                              LOCAL
            http://172.31.255.255,                          LOCAL
            http://192.168.1.7:8000/v1,                     LOCAL
            http://100.64.0.1,                              LOCAL
            http://gpubox:8000,                             LOCAL
            http://gpubox.local:8000,                       LOCAL
            http://ollama.parent-cluster.svc:11434,         LOCAL
            http://x.y.svc.cluster.local:8000,              LOCAL
            https://api.openai.com/v1,                      CLOUD
            https://10.example.com,                         CLOUD
            https://127.0.0.1.example.com,                  CLOUD
            https://localhost.example.com,                  CLOUD
            https://local,                                  LOCAL
            http://172.32.0.1,                              CLOUD
            http://100.128.0.1,                             CLOUD
            http://8.8.8.8,                                 CLOUD
            'http://[2001:db8::1]',                         CLOUD
            http://under_score.example:80,                  CLOUD
            """)
    void followsFromTheAddress(URI url, Tier tier) {
        assertEquals(tier, Tier.of(url));
    }

    @Test
    void theEngineThatIsHereIsLocal() {
        assertEquals(Tier.LOCAL, Tier.of(null));
    }
}
