package io.aiplat.models.embedded;

import io.aiplat.models.ChatPart;
import io.aiplat.models.ChatSink;
import io.aiplat.models.Embeddings;
import io.aiplat.models.RequestRefused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One request and its answer, spoken with a worker. However it ends, the worker is ready for the next
/// request or dead.
final class Exchange {
    /// How long a worker may take to notice that nobody wants its answer before it is killed. While it
    /// reads a long prompt it notices nothing.
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final WorkerProcess worker;
    private final String model;
    private final Duration silence;

    /// Prepares.
    ///
    /// @param silence how long the worker may say nothing
    Exchange(WorkerProcess worker, String model, Duration silence) {
        this.worker = worker;
        this.model = model;
        this.silence = silence;
    }

    /// Passes an answer to `sink` as it comes. When that throws, or the thread is interrupted, generation
    /// is stopped.
    void chat(ToWorker.Chat chat, ChatSink sink) throws InterruptedException {
        worker.send(chat);
        boolean over = false;
        try {
            while (!over) {
                FromWorker frame = next();
                over = !(frame instanceof FromWorker.Text);
                sink.accept(part(frame));
            }
        } finally {
            if (!over) {
                cancel(chat.id());
            }
        }
    }

    /// Asks for vectors. When the thread is interrupted the worker is killed: there is no other way to stop
    /// it.
    Embeddings embed(ToWorker.Embed embed) throws InterruptedException {
        FromWorker frame = answer(embed);
        if (frame instanceof FromWorker.Vectors vectors) {
            return new Embeddings(vectors.vectors(), vectors.inputTokens());
        }
        throw new IllegalStateException("asked to embed, the worker said " + part(frame));
    }

    /// Asks how many tokens a prompt is.
    int count(ToWorker.Count count) throws InterruptedException {
        FromWorker frame = answer(count);
        if (frame instanceof FromWorker.Counted counted) {
            return counted.tokens();
        }
        throw new IllegalStateException("asked to count, the worker said " + part(frame));
    }

    private FromWorker answer(ToWorker question) throws InterruptedException {
        worker.send(question);
        boolean over = false;
        try {
            FromWorker frame = next();
            over = true;
            return frame;
        } finally {
            if (!over) {
                worker.kill();
            }
        }
    }

    private FromWorker next() throws InterruptedException {
        FromWorker frame = worker.next(silence);
        if (frame == null) {
            worker.kill();
            throw Blame.failed(model, "It said nothing for " + silence.toSeconds() + " s and was ended.");
        }
        return frame;
    }

    private ChatPart part(FromWorker frame) throws InterruptedException {
        return switch (frame) {
            case FromWorker.Text piece -> new ChatPart.Text(piece.text());
            case FromWorker.Finished end -> new ChatPart.Finished(end.reason(), end.inputTokens(), end.outputTokens());
            case FromWorker.Refused refused ->
                throw new RequestRefused(
                        refused.kind(), refused.parameter().isEmpty() ? null : refused.parameter(), refused.message());
            case FromWorker.Failed failed -> throw Blame.failed(model, "llama.cpp says: " + failed.message() + ".");
            case FromWorker.Gone _ -> throw worker.died();
            case FromWorker.Loaded _, FromWorker.Counted _, FromWorker.Vectors _ ->
                throw new IllegalStateException("asked to chat, the worker said " + frame);
        };
    }

    /// Stops a generation and reads what was on its way, so that the next request does not get it.
    private void cancel(int id) {
        boolean interrupted = Thread.interrupted(); // it would cut the waiting short
        worker.send(new ToWorker.Cancel(id));
        if (!quiet(System.nanoTime() + NOTICE.toNanos())) {
            worker.kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean quiet(long deadline) {
        try {
            @Nullable FromWorker frame;
            do {
                frame = worker.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } while (frame instanceof FromWorker.Text);
            return frame != null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
