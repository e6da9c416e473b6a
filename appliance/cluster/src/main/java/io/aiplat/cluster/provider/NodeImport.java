package io.aiplat.cluster.provider;

import io.aiplat.cluster.ArchivedImage;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.host.container.ExecResult;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.StepResult;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Streams images from an archive into a node's containerd, without a file in between.
record NodeImport(NodeShell node) {
    private static final int PIPE = 1 << 20;

    /// Takes the image in, unless the node has the very same. Containerd lists an image when it has all of it, and
    /// keeps the layers of one that was interrupted, so that the next run goes on.
    StepResult take(ArchivedImage archived, Progress progress) {
        ImageReference image = archived.image();
        if (image == null) {
            stream(archived, progress);
            return new StepResult.Done("imported");
        }
        String before = NodeImages.list(node, archived.words());
        if (archived.digest().equals(NodeImages.names(before).get(image.canonical()))) {
            if (!NodeImages.pinned(before, image)) {
                NodeImages.pin(node, image);
            }
            return new StepResult.Unchanged("the node has " + image.nameAndTag());
        }
        stream(archived, progress);
        Map<String, String> names = NodeImages.names(NodeImages.list(node, archived.words()));
        String found = names.get(image.canonical());
        if (found == null) {
            throw refused(archived, "The import ended without an error, and the node does not list the image.");
        }
        if (!archived.digest().equals(found)) {
            throw refused(
                    archived, "The node lists it as " + found + ", and the bundle has " + archived.digest() + ".");
        }
        NodeImages.pin(node, image);
        return new StepResult.Done("imported " + image.nameAndTag());
    }

    private void stream(ArchivedImage archived, Progress progress) {
        long[] done = {0};
        PipedInputStream in = new PipedInputStream(PIPE);
        try {
            FutureTask<@Nullable Void> writing = writing(archived, new PipedOutputStream(in), written -> {
                done[0] += written;
                progress.at("importing " + archived.words(), done[0], archived.bytes());
            });
            Thread.ofVirtual().name("import").start(writing);
            ExecResult result = node.run(NodeImages.IMPORT, new Unclosed(in));
            // One that refused has not read to the end, and the writer waits for nobody then.
            in.close();
            sourceFailure(writing);
            if (!result.ok()) {
                throw refused(
                        archived,
                        "ctr ended with exit code " + result.exitCode() + ": "
                                + result.error().strip());
            }
        } catch (IOException e) {
            throw refused(archived, String.valueOf(e.getMessage()));
        }
    }

    private static FutureTask<@Nullable Void> writing(
            ArchivedImage archived, PipedOutputStream out, LongConsumer written) {
        return new FutureTask<>(() -> {
            try (out) {
                archived.content().write(out, written);
            }
            return null;
        });
    }

    /// What is wrong with the archive is the reason, and not what ctr says of a half of it. That the pipe was closed
    /// is ctr's doing.
    private static void sourceFailure(FutureTask<@Nullable Void> writing) {
        try {
            writing.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApplianceException problem) {
                throw problem;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApplianceException refused(ArchivedImage archived, String why) {
        return new ApplianceException(ClusterProblems.imageNotImported(archived.words(), why));
    }

    /// Whoever runs the program closes what it read, and the writer must learn first how it ended.
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // By whoever made it.
        }
    }
}
