package io.aiplat.host.gpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;

/// The process around NVML, which a lost card hangs and a broken library crashes: the appliance only loses this one.
///
/// Its argument is the library. It answers each line of its standard input with [NvidiaAnswerText] on its standard
/// output, and a last line [#END]; where NVML could not be initialised there is a line `init = code words` and no
/// more, where it could not be loaded one of `load = words`. When standard input ends, the appliance is gone or does
/// not want it any more, and it ends whatever NVML is doing.
public final class NvmlMain {
    /// Last line of an answer.
    static final String END = "end";

    private NvmlMain() {}

    /// Serves until standard input ends.
    ///
    /// @param args the library
    static void main(String[] args) throws InterruptedException {
        LinkedBlockingQueue<String> questions = new LinkedBlockingQueue<>();
        Thread listener = new Thread(() -> listen(questions), "listener");
        listener.setDaemon(true);
        listener.start();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try {
            serve(new Nvml(Path.of(args[0])), questions, out);
        } catch (IllegalArgumentException e) {
            out.print(NvidiaAnswerText.line("load", String.valueOf(e.getMessage())));
            out.flush();
        }
    }

    private static void serve(Nvml nvml, LinkedBlockingQueue<String> questions, PrintStream out)
            throws InterruptedException {
        boolean initialised = false;
        while (true) {
            questions.take();
            int code = initialised ? Nvml.SUCCESS : nvml.call("nvmlInit_v2");
            initialised = code == Nvml.SUCCESS;
            out.print(
                    initialised
                            ? NvmlQuery.answer(nvml)
                            : NvidiaAnswerText.line("init", code + " " + nvml.error(code)));
            out.println(END);
            out.flush();
        }
    }

    private static void listen(LinkedBlockingQueue<String> questions) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (true) {
                String line = in.readLine();
                if (line == null) {
                    break;
                }
                questions.add(line);
            }
        } catch (IOException _) {
            // Nobody can ask any more, which is the end as well.
        }
        Runtime.getRuntime().halt(0);
    }
}
