package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void writesEveryKindOfValue() {
        assertEquals(
                "[null,true,1.5,-3,\"none\",\"/a/b\",90.0,{},[]]",
                JsonText.of(Arrays.asList(
                        null,
                        true,
                        1.5,
                        -3,
                        ClusterKind.NONE,
                        Path.of("/a/b"),
                        Duration.ofSeconds(90),
                        Map.of(),
                        List.of())));
    }

    @Test
    void escapesWhatJsonCannotHold() {
        assertEquals("\"\\\" \\\\ \\n \\r \\t \\u001b é €\"", JsonText.of("\" \\ \n \r \t \u001b é €"));
    }

    @Test
    void neverWritesASecret() {
        assertEquals(
                "{\"username\":\"me\",\"password\":\"***\"}",
                JsonText.of(new RegistryLogin("me", new Secret("open sesame"))));
    }

    @Test
    void writesNumbersThatJsonLacksAsNull() {
        assertEquals("[null,null]", JsonText.of(List.of(Double.NaN, Float.POSITIVE_INFINITY)));
    }
}
