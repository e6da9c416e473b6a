package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.util.ArrayList;
import java.util.List;

/// The client that most people use: openai-python, as a process.
final class OpenAiPython {
    private static final String PYTHON = System.getenv().getOrDefault("AIPLAT_TEST_PYTHON", "python3");

    private OpenAiPython() {}

    /// Skips the test where it is not installed.
    static void need() {
        Need.that(
                Program.succeeds(PYTHON, "-c", "import openai"),
                "openai-python: pip install -r testbed/clients/requirements.txt (AIPLAT_TEST_PYTHON names the python)");
    }

    /// Asserts exact answers, streamed and not, and embeddings.
    ///
    /// @param model empty for smoke
    static void getsExactAnswers(Aiplat aiplat, String... model) {
        String program =
                Aiplat.TESTBED.resolve("clients").resolve("openai_exact.py").toString();
        List<String> command = new ArrayList<>(List.of(PYTHON, program));
        command.addAll(List.of(model));
        aiplat.runClient(command).ok().tells("ok: 5 exact answers");
    }
}
