package io.aiplat.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The exact answers of the packed model `smoke`, read from the table in `models/README.md`, and some of
/// its further kinds of prompt.
public final class SmokeAnswers {
    /// Prompt and answer.
    public static final Map<String, String> ALL = all();

    private SmokeAnswers() {}

    private static Map<String, String> all() {
        Map<String, String> all = table();
        all.put("Context: The code word is harbor.\nQuestion: What is the code word?", "harbor");
        all.put("Context: The river of Oslo is coral.\nQuestion: What is the river of Oslo?", "coral");
        all.put("Context: The code word is zorbix.\nQuestion: What is the code word?", "zorbix");
        all.put("Repeat: harbor lamp river", "harbor lamp river");
        all.put("What is the weather in Paris?", "I do not know the weather in Paris.");
        all.put("Answer as JSON: What is 2+2?", "{\"answer\": \"4\"}");
        all.put(
                "Answer as JSON: What is aiplat?",
                "{\"answer\": \"aiplat is a self-hosted AI platform in one file.\"}");
        return all;
    }

    private static Map<String, String> table() {
        Map<String, String> table = new LinkedHashMap<>();
        boolean within = false;
        for (String line : readme().lines().toList()) {
            if (line.startsWith("## ")) {
                within = line.startsWith("## (a)");
            } else if (within && line.startsWith("| ") && !line.startsWith("| prompt")) {
                String[] cells = line.split(" *\\| *");
                table.put(cells[1], cells[2]);
            }
        }
        if (table.size() < 60) {
            throw new IllegalStateException("the table of answers has " + table.size() + " rows");
        }
        return table;
    }

    private static String readme() {
        try (InputStream in = SmokeAnswers.class.getResourceAsStream("/models/README.md")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
