package io.aiplat.wire.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Writes random JSON, as text that is valid whatever the seed, and remembers nothing.
final class RandomJson {
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t", "\r\n", "  "};

    private static final String[] CHARACTERS = {
        "a",
        "a run of plain letters",
        "Z",
        "0",
        " ",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e4",
        "\\uD83D\\uDE00",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\u00e4",
        "\u20ac",
        "\uD83D\uDE00",
        "\u007f",
        "\uFFFF"
    };

    private static final String[] NUMBERS = {
        "0", "-0", "7", "-12", "1.5", "0.001", "1e9", "2E-3", "-1.25e+10", "123456789012"
    };

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    /// One member as it stands in a document.
    record Member(String key, String value, String text) {}

    /// A document whose members have different names.
    record Document(List<Member> members, String head, String tail) {
        String text() {
            return head + "{"
                    + String.join(",", members.stream().map(Member::text).toList()) + "}" + tail;
        }
    }

    Document document() {
        List<Member> members = new ArrayList<>();
        for (int i = random.nextInt(7); i > 0; i--) {
            String key = i + characters();
            String value = value(0);
            members.add(new Member(key, value, blank() + '"' + key + '"' + blank() + ':' + blank() + value + blank()));
        }
        return new Document(members, blank(), blank());
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> "null";
            case 3 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 4 -> '"' + characters() + '"';
            case 5 -> "[" + listed(depth, false) + "]";
            default -> "{" + listed(depth, true) + "}";
        };
    }

    private String listed(int depth, boolean named) {
        List<String> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String key = named ? blank() + '"' + characters() + '"' + blank() + ':' : "";
            values.add(key + blank() + value(depth + 1) + blank());
        }
        return values.isEmpty() ? blank() : String.join(",", values);
    }

    private String characters() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }
}
