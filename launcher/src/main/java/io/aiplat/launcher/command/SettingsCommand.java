package io.aiplat.launcher.command;

import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.settings.Resolved;
import io.aiplat.launcher.settings.SettingsReference;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat settings`: what was decided, and by whom.
@Command(name = "settings", description = "Print every setting, its value and where that came from.")
final class SettingsCommand implements Runnable {
    private final Invocation invocation;

    @Option(names = "--reference", description = "print what can be set instead, with every default")
    boolean reference;

    SettingsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if (reference) {
            String text = SettingsReference.markdown();
            invocation.output().value(Map.of("markdown", text), text);
        } else {
            decided();
        }
    }

    private void decided() {
        Resolved.Loaded loaded = invocation.loaded();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("home", loaded.settings().home());
        answer.put("file", loaded.file());
        answer.put("settings", loaded.values());
        Table table = new Table("KEY", "VALUE", "SOURCE");
        loaded.values().forEach(value -> table.row(value.key(), value.value(), value.source()));
        String file = loaded.file() == null ? "none" : loaded.file().toString();
        invocation
                .output()
                .value(answer, "home: " + loaded.settings().home() + "\nfile: " + file + "\n\n" + table.toText());
    }
}
