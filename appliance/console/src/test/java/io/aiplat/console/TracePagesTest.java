package io.aiplat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a person does with the pages of traces, in Chromium: each page without a fault that axe finds, in light and
/// dark, on a screen and on a phone.
class TracePagesTest extends BrowserTest {
    @BeforeEach
    void anAgentHasSoldShoes() {
        new TracedShop(console).sells();
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator step(Page page, String name) {
        return page.getByRole(AriaRole.TREEITEM, new Page.GetByRoleOptions().setName(Pattern.compile(name)));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void fromTheOverviewToWhatFailed() {
        Page page = visitor.open("/");
        link(page, "Traces").click();
        assertThat(page.locator("#traces tr")).hasCount(2);
        page.getByLabel("Only failed").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show"))
                .click();
        assertThat(page.locator("#traces tr")).hasCount(1);
        link(page, "sell hats").click();

        // What failed is chosen already.

        assertThat(page.locator("#step")).containsText("the card was refused");
        assertEquals(List.of(), visitor.faults("trace-failed"));
    }

    @Test
    void theListSaysWhoAskedForHowMuch() {
        Page page = visitor.open("/traces");

        assertThat(page.locator("#traces tr").last()).containsText("sell shoes");
        assertThat(page.locator("#traces tr").last()).containsText("120 → 10");
        assertThat(page.locator("#traces tr").last()).containsText("0.000305");
        assertThat(page.locator("#traces tr").last()).containsText("900 ms");
        assertThat(page.locator("#storage")).containsText("2 traces with 6 steps");
        assertEquals(List.of(), visitor.faults("traces"));
        link(page, "ann").click();
        assertThat(page.locator("#traces tr")).hasCount(1);
        assertThat(page.getByLabel("User")).hasValue("ann");
    }

    @Test
    void aTraceIsATreeThatAKeyboardGoesThrough() {
        Page page = visitor.open("/traces/" + TracedShop.FIRST);
        assertThat(step(page, "sell shoes")).hasAttribute("aria-level", "1");
        assertThat(step(page, "answer")).hasAttribute("aria-level", "3");
        assertThat(page.locator("#facts")).containsText("helpful: 0.9 (quick)");

        step(page, "sell shoes").focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowLeft");
        assertThat(step(page, "answer")).isHidden();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Enter");

        assertThat(page.locator("#step")).isFocused();
        assertThat(heading(page, "answer")).isVisible();
        assertThat(page.locator("#step")).containsText("tone: kind");
        // What was said is text, whatever it looks like.
        assertThat(page.locator("#step pre").first()).hasText("Which <b>shoes</b>?");
        assertThat(page.locator("#step")).containsText("The red ones.");
        assertEquals(List.of(), visitor.faults("trace"));
    }

    @Test
    void theAddressLeadsToTheStep() {
        Page page = visitor.open("/traces/" + TracedShop.FIRST + "#00000000000000a4");

        assertThat(heading(page, "look up stock")).isVisible();
        assertThat(page.locator("#step pre").first()).containsText("\"size\": 42");
    }

    @Test
    void aSessionIsItsTracesInTheirOrder() {
        Page page = visitor.open("/traces/sessions");
        assertEquals(List.of(), visitor.faults("sessions"));
        link(page, "spring").click();

        assertThat(heading(page, "Session spring")).isVisible();
        assertThat(page.locator("#traces li").first()).containsText("sell shoes");
        assertThat(page.locator("#traces li").last()).containsText("sell hats");
        assertThat(page.locator("#facts")).containsText("ann, bob");
        assertEquals(List.of(), visitor.faults("session"));
    }

    @Test
    void usersAreSummed() {
        Page page = visitor.open("/traces/users");

        assertThat(page.locator("#groups tr")).hasCount(2);
        assertThat(page.locator("#groups tr").last()).containsText("0.000305");
        assertEquals(List.of(), visitor.faults("users"));
    }

    @Test
    void scoresAreSummedAndLeadToWhatWasScored() {
        Page page = visitor.open("/traces/scores");

        assertThat(page.locator("#names tr").first()).containsText("0.9");
        assertEquals(List.of(), visitor.faults("scores"));
        link(page, "11111111").first().click();
        assertThat(heading(page, "sell shoes").first()).isVisible();
    }

    @Test
    void aTraceThatIsGoneSaysSo() {
        Page page = visitor.open("/traces/" + "9".repeat(32));

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no trace 999");
        assertThat(page.locator("#ready")).hasText("ready");
    }

    @Test
    void theOverviewHasNoFault() {
        Page page = visitor.open("/");
        assertThat(page.locator("#models")).containsText("smoke");

        assertEquals(List.of(), visitor.faults("overview"));
    }
}
