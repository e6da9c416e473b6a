package io.aiplat.launcher.command.gitops;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.provisioning.gitops.GitopsProblems;
import io.aiplat.store.gitops.GitopsSource;
import io.aiplat.store.gitops.GitopsSource.Credential;
import io.aiplat.store.gitops.GitopsSource.Reference;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a source is, as a person says it.
final class SourceOptions {
    private static final String WORDS = "aiplat gitops add";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,5})([smh])");
    private static final Pattern SCP = Pattern.compile("[\\w.-]+@[\\w.-]+:.+");
    private static final Pattern REF = Pattern.compile("[\\w][\\w./+-]{0,200}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--from",
            paramLabel = "FOLDER|URL",
            required = true,
            description = "a folder of this machine, or a git repository: https://, ssh://, git@HOST:PATH, git://,"
                    + " file://, http://")
    private String from = "";

    @Option(names = "--branch", paramLabel = "NAME", description = "follow this branch (default: the usual one)")
    private @Nullable String branch;

    @Option(names = "--tag", paramLabel = "NAME", description = "follow this tag instead")
    private @Nullable String tag;

    @Option(names = "--commit", paramLabel = "ID", description = "stay at this commit, named in full, instead")
    private @Nullable String commit;

    @Option(
            names = "--path",
            paramLabel = "FOLDER",
            description = "folder in it that is built (default: all of it): a kustomization, plain manifests, or a"
                    + " layout of Flux or Argo CD")
    private String path = "";

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1m",
            description = "between two looks, as 30s, 5m or 1h (default: 1m)")
    private String interval = "1m";

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file with a token or password, for https://; it is copied into the home")
    private @Nullable Path tokenFile;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "git",
            description = "who the token is of (default: git, which most servers take)")
    private String user = "git";

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--ssh-key",
            paramLabel = "FILE",
            description = "file with a private key without a passphrase, for ssh; it is copied into the home")
    private @Nullable Path sshKey;

    /// The source.
    ///
    /// @throws ApplianceException COMMAND_LINE_WRONG, GITOPS_NO_FOLDER
    GitopsSource source(Invocation invocation, String name) {
        if (!NAME.matcher(name).matches()) {
            throw wrong("A source's name has up to 40 small letters, digits and dashes, and " + name + " is none");
        }
        boolean address = from.contains("://") || SCP.matcher(from).matches();
        Path folder = address
                ? null
                : invocation.surroundings().folder().resolve(from).normalize();
        boolean git = address || isReferenced() || isBare(Objects.requireNonNull(folder));
        if (!git && folder != null && !Files.isDirectory(folder)) {
            throw new ApplianceException(GitopsProblems.noFolder(folder.toString(), "There is no such folder."));
        }
        checkAddress(address, git);
        return new GitopsSource(
                name,
                folder == null ? from : folder.toString(),
                git,
                reference(),
                referenceName(),
                path(),
                interval().toSeconds(),
                tokenFile != null ? Credential.TOKEN : sshKey != null ? Credential.SSH_KEY : Credential.NONE,
                tokenFile != null ? user : "",
                false);
    }

    private boolean isReferenced() {
        return branch != null || tag != null || commit != null;
    }

    /// A repository without files of its own, as servers have them.
    private static boolean isBare(Path folder) {
        return Files.isRegularFile(folder.resolve("HEAD")) && Files.isDirectory(folder.resolve("objects"));
    }

    private void checkAddress(boolean address, boolean git) {
        if (from.startsWith("-")) {
            throw wrong(from + " is no folder and no address");
        }
        if (Stream.of(branch, tag, commit).filter(Objects::nonNull).count() > 1) {
            throw wrong("Only one of --branch, --tag and --commit can be followed");
        }
        if (tokenFile != null && sshKey != null) {
            throw wrong("Either a token opens it or a key: only one of --token-file and --ssh-key");
        }
        if (!git && (tokenFile != null || sshKey != null)) {
            throw wrong("A folder needs no token and no key");
        }
        if (address && !SCP.matcher(from).matches()) {
            checkUri();
        } else if (tokenFile != null) {
            throw wrong("A token goes with https://; for ssh there is --ssh-key");
        }
    }

    private void checkUri() {
        try {
            URI uri = new URI(from);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (!List.of("https", "http", "ssh", "git", "file").contains(scheme)) {
                throw wrong(scheme + ":// is no way to a git repository that is taken");
            }
            String person = uri.getUserInfo();
            if (person != null && (person.contains(":") || scheme.startsWith("http"))) {
                throw wrong("An address is shown and written down, so it has no password in it: --token-file FILE");
            }
            String host = String.valueOf(uri.getHost());
            boolean near = List.of("localhost", "127.0.0.1", "[::1]").contains(host);
            if (tokenFile != null && !scheme.equals("https") && !(scheme.equals("http") && near)) {
                throw wrong("A token goes over https:// only: everybody on the way could read it otherwise");
            }
        } catch (URISyntaxException e) {
            throw wrong(from + " is no address: " + e.getMessage());
        }
    }

    private Reference reference() {
        return branch != null
                ? Reference.BRANCH
                : tag != null ? Reference.TAG : commit != null ? Reference.COMMIT : Reference.HEAD;
    }

    private String referenceName() {
        String name = branch != null ? branch : tag != null ? tag : commit != null ? commit : "";
        if (commit != null && !COMMIT.matcher(name).matches()) {
            throw wrong("A commit is named in full, by 40 digits: git rev-parse " + name);
        }
        if (!name.isEmpty() && !REF.matcher(name).matches()) {
            throw wrong(name + " cannot be the name of a branch or a tag");
        }
        return name;
    }

    private String path() {
        Path within = Path.of(path.replaceFirst("^/+", "")).normalize();
        if (within.startsWith("..")) {
            throw wrong("--path names a folder in the source, and " + path + " leads out of it");
        }
        return within.toString();
    }

    private Duration interval() {
        Matcher time = TIME.matcher(interval);
        if (!time.matches()) {
            throw wrong(interval + " is no time as 30s, 5m or 1h");
        }
        Duration read = Duration.parse("PT" + time.group(1) + time.group(2).toUpperCase(Locale.ROOT));
        if (read.compareTo(SHORTEST) < 0) {
            throw wrong("Between two looks there are at least " + SHORTEST.toSeconds() + " seconds");
        }
        return read;
    }

    /// What opens it; null where nothing does.
    ///
    /// @throws ApplianceException COMMAND_LINE_WRONG if the file cannot be read or is empty
    @Nullable
    Secret credential(Invocation invocation) {
        Path file = tokenFile != null ? tokenFile : sshKey;
        if (file == null) {
            return null;
        }
        Path there = invocation.surroundings().folder().resolve(file);
        try {
            String text = Files.readString(there, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw wrong(there + " is empty");
            }
            return new Secret(text);
        } catch (IOException e) {
            throw wrong(there + " cannot be read: " + e.getMessage());
        }
    }

    private static ApplianceException wrong(String reason) {
        return new ApplianceException(CommandProblems.wrongLine(reason, WORDS));
    }
}
