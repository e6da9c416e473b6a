package io.aiplat.governance;

import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.SpendHistory;
import io.aiplat.governance.limit.WindowCounter;
import io.aiplat.governance.shared.SharedEntry;
import io.aiplat.governance.shared.SharedLog;
import io.aiplat.governance.shared.SharedPace;
import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.model.Problem;
import io.aiplat.model.spend.Window;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Ledger that several gateways share. Requests put down what they ask and wait; one thread takes all that is asked,
/// holds the log's lock, reads what others have written, decides with the same accounts as the ledger of one process,
/// writes, and lets them go on once it is lasting. How a request ended is put down and not waited for.
///
/// Accounts are a copy of the log and nothing else, so every gateway has the same, and what was decided and could not
/// be written is forgotten by making them anew.
final class SharedLedger extends Ledger implements SpendHistory {
    // What limits per minute look back.
    private static final long MINUTE = TimeUnit.SECONDS.toMillis(61);
    private static final int MOST_AT_ONCE = 2000;

    private final SharedLog log;
    private final InstantSource wall;
    private final SharedPace pace;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    // How far the database's clock is ahead of this machine's.
    private volatile long ahead;
    private volatile boolean closed;

    // From here on of the writing thread alone.
    private final Map<Long, SharedEntry> open = new HashMap<>();
    // What requests of this process hold; of what is open and ours and not among it, nobody ever heard.
    private final Set<Long> held = new HashSet<>();
    private final Set<Ending> unwritten = new LinkedHashSet<>();
    private long now;
    private long changes;

    SharedLedger(SharedLog log, InstantSource wall, SharedPace pace, GovernanceListener listener) {
        super(listener);
        this.log = log;
        this.wall = wall;
        this.pace = pace;
    }

    /// What is put down for the writing thread.
    sealed interface Work {}

    /// How a reservation ended.
    ///
    /// @param counted whether it counts as a request
    private record Ending(LedgerEntry reserved, LedgerEntry ending, boolean counted) implements Work {}

    /// A question that its asker waits for.
    private static final class Question<T> implements Work {
        private final Supplier<T> decision;
        private final Function<RequestDenied, T> refused;
        private final @Nullable Ending before;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private @Nullable T decided;

        /// @param decision is made by the writing thread
        /// @param before   what it settles on the way, which must not be lost where it cannot be decided
        Question(Supplier<T> decision, Function<RequestDenied, T> refused, @Nullable Ending before) {
            this.decision = decision;
            this.refused = refused;
            this.before = before;
        }
    }

    @Override
    long now() {
        return wall.millis() + ahead;
    }

    @Override
    long expiry() {
        return now();
    }

    @Override
    BodyAdmission arrive(KeySnapshot key, long micros) {
        return ask(refusal -> refusal, () -> arriving(key, micros), null);
    }

    private BodyAdmission arriving(KeySnapshot key, long micros) {
        KeyAccounts standing = register().standings().get(key.holder().id());
        if (standing == null || now >= standing.validUntil()) {
            return DenialMessages.keyGone(key.name());
        }
        standing.lock();
        try {
            RequestDenied refusal = standing.key().shadow() ? null : standing.refusal(micros, now, now);
            if (refusal != null) {
                return refusal.with(standing.rates(now));
            }
            standing.arriving();
            return new Upload(standing);
        } finally {
            standing.unlock();
        }
    }

    @Override
    ReservationResult reserve(KeySnapshot key, ReservationRequest ask) {
        KeyAccounts known = register().standings().get(key.holder().id());
        if (known == null || expiry() >= known.validUntil()) {
            return DenialMessages.keyGone(key.name());
        }
        return ask(refusal -> refusal, () -> reserving(key, ask), null);
    }

    private ReservationResult reserving(KeySnapshot key, ReservationRequest ask) {
        KeyAccounts standing = register().standings().get(key.holder().id());
        if (standing == null || now >= standing.validUntil()) {
            return DenialMessages.keyGone(key.name());
        }
        long micros = ask.price().bound(ask.inputTokens(), ask.outputTokens(), ask.gpuTime());
        standing.lock();
        try {
            RequestDenied refusal = standing.refusal(ask, micros, now, now);
            return refusal != null && !standing.key().shadow()
                    ? refusal.with(standing.rates(now))
                    : reserved(standing, ask, micros, refusal);
        } finally {
            standing.unlock();
        }
    }

    private Reservation reserved(
            KeyAccounts standing, ReservationRequest ask, long micros, @Nullable RequestDenied overlooked) {
        long position = log.next();
        LedgerEntry reserved = reserved(position, standing, ask, micros, now);
        SharedEntry entry = new SharedEntry(position, log.gateway(), reserved, true);
        log.append(entry);
        begin(entry);
        return new Reservation(this, standing, ask, reserved, now, standing.rates(now), overlooked);
    }

