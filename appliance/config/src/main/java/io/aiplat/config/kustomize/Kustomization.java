package io.aiplat.config.kustomize;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a kustomization file says; texts are empty and lists have nothing where it is silent.
///
/// @param label     how problems call it
/// @param component whether it changes the objects of whoever names it, instead of bringing objects of its own
record Kustomization(
        String label,
        boolean component,
        List<String> resources,
        List<String> components,
        String namespace,
        String namePrefix,
        String nameSuffix,
        Map<String, String> commonLabels,
        List<Labels> labels,
        Map<String, String> commonAnnotations,
        List<String> strategicPatches,
        List<PatchEntry> jsonPatches,
        List<PatchEntry> patches,
        List<ImageChange> images,
        Map<String, Long> replicas,
        List<Generator> generators) {

    /// Labels, and where they go besides the object itself.
    ///
    /// @param fields more fields they go to
    record Labels(Map<String, String> pairs, boolean selectors, boolean templates, List<FieldSpec> fields) {}

    /// A patch of either form, in a file or as a text.
    record PatchEntry(
            String path, String patch, Optional<ObjectSelector> target, boolean nameChange, boolean kindChange) {}

    /// Another name, tag or digest for images of a name.
    record ImageChange(String name, String newName, String newTag, String digest, String tagSuffix) {}

    /// A ConfigMap or Secret that is made of words and files.
    ///
    /// @param type    of a Secret; null for a ConfigMap
    /// @param options those of the file put into its own
    record Generator(
            String name,
            String namespace,
            String behavior,
            @Nullable String type,
            List<String> literals,
            List<String> files,
            List<String> envs,
            Options options) {}

    /// What generated objects are like.
    record Options(Map<String, String> labels, Map<String, String> annotations, boolean hash, boolean immutable) {}
}
