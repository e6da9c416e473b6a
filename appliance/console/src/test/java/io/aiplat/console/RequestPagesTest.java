package io.aiplat.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a person does with the list of requests and with one of them, in Chromium.
class RequestPagesTest extends BrowserTest {
    private static final String ANSWERED = "time=2026-11-30T12:00:00.000Z id=req-1 key=notebook team=lab surface=chat"
            + " asked=fast served=fast upstream=here attempts=1 status=200 ttft_ms=120 total_ms=1500 tokens_in=12"
            + " tokens_out=34 cost=0.25 currency=EUR";
    private static final String FAILED = "time=2026-11-30T12:00:05.000Z id=req-2 key=night surface=chat asked=far"
            + " upstream=gone attempts=2 status=502 error=upstream_unreachable total_ms=20";

    @BeforeEach
    void log() {
        console.requests = List.of(ANSWERED, FAILED);
    }

    @Test
    void theNewestIsFirstAndWhatComesIsSeen() {
        Page page = visitor.open("/requests");
        Locator rows = page.locator("#requests tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.first()).containsText("upstream_unreachable");
        assertThat(rows.last()).containsText("12 \u2192 34");
        assertEquals(List.of(), visitor.faults("requests"));

        console.requests =
                List.of(ANSWERED, FAILED, ANSWERED.replace("req-1", "req-3").replace("fast", "new"));
        assertThat(rows.first()).containsText("new");
    }

    @Test
    void whatFailedIsFoundAndLookedAt() {
        Page page = visitor.open("/requests");
        page.getByLabel("Only failed").check();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show"))
                .click();
        assertThat(page.locator("#requests tr")).hasCount(1);

        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("far"))
                .click();
        assertThat(page.locator("#title")).hasText("Request req-2");
        assertThat(page.locator("#facts")).containsText("upstream_unreachable");
        assertThat(page.locator("#no-steps")).isVisible();
        assertEquals(List.of(), visitor.faults("request"));
    }

    @Test
    void aRequestThatIsNotThereIsToldOf() {
        Page page = visitor.open("/requests/req-9");
        assertThat(page.locator("#problem")).containsText("req-9");
    }
}
