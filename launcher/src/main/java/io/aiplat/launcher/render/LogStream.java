package io.aiplat.launcher.render;

import io.aiplat.model.Redaction;
import io.aiplat.model.Secret;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Standard error of this process, which is where its log goes: the one place that sees every line of it.
///
/// It holds off log injection (CWE-117): an entry of several lines has all but its first set back, so nothing a
/// request or a server says can pass for an entry, and control characters are shown as text. And it holds secrets
/// back, those of gateway.yaml, of this home, and what looks like one: see [Redaction]. The request log has its own
/// escapes and is not written through here.
public final class LogStream extends PrintStream {
    private static final String CONTINUED = "    ";

    // Of the process, as its standard error is. A command that logs nothing does not pay for the patterns.
    private static volatile List<Secret> own = List.of();
    private static volatile @Nullable Redaction secrets;

    /// Prepares; [System#setErr] is the caller's.
    ///
    /// @param out closed with this
    public LogStream(OutputStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    /// Holds back these secrets for good, besides those of [#follow].
    public static void hide(List<Secret> all) {
        own = List.copyOf(all);
    }

    /// Holds back these secrets from now on, in place of those that were said before.
    public static void follow(List<Secret> all) {
        secrets = Redaction.of(Stream.concat(own.stream(), all.stream()).toList());
    }

    /// An entry.
    @Override
    public void println(@Nullable String line) {
        super.println(shown(String.valueOf(line)));
    }

    /// A line of a stack trace.
    @Override
    public void println(@Nullable Object line) {
        super.println(shown(String.valueOf(line)));
    }

    private String shown(String line) {
        Redaction known = secrets;
        return TerminalText.indented((known == null ? Redaction.SHAPES : known).clean(line), CONTINUED);
    }
}
