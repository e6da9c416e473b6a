package io.aiplat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person does with the page of alerts, in Chromium.
class AlertPageTest extends BrowserTest {
    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void whatFiresIsSeenSilencedAndHeardAgain() {
        Page page = visitor.open("/alerts");
        assertThat(page.locator("#calm")).isVisible();
        assertThat(page.locator("#rules tr").first()).containsText("temperature_celsius > 30");

        console.hot = true;
        Locator alert = page.locator("#alerts li");
        assertThat(alert).containsText("It is 35 degrees in cellar");
        assertThat(alert).containsText("firing");
        assertEquals(List.of(), visitor.faults("alerts"));

        button(page, "Silence RoomTooHot").click();
        page.getByLabel("For").selectOption("4");
        page.getByLabel("Why").fill("the cooler is being mended");
        assertEquals(List.of(), visitor.faults("alerts-silence"));
        button(page, "Silence").last().click();
        assertThat(alert).containsText("silenced");
        assertThat(page.locator("#silences li")).containsText("room=\"cellar\"");
        assertThat(page.locator("#silences li")).containsText("the cooler is being mended");

        button(page, "End the silence").click();
        assertThat(page.locator("#silences li")).hasCount(0);
        assertThat(alert).not().containsText("silenced");

        console.hot = false;
        assertThat(alert).containsText("resolved");
    }

    @Test
    void whoIsToldCanBeTried() {
        Page page = visitor.open("/alerts");

        button(page, "Send a test").click();

        assertThat(page.locator("#tested")).hasText("webhook: taken");
        assertThat(page.locator("#receivers")).containsText("webhook http://127.0.0.1:9/");
    }

    @Test
    void whoCancelsSilencesNothing() {
        console.hot = true;
        Page page = visitor.open("/alerts");

        button(page, "Silence RoomTooHot").click();
        button(page, "Cancel").click();

        assertThat(page.locator("#silence")).isHidden();
        assertThat(page.locator("#heard")).isVisible();
    }
}
