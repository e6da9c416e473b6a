package io.aiplat.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What README and the pages of docs/how-to have people run: blocks of a language.
final class PageBlocks {
    private static final Path PAGES =
            Path.of("..", "docs", "how-to").toAbsolutePath().normalize();

    private PageBlocks() {}

    /// All of a page, in its order.
    ///
    /// @param page     as `codex`
    /// @param language as it stands behind the fence
    static List<String> of(String page, String language) {
        try {
            Matcher blocks = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(Files.readString(PAGES.resolve(page + ".md")));
            return blocks.results().map(block -> block.group(1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The indented blocks of README, in its order.
    static List<String> ofReadme() {
        try {
            String text = Files.readString(PAGES.resolve("../../README.md"));
            return Pattern.compile("(?:^ {4}\\S.*\n)+", Pattern.MULTILINE)
                    .matcher(text)
                    .results()
                    .map(block -> block.group().replaceAll("(?m)^ {4}", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The block below a heading.
    static String below(String page, String heading, String language) {
        try {
            String text = Files.readString(PAGES.resolve(page + ".md"));
            String section = text.substring(text.indexOf("\n## " + heading + "\n"));
            Matcher block = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                    .matcher(section);
            if (!block.find()) {
                throw new AssertionError("no block below " + heading);
            }
            return block.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
