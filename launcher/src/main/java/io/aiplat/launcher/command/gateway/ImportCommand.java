package io.aiplat.launcher.command.gateway;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import io.aiplat.routing.litellm.ImportResult;
import io.aiplat.routing.litellm.ImportedField;
import io.aiplat.routing.litellm.LiteLlmImport;
import io.aiplat.store.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `aiplat import`: takes over the configuration of another gateway. Its words are read here, because `-o` names a
/// file, as it does with most programs that write one.
@Command(
        name = "import",
        description = {
            "Convert the configuration of another gateway into gateway.yaml.",
            "",
            "  aiplat import litellm config.yaml [--to gateway.yaml] [--force]",
            "",
            "Every field of the file is reported as exact, manual (with what to do) or unsupported (with why). Without",
            "--to (or -o) the result goes to standard output and the report to standard error.",
            "Exit status: 0 converted, 2 wrong words, 3 the file cannot be read."
        })
public final class ImportCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Spec
    private @Nullable CommandSpec spec;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "litellm FILE [--to FILE] [--force]", arity = "0..*", description = "what to convert")
    private List<String> words = new ArrayList<>();

    public ImportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        List<String> rest = new ArrayList<>(words);
        boolean force = rest.remove("--force");
        Path target = target(rest);
        if (rest.size() != 2 || !rest.getFirst().equals("litellm")) {
            throw misused("Say what to convert: aiplat import litellm FILE [--to FILE]");
        }
        Path folder = invocation.surroundings().folder();
        ImportResult imported = LiteLlmImport.convert(folder.resolve(rest.get(1)));
        if (target == null) {
            invocation
                    .output()
                    .value(
                            Map.of("gateway", imported.gatewayYaml(), "fields", fields(imported)),
                            imported.gatewayYaml());
        } else {
            write(folder.resolve(target), imported.gatewayYaml(), force);
            invocation
                    .output()
                    .value(Map.of("written", target.toString(), "fields", fields(imported)), "Wrote " + target + "\n");
        }
        invocation.output().note(imported.report().stripTrailing());
        return 0;
    }

    private static List<Map<String, Object>> fields(ImportResult imported) {
        return imported.fields().stream().map(ImportCommand::field).toList();
    }

    private static Map<String, Object> field(ImportedField field) {
        return Map.of(
                "path", field.path(),
                "line", field.line(),
                "verdict", field.verdict().name().toLowerCase(Locale.ROOT),
                "note", field.note());
    }

    private @Nullable Path target(List<String> rest) {
        int at = Math.max(rest.indexOf("-o"), rest.indexOf("--to"));
        if (at < 0) {
            return null;
        }
        if (at + 1 == rest.size()) {
            throw misused(rest.get(at) + " needs the file to write");
        }
        if (rest.get(at).equals("-o") && List.of("json", "plain").contains(rest.get(at + 1))) {
            throw misused("-o names the file to write here; the format stands before the command:" + " aiplat -o "
                    + rest.get(at + 1) + " import litellm FILE");
        }
        Path target = Path.of(rest.remove(at + 1));
        rest.remove(at);
        return target;
    }

    private void write(Path file, String text, boolean force) {
        if (Files.exists(file) && !force) {
            throw new ApplianceException(CommandProblems.fileThere(file));
        }
        try {
            // Keys may stand in it.
            PrivateFile.write(file, text);
        } catch (IOException e) {
            throw new ApplianceException(CommandProblems.notWritten(file, String.valueOf(e.getMessage())), e);
        }
    }

    private ParameterException misused(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