    @Override
    boolean settle(KeyAccounts standing, LedgerEntry reserved, long from, LedgerEntry ending, long tokens) {
        if (closed) {
            return false;
        }
        queue.add(new Ending(reserved, ending, ending.kind() != LedgerEntry.Kind.RELEASED));
        return true;
    }

    @Override
    ReservationResult again(
            KeyAccounts standing,
            ReservationRequest ask,
            LedgerEntry reserved,
            long before,
            LedgerEntry ending,
            long tokens) {
        Ending first = new Ending(reserved, ending, true);
        return ask(
                refusal -> refusal,
                () -> {
                    end(new Ending(reserved, ending, false));
                    ReservationResult next = reserving(standing.key(), ask);
                    if (next instanceof RequestDenied) {
                        SharedEntry recount = SharedEntry.recount(log.next(), log.gateway(), reserved);
                        log.append(recount);
                        apply(recount);
                    }
                    return next;
                },
                first);
    }

    @Override
    List<BudgetLeft> budgetsLeft() {
        return ask(
                _ -> List.of(),
                () -> {
                    List<BudgetLeft> left = new ArrayList<>();
                    register().accounts().values().forEach(account -> left.addAll(account.budgetsLeft(now)));
                    return left;
                },
                null);
    }

    /// Waits until what was changed of keys, users and teams is in force here. Where the database does not answer, it
    /// will be before anybody is let through.
    void sync() {
        ask(_ -> false, () -> true, null);
    }

