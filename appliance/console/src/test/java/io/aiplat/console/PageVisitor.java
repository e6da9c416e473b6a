package io.aiplat.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Somebody who has signed in and looks at the pages.
final class PageVisitor implements AutoCloseable {
    static final int PATIENCE_MILLIS = 30_000;

    /// Folder for pictures of the pages; nothing is painted where it is not said.
    private static final String PICTURES = "aiplat.pictures";

    private final RunningConsole console;
    private final String axe;
    private final BrowserContext context;
    private final Page page;
    /// What pages have complained about: errors of scripts, and what the policy has kept from running.
    private final List<String> complaints = new ArrayList<>();

    /// Signs in with the key.
    ///
    /// @param axe script that judges a page
    PageVisitor(Browser browser, RunningConsole console, String axe) {
        this.console = console;
        this.axe = axe;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setBaseURL(console.origin()));
        this.page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(this::hear);
        signIn();
    }

    private void hear(ConsoleMessage message) {
        // What the appliance answers is the page's to tell; the browser counts it as an error of its own, too.
        if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
            complaints.add(message.text());
        }
    }

    private void signIn() {
        page.navigate("/login");
        page.getByLabel("Key").fill(RunningConsole.KEY);
        page.getByText("Sign in").last().click();
        page.waitForURL(console.origin() + "/");
    }

    /// Goes to an address.
    Page open(String path) {
        page.navigate(path);
        return page;
    }

    /// What is wrong with the page that is open: for people who do not see it or who use no mouse, in light and in
    /// dark, on a screen and on a phone; and what its scripts or its policy have complained about.
    List<String> faults(String name) {
        List<String> faults = new ArrayList<>();
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (boolean phone : List.of(false, true)) {
                page.setViewportSize(phone ? 390 : 1280, 900);
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
                String how = colours.name().toLowerCase(Locale.ROOT) + (phone ? "-phone" : "");
                judged().forEach(fault -> faults.add(how + ": " + fault));
                if (Boolean.TRUE.equals(page.evaluate("document.documentElement.scrollWidth > innerWidth"))) {
                    faults.add(how + ": it is wider than its window");
                }
                picture(name + "-" + how);
            }
        }
        page.setViewportSize(1280, 900);
        faults.addAll(complaints);
        return faults;
    }

    private List<String> judged() {
        page.evaluate(axe);
        Object violations = page.evaluate("""
                async () => (await axe.run()).violations.map((found) =>
                    `${found.id}: ${found.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`)""");
        return ((List<?>) violations).stream().map(String::valueOf).toList();
    }

    private void picture(String name) {
        String folder = System.getProperty(PICTURES);
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Path.of(folder).resolve(name + ".png"))
                    .setFullPage(true));
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
