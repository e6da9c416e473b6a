package io.aiplat.supply.archive;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with bundle archives.
public final class ArchiveProblems {
    private static final String CARRY = "Copy it again from where it was made, and compare: aiplat bundle verify ";

    private ArchiveProblems() {}

    private static ProblemCode code(String id, Kind kind) {
        return new ProblemCode(id, kind, ExitCode.STEP_FAILED);
    }

    /// A file that cannot be read, or ends in the middle for another reason than its own length.
    ///
    /// @param why a full sentence
    public static Problem unreadable(Path archive, String why) {
        return new Problem(
                new ProblemCode("BUNDLE_UNREADABLE", Kind.UNAVAILABLE),
                "The bundle archive " + archive + " cannot be read",
                why,
                List.of("Check the path and who may read it: ls -l " + archive, "See what the disk says: dmesg"));
    }

    /// A file of another kind.
    public static Problem noArchive(Path archive) {
        return new Problem(
                code("BUNDLE_NO_ARCHIVE", Kind.INVALID),
                archive + " is no bundle archive",
                "It does not begin with the entry " + ArchiveLayout.MANIFEST + ".",
                List.of(
                        "Name a file that aiplat bundle create made, or of one in volumes the first: site.aipb.001",
                        CARRY + archive));
    }

    /// A manifest and a signature that do not belong together.
    ///
    /// @param why a full sentence
    public static Problem signatureWrong(Path archive, String why) {
        return new Problem(
                code("BUNDLE_SIGNATURE_WRONG", Kind.INVALID),
                "The signature of " + archive + " is wrong",
                why,
                List.of(CARRY + archive, "If it is wrong there too, do not install it, and ask who gave it to you"));
    }

    /// A key that nobody has said is to be trusted.
    public static Problem signerUnknown(Path archive, String fingerprint) {
        return new Problem(
                code("BUNDLE_SIGNER_UNKNOWN", Kind.DENIED),
                "The bundle archive " + archive + " is signed by a key that is not trusted here",
                "The fingerprint of the key is " + fingerprint + ".",
                List.of(
                        "Ask who made it, by another way than the archive came, for the fingerprint; if it is the same:"
                                + " --trust " + fingerprint,
                        "Or name the file of their public key: --trust key.pub.pem"));
    }

    /// An archive of a newer aiplat.
    public static Problem formatUnknown(Path archive, int format) {
        return new Problem(
                code("BUNDLE_FORMAT_UNKNOWN", Kind.INVALID),
                "The bundle archive " + archive + " has the format " + format + ", which this aiplat does not know",
                "This aiplat knows the format " + ArchiveManifest.FORMAT + ".",
                List.of("Read it with the aiplat that made it, or a newer one"));
    }

    /// A manifest that is signed and makes no sense.
    public static Problem manifestBroken(Path archive, String why) {
        return new Problem(
                code("BUNDLE_MANIFEST_BROKEN", Kind.INVALID),
                "The manifest of the bundle archive " + archive + " cannot be used",
                why,
                List.of("It was signed like this, so copying it again does not help: ask who made it"));
    }

    /// Bytes that are not those of the manifest.
    ///
    /// @param part  what they belong to
    /// @param found digest they have; empty where they are compared literally
    /// @param from  where in the archive it begins
    public static Problem partDamaged(Path archive, String part, String found, long from) {
        return new Problem(
                code("BUNDLE_PART_DAMAGED", Kind.INVALID),
                "In the bundle archive " + archive + " is damaged: " + part,
                (found.isEmpty() ? "The bytes" : "The bytes have the SHA-256 " + found + ", and") + " from " + from
                        + " on are not those that were signed.",
                List.of(CARRY + archive));
    }

    /// A part that the manifest has and the archive has not.
    public static Problem partMissing(Path archive, String part) {
        return new Problem(
                code("BUNDLE_PART_MISSING", Kind.INVALID),
                "In the bundle archive " + archive + " is missing: " + part,
                "The signed manifest lists it.",
                List.of(CARRY + archive));
    }

