package io.aiplat.console;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/// What tests of the pages share: one Chromium for a class, a console and who visits it for each test.
abstract class BrowserTest {
    private static @Nullable HeadlessBrowser browser;

    final RunningConsole console = new RunningConsole();
    final PageVisitor visitor = shared().visitor(console);

    @BeforeAll
    static void open() {
        browser = new HeadlessBrowser();
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    @AfterEach
    void close() {
        visitor.close();
        console.close();
    }

    private static HeadlessBrowser shared() {
        if (browser == null) {
            throw new IllegalStateException("a class has its browser before its tests are made");
        }
        return browser;
    }
}
