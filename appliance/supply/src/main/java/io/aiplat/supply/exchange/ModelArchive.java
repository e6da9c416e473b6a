package io.aiplat.supply.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;

/// Form of an archive: an [OCI image layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md)
/// in a tar without compression, with one manifest, whose config is the model's record and whose layers are its
/// files. Tools that copy such layouts bring it into registries, from where it can be pulled.
final class ModelArchive {
    static final ObjectMapper JSON = new ObjectMapper();

    static final String LAYOUT = "oci-layout";
    static final String INDEX = "index.json";
    static final String BLOBS = "blobs/sha256/";

    static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    static final String RECORD_TYPE = "application/vnd.aiplat.model.record.v1+json";
    static final String ARTIFACT_TYPE = "application/vnd.aiplat.model.v1";
    /// As Docker's model registry calls them, which the sources of models know.
    static final String WEIGHTS_TYPE = "application/vnd.docker.ai.gguf.v3";
    static final String PROJECTOR_TYPE = "application/vnd.docker.ai.gguf.v3.mmproj";
    static final String MODELFILE_TYPE = "application/vnd.aiplat.modelfile.v1";

    static final String TITLE = "org.opencontainers.image.title";
    static final String NAME = "org.opencontainers.image.ref.name";

    private ModelArchive() {}
}