    private <T> T ask(Function<RequestDenied, T> refused, Supplier<T> decision, @Nullable Ending before) {
        String reason = closed ? "aiplat is stopping" : broken();
        if (reason != null) {
            if (before != null) {
                queue.add(before);
            }
            return refused.apply(DenialMessages.unreadable(reason));
        }
        Question<T> question = new Question<>(decision, refused, before);
        queue.add(question);
        try {
            return question.answer.get(pace.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return given(
                    question,
                    "the database has not answered within " + pace.patience().toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return given(question, "whoever asked was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException("questions are answered, never failed", e);
        }
    }

    // Once nobody waits any more, what is granted all the same is given back by the writing thread.
    private static <T> T given(Question<T> question, String reason) {
        T refusal = question.refused.apply(DenialMessages.unreadable(reason));
        return question.answer.complete(refusal) ? refusal : question.answer.join();
    }

    /// What is asked; waits for something to be.
    List<Work> take(long millis) throws InterruptedException {
        List<Work> all = new ArrayList<>();
        Work first = queue.poll(millis, TimeUnit.MILLISECONDS);
        if (first != null) {
            all.add(first);
            queue.drainTo(all, MOST_AT_ONCE);
        }
        return all;
    }

    /// One turn: all that is asked, decided and lasting.
    ///
    /// @param besides work that belongs to the same turn, after others' entries are known
    void turn(List<Work> asked, Besides besides) throws SQLException {
        SharedLog.Look look = log.begin();
        now = look.now();
        ahead = now - wall.millis();
        if (look.fresh()) {
            rebuild();
        } else {
            look.entries().forEach(this::apply);
            if (look.changes() != changes) {
                reload();
            }
        }
        besides.run();
        unwritten.forEach(this::end);
        List<Question<?>> questions = new ArrayList<>();
        for (Work work : asked) {
            switch (work) {
                case Ending ending -> write(ending);
                case Question<?> question
                when !question.answer.isDone() -> {
                    decide(question);
                    questions.add(question);
                }
                case Question<?> late -> {
                    if (late.before != null) {
                        write(late.before);
                    }
                }
            }
        }
        log.commit();
        unwritten.forEach(ending -> held.remove(ending.reserved().sequence()));
        unwritten.clear();
        questions.forEach(this::publish);
    }

    /// Work of a turn that nobody has asked for.
    @FunctionalInterface
    interface Besides {
        /// Does it, within the turn.
        void run() throws SQLException;
    }

    private static <T> void decide(Question<T> question) {
        question.decided = question.decision.get();
    }

    private <T> void publish(Question<T> question) {
        T decided = question.decided;
        if (question.before != null) {
            held.remove(question.before.reserved().sequence());
        }
        if (decided instanceof Reservation granted) {
            held.add(granted.sequence());
            RequestDenied overlooked = granted.overlooked();
            if (overlooked != null) {
                listener.shadowed(granted.key(), overlooked);
            }
        }
        if (!question.answer.complete(decided) && decided instanceof AutoCloseable given) {
            giveBack(given);
        }
    }

    private static void giveBack(AutoCloseable given) {
        switch (given) {
            case Reservation reservation -> reservation.release();
            case Upload upload -> upload.close();
            default -> throw new IllegalStateException("nothing else is granted");
        }
    }

    /// After a turn that failed: who waits is refused, and how requests ended is kept for the next.
    void refuse(List<Work> asked, Problem problem) {
        breakdown(problem);
        for (Work work : asked) {
            switch (work) {
                case Ending ending -> unwritten.add(ending);
                case Question<?> question -> {
                    if (question.before != null) {
                        unwritten.add(question.before);
                    }
                    refuse(question, problem.what());
                }
            }
        }
    }

    private static <T> void refuse(Question<T> question, String reason) {
        question.answer.complete(question.refused.apply(DenialMessages.unreadable(reason)));
    }

    /// Lets nobody in any more; what was put down is still taken.
    void close() {
        closed = true;
    }

    private void write(Ending ending) {
        end(ending);
        unwritten.add(ending);
    }

    private void end(Ending ending) {
        SharedEntry begun = open.get(ending.reserved().sequence());
        // Where this gateway was taken for dead it is charged in full already; that stays.
        if (begun != null && isSame(begun.entry(), ending.reserved())) {
            end(ending.ending(), ending.counted());
        }
    }

    private static boolean isSame(LedgerEntry one, LedgerEntry other) {
        return one.key() == other.key() && one.at() == other.at() && one.micros() == other.micros();
    }

    private void end(LedgerEntry ending, boolean counted) {
        SharedEntry entry = new SharedEntry(log.next(), log.gateway(), ending, counted);
        log.append(entry);
        apply(entry);
    }

    /// Charges in full what is open of a gateway.
    ///
    /// @return how many that were
    int endAll(long gateway) {
        List<SharedEntry> left =
                open.values().stream().filter(e -> e.gateway() == gateway).toList();
        left.forEach(e -> end(e.entry().settledInFull(e.entry().micros()), true));
        return left.size();
    }

    private void apply(SharedEntry said) {
        LedgerEntry entry = said.entry();
        if (entry.kind() == LedgerEntry.Kind.RESERVED) {
            begin(said);
            return;
        }
        SharedEntry begun = open.remove(entry.sequence());
        for (Account account : accounts(entry)) {
            account.lock.lock();
            try {
                if (said.isRecount()) {
                    account.asked(entry.at());
                } else if (begun != null) {
                    account.settle(begun.entry(), entry.at(), entry.tokens(), entry.micros(), said.counted());
                }
            } finally {
                account.lock.unlock();
            }
        }
    }

    private void begin(SharedEntry said) {
        LedgerEntry entry = said.entry();
        open.put(entry.sequence(), said);
        for (Account account : accounts(entry)) {
            account.lock.lock();
            try {
                account.reserve(entry.at(), entry.at(), entry.tokens(), entry.micros());
            } finally {
                account.lock.unlock();
            }
        }
    }

    private List<Account> accounts(LedgerEntry entry) {
        List<Account> all = new ArrayList<>(3);
        for (int id : new int[] {entry.key(), entry.user(), entry.team()}) {
            Account account = id == 0 ? null : register().accounts().get(id);
            if (account != null) {
                all.add(account);
            }
        }
        return all;
    }

    private void reload() throws SQLException {
        SharedLog.Keys keys = log.keys();
        register(KeyIndexBuilder.of(keys.rows(), register(), this, now, now));
        changes = keys.changes();
    }

    /// Makes all accounts anew of what the database has.
    private void rebuild() throws SQLException {
        open.clear();
        log.open().forEach(e -> open.put(e.entry().sequence(), e));
        SharedLog.Keys keys = log.keys();
        // Limits per minute have counted for a minute already: what is older than that cannot be taken back from them.
        register(KeyIndexBuilder.of(keys.rows(), KeyIndex.EMPTY, this, now - MINUTE, now));
        changes = keys.changes();
        recall(log.recent(now - MINUTE));
        open.values().forEach(e -> accounts(e.entry()).forEach(account -> account.adopt(e.entry())));
        List<SharedEntry> unheard = open.values().stream()
                .filter(e -> e.gateway() == log.gateway() && !held.contains(e.position()))
                .toList();
        unheard.forEach(e -> end(e.entry().released(), false));
    }

    private void recall(List<SharedEntry> recent) {
        Map<Long, LedgerEntry> begun = new HashMap<>();
        for (SharedEntry said : recent) {
            LedgerEntry entry = said.entry();
            if (entry.kind() == LedgerEntry.Kind.RESERVED) {
                begun.put(entry.sequence(), entry);
                accounts(entry).forEach(account -> account.recall(now, entry));
            } else if (said.isRecount()) {
                accounts(entry).forEach(account -> account.asked(entry.at()));
            } else {
                LedgerEntry reserved = begun.get(entry.sequence());
                if (reserved != null) {
                    accounts(entry).forEach(account -> account.recallEnd(reserved, entry.tokens(), said.counted()));
                }
            }
        }
    }

    /// For accounts, which ask within a turn only.
    @Override
    public long fill(WindowCounter sum, Window window, LimitOwner holder, long from) {
        log.fill(
                sum,
                window,
                holder,
                from,
                open.values().stream().map(SharedEntry::entry).toList());
        return log.head();
    }
}
