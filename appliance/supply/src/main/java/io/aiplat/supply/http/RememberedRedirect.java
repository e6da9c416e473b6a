package io.aiplat.supply.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Server whose redirect to another host is remembered: ranges of one file are many, and hubs limit how often they are
/// asked where it is. Such an address is signed and holds for some minutes; when it holds no more, the hub is asked
/// anew.
public final class RememberedRedirect implements HttpBlob.Server {
    private final SourceHttp http;
    private final HttpBlob.Server hub;
    private volatile @Nullable URI there;

    /// A server behind a hub.
    ///
    /// @param hub asked first, with its login
    public RememberedRedirect(SourceHttp http, HttpBlob.Server hub) {
        this.http = http;
        this.hub = hub;
    }

    @Override
    public HttpAnswer get(Map<String, String> headers) throws IOException, InterruptedException {
        URI known = there;
        if (known != null) {
            HttpAnswer answer = direct(known, headers);
            if (isFile(answer)) {
                return answer;
            }
            answer.close();
            forget(known);
        }
        HttpAnswer answer = hub.get(headers);
        if (isFile(answer) && answer.isFromElsewhere()) {
            there = answer.uri();
        }
        return answer;
    }

    private HttpAnswer direct(URI known, Map<String, String> headers) throws IOException, InterruptedException {
        try {
            return http.send("GET", known, headers, null);
        } catch (IOException e) {
            // Whoever tries again asks the hub, which may know another place.
            forget(known);
            throw e;
        }
    }

    private void forget(URI known) {
        if (known.equals(there)) {
            there = null;
        }
    }

    private static boolean isFile(HttpAnswer answer) {
        return answer.status() == 200 || answer.status() == 206;
    }
}
