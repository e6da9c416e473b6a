package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The [Decisions] of a home on disk, readable by their owner only: passwords may be among them. Its first format,
/// which is the present one, has no number in it; later ones have.
public final class DecisionsFile implements Durable {
    private static final String NUMBER = "format";
    private static final int FORMAT = 1;

    private final Path file;
    private final Path handedOn;

    /// The file of a home, whether it is there or not.
    public DecisionsFile(Home home) {
        this.file = home.decisions();
        this.handedOn = home.decided();
    }

    /// Where it is.
    public Path path() {
        return file;
    }

    /// What was decided; in a home that is there from before decisions were kept, what its appliance was last
    /// started with.
    ///
    /// @throws ApplianceException STORE_DECISIONS_BROKEN
    public Decisions read() {
        try {
            JsonNode node = node();
            int found = number(node);
            if (found > FORMAT) {
                throw new ApplianceException(StoreProblems.stateNewer(file, found, FORMAT));
            }
            if (node instanceof ObjectNode object) {
                object.remove(NUMBER);
            }
            return StoreJson.MAPPER.treeToValue(node, Decisions.class);
        } catch (NoSuchFileException _) {
            return before();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.decisionsBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    private JsonNode node() throws IOException {
        return StoreJson.MAPPER.readTree(Files.readAllBytes(file));
    }

    private static int number(JsonNode node) {
        return node.path(NUMBER).asInt(FORMAT);
    }

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        try {
            return number(node());
        } catch (NoSuchFileException _) {
            return 0;
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.decisionsBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    /// Writes down what a home of before has from its appliance's last start.
    @Override
    public void migrate() {
        Decisions decisions = read();
        if (written() == 0 && !decisions.equals(Decisions.NONE)) {
            write(decisions);
        }
    }

    private Decisions before() {
        if (!Files.exists(handedOn)) {
            return Decisions.NONE;
        }
        try {
            Instant at = Files.getLastModifiedTime(handedOn).toInstant();
            Map<String, Decisions.Decision> settings = new TreeMap<>();
            new DecidedFile(handedOn)
                    .read()
                    .forEach((key, value) -> settings.put(key, new Decisions.Decision(value, "up", at)));
            return Decisions.NONE.withSettings(settings);
        } catch (IOException | ApplianceException _) {
            // It was for a process that is gone; nothing that is kept hangs on it.
            return Decisions.NONE;
        }
    }

    /// Replaces it. The home must be open.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(Decisions decisions) {
        try {
            AtomicFile.write(file, StoreJson.pretty(decisions));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }
}
