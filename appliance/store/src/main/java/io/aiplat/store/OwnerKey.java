package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A key of the owner of this home: the one that opens the endpoint, and the one that opens the admin API. Made
/// once, kept in a file only they can read.
public final class OwnerKey implements Durable {
    private static final String PREFIX = "sk-aiplat-";
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    // 43 digits of base 62 hold a little more than 32 random bytes.
    private static final int LENGTH = 43;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + LENGTH + "}");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final RandomGenerator random;

    /// A key that may not exist yet.
    ///
    /// @param random a source nobody can predict, as `SecureRandom`
    public OwnerKey(Path file, RandomGenerator random) {
        this.file = file;
        this.random = random;
    }

    /// Reads the key. A file that others could read is closed to them first.
    ///
    /// @return empty if none was made yet
    /// @throws ApplianceException STORE_KEY_EXPOSED if it cannot be closed, STORE_KEY_BROKEN if it holds no
    ///     key
    public Optional<Secret> read() {
        try {
            closeToOthers();
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!FORM.matcher(text).matches()) {
                throw new ApplianceException(StoreProblems.keyBroken(file));
            }
            return Optional.of(new Secret(text));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.keyBroken(file), e);
        }
    }

    /// Reads the key, or makes it.
    ///
    /// @throws ApplianceException as [#read], and STORE_NOT_WRITTEN
    public Secret readOrCreate() {
        return read().orElseGet(this::renew);
    }

    /// Makes a key in place of the one that is there, be that readable or not. A process that serves goes on with
    /// the key it has read when it began.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public Secret renew() {
        String text = PREFIX
                + random.ints(LENGTH, 0, DIGITS.length())
                        .mapToObj(i -> String.valueOf(DIGITS.charAt(i)))
                        .collect(Collectors.joining());
        try {
            AtomicFile.write(file, (text + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
        return new Secret(text);
    }

    @Override
    public String name() {
        return file.getFileName() + "-key";
    }

    /// The form of a key is its format: another one would begin otherwise.
    @Override
    public int format() {
        return 1;
    }

    @Override
    public int written() {
        return read().isPresent() ? 1 : 0;
    }

    @Override
    public void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    @Override
    public void migrate() {
        // There is one format so far.
    }

    private void closeToOthers() throws IOException {
        if (OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            return;
        }
        Files.setPosixFilePermissions(file, OWNER_ONLY);
        // Some file systems (those of Windows seen from WSL) say yes and change nothing.
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new ApplianceException(StoreProblems.keyExposed(file));
        }
    }
}
