package io.aiplat.supply.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryChallengeTest {
    @Test
    void readsWhatDockerHubSays() {
        RegistryChallenge challenge = RegistryChallenge.parse(
                "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:a/b:pull\"");
        RegistryChallenge.Bearer bearer = assertInstanceOf(RegistryChallenge.Bearer.class, challenge);
        assertEquals(
                URI.create("https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aa%2Fb%3Apull"),
                bearer.tokenAddress("repository:a/b:pull"));
    }

    @Test
    void addsToAnAddressThatHasAQuery() {
        assertEquals(
                URI.create("https://x/t?account=y&scope=s"),
                new RegistryChallenge.Bearer(URI.create("https://x/t?account=y"), "").tokenAddress("s"));
    }

    @Test
    void knowsBasicAndNothingElse() {
        assertInstanceOf(RegistryChallenge.Basic.class, RegistryChallenge.parse("Basic realm=\"registry\""));
        for (String header : List.of("", "Negotiate", "Bearer service=\"x\"", "Bearer realm=\"not an address\"")) {
            assertInstanceOf(RegistryChallenge.Unknown.class, RegistryChallenge.parse(header), header);
        }
    }

    @Test
    void findsTheTokenUnderBothNames() {
        assertEquals(Optional.of("abc"), token("{\"token\": \"abc\", \"expires_in\": 300}"));
        assertEquals(Optional.of("abc"), token("{\"access_token\":\"abc\"}"));
        for (String text : List.of("", "[]", "{}", "{\"token\": \"\"}", "<html>", "{\"token\": ")) {
            assertEquals(Optional.empty(), token(text), text);
        }
    }

    private static Optional<String> token(String json) {
        return RegistryChallenge.token(json.getBytes(StandardCharsets.UTF_8));
    }
}
