package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/// A key's life, from the command that makes it to the one that takes it back.
class KeysIT {
    @Test
    void aKeyIsMadeUsedHeldToItsLimitsAndTakenBack() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(aiplat.home.resolve("keys/admin"))));

            // One request a minute.
            aiplat.run("teams", "create", "research", "--budget", "50/month").ok();
            String token = aiplat.run("keys", "create", "ci", "--team", "research", "--rpm", "1", "--models", "smoke")
                    .ok()
                    .out()
                    .strip();
            assertEquals(200, aiplat.chat(token, "smoke").statusCode());
            HttpResponse<String> tooSoon = aiplat.chat(token, "smoke");
            assertEquals(429, tooSoon.statusCode());
            assertTrue(tooSoon.body().contains("rate_limit_exceeded"), tooSoon.body());

            // Seen by whoever administers.
            JsonNode key = aiplat.json("keys", "show", "ci");
            assertEquals("research", key.path("team").asText());
            assertEquals(1, key.path("requests_per_minute").asInt());
            assertTrue(key.path("token").isMissingNode(), "it is shown once");
            assertEquals("ci", spent(aiplat).path("name").asText());

            // Another token, at once.
            String other = aiplat.run("keys", "rotate", "ci").ok().out().strip();
            aiplat.run("keys", "update", "ci", "--rpm", "none").ok();
            assertEquals(401, aiplat.chat(token, "smoke").statusCode());
            assertEquals(200, aiplat.chat(other, "smoke").statusCode());

            // Another owner, who did not spend what was spent.
            JsonNode moved = aiplat.json("keys", "update", "ci", "--team", "none");
            assertTrue(moved.path("team").isNull(), moved.toString());
            assertEquals(
                    "research",
                    aiplat.json("spend", "--by", "team").at("/data/0/name").asText());

            // Nothing, at once.
            aiplat.run("keys", "revoke", "ci").ok();
            assertEquals(401, aiplat.chat(other, "smoke").statusCode());

            // The same commands while nothing runs.
            aiplat.run("down", "--yes").ok();
            assertEquals(
                    "revoked", aiplat.json("keys", "show", "ci").path("state").asText());
            assertEquals(2, aiplat.run("keys", "create", "ci").exit());
            assertEquals(2, aiplat.run("keys", "revoke", "owner").exit());
            aiplat.run("keys", "delete", "ci").ok();
            String made = aiplat.run("keys", "create", "ci", "--budget", "1/month")
                    .ok()
                    .out()
                    .strip();
            aiplat.run("up").ok();
            assertEquals(200, aiplat.chat(made, "smoke").statusCode());
        }
    }

    /// The first line of the report; a gateway writes what ended a quarter of a second ago.
    private static JsonNode spent(Aiplat aiplat) throws Exception {
        JsonNode report = aiplat.json("spend").path("data");
        for (int i = 0; i < 20 && report.isEmpty(); i++) {
            report = aiplat.json("spend").path("data");
        }
        return report.path(0);
    }
}
