package io.aiplat.launcher.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The script of a stand-in for a model: what it does with the tools that a coding agent offers it, one step with
/// each request, whatever that agent calls them.
///
/// @param steps in their order
/// @param end   what it says when it has done them
record Play(List<Step> steps, String end) implements ScriptedModel.Player {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Tools that run a command, by the name of the argument that takes it.
    private static final Map<String, String> SHELLS = Map.of(
            "Bash",
            "command",
            "bash",
            "command",
            "exec_command",
            "cmd",
            "shell_command",
            "command",
            "shell",
            "command");

    /// One step.
    sealed interface Step {}

    /// Runs a command in the agent's folder.
    record Execute(String command) implements Step {}

    /// Looks into a file.
    record Look(Path file) implements Step {}

    /// Writes a file.
    record Write(Path file, String text) implements Step {}

    /// Replaces one line of a file by another.
    record Replace(Path file, String before, String after) implements Step {}

    /// What it does now.
    sealed interface Move {}

    /// Says something and ends its turn.
    record Say(String text) implements Move {}

    /// Calls a tool.
    record Call(String id, String tool, String arguments) implements Move {}

    /// Has a file written, and ends.
    static Play write(Path file, String text) {
        return new Play(List.of(new Write(file, text)), "The file is written.");
    }

    /// The step after those whose results stand in the conversation. Who offers no tools wants a title or a
    /// summary.
    @Override
    public Move move(ScriptedModel.Voice voice, JsonNode question) {
        Set<String> tools = voice.tools(question);
        int results = voice.results(question);
        if (results >= steps.size()) {
            return new Say(end);
        }
        if (tools.isEmpty()) {
            return new Say("A small task");
        }
        String id = "call_" + results;
        return switch (steps.get(results)) {
            case Execute(String command) -> execute(id, tools, command);
            case Look(Path file) -> look(id, tools, file);
            case Write(Path file, String text) -> write(id, tools, file, text);
            case Replace replace -> replace(id, tools, replace);
        };
    }

    private static Move look(String id, Set<String> tools, Path file) {
        if (tools.contains("Read")) {
            return call(id, "Read", "file_path", file.toString());
        }
        if (tools.contains("read")) {
            return call(id, "read", "filePath", file.toString());
        }
        return execute(id, tools, "cat " + file);
    }

    private static Move write(String id, Set<String> tools, Path file, String text) {
        if (tools.contains("Write")) {
            return call(id, "Write", "file_path", file.toString(), "content", text);
        }
        if (tools.contains("write")) {
            return call(id, "write", "filePath", file.toString(), "content", text);
        }
        if (tools.contains("write_file")) {
            return call(id, "write_file", "path", file.toString(), "content", text);
        }
        if (tools.contains("apply_patch")) {
            List<String> lines = new ArrayList<>(List.of("*** Add File: " + file.getFileName()));
            text.lines().forEach(line -> lines.add("+" + line));
            return patch(id, lines);
        }
        return execute(id, tools, "cat > " + file + " <<'END'\n" + text + "END");
    }

    private static Move replace(String id, Set<String> tools, Replace step) {
        String file = step.file.toString();
        if (tools.contains("Edit")) {
            return call(id, "Edit", "file_path", file, "old_string", step.before, "new_string", step.after);
        }
        if (tools.contains("edit")) {
            return call(id, "edit", "filePath", file, "oldString", step.before, "newString", step.after);
        }
        if (tools.contains("apply_patch")) {
            return patch(
                    id,
                    List.of("*** Update File: " + step.file.getFileName(), "@@", "-" + step.before, "+" + step.after));
        }
        return execute(id, tools, "sed -i 's/" + step.before + "/" + step.after + "/' " + file);
    }

    private static Call patch(String id, List<String> lines) {
        return call(id, "apply_patch", "input", "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n");
    }

    private static Move execute(String id, Set<String> tools, String command) {
        Optional<String> found =
                SHELLS.keySet().stream().filter(tools::contains).sorted().findFirst();
        if (found.isEmpty()) {
            return new Say("None of these tools is of use: " + tools);
        }
        String shell = found.get();
        ObjectNode arguments = JSON.createObjectNode();
        if (shell.equals("shell")) {
            arguments.putArray("command").add("bash").add("-lc").add(command);
        } else {
            arguments.put(SHELLS.get(shell), command);
        }
        if (shell.equalsIgnoreCase("bash")) {
            arguments.put("description", "Runs it");
        }
        return new Call(id, shell, arguments.toString());
    }

    private static Call call(String id, String tool, String... arguments) {
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < arguments.length; i += 2) {
            object.put(arguments[i], arguments[i + 1]);
        }
        return new Call(id, tool, object.toString());
    }

    /// The arguments of a call, read.
    static JsonNode arguments(Call call) {
        try {
            return JSON.readTree(call.arguments());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
