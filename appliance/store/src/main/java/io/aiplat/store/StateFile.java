package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The [HomeState] on disk, with a format number. A newer aiplat reads what an older one wrote, step by step,
/// and keeps a copy when it first writes over it; an older one refuses what a newer one wrote. Write under
/// the [LockFile].
public final class StateFile implements Durable {
    private static final String FORMAT = "format";
    private static final List<UnaryOperator<ObjectNode>> MIGRATIONS = List.of(StateFile::withIdentity);

    private final Path file;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final List<UnaryOperator<ObjectNode>> migrations;

    /// A file that may not exist yet.
    ///
    /// @param ids where the id of a new home comes from
    public StateFile(Path file, Supplier<UUID> ids, Clock clock) {
        this(file, ids, clock, MIGRATIONS);
    }

    /// For tests: with other migrations.
    ///
    /// @param migrations the first turns format 1 into format 2, and so on
    StateFile(Path file, Supplier<UUID> ids, Clock clock, List<UnaryOperator<ObjectNode>> migrations) {
        this.file = file;
        this.ids = ids;
        this.clock = clock;
        this.migrations = List.copyOf(migrations);
    }

    /// Reads, changing nothing on disk.
    ///
    /// @return empty if there is no file yet
    /// @throws ApplianceException STORE_STATE_NEWER or STORE_STATE_BROKEN
    public Optional<HomeState> read() {
        return node().map(this::toState);
    }

    /// Reads, or makes the first state with an id of its own and writes it.
    ///
    /// @throws ApplianceException as [#read] and [#write]
    public HomeState readOrCreate() {
        return read().orElseGet(() -> {
            HomeState first = new HomeState(ids.get().toString(), clock.instant(), null, null);
            write(first);
            return first;
        });
    }

    /// Replaces the state. Whoever reads meanwhile sees the old or the new one.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(HomeState state) {
        try {
            Optional<ObjectNode> old = node();
            if (old.isPresent() && format(old.get()) < current()) {
                Path copy = file.resolveSibling(file.getFileName() + ".format-" + format(old.get()));
                AtomicFile.write(copy, Files.readAllBytes(file));
            }
            ObjectNode node = StoreJson.MAPPER.createObjectNode().put(FORMAT, current());
            node.setAll((ObjectNode) StoreJson.MAPPER.valueToTree(state));
            AtomicFile.write(file, StoreJson.pretty(node));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public String name() {
        return "state";
    }

    @Override
    public int format() {
        return current();
    }

    @Override
    public int written() {
        return anyNode().map(this::format).orElse(0);
    }

    @Override
    public void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    /// Does at once what the next [#write] would do.
    @Override
    public void migrate() {
        if (written() != current()) {
            read().ifPresent(this::write);
        }
    }

    /// Format 2 knows which cluster it was; of an older home the next `up` finds it out.
    private static ObjectNode withIdentity(ObjectNode node) {
        if (node.get("cluster") instanceof ObjectNode cluster) {
            cluster.putNull("server").putNull("uid").put("adopted", false);
        }
        return node;
    }

    private int current() {
        return migrations.size() + 1;
    }

    private Optional<ObjectNode> node() {
        Optional<ObjectNode> node = anyNode();
        node.map(this::format).filter(found -> found > current()).ifPresent(found -> {
            throw new ApplianceException(StoreProblems.stateNewer(file, found, current()));
        });
        return node;
    }

    /// Also of a newer aiplat.
    private Optional<ObjectNode> anyNode() {
        try {
            JsonNode read = StoreJson.MAPPER.readTree(Files.readAllBytes(file));
            if (!(read instanceof ObjectNode node)) {
                throw broken("It is not a JSON object.");
            }
            return Optional.of(node);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw broken(e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    private int format(ObjectNode node) {
        int format = node.path(FORMAT).asInt(0);
        if (format < 1) {
            throw broken("It has no format number.");
        }
        return format;
    }

    private HomeState toState(ObjectNode read) {
        ObjectNode node = read;
        for (UnaryOperator<ObjectNode> step : migrations.subList(format(read) - 1, migrations.size())) {
            node = step.apply(node);
        }
        node.remove(FORMAT);
        try {
            return StoreJson.MAPPER.treeToValue(node, HomeState.class);
        } catch (JacksonException e) {
            throw broken(e.getOriginalMessage(), e);
        }
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(StoreProblems.stateBroken(file, why));
    }

    private ApplianceException broken(String why, Exception cause) {
        return new ApplianceException(StoreProblems.stateBroken(file, why), cause);
    }
}
