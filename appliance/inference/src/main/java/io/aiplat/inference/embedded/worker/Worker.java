package io.aiplat.inference.embedded.worker;

import io.aiplat.inference.RequestRefused;
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
/// It reads [WorkerRequest] from standard input and writes [WorkerResponse] to the file named by its argument, a
/// descriptor that native code does not know (see `WorkerCommand`). When standard input ends, the appliance
/// is gone, killed or not, and so is the worker, whatever native code is doing at the time.
public final class Worker {
    private final DataInputStream in;
    private final DataOutputStream out;
    /// One request at a time is under way, so there is room for the next one and no need for more.
    private final BlockingQueue<WorkerRequest> requests = new ArrayBlockingQueue<>(2);

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
                switch (WorkerRequest.readFrom(in)) {
                    case WorkerRequest.Cancel(int id) -> cancelled = id;
                    case WorkerRequest.Load load -> requests.put(load);
                    case WorkerRequest.Chat chat -> requests.put(chat);
                    case WorkerRequest.Count count -> requests.put(count);
                    case WorkerRequest.Embed embed -> requests.put(embed);
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
                case WorkerRequest.Load load -> {
                    model = load(load);
                    if (model == null) {
                        return;
                    }
                }
                case WorkerRequest.Chat chat -> answer(chat.id(), loaded(model)::chat, chat);
                case WorkerRequest.Count count -> answer(count.id(), loaded(model)::count, count);
                case WorkerRequest.Embed embed -> answer(embed.id(), loaded(model)::embed, embed);
                case WorkerRequest.Cancel _ -> throw new IllegalStateException("cancels do not queue");
            }
        }
    }

    private static LoadedModel loaded(@Nullable LoadedModel model) {
        if (model == null) {
            throw new IllegalStateException("a request came before the model");
        }
        return model;
    }

    private @Nullable LoadedModel load(WorkerRequest.Load load) throws IOException {
        try {
            LoadedModel model = LoadedModel.load(load, () -> cancelled, this::say);
            say(new WorkerResponse.Loaded());
            return model;
        } catch (RuntimeException | LinkageError e) {
            // A LinkageError is a library the machine lacks, or a C library older than the native code wants.
            say(new WorkerResponse.Failed(0, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private <T extends WorkerRequest> void answer(int id, Answering<T> answering, T request)
            throws IOException, InterruptedException {
        try {
            answering.answer(request);
        } catch (RequestRefused e) {
            String parameter = e.parameter();
            say(new WorkerResponse.Refused(
                    id, e.kind(), parameter == null ? "" : parameter, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            say(new WorkerResponse.Failed(id, String.valueOf(e.getMessage())));
        }
    }

    private void say(WorkerResponse frame) throws IOException {
        frame.writeTo(out);
    }

    @FunctionalInterface
    private interface Answering<T> {
        void answer(T request) throws IOException, InterruptedException;
    }
}
