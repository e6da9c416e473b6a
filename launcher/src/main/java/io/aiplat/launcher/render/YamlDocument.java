package io.aiplat.launcher.render;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// YAML document writer: what [JsonLine] says, as a document of YAML with its separator before it. JSON is YAML, so
/// both
/// have the same names and values.
final class YamlDocument {
    private static final LoadSettings READ =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    private static final DumpSettings WRITE = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setUseUnicodeEncoding(true)
            .build();

    private YamlDocument() {}

    /// The value as YAML; ends with a line end.
    static String of(@Nullable Object value) {
        return new Dump(WRITE).dumpToString(new Load(READ).loadFromString(JsonLine.of(value)));
    }
}
