package io.aiplat.operator.desired;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Ray server: a model that Ray Serve answers for by copies of vLLM, each over as many nodes as it needs, where
/// KubeRay makes such; and a route of the gateway that leads to them under the name of the resource.
///
/// @param name     that clients ask for, and that the server calls its model
/// @param object   name of the RayService
/// @param model    name at Hugging Face
/// @param length   tokens that the model sees at once
/// @param split    of the model
/// @param min      least number of copies
/// @param max      greatest number of copies
/// @param worker   that a copy consists of
/// @param owner    what the cluster deletes it with
/// @param endpoint base address of its service inside the cluster, with `/v1`
public record RayServer(
        String name,
        String object,
        String model,
        int length,
        Split split,
        int min,
        int max,
        Worker worker,
        OwnerReference owner,
        URI endpoint)
        implements DesiredState {

    /// Split of a model over GPUs.
    ///
    /// @param tensor   GPUs of one worker, that each layer is split over
    /// @param pipeline workers of one copy, that the layers are dealt out to
    public record Split(int tensor, int pipeline) {
        /// Over workers that have a place: as few as there can be, with equally many GPUs each.
        ///
        /// @param gpus of a copy
        /// @param most GPUs of one node; 0 where that is not known
        public static Split of(int gpus, long most) {
            int workers = 1;
            while (most > 0 && workers < gpus && (gpus % workers != 0 || gpus / workers > most)) {
                workers++;
            }
            return new Split(gpus / workers, workers);
        }
    }

    /// Worker: a pod with GPUs.
    ///
    /// @param image        with Ray and vLLM in it
    /// @param resources    requests and limits, GPUs among them
    /// @param cache        most that the files of the model take, such as `100Gi`
    /// @param shared       most that the memory shared by processes takes, such as `8Gi`
    /// @param runtimeClass of the pod; null for the usual
    public record Worker(
            String image,
            ResourceRequirements resources,
            String cache,
            String shared,
            @Nullable String runtimeClass) {}
}
