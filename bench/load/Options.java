import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The words of a command, `mode name=value ...`.
final class Options {
    final String mode;
    private final Map<String, String> values = new HashMap<>();

    Options(String line) {
        String[] words = line.strip().split("\\s+");
        mode = words[0];
        for (String word : Arrays.copyOfRange(words, 1, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("not name=value: " + word);
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(mode + " needs " + name + "=");
        }
        return value;
    }

    int whole(String name) {
        return Integer.parseInt(text(name));
    }

    int whole(String name, int otherwise) {
        return values.containsKey(name) ? whole(name) : otherwise;
    }

    /// Seconds as nanoseconds.
    long nanos(String name, double otherwise) {
        return (long) (1e9 * Double.parseDouble(values.getOrDefault(name, Double.toString(otherwise))));
    }

    List<Long> pids() {
        String pids = values.getOrDefault("pids", "");
        return pids.isEmpty() ? List.of() : Arrays.stream(pids.split(",")).map(Long::valueOf).toList();
    }

    /// The whole request, head and body, as it goes over the wire.
    ByteBuffer request() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(text("request")));
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
