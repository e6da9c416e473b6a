package io.aiplat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a person does with the pages of views, in Chromium: the dashboards of the bundle over an hour of samples.
class ViewPagesTest extends BrowserTest {
    @BeforeEach
    void anHourWasMeasured() {
        MeasuredHour.into(console.series);
    }

    private static Locator panel(Page page, String title) {
        return page.getByRole(
                        AriaRole.ARTICLE,
                        new Page.GetByRoleOptions().setName(title).setExact(true))
                .first();
    }

    @Test
    void fromTheListToALineOverTime() {
        Page page = visitor.open("/views");
        assertThat(page.locator("#views li")).hasCount(5);
        assertEquals(List.of(), visitor.faults("views"));
        page.getByText("Agent Overview").click();
        page.getByText("1 hour").click();

        assertThat(panel(page, "Requests").locator("dd"))
                // A little less the longer the test takes: no sample comes any more.
                .hasText(Pattern.compile("0\\.[012]\\d*/s"));
        assertThat(panel(page, "Errors").locator("dd")).hasText("5 %");
        assertEquals(List.of(), visitor.faults("view-agents"));
    }

    @Test
    void aChartHasItsFiguresAsATableToo() {
        Page page = visitor.open("/views/resources?hours=1");
        Locator memory =
                page.locator("article").filter(new Locator.FilterOptions().setHasText("what aiplat has of it"));
        assertThat(memory.locator("svg path.line")).hasCount(1);

        memory.getByText("As a table").click();

        assertThat(memory.locator("tbody tr").first()).containsText("available");
        assertThat(memory.locator("tbody tr").first()).containsText("4.0 GiB");
        assertThat(page.getByRole(AriaRole.METER, new Page.GetByRoleOptions().setName("disk")))
                .hasAttribute("aria-valuetext", "75 %");
        assertThat(panel(page, "Temperature")).containsText("Nothing was measured.");
        assertEquals(List.of(), visitor.faults("view-resources"));
    }

    @Test
    void everyExpressionOfEveryViewIsUnderstood() {
        List<String> refused = new ArrayList<>();
        Page page = visitor.open("/views");
        List<String> views = page.locator("#views a").evaluateAll("all => all.map((each) => each.getAttribute('href'))")
                        instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
        assertEquals(5, views.size());
        for (String view : views) {
            visitor.open(view);
            // Each panel has been filled: with figures, or with why there are none.
            assertThat(page.locator("article > div:empty")).hasCount(0);
            page.locator("article > div > p.bad").allTextContents().forEach(text -> refused.add(view + ": " + text));
        }
        assertEquals(List.of(), refused);
    }

    @Test
    void aViewThatIsNotThereSaysWhichAre() {
        Page page = visitor.open("/views/weather");

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There are: agents, cost, gateway, resources, slo.");
    }
}
