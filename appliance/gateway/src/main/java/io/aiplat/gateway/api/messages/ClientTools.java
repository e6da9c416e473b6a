package io.aiplat.gateway.api.messages;

import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ToolDefinition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Anthropic-defined client tools: the client names a version, its model knows the schema, and the client carries
/// the calls out. Another model has to be told the schema. They are as Anthropic documents them.
final class ClientTools {
    private static final String BASH = """
            {"type":"object","properties":{"command":{"type":"string","description":"The command to run."},\
            "restart":{"type":"boolean","description":"true to start the shell anew, without a command."}}}""";

    private static final String EDIT_MEMBERS = """
            "path":{"type":"string","description":"Absolute path of a file or folder."},\
            "file_text":{"type":"string","description":"For create: the whole text of the file."},\
            "old_str":{"type":"string","description":"For str_replace: the text to replace, as it stands once."},\
            "new_str":{"type":"string","description":"For str_replace: what stands there then."},\
            "insert_line":{"type":"integer","description":"For insert: the line after which, 0 for the beginning."},\
            "view_range":{"type":"array","items":{"type":"integer"},\
            "description":"For view: first and last line, from 1; -1 for the end."}""";

    /// The older ones undo, and insert what stands in `new_str`.
    private static final String OLD_EDITOR = """
            {"type":"object","properties":{"command":{"type":"string",\
            "enum":["view","create","str_replace","insert","undo_edit"]},""" + EDIT_MEMBERS + """
            },"required":["command","path"]}""";

    private static final String INSERTED =
            ",\"insert_text\":{\"type\":\"string\",\"description\":\"For insert: the text.\"}";

    private static final String EDITOR = """
            {"type":"object","properties":{"command":{"type":"string",\
            "enum":["view","create","str_replace","insert"]},""" + EDIT_MEMBERS + INSERTED + """
            },"required":["command","path"]}""";

    private static final String MEMORY = """
            {"type":"object","properties":{"command":{"type":"string",\
            "enum":["view","create","str_replace","insert","delete","rename"]},""" + EDIT_MEMBERS + INSERTED + """
            ,"old_path":{"type":"string","description":"For rename."},\
            "new_path":{"type":"string","description":"For rename."}},"required":["command"]}""";

    private static final String COMPUTER = """
            {"type":"object","properties":{"action":{"type":"string","enum":["key","type","mouse_move","left_click",\
            "left_click_drag","right_click","middle_click","double_click","triple_click","screenshot",\
            "cursor_position","left_mouse_down","left_mouse_up","scroll","hold_key","wait","zoom"]},\
            "coordinate":{"type":"array","items":{"type":"integer"},"description":"x and y, in pixels."},\
            "start_coordinate":{"type":"array","items":{"type":"integer"},"description":"For left_click_drag."},\
            "region":{"type":"array","items":{"type":"integer"},"description":"For zoom: x0, y0, x1 and y1."},\
            "text":{"type":"string","description":"For type, and the keys for key and hold_key."},\
            "duration":{"type":"number","description":"Seconds, for hold_key and wait."},\
            "scroll_direction":{"type":"string","enum":["up","down","left","right"]},\
            "scroll_amount":{"type":"integer"}},"required":["action"]}""";

    private ClientTools() {}

    /// The tool as a function.
    ///
    /// @param type such as `bash_20250124`
    /// @return null where the client does not carry it out, or its schema is not known
    static @Nullable ToolDefinition of(RequestFields tool, String type) {
        if (type.startsWith("bash_")) {
            return named(tool, "bash", "Runs a command in a shell that stays open.", BASH);
        }
        if (type.startsWith("text_editor_")) {
            boolean isOld = type.equals("text_editor_20241022") || type.equals("text_editor_20250124");
            return isOld
                    ? named(tool, "str_replace_editor", "Views and changes files.", OLD_EDITOR)
                    : named(tool, "str_replace_based_edit_tool", "Views and changes files.", EDITOR);
        }
        if (type.startsWith("memory_")) {
            return named(tool, "memory", "Keeps notes as files under /memories.", MEMORY);
        }
        if (type.startsWith("computer_2")) {
            return named(tool, "computer", computer(tool), COMPUTER);
        }
        return null;
    }

    private static String computer(RequestFields tool) {
        String width = AnthropicTools.number(tool, "display_width_px");
        String height = AnthropicTools.number(tool, "display_height_px");
        String screen = width == null || height == null ? "." : " of " + width + " x " + height + " pixels.";
        return "Uses mouse, keyboard and screen" + screen;
    }

    private static ToolDefinition named(RequestFields tool, String usual, String description, String schema) {
        tool.only(Set.of("type", "name", "max_characters", "display_width_px", "display_height_px", "display_number"));
        String name = tool.text("name");
        return new ToolDefinition(name == null || name.isEmpty() ? usual : name, description, schema);
    }
}
