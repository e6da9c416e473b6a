package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A machine with nothing but Java: from `up` to exact answers, through a crash, to nothing left.
class EmbeddedUpIT {
    @Test
    void oneCommandGivesAnEndpointThatAnswers() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            // The way in.
            String said = aiplat.run("up").ok().out();
            assertTrue(said.contains("http://127.0.0.1:" + aiplat.port + "/v1"), said);
            assertTrue(said.contains("smoke is only a test model"), said);
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(aiplat.home.resolve("keys/owner.key"))));

            // A real client gets exact answers.
            assertTrue(aiplat.python("openai_exact.py").startsWith("ok"));
            assertEquals(
                    "The capital of Italy is Rome.\n",
                    aiplat.run("chat", "What is the capital of Italy?").ok().out());

            // Nothing without a key.
            assertEquals(401, get(aiplat, "/v1/models"));
            assertEquals(200, get(aiplat, "/health"));

            // Again changes nothing.
            String again = aiplat.run("up").ok().out();
            assertTrue(again.contains("nothing to do"), again);

            // A crash of the appliance is mended by the same command, and leaves no worker behind.
            long pid = pidOf(aiplat);
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            assertTrue(gone(pid));
            assertEquals(7, aiplat.run("status").exit());
            aiplat.run("up").ok();
            assertEquals("pong\n", aiplat.run("chat", "ping").ok().out());

            // Down keeps the data, purge does not.
            aiplat.run("down", "--yes").ok();
            assertTrue(Files.exists(aiplat.home.resolve("keys/owner.key")));
            aiplat.run("down", "--purge", "--yes").ok();
            assertFalse(Files.exists(aiplat.home));
            assertEquals(List.of(), aiplat.processes());
        }
    }

    private static int get(Aiplat aiplat, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + aiplat.port + path))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static long pidOf(Aiplat aiplat) {
        String json = aiplat.run("status", "-o", "json").ok().out();
        return Long.parseLong(json.replaceFirst("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1"));
    }

    private static boolean gone(long pid) throws InterruptedException {
        for (int i = 0; i < 100 && ProcessHandle.of(pid).isPresent(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return ProcessHandle.of(pid).isEmpty();
    }
}
