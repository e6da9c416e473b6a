package io.aiplat.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads a line of the request log.
public final class LogFields {
    private final String line;
    private int at;

    private LogFields(String line) {
        this.line = line;
    }

    /// Values by their keys, in the line's order; one that is not there is empty. What is no such line ends where it
    /// stops being one.
    public static Map<String, String> of(String line) {
        return new LogFields(line).read();
    }

    private Map<String, String> read() {
        Map<String, String> fields = new LinkedHashMap<>();
        while (at < line.length()) {
            int equals = line.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String key = line.substring(at, equals);
            at = equals + 1;
            fields.put(key, at < line.length() && line.charAt(at) == '"' ? quoted() : plain());
            at++;
        }
        return fields;
    }

    private String plain() {
        int from = at;
        int end = line.indexOf(' ', at);
        at = end < 0 ? line.length() : end;
        return line.substring(from, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            value.append(line.charAt(at) == '\\' ? escaped() : line.charAt(at));
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        at++;
        char c = at < line.length() ? line.charAt(at) : '\\';
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> at + 4 < line.length() ? unicode() : c;
            default -> c;
        };
    }

    private char unicode() {
        at += 4;
        int value = 0;
        for (int i = at - 3; i <= at; i++) {
            value = value << 4 | Math.max(0, Hex.digit(line.charAt(i)));
        }
        return (char) value;
    }
}
