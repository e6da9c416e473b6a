package io.aiplat.models.embedded;

import io.aiplat.models.RequestRefused;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// The process around one model. llama.cpp may abort it, hang it or leak in it; the appliance only loses a
/// worker.
///
/// It reads [ToWorker] from standard input and writes [FromWorker] to the file named by its argument, a
/// descriptor that native code does not know (see [WorkerCommand]). When standard input ends, the appliance
/// is gone, killed or not, and so is the worker, whatever native code is doing at the time.
final class Worker {
    private final DataInputStream in;
    private final DataOutputStream out;
    /// One request at a time is under way, so there is room for the next one and no need for more.
    private final BlockingQueue<ToWorker> requests = new ArrayBlockingQueue<>(2);

    private volatile int cancelled;

    private Worker(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    /// Serves until standard input ends.
    ///
    /// @param args the file to answer into
    static void main(String[] args) throws IOException {
        // The Java half of the library prints to standard output, which is the log here; see WorkerCommand.
        new Worker(
                        new DataInputStream(System.in),
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(args[0]))))
                .run();
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // standard error is the log of this process, and it ends here
    private void run() {
        Thread listener = new Thread(this::listen, "listener");
        listener.setDaemon(true);
        listener.start();
        try {
            serve();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            // Whatever it is, a worker that no longer serves must be gone, for the appliance waits for it.
            e.printStackTrace();
        }
        die();
    }

    private void listen() {
        try {
            while (true) {
                switch (ToWorker.readFrom(in)) {
                    case ToWorker.Cancel(int id) -> cancelled = id;
                    case ToWorker.Load load -> requests.put(load);
                    case ToWorker.Chat chat -> requests.put(chat);
                    case ToWorker.Count count -> requests.put(count);
                    case ToWorker.Embed embed -> requests.put(embed);
                }
            }
        } catch (IOException | InterruptedException _) {
            // The appliance closed the pipe or died with it: the one way this process ends well.
            die();
        }
    }

    /// Ends at once. An ordinary exit would wait for native threads that never end.
    private static void die() {
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException, InterruptedException {
        LoadedModel model = null;
        while (true) {
            switch (requests.take()) {
                case ToWorker.Load load -> {
                    model = load(load);
                    if (model == null) {
                        return;
                    }
                }
                case ToWorker.Chat chat -> answer(chat.id(), loaded(model)::chat, chat);
                case ToWorker.Count count -> answer(count.id(), loaded(model)::count, count);
                case ToWorker.Embed embed -> answer(embed.id(), loaded(model)::embed, embed);
                case ToWorker.Cancel _ -> throw new IllegalStateException("cancels do not queue");
            }
        }
    }

    private static LoadedModel loaded(@Nullable LoadedModel model) {
        if (model == null) {
            throw new IllegalStateException("a request came before the model");
        }
        return model;
    }

    private @Nullable LoadedModel load(ToWorker.Load load) throws IOException {
        try {
            LoadedModel model = LoadedModel.load(load, () -> cancelled, this::say);
            say(new FromWorker.Loaded());
            return model;
        } catch (RuntimeException | LinkageError e) {
            // A LinkageError is a library the machine lacks, or a C library older than the native code wants.
            say(new FromWorker.Failed(0, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private <T extends ToWorker> void answer(int id, Answering<T> answering, T request) throws IOException {
        try {
            answering.answer(request);
        } catch (RequestRefused e) {
            String parameter = e.parameter();
            say(new FromWorker.Refused(
                    id, e.kind(), parameter == null ? "" : parameter, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            say(new FromWorker.Failed(id, String.valueOf(e.getMessage())));
        }
    }

    private void say(FromWorker frame) throws IOException {
        frame.writeTo(out);
    }

    @FunctionalInterface
    private interface Answering<T> {
        void answer(T request) throws IOException;
    }
}
