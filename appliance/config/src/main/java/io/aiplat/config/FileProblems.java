package io.aiplat.config;

import io.aiplat.model.Problem;
import java.util.List;
import java.util.Optional;

/// Problem vocabulary of one kind of file: how what is wrong with it is told, under codes of the room that reads it.
/// A place is file, line and column.
public interface FileProblems {
    /// A text that is no YAML, or more of it than may be.
    ///
    /// @param reason a full sentence
    Problem malformed(String place, String reason);

    /// A key that does not exist where it is written.
    ///
    /// @param meant the key it resembles
    /// @param known what can be written there
    Problem unknownKey(String key, String place, Optional<String> meant, List<String> known);

    /// A key that was there in an earlier version.
    ///
    /// @param instead what to do in place of it, as an imperative
    Problem retiredKey(String key, String place, String instead);

    /// A key that has to be there.
    ///
    /// @param place of the section that lacks it
    /// @param form  what may be written
    Problem missingKey(String key, String place, String form);

    /// A value that is not possible.
    ///
    /// @param reason why not, a full sentence
    /// @param form   what may be written instead
    Problem invalidValue(String key, String place, String reason, String form);

    /// A value that should come from the environment or from a file, and does not.
    ///
    /// @param reason why not, a full sentence
    /// @param fix    what to do about it
    Problem valueUnavailable(String key, String place, String reason, String fix);

    /// A name that is written twice.
    ///
    /// @param place  of the second
    /// @param before place of the first
    Problem nameTaken(String key, String place, String name, String before);
}
