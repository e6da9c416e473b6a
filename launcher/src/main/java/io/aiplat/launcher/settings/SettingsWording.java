package io.aiplat.launcher.settings;

import io.aiplat.config.FileProblems;
import io.aiplat.model.Problem;
import java.util.List;
import java.util.Optional;

/// How what is wrong with a setting is told, wherever it is stated.
final class SettingsWording implements FileProblems {
    @Override
    public Problem malformed(String place, String reason) {
        return SettingsProblems.fileMalformed(place, reason);
    }

    @Override
    public Problem unknownKey(String key, String place, Optional<String> meant, List<String> known) {
        return SettingsProblems.unknownKey(key, place, meant);
    }

    @Override
    public Problem retiredKey(String key, String place, String instead) {
        return new Problem(
                SettingsProblems.code("UNKNOWN_KEY"),
                "There is no setting " + SettingsProblems.shown(key) + " any more",
                place + " states it. An earlier version had it.",
                List.of(instead, SettingsProblems.ALL));
    }

    @Override
    public Problem missingKey(String key, String place, String form) {
        return SettingsProblems.invalidValue(key, place, "It is missing.", form);
    }

    @Override
    public Problem invalidValue(String key, String place, String reason, String form) {
        return SettingsProblems.invalidValue(key, place, reason, form);
    }

    @Override
    public Problem valueUnavailable(String key, String place, String reason, String fix) {
        return new Problem(
                SettingsProblems.code("INVALID_VALUE"),
                "The value of " + SettingsProblems.shown(key) + " cannot be had",
                "Stated by " + SettingsProblems.shown(place) + ". " + SettingsProblems.shown(reason),
                List.of(fix));
    }

    @Override
    public Problem nameTaken(String key, String place, String name, String before) {
        return SettingsProblems.invalidValue(key, place, "It is stated before at " + before + ".", "it once");
    }
}
