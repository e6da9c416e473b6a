package io.aiplat.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.quality.alert.AlertOptions;
import io.aiplat.quality.alert.notice.EmailAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertSettingsTest {
    @TempDir
    Path folder;

    private SettingsResult load(String yaml) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("aiplat.yaml"), yaml);
        return new SettingsLoader(
                        Map.of("AIPLAT_HOME", home.toString(), "SMTP_PASSWORD", "s3cret"),
                        Map.of("os.name", "Linux", "user.home", folder.toString()),
                        folder)
                .load(new CommandLineSettings(null, null, List.of()));
    }

    private AlertOptions options(String yaml) throws IOException {
        return assertInstanceOf(SettingsResult.Loaded.class, load(yaml))
                .settings()
                .of(AlertOptions.class);
    }

    private String refusal(String yaml) throws IOException {
        List<Problem> problems =
                assertInstanceOf(SettingsResult.Rejected.class, load(yaml)).problems();
        assertEquals("SETTINGS_INVALID_VALUE", problems.getFirst().code().id());
        assertFalse(problems.toString().contains("s3cret"));
        return problems.getFirst().toText();
    }

    @Test
    void nobodyIsToldUnlessSomebodySaysSo() throws IOException {
        AlertOptions options = options("");
        assertNull(options.webhook());
        assertNull(options.email());
        assertFalse(options.desktop());
        assertEquals(Duration.ofHours(4), options.pace().repeat());
    }

    @Test
    void whoIsToldIsRead() throws IOException {
        AlertOptions options = options("""
                alerts:
                  off: [AiplatHighLatency]
                  webhook: https://chat.example.org/hooks/ops
                  webhook-token: t0ken
                  email-to: [ops@example.org, ann@example.org]
                  email-server: smtp.example.org
                  email-user: ann
                  email-password: ${env:SMTP_PASSWORD}
                  desktop: true
                """);
        assertEquals(URI.create("https://chat.example.org/hooks/ops"), options.webhook());
        assertEquals(
                new EmailAccount(
                        "smtp.example.org",
                        587,
                        EmailAccount.Security.STARTTLS,
                        "ann",
                        new Secret("s3cret"),
                        "ops@example.org",
                        List.of("ops@example.org", "ann@example.org")),
                options.email());
        assertTrue(options.desktop());
        assertEquals(List.of("AiplatHighLatency"), options.off());
    }

    @Test
    void whatBelongsTogetherIsRefusedWithoutTheOther() throws IOException {
        assertTrue(refusal("alerts: {email-to: ops@example.org}").contains("belong together"));
        assertTrue(refusal("alerts: {webhook: 'chat.example.org'}").contains("http or https address"));
        assertTrue(refusal("alerts: {email-server: smtp.example.org}").contains("belong together"));
        assertTrue(refusal("alerts: {email-to: a@example.org, email-server: s.example.org, email-user: ann}")
                .contains("one of them is missing"));
        assertTrue(refusal("alerts: {email-to: a@example.org, email-server: s.example.org, email-security: none,"
                        + " email-user: ann, email-password: '${env:SMTP_PASSWORD}'}")
                .contains("for all to read"));
        assertTrue(refusal("alerts: {email-to: a@example.org, email-server: 's.example.org:70000'}")
                .contains("1 to 65535"));
        assertTrue(refusal("alerts: {email-to: \"ann@example.org>, <x\", email-server: s.example.org}")
                .contains("Not accepted"));
    }
}
