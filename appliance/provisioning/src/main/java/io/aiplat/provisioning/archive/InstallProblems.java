package io.aiplat.provisioning.archive;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can stand in the way of an installation from a bundle archive.
public final class InstallProblems {
    private InstallProblems() {}

    /// It brings something older than what is installed.
    public static Problem older(Path archive, String brings, String installed) {
        return new Problem(
                new ProblemCode("INSTALL_BUNDLE_OLDER", Kind.CONFLICT, ExitCode.HOST),
                "The bundle archive " + archive + " is older than what is installed",
                "It brings version " + brings + ", and version " + installed + " was installed here before.",
                List.of(
                        "Take the newer one; see what is in it: aiplat bundle inspect " + archive,
                        "Or go back on purpose: aiplat up --bundle " + archive + " --allow-older"));
    }

    /// It does not fit.
    ///
    /// @param where  a folder of the disk: in the home, or where the node keeps its images
    /// @param needed bytes that what is new of it takes on that disk
    /// @param free   bytes on that disk
    public static Problem diskShort(Path archive, Path where, long needed, long free) {
        return new Problem(
                new ProblemCode("INSTALL_DISK_SHORT", Kind.UNAVAILABLE, ExitCode.HOST),
                "What the bundle archive " + archive + " brings does not fit on the disk",
                "What is new of it takes " + (needed >> 20) + " MiB there once it is unpacked; at " + where
                        + " there are " + (free >> 20) + " MiB free.",
                List.of(
                        "See what is on it, and make room: df -h " + where,
                        "If that is the home's disk, have the home on another one: aiplat up --home FOLDER --bundle "
                                + archive,
                        "Have an archive with less in it: aiplat bundle create --models, --with"));
    }

    /// Something in it could not be put where it belongs.
    ///
    /// @param what of it
    /// @param why  a full sentence
    public static Problem notBrought(String what, String why) {
        return new Problem(
                new ProblemCode("INSTALL_NOT_BROUGHT", Kind.FAILED),
                what + " could not be brought from the bundle archive",
                why,
                List.of("Try again; it goes on with what is there", "See whether the disk is full: df -h"));
    }
}
