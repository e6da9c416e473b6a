package io.aiplat.launcher.serve;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.inference.ModelEngine;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.library.ImageNames;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.catalog.ImageReference;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Self-healing of the one thing that Kubernetes cannot mend by itself: an image that was copied into the node has
/// no registry to come back from when somebody, or a kubelet short of disk, has deleted it. While the model engine
/// does not answer, its pod is looked at, and what it lacks is copied again.
final class ImageSelfHealing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ImageSelfHealing.class);
    private static final Duration BETWEEN = Duration.ofSeconds(15);
    private static final String BUNDLE = "ollama";
    private static final String WORKLOAD = "Deployment/" + ClusterProvider.MODEL_SERVICE;

    private final InstallScope scope;
    private final ModelEngine engine;
    private final Thread thread;

    private ImageSelfHealing(InstallScope scope, ModelEngine engine) {
        this.scope = scope;
        this.engine = engine;
        this.thread = Thread.ofVirtual().name("lost-image").unstarted(this::watch);
    }

    /// Begins to look, where there is a node of ours.
    static ImageSelfHealing start(InstallScope scope, Appliance.Decided decided, ModelEngine engine) {
        ImageSelfHealing started = new ImageSelfHealing(scope, engine);
        if (decided.cluster() == ClusterKind.DOCKER && decided.engine() == EngineKind.OLLAMA) {
            started.thread.start();
        }
        return started;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(BETWEEN);
                if (!(engine.readiness() instanceof Readiness.Ready)) {
                    look();
                }
            }
        } catch (InterruptedException _) {
            // It is closed.
        }
    }

    private void look() {
        try {
            ClusterProvider cluster = scope.cluster(ClusterKind.DOCKER);
            String namespace = scope.settings().cluster().namespace();
            if (cluster.kube().workloadReady(namespace, WORKLOAD) instanceof Readiness.Never(var problem)
                    && problem.code().equals(ClusterProblems.IMAGE_NOT_PULLED)) {
                LOG.warn("the node has lost an image, which is copied again: {}", problem.why());
                cluster.copyImage(image(), Progress.NONE);
            }
        } catch (ApplianceException e) {
            // The next look may find more; who asks for a model is told meanwhile that none answers.
            LOG.info(
                    "the pod of the model engine was not mended: {}",
                    e.problem().what());
        }
    }

    /// As the node knows it: by the tag that it goes by here.
    private ImageReference image() {
        ImageReference brought = scope.catalog().bundle(BUNDLE).images().getFirst();
        return new ImageNames(scope.settings().images()).rewrite(brought);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
