package io.aiplat.supply.gguf;

import java.nio.file.Path;
import java.util.List;

/// All that is read of the front of a model's files, in one go.
public record GgufFront(GgufHeader header, GgufFacts facts) {
    /// Reads it, as [GgufHeader#read(List)] does.
    ///
    /// @param files of the weights in their order, at least one
    /// @throws io.aiplat.model.ApplianceException as of [GgufHeader#read(List)]
    public static GgufFront read(List<Path> files) {
        List<GgufReader.Front> fronts =
                files.stream().map(file -> GgufHeader.front(file)).toList();
        return new GgufFront(GgufHeader.of(files, fronts), GgufFacts.of(fronts));
    }
}
