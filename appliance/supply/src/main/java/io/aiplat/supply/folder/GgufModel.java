package io.aiplat.supply.folder;

import io.aiplat.supply.Modelfile;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Path;
import java.time.Instant;

/// GGUF model in a folder, with what its file and its Modelfile say.
///
/// @param name    its folder's
/// @param file    its GGUF file
/// @param created when it was taken in
public record GgufModel(String name, Path file, Instant created, GgufHeader header, Modelfile modelfile) {}
