package io.aiplat.launcher.settings;

import io.aiplat.config.FileProblems;
import io.aiplat.config.HiddenCharacters;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What can be wrong with settings.
public final class SettingsProblems {
    private static final int MOST_SHOWN = 200;
    static final String ALL = "See every setting and its values: aiplat settings --reference";

    /// How what is wrong with a value is told.
    static final FileProblems WORDING = new SettingsWording();

    private SettingsProblems() {}

    /// As much as a line of a terminal shows, more or less.
    static String shown(String text) {
        return HiddenCharacters.escaped(text, MOST_SHOWN);
    }

    static ProblemCode code(String what) {
        return new ProblemCode("SETTINGS_" + what, Kind.MISCONFIGURED);
    }

    /// A key that no setting has.
    ///
    /// @param place where it is stated, as a person recognises it
    /// @param meant the key it resembles
    public static Problem unknownKey(String written, String place, Optional<String> meant) {
        String key = shown(written);
        List<String> fixes = new ArrayList<>();
        meant.ifPresent(m -> fixes.add("Write " + m));
        fixes.add(ALL);
        String hint = meant.map(m -> " Did you mean '" + m + "'?").orElse("");
        return new Problem(
                code("UNKNOWN_KEY"),
                "There is no setting " + key,
                place + " states it, and aiplat does not guess." + hint,
                fixes);
    }

    /// What is wrong with a key that a command names; empty if there is such a setting.
    ///
    /// @param place where it is stated, as a person recognises it
    public static Optional<Problem> unlessKnown(String key, String place) {
        return SettingTable.isKnown(key) ? Optional.empty() : Optional.of(SettingTable.unknown(key, place));
    }

    /// A value that is not possible.
    ///
    /// @param place  where it is stated, as a person recognises it
    /// @param reason why not, a full sentence
    /// @param form   what may be written instead
    public static Problem invalidValue(String key, String place, String reason, String form) {
        return new Problem(
                code("INVALID_VALUE"),
                shown(key) + " has a value that cannot be",
                "Stated by " + shown(place) + ". " + shown(reason),
                List.of("Write " + form, ALL));
    }

    /// Two settings that do not go together.
    ///
    /// @param what one sentence without a full stop
    public static Problem conflict(String what, String why, String fix) {
        return new Problem(code("CONFLICT"), shown(what), why, List.of(shown(fix)));
    }

    /// A file that cannot be opened.
    public static Problem fileUnreadable(Path file, String reason) {
        return new Problem(
                code("FILE_UNREADABLE"),
                "The settings file " + file + " cannot be read",
                reason,
                List.of(
                        "Check its name and permissions: ls -l " + file,
                        "Leave out --config to go on without it",
                        "Named by an earlier up? Forget it: aiplat settings unset config"));
    }

    /// A file that is no YAML.
    ///
    /// @param place file, line and column
    public static Problem fileMalformed(String place, String reason) {
        return new Problem(
                code("FILE_MALFORMED"),
                "The settings file is no YAML at " + place,
                reason,
                List.of("Correct that line; sections end with a colon and are indented with spaces"));
    }

    /// A password that others on this machine may read.
    public static Problem secretExposed(String key, Path file) {
        return new Problem(
                code("SECRET_EXPOSED"),
                "Others may read " + key,
                "It is in " + file + ", whose permissions let the group or everybody read it.",
                List.of("Close it: chmod 600 " + file));
    }
}
