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

class JsonLineTest {
    @Test
    void writesEveryKindOfValue() {
        assertEquals(
                "[null,true,1.5,-3,\"none\",\"/a/b\",90.0,{},[]]",
                JsonLine.of(Arrays.asList(
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
        assertEquals("\"\\\" \\\\ \\n \\r \\t \\u001b é €\"", JsonLine.of("\" \\ \n \r \t \u001b é €"));
    }

    @Test
    void neverWritesASecret() {
        assertEquals(
                "{\"username\":\"me\",\"password\":\"***\"}",
                JsonLine.of(new RegistryLogin("me", new Secret("open sesame"))));
    }

    @Test
    void writesNumbersThatJsonLacksAsNull() {
        assertEquals("[null,null]", JsonLine.of(List.of(Double.NaN, Float.POSITIVE_INFINITY)));
    }
}
