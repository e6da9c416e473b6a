package io.aiplat.launcher;

import io.aiplat.testkit.Golden;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Scripts depend on exit statuses: that of a code changes only with the list beside this test.
class ProblemStatusTest {
    @Test
    void everyCodeEndsTheProcessAsItDid() throws Exception {
        String list = ProblemSamples.all().entrySet().stream()
                .map(sample -> sample.getKey() + " " + sample.getValue().code().exit() + "\n")
                .collect(Collectors.joining());

        Golden.matches("statuses/exit.txt", list);
    }
}
