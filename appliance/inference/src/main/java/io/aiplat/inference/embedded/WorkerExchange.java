package io.aiplat.inference.embedded;

import io.aiplat.inference.Embeddings;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.inference.embedded.worker.WorkerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Request and response of a worker: one request and its answer, spoken with it. However it ends, the worker is ready
/// for the next
/// request or dead.
final class WorkerExchange {
    /// How long a worker may take to notice that nobody wants its answer before it is killed. While it
    /// reads a long prompt it notices nothing.
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final WorkerProcess worker;
    private final String model;
    private final Duration silence;

    /// Prepares.
    ///
    /// @param silence how long the worker may say nothing
    WorkerExchange(WorkerProcess worker, String model, Duration silence) {
        this.worker = worker;
        this.model = model;
        this.silence = silence;
    }

    /// Passes an answer to `sink` as it comes. When that throws, or the thread is interrupted, generation
    /// is stopped.
    void chat(WorkerRequest.Chat chat, ChatSink sink) throws InterruptedException {
        worker.send(chat);
        boolean over = false;
        try {
            while (!over) {
                WorkerResponse frame = next();
                over = !(frame instanceof WorkerResponse.Text);
                sink.accept(part(frame));
            }
        } finally {
            if (!over) {
                cancel(chat.id());
            }
        }
    }

    /// Asks for vectors, which come one by one: many texts take their time. When the thread is interrupted the worker
    /// is killed: there is no other way to stop it.
    Embeddings embed(WorkerRequest.Embed embed) throws InterruptedException {
        List<float[]> vectors = new ArrayList<>();
        int tokens = 0;
        worker.send(embed);
        while (vectors.size() < embed.inputs().size()) {
            WorkerResponse frame = nextOrKill();
            if (!(frame instanceof WorkerResponse.Vectors more)) {
                throw new IllegalStateException("asked to embed, the worker said " + part(frame));
            }
            vectors.addAll(more.vectors());
            tokens += more.inputTokens();
        }
        return new Embeddings(vectors, tokens);
    }

    /// Asks how many tokens a prompt is.
    int count(WorkerRequest.Count count) throws InterruptedException {
        worker.send(count);
        WorkerResponse frame = nextOrKill();
        if (frame instanceof WorkerResponse.Counted counted) {
            return counted.tokens();
        }
        throw new IllegalStateException("asked to count, the worker said " + part(frame));
    }

    /// The next frame. A worker whose frame nobody waits for would give it to the next request, so it is killed.
    private WorkerResponse nextOrKill() throws InterruptedException {
        boolean came = false;
        try {
            WorkerResponse frame = next();
            came = true;
            return frame;
        } finally {
            if (!came) {
                worker.kill();
            }
        }
    }

    private WorkerResponse next() throws InterruptedException {
        WorkerResponse frame = worker.next(silence);
        if (frame == null) {
            worker.kill();
            throw FailureAttribution.failed(model, "It said nothing for " + silence.toSeconds() + " s and was ended.");
        }
        return frame;
    }

    private ChatDelta part(WorkerResponse frame) throws InterruptedException {
        return switch (frame) {
            case WorkerResponse.Text piece -> new ChatDelta.Text(piece.text());
            case WorkerResponse.Finished end ->
                new ChatDelta.Finished(end.reason(), end.inputTokens(), end.outputTokens());
            case WorkerResponse.Refused refused ->
                throw new RequestRefused(
                        refused.kind(), refused.parameter().isEmpty() ? null : refused.parameter(), refused.message());
            case WorkerResponse.Failed failed ->
                throw FailureAttribution.failed(model, "llama.cpp says: " + failed.message() + ".");
            case WorkerResponse.Gone _ -> throw worker.died();
            case WorkerResponse.Loaded _, WorkerResponse.Counted _, WorkerResponse.Vectors _ ->
                throw new IllegalStateException("asked to chat, the worker said " + frame);
        };
    }

    /// Stops a generation and reads what was on its way, so that the next request does not get it.
    private void cancel(int id) {
        boolean interrupted = Thread.interrupted(); // it would cut the waiting short
        worker.send(new WorkerRequest.Cancel(id));
        if (!quiet(System.nanoTime() + NOTICE.toNanos())) {
            worker.kill();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean quiet(long deadline) {
        try {
            @Nullable WorkerResponse frame;
            do {
                frame = worker.next(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            } while (frame instanceof WorkerResponse.Text);
            return frame != null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