    /// An entry that the archive has and the manifest has not.
    public static Problem partUnexpected(Path archive, String path) {
        return new Problem(
                code("BUNDLE_PART_UNEXPECTED", Kind.INVALID),
                "In the bundle archive " + archive + " is something that was not signed: " + path,
                "The signed manifest does not list it.",
                List.of("Do not install it, and ask who gave it to you", CARRY + archive));
    }

    /// Entries in another order than that of the manifest.
    public static Problem orderChanged(Path archive, String part, String found) {
        return new Problem(
                code("BUNDLE_ORDER_CHANGED", Kind.INVALID),
                "In the bundle archive " + archive + " is in the wrong place: " + part,
                "There stands " + found + ", and the other follows later. The order is that of the signed manifest.",
                List.of("It was packed anew by another program; take it as aiplat bundle create made it"));
    }

    /// An archive that ends too early.
    ///
    /// @param part  in which it ends
    /// @param bytes it has
    public static Problem truncated(Path archive, String part, long bytes) {
        return new Problem(
                code("BUNDLE_TRUNCATED", Kind.INVALID),
                "The bundle archive " + archive + " ends too early, in " + part,
                "It has " + bytes + " bytes, and its manifest lists more.",
                List.of(
                        "See whether the disk it was copied to is full, or takes no file over 4 GiB (FAT32)"
                                + " and needs --split",
                        CARRY + archive));
    }

    /// Bytes behind the end.
    public static Problem trailing(Path archive, long more, long end) {
        return new Problem(
                code("BUNDLE_TRAILING_BYTES", Kind.INVALID),
                "Behind the end of the bundle archive " + archive + " are " + more + " bytes more",
                "It ends after " + end + " bytes; what follows was not signed.",
                List.of(CARRY + archive));
    }

    /// A file of an archive in volumes that is not there.
    public static Problem volumeMissing(Path archive, Path file) {
        return new Problem(
                code("BUNDLE_VOLUME_MISSING", Kind.NOT_FOUND),
                "Of the bundle archive " + archive + " is missing: " + file.getFileName(),
                "All volumes and their list have to be in one folder.",
                List.of("Copy it to " + file));
    }

    /// A volume that is not as the list says.
    ///
    /// @param why a full sentence
    public static Problem volumeDamaged(Path file, String why) {
        return new Problem(
                code("BUNDLE_VOLUME_DAMAGED", Kind.INVALID),
                "The volume " + file + " is damaged",
                why,
                List.of("Copy this one again; the others need not be"));
    }

    /// A file with a key that is none.
    ///
    /// @param half `public` or `private`
    public static Problem keyUnusable(Path pem, String half, String why) {
        return new Problem(
                new ProblemCode("BUNDLE_KEY_UNUSABLE", Kind.INVALID),
                pem + " is no " + half + " key that bundle archives are signed with",
                why,
                List.of("Make a pair of keys: aiplat bundle keygen -o key.pem"));
    }

    /// A key that would be lost.
    public static Problem keyExists(Path file) {
        return new Problem(
                new ProblemCode("BUNDLE_KEY_EXISTS", Kind.CONFLICT),
                file + " is there already",
                "A key that is overwritten is lost, and who trusted it trusts nothing of yours any more.",
                List.of("Name another file: aiplat bundle keygen -o NAME.pem"));
    }

    /// Something that could not be written.
    public static Problem notWritten(Path file, String why) {
        return new Problem(
                code("BUNDLE_NOT_WRITTEN", Kind.FAILED),
                file + " was not written",
                why,
                List.of("See whether the disk is full: df -h", "Run it again; it goes on with what is there"));
    }

    /// An archive that would fill the disk.
    public static Problem diskShort(Path archive, long needed, long free) {
        return new Problem(
                new ProblemCode("BUNDLE_DISK_SHORT", Kind.UNAVAILABLE),
                "The bundle archive " + archive + " does not fit on the disk",
                "It takes " + (needed >> 20) + " MiB more and " + (free >> 20) + " MiB are free.",
                List.of(
                        "Write it to another disk: -o /PATH/site.aipb",
                        "Put less into it: --models, --with, --platform"));
    }

