package io.aiplat.console;

import static io.aiplat.console.RunningConsole.KEY;
import static io.aiplat.console.RunningConsole.WITH_KEY;
import static io.aiplat.console.RunningConsole.cookie;
import static io.aiplat.console.RunningConsole.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Signing in and out.
class LoginTest {
    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    @Test
    void showsNothingBeforeLogin() {
        HttpResponse<String> response = page.get("/");

        assertEquals(303, response.statusCode());
        assertEquals("/login", response.headers().firstValue("location").orElse(""));
        assertEquals(200, page.get("/login").statusCode());
    }

    @Test
    void theKeySignsIn() {
        HttpResponse<String> response = page.post("/login", "key=" + KEY);

        assertEquals(303, response.statusCode());
        HttpResponse<String> front = page.get("/", "Cookie", cookie(response));
        assertEquals(200, front.statusCode());
        assertTrue(front.body().contains("id=\"models\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key=", "key=wrong", "key=%zz", "other=" + KEY})
    void nothingElseDoes(String form) {
        HttpResponse<String> response = page.post("/login", form);

        assertEquals(401, response.statusCode());
        assertTrue(response.headers().firstValue("set-cookie").isEmpty());
        assertTrue(response.body().contains("This page opens with the owner's key alone"));
    }

    @Test
    void theCookieIsOutOfReachOfScriptsAndOtherSites() {
        String cookie = page.post("/login", "key=" + KEY)
                .headers()
                .firstValue("set-cookie")
                .orElse("");

        assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"), cookie);
        assertFalse(cookie.contains(KEY));
    }

    @Test
    void anotherSiteCannotSignABrowserIn() {
        assertEquals(
                403,
                page.post("/login", "key=" + KEY, "Origin", "https://evil.example")
                        .statusCode());
    }

    @Test
    void aLoginLinkWorksOnce() {
        String link = json(page.post("/admin/v1/login-links", "", WITH_KEY))
                .path("url")
                .asText();
        assertTrue(link.matches("/login\\?token=[\\w-]{43}"), link);

        HttpResponse<String> first = page.get(link);
        HttpResponse<String> second = page.get(link);

        assertEquals(200, first.statusCode());
        assertEquals(200, page.get("/", "Cookie", cookie(first)).statusCode());
        assertEquals(401, second.statusCode());
        assertTrue(second.headers().firstValue("set-cookie").isEmpty());
    }

    @Test
    void aLoginLinkIsGoodForTenMinutes() {
        String link = json(page.post("/admin/v1/login-links", "", WITH_KEY))
                .path("url")
                .asText();

        page.clock.pass(Duration.ofMinutes(10));

        assertEquals(401, page.get(link).statusCode());
    }

    @Test
    void aSessionEndsAfterTwelveHours() {
        String[] session = page.signIn();

        page.clock.pass(Duration.ofHours(12).minusSeconds(1));
        assertEquals(200, page.get("/", session).statusCode());
        page.clock.pass(Duration.ofSeconds(1));
        assertEquals(303, page.get("/", session).statusCode());
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() {
        String[] session = page.signIn();

        HttpResponse<String> response = page.post("/logout", "", page.fromOurPage(session));

        assertTrue(response.headers().firstValue("set-cookie").orElse("").contains("Max-Age=0"));
        assertEquals(303, page.get("/", session).statusCode());
    }

    @Test
    void anotherSiteCannotSignABrowserOut() {
        String[] session = page.signIn();

        page.post("/logout", "", "Cookie", session[1], "Origin", "https://evil.example");

        assertEquals(200, page.get("/", session).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/assets/page.js", "/assets/console.css", "/assets/icon.svg"})
    void nothingForeignCanRunInAPage(String path) {
        HttpResponse<String> response = page.get(path);

        assertEquals(200, response.statusCode());
        String policy = response.headers().firstValue("content-security-policy").orElse("");
        assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
        assertTrue(policy.contains("frame-ancestors 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals(
                "nosniff",
                response.headers().firstValue("x-content-type-options").orElse(""));
    }

    @Test
    void aBrowserSaysWhereItsFormsComeFrom() {
        // With "no-referrer" browsers send "Origin: null", and signing in by the form is refused as foreign.
        assertEquals(
                "same-origin",
                page.get("/login").headers().firstValue("referrer-policy").orElse(""));
        assertEquals(
                303,
                page.post("/login", "username=aiplat&key=" + KEY, "Origin", page.origin())
                        .statusCode());
        assertEquals(403, page.post("/login", "key=" + KEY, "Origin", "null").statusCode());
    }

    @Test
    void onlyTheOwnerMakesALinkForTheOwner() {
        String admin = page.adminKey();

        HttpResponse<String> refused = page.post("/admin/v1/login-links", "", "Authorization", "Bearer " + admin);

        assertEquals(403, refused.statusCode());
        assertEquals("owner_key_needed", json(refused).at("/error/code").asText());
    }

    @Test
    void aFormThatIsTooLongIsRefused() {
        assertEquals(413, page.post("/login", "key=" + "x".repeat(10_000)).statusCode());
    }

    @Test
    void thePagesNeedNothingFromElsewhere() throws IOException {
        Path files = Path.of("src/main/resources/console");
        StringBuilder all = new StringBuilder();
        try (Stream<Path> each = Files.list(files)) {
            for (Path file : each.toList()) {
                String text = Files.readString(file);
                all.append(text.replaceAll("(?m)^ *// .*", ""));
                assertFalse(text.contains("innerHTML"), file + ": text of others enters as text");
                assertFalse(
                        file.toString().endsWith(".html") && text.matches("(?s).*\\s(style|on\\w+)=.*"),
                        file + ": the policy would drop it");
            }
        }
        assertFalse(all.toString().contains("https://"));
        assertTrue(all.length() < 300_000, "all pages together");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/traces", "/traces/11111111111111111111111111111111", "/traces/sessions/a%20b"})
    void whoSignsInGoesOnWhereTheyWanted(String wanted) {
        assertEquals(
                "/login?next=" + wanted.replace("%", "%25"),
                page.get(wanted).headers().firstValue("location").orElse(""));
        assertTrue(page.get("/login?next=" + wanted.replace("%", "%25"))
                .body()
                .contains("name=\"next\" value=\"" + wanted + "\""));
        assertEquals(
                wanted,
                page.post("/login", "next=" + wanted.replace("%", "%25") + "&key=" + KEY)
                        .headers()
                        .firstValue("location")
                        .orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "https://evil.example/", "/nothing", "/traces/\"><script>", "javascript:x"})
    void andNowhereElse(String wanted) {
        String encoded = URLEncoder.encode(wanted, StandardCharsets.UTF_8);
        assertFalse(page.get("/login?next=" + encoded).body().contains("name=\"next\""));
        assertEquals(
                "/",
                page.post("/login", "key=" + KEY + "&next=" + encoded)
                        .headers()
                        .firstValue("location")
                        .orElse(""));
    }
}
