package io.aiplat.launcher.serve;

import io.aiplat.quality.request.RequestLines;
import io.aiplat.store.log.LogFiles;
import io.aiplat.telemetry.LogFields;
import java.util.List;
import java.util.Optional;

/// Lines of the request log of a home, from its files.
final class RequestLogLines implements RequestLines {
    private final LogFiles files;

    RequestLogLines(LogFiles files) {
        this.files = files;
    }

    /// Few lines have the words, and fewer are read: foreign text may have them, too.
    @Override
    public Optional<String> find(String key, String value) {
        String words = " " + key + "=" + value + " ";
        return files.last(
                RequestLog.PART,
                line -> line.contains(words) && value.equals(LogFields.of(line).get(key)));
    }

    @Override
    public List<String> last(int lines) {
        return files.tail(RequestLog.PART, lines);
    }
}
