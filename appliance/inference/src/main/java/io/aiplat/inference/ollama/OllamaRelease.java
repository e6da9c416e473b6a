package io.aiplat.inference.ollama;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an Ollama can do by its version. One that was built without a version says 0.0.0 and is taken for
/// the oldest: what is then missing is done on this side.
///
/// @param version             as it says itself
/// @param refusesLongPrompts  knows `truncate` and `shift` for chats; before, it cuts without a word
/// @param tellsLogprobs       knows `logprobs`
record OllamaRelease(String version, boolean refusesLongPrompts, boolean tellsLogprobs) {
    /// `truncate` and `shift` came a few weeks before it, `logprobs` with it.
    private static final int[] SINCE = {0, 12, 11};

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6}).*");

    /// Judges a version such as `0.33.0-rc2`.
    static OllamaRelease of(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        boolean recent = numbers.matches() && Arrays.compare(parsed(numbers), SINCE) >= 0;
        return new OllamaRelease(version, recent, recent);
    }

    private static int[] parsed(Matcher numbers) {
        return new int[] {
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(3))
        };
    }

    /// For people.
    String name() {
        return "Ollama " + version;
    }
}
