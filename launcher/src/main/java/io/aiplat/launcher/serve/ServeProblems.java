package io.aiplat.launcher.serve;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with the appliance as a service.
public final class ServeProblems {
    private ServeProblems() {}

    /// This system has no systemd.
    public static Problem noSystemd(String os) {
        return new Problem(
                new ProblemCode("SERVE_NO_SYSTEMD", Kind.UNAVAILABLE),
                "aiplat can only be a service of systemd",
                "This is " + os + ", which has another way of keeping programs running.",
                List.of(
                        "Start it when it is needed: aiplat up",
                        "Have another supervisor run this, which stays in the foreground: aiplat serve"));
    }

    /// The unit's file could not be changed.
    ///
    /// @param what the file and what could not be done
    /// @param said by the system
    public static Problem unitNotChanged(String what, String said) {
        return new Problem(
                new ProblemCode("SERVE_UNIT_NOT_CHANGED", Kind.UNAVAILABLE),
                what,
                said,
                List.of("See who owns its folder, or name another with XDG_CONFIG_HOME"));
    }

    /// A gateway by itself is to serve models of the embedded engine, and was started without it.
    public static Problem engineNotOpen() {
        return new Problem(
                new ProblemCode("SERVE_ENGINE_NOT_OPEN", Kind.MISCONFIGURED),
                "The file names the embedded engine, and this gateway was started without it",
                "An engine is opened when a gateway starts, and not while it serves.",
                List.of("Start it again: aiplat gateway run"));
    }

    /// Keys of a folder are to be shared, and the file names no database for them.
    public static Problem noDatabase(Path file) {
        return new Problem(
                new ProblemCode("SERVE_NO_DATABASE", Kind.MISCONFIGURED),
                "There is no database in " + file,
                "Keys, limits and spend are taken into the database that the file names.",
                List.of("Name it in the file: `database:` with `url`, `user` and `password`"));
    }

    /// The socket that listens was lost and could not be bound again.
    public static Problem listenerLost(int port) {
        return new Problem(
                new ProblemCode("SERVE_LISTENER_LOST", Kind.FAILED),
                "Nobody can connect to port " + port + " any more",
                "The system did not give the socket back. The log says what it answered.",
                List.of(
                        "Started by `up` or systemd it is started again by itself: aiplat status",
                        "Otherwise start it again: aiplat gateway run"));
    }

    /// systemd would not do it.
    ///
    /// @param command as it was run
    /// @param said    by systemd
    public static Problem systemdRefused(String command, String said) {
        return new Problem(
                new ProblemCode("SERVE_SYSTEMD_REFUSED", Kind.FAILED),
                "systemd did not do what was asked: " + command,
                said.isEmpty() ? "It gave no reason." : said,
                List.of(
                        "Look closer: systemctl --user status aiplat.service",
                        "Or: journalctl --user -u aiplat.service"));
    }
}
