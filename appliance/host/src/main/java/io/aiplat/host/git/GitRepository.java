package io.aiplat.host.git;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A repository of git somewhere, of which the files of one commit are brought here. Nothing in it is executed, links
/// are left out, and there is a most of bytes and of files.
public final class GitRepository {
    /// The most files of a commit.
    static final int MOST_FILES = 20_000;

    private static final long MOST_BYTES = 256L << 20;

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String LINK = "120000";

    private final GitProgram git;
    private final String address;
    private final long mostBytes;

    /// A repository; it is not asked yet.
    ///
    /// @param environment of this process, for the way to the program
    /// @param address     as git takes it, without a password
    /// @throws ApplianceException HOST_GIT_MISSING
    public GitRepository(Map<String, String> environment, String address, GitAccess access) {
        this(environment, address, access, MOST_BYTES);
    }

    /// @param mostBytes of its files, and of what git writes to bring them
    GitRepository(Map<String, String> environment, String address, GitAccess access, long mostBytes) {
        this.git = new GitProgram(environment, address, access, mostBytes);
        this.address = address;
        this.mostBytes = mostBytes;
    }

    /// Whether a text names one commit, in full.
    public static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /// The commit that a reference leads to now.
    ///
    /// @param reference `HEAD`, `refs/heads/…` or `refs/tags/…`
    /// @param words     what people call it
    /// @param room      a folder that is there
    /// @throws ApplianceException HOST_GIT_FAILED, HOST_GIT_NO_SUCH_REVISION
    public String tip(String reference, String words, Path room) {
        String answer = git.run(room, List.of("ls-remote", "--quiet", "--", address, reference, reference + "^{}"))
                .orElseThrow(GitRepository::words, address);
        // Of a tag with a text, the second line names the commit.
        return named(answer, reference + "^{}")
                .or(() -> named(answer, reference))
                .orElseThrow(() -> new ApplianceException(GitProblems.noSuchRevision(address, words)));
    }

    private static Optional<String> named(String answer, String reference) {
        return answer.lines()
                .map(line -> line.split("\t", 2))
                .filter(line -> line.length == 2 && line[1].equals(reference) && isCommit(line[0]))
                .map(line -> line[0])
                .findFirst();
    }

    /// Brings the files of a commit into a new folder.
    ///
    /// @param reference that leads to it, as of [#tip]; null for a commit that nothing may lead to any more
    /// @param target    is made anew; what it had is deleted
    /// @throws ApplianceException HOST_GIT_FAILED, HOST_GIT_NO_SUCH_REVISION, HOST_GIT_TOO_LARGE
    public void checkout(String commit, @Nullable String reference, Path target) {
        Path room = target.resolveSibling(target.getFileName() + ".git");
        try {
            delete(room);
            delete(target);
            Files.createDirectories(room);
            must(room, "init", "--quiet", "--bare", "--template=", ".");
            fetch(room, commit, reference);
            List<String> links = links(room, commit);
            Files.createDirectories(target);
            must(room, "--work-tree=" + target.toAbsolutePath(), "checkout", "--quiet", "--force", commit, "--", ".");
            for (String link : links) {
                Path there = target.resolve(link).normalize();
                if (there.startsWith(target)) {
                    Files.deleteIfExists(there);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(room);
        }
    }

    private void fetch(Path room, String commit, @Nullable String reference) {
        List<String> one = List.of(
                "fetch",
                "--quiet",
                "--depth=1",
                "--no-tags",
                "--no-recurse-submodules",
                "--",
                address,
                reference == null ? commit : reference);
        GitProgram.Answer answer = git.run(room, one);
        if (answer.status() != 0 && reference == null) {
            // A server may refuse to hand out a commit by its number; then all of it is asked for.
            answer = git.run(
                    room,
                    List.of(
                            "fetch",
                            "--quiet",
                            "--no-recurse-submodules",
                            "--",
                            address,
                            "+refs/heads/*:refs/heads/*",
                            "+refs/tags/*:refs/tags/*"));
        }
        answer.orElseThrow(GitRepository::words, address);
        if (git.run(room, List.of("cat-file", "-e", commit + "^{commit}")).status() != 0) {
            throw new ApplianceException(GitProblems.noSuchRevision(address, "commit " + commit));
        }
    }

    /// Looks through what is to be written, before it is.
    private List<String> links(Path room, String commit) {
        List<String[]> entries = Arrays.stream(must(room, "ls-tree", "-r", "-z", "-l", "--full-tree", commit)
                        .split("\0", -1))
                .filter(line -> line.contains("\t"))
                .map(line -> line.split("\t", 2))
                .toList();
        long bytes = entries.stream()
                .mapToLong(entry -> size(entry[0].strip().split(" +", -1)[3]))
                .sum();
        if (entries.size() > MOST_FILES || bytes > mostBytes) {
            throw new ApplianceException(GitProblems.tooLarge(
                    address,
                    "Commit " + commit + " has " + entries.size() + " files with " + (bytes >> 20)
                            + " MiB; a source has at most " + MOST_FILES + " with " + (mostBytes >> 20)
                            + " MiB."));
        }
        return entries.stream()
                .filter(entry -> entry[0].startsWith(LINK))
                .map(entry -> entry[1])
                .toList();
    }

    /// Of another repository in it there is no size.
    private static long size(String text) {
        return text.equals("-") ? 0 : Long.parseLong(text);
    }

    private String must(Path room, String... arguments) {
        return git.run(room, List.of(arguments)).orElseThrow(GitRepository::words, address);
    }

    private static String words(String said) {
        String text = said.strip();
        return text.isEmpty() ? "git says nothing of why." : "git says: " + text;
    }

    /// Deletes a tree without following links; nothing happens where there is none.
    ///
    /// @throws UncheckedIOException if something in it resists
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                    Files.delete(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