    /// A blob that came otherwise than its source had said.
    public static Problem sourceChanged(String part, String why) {
        return new Problem(
                code("BUNDLE_SOURCE_CHANGED", Kind.CONFLICT),
                "While the bundle archive was written there changed: " + part,
                why,
                List.of("Run it again; what is written already is kept", "Check a model: aiplat models verify"));
    }

    /// An image that is not made for a platform that was asked for.
    ///
    /// @param wanted platforms
    /// @param there  platforms it has
    public static Problem platformMissing(String image, String wanted, String there) {
        return new Problem(
                code("BUNDLE_PLATFORM_MISSING", Kind.NOT_FOUND),
                "The image " + image + " is not there for all of " + wanted,
                "It is there for: " + there + ".",
                List.of("Ask for what it has: --platform linux/amd64", "Leave out the bundle that needs it: --with"));
    }

    /// An image whose manifests make no sense.
    ///
    /// @param why a full sentence
    public static Problem imageBroken(String image, String why) {
        return new Problem(
                code("BUNDLE_IMAGE_BROKEN", Kind.INVALID),
                "The image " + image + " cannot be used",
                why,
                List.of("See what its registry has: docker manifest inspect " + image));
    }

    /// A thing that was asked for by name and is not here.
    ///
    /// @param what  with its kind: `model qwen3:8b`
    /// @param there what there is, with commas; may be empty
    public static Problem unknownPart(String what, String there) {
        return new Problem(
                new ProblemCode("BUNDLE_PART_UNKNOWN", Kind.NOT_FOUND),
                "There is no " + what,
                there.isEmpty() ? "There is nothing of that kind." : "There is: " + there + ".",
                List.of("See what an archive has: aiplat bundle inspect FILE", "See what is here: aiplat models list"));
    }

    /// A stage of a platform of which this aiplat has not all.
    ///
    /// @param stage   `2 (private-data RAG)`
    /// @param missing with commas
    public static Problem stageIncomplete(String stage, String missing) {
        return new Problem(
                new ProblemCode("BUNDLE_STAGE_INCOMPLETE", Kind.NOT_FOUND),
                "Stage " + stage + " is not all there in this aiplat",
                "It does not have yet: " + missing
                        + ". An archive that says it has them could not be completed where there is no network.",
                List.of("Take what there is: --stage 1", "Name what is to be in it: --with, --models, --engines"));
    }

    /// A file that would be overwritten.
    public static Problem fileThere(Path file) {
        return new Problem(
                new ProblemCode("BUNDLE_FILE_THERE", Kind.CONFLICT),
                file + " is there already",
                "It is not overwritten unless that is asked for.",
                List.of("Overwrite it: --force", "Name another file: -o NAME"));
    }

    /// A file that another process is writing.
    ///
    /// @param process its number; empty where it has not said so yet
    public static Problem beingWritten(Path file, String process) {
        return new Problem(
                new ProblemCode("BUNDLE_BEING_WRITTEN", Kind.CONFLICT),
                file + " is being written by another aiplat",
                process.isEmpty()
                        ? "It holds the lock beside it."
                        : "Process " + process + " holds the lock beside it.",
                List.of("Wait until it is done", "Name another file: -o NAME"));
    }

    /// Ended by whoever runs it.
    public static Problem stopped() {
        return new Problem(
                new ProblemCode("BUNDLE_STOPPED", Kind.INTERRUPTED),
                "The work on the bundle archive was stopped",
                "It was interrupted.",
                List.of("Run it again; it goes on with what is there"));
    }

    /// What an exception says, as a full sentence.
    public static String reason(Exception e) {
        String text = e.getMessage() == null ? e.toString() : e.getClass().getSimpleName() + ": " + e.getMessage();
        return text.endsWith(".") ? text : text + ".";
    }
}
