package io.aiplat.launcher.e2e;

import java.util.ArrayList;
import java.util.List;

/// The client that most people use: openai-python, as a process.
final class OpenAiPython {
    private OpenAiPython() {}

    /// Skips the test where it is not installed.
    static void need() {
        Scripts.needPython("openai");
    }

    /// Asserts exact answers, streamed and not, and embeddings.
    ///
    /// @param model empty for smoke
    static void getsExactAnswers(Aiplat aiplat, String... model) {
        List<String> command = new ArrayList<>(List.of(Scripts.PYTHON, Scripts.path("openai_exact.py")));
        command.addAll(List.of(model));
        aiplat.runClient(command).ok().tells("ok: 5 exact answers");
    }
}
