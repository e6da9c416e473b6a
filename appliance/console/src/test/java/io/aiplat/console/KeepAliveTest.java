package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A page and all that it asks for come over one connection.
@Timeout(20)
class KeepAliveTest {
    @Test
    void twentyRequestsOfThePageTakeOneConnection() throws IOException {
        try (RunningConsole page = new RunningConsole();
                Socket browser = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
            String cookie = page.signIn()[1];
            List<String> asked = List.of(
                    "/",
                    "/assets/console.css",
                    "/assets/front.js",
                    "/assets/icon.svg",
                    "/admin/v1/status",
                    "/admin/v1/models",
                    "/admin/v1/jobs",
                    "/login",
                    "/nothing",
                    "/v1/models");
            for (int i = 0; i < 20; i++) {
                String path = asked.get(i % asked.size());
                browser.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + page.port() + "\r\nCookie: " + cookie
                                        + "\r\nSec-Fetch-Site: same-origin\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                String head = head(browser.getInputStream());
                assertEquals(path.equals("/nothing") ? "404" : "200", head.split(" ")[1], path + "\n" + head);
                assertTrue(!head.toLowerCase().contains("connection: close"), path);
                browser.getInputStream().readNBytes(length(head));
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertTrue(next >= 0, "closed after: " + head);
            head.append((char) next);
        }
        return head.toString();
    }

    private static int length(String head) {
        String length = head.lines()
                .filter(line -> line.toLowerCase().startsWith("content-length:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(length.split(":")[1].strip());
    }
}
