package io.aiplat.launcher.command.gateway;

import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.model.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/// `aiplat env`: what an OpenAI client needs, and nothing else, so that `eval "$(aiplat env)"` is safe.
@Command(name = "env", description = "Print export lines for OpenAI clients: eval \"$(aiplat env)\".")
public final class EnvCommand implements Runnable {
    private final Invocation invocation;

    public EnvCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Path home = invocation.home();
        String url = Appliances.running(home).url() + "/v1";
        Secret key = Appliances.key(home);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("OPENAI_BASE_URL", url);
        answer.put("OPENAI_API_KEY", key.value());
        invocation
                .output()
                .value(answer, "export OPENAI_BASE_URL=" + url + "\nexport OPENAI_API_KEY=" + key.value() + "\n");
    }
}
