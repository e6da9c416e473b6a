package io.aiplat.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Chromium without a window, and axe, which judges what pages are to people who do not see them. Playwright's driver
/// and axe come from npm, as testbed/clients/package.json names them.
final class HeadlessBrowser implements AutoCloseable {
    private static final String AXE = "axe-core/axe.min.js";
    /// Where Playwright looks for its driver, once in a process.
    private static final String DRIVER = "playwright.cli.dir";

    private final Playwright playwright;
    private final Browser chromium;
    private final String axe;

    /// Opens it. Where it is not there, the tests of the class are skipped.
    HeadlessBrowser() {
        Path program = chromium();
        this.axe = read(modules().resolve(AXE));
        if (System.getProperty(DRIVER) == null) {
            System.setProperty(DRIVER, driver().toString());
        }
        // Machines of CI are busy.
        PlaywrightAssertions.setDefaultAssertionTimeout(PageVisitor.PATIENCE_MILLIS);
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /// Somebody more who signs in.
    PageVisitor visitor(RunningConsole console) {
        return new PageVisitor(chromium, console, axe);
    }

    private static Path chromium() {
        Optional<Path> found = onPath("chromium").or(() -> onPath("google-chrome"));
        Need.that(found.isPresent(), "chromium on the PATH");
        return found.orElseThrow();
    }

    private static Path modules() {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("NODE_PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .filter(folder -> Files.isRegularFile(folder.resolve(AXE)))
                .findFirst();
        Need.that(
                found.isPresent(),
                "playwright-core and axe-core: npm ci in a copy of testbed/clients (NODE_PATH names the node_modules)");
        return found.orElseThrow();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path node() {
        String named = System.getenv("AIPLAT_TEST_NODE");
        Optional<Path> found = named == null ? onPath("node") : Optional.of(Path.of(named));
        Need.that(found.isPresent(), "node on the PATH (AIPLAT_TEST_NODE names another)");
        return found.orElseThrow();
    }

    /// A folder as Playwright looks for its driver: a Node and the package.
    private static Path driver() {
        try {
            Path folder = Files.createTempDirectory("driver");
            folder.toFile().deleteOnExit();
            link(folder.resolve("package"), modules().resolve("playwright-core"));
            link(folder.resolve("node"), node());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path from, Path to) throws IOException {
        Files.createSymbolicLink(from, to).toFile().deleteOnExit();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
