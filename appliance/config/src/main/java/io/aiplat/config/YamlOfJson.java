package io.aiplat.config;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// YAML writer: a document of JSON of our own as one of YAML, as people write it. JSON is YAML, so both say the same.
public final class YamlOfJson {
    private static final LoadSettings READ =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    private static final DumpSettings WRITE = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setExplicitStart(true)
            .setUseUnicodeEncoding(true)
            .build();

    private YamlOfJson() {}

    /// The document, with its separator before it; ends with a line end.
    ///
    /// @param json one value, not of a stranger: its size and its nesting are not bounded here
    public static String document(String json) {
        return new Dump(WRITE).dumpToString(new Load(READ).loadFromString(json));
    }
}
