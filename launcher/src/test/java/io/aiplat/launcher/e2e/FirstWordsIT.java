package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// What a person types first, who comes from another tool: `aiplat` alone, `ls`, `run`, `ps`, `top`, `stop MODEL`,
/// `open`. And
/// what doctor says of the thing that runs, when it serves well and when a part of it does not.
class FirstWordsIT {
    @Test
    void whoComesFromAnotherToolIsUnderstood() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run().ok().tells("Nothing is set up here yet").tells("aiplat up");
            aiplat.run("start").ok();
            aiplat.run().ok().tells("ready     true").tells("aiplat open");

            aiplat.run("ls").ok().tells("smoke-embed");
            assertEquals("pong", aiplat.run("run", "smoke", "ping").ok().out().strip());
            aiplat.run("ps").ok().tells("smoke");
            aiplat.run("top").ok().tells("aiplat ").tells("0 waiting").tells("smoke   embedded");
            aiplat.run("doctor")
                    .ok()
                    .tells("serving.answers")
                    .tells("answered: local")
                    .tells("smoke answered in");
            aiplat.run("storage").ok().tells("traces").tells("30 days");
            aiplat.run("stop", "smoke").ok();
            aiplat.run("doctor").ok().tells("not tried: no model that chats is in memory");
            aiplat.run("ls", "-o", "yaml").ok().tells("- name: smoke\n");

            theLinkOpensThePage(aiplat.run("open").ok().out().strip());
            doctorNamesAnUpstreamThatRests(aiplat);
        }
    }

    /// As a browser does: the link is followed, and gives a cookie with which the page is there.
    private static void theLinkOpensThePage(String link) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> page =
                    browser.send(HttpRequest.newBuilder(URI.create(link)).build(), BodyHandlers.ofString());
            assertTrue(page.statusCode() < 400, page::body);
        }
    }

    private static void doctorNamesAnUpstreamThatRests(Aiplat aiplat) throws Exception {
        Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                upstreams: {gone: {provider: openai, url: "http://127.0.0.1:%d/v1"}}
                models:
                  - {name: far, deployments: [{upstream: gone, model: m}, {upstream: gone, model: n}]}
                """.formatted(Aiplat.freePort()));
        aiplat.run("restart").ok();
        for (int i = 0; i < 6; i++) {
            assertTrue(aiplat.ask("far", "ping").statusCode() >= 500);
        }
        aiplat.run("doctor").ok().tells("resting after failures: gone (far");
    }
}
