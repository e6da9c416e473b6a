package io.aiplat.launcher.e2e;

import io.aiplat.testkit.Need;
import java.nio.file.Path;

/// The clients of `testbed/clients`, and what runs them: `.ci/run` installs both and names them in the environment.
final class Scripts {
    /// A Python with the libraries of requirements.txt.
    static final String PYTHON = System.getenv().getOrDefault("AIPLAT_TEST_PYTHON", "python3");

    /// A Node; `NODE_PATH` leads to the libraries of package.json.
    static final String NODE = System.getenv().getOrDefault("AIPLAT_TEST_NODE", "node");

    private static final Path FOLDER = Aiplat.TESTBED.resolve("clients");

    private Scripts() {}

    /// Skips the test where Python or this library of it is not installed.
    static void needPython(String library) {
        Need.that(
                Program.succeeds(PYTHON, "-c", "import " + library),
                library + " for Python: pip install -r testbed/clients/requirements.txt (AIPLAT_TEST_PYTHON names the"
                        + " python)");
    }

    /// Skips the test where Node or this library of it is not installed.
    static void needNode(String library) {
        Need.that(
                Program.succeeds(NODE, "-e", "require('" + library + "')"),
                library + " for Node: npm ci in a copy of testbed/clients (AIPLAT_TEST_NODE names the node, NODE_PATH"
                        + " the node_modules)");
    }

    /// Where a script is.
    static String path(String name) {
        return FOLDER.resolve(name).toString();
    }
}
