package io.aiplat.inference.process;

import io.aiplat.supply.Modelfile;
import io.aiplat.supply.fit.FitCheck;
import io.aiplat.supply.gguf.GgufHeader;
import org.jspecify.annotations.Nullable;

/// Context window of a model as it is served.
public final class ServedContext {
    /// For a file that does not say for how many it was trained.
    private static final int LONGEST = 1 << 20;

    private ServedContext() {}

    /// Tokens it sees at once here: what its route or the Modelfile says, but not more than it was trained
    /// on.
    ///
    /// @param wanted by its route; null for what the Modelfile says
    public static int of(GgufHeader header, Modelfile modelfile, @Nullable Integer wanted) {
        Integer asked = wanted == null ? modelfile.integer("num_ctx") : wanted;
        int tokens = asked == null ? FitCheck.USUAL_CONTEXT : Math.max(asked, 1);
        return Math.min(tokens, header.contextLength() == 0 ? LONGEST : header.contextLength());
    }
}
