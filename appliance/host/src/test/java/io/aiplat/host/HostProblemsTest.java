package io.aiplat.host;

import io.aiplat.host.git.GitProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostProblemsTest {
    @Test
    void everyProblemHasItsText() {
        Golden.problems(
                List.of(HostProblems.class, GitProblems.class),
                List.of(
                        HostProblems.engineMissing(
                                List.of("unix:///var/run/docker.sock (from the usual place): Connection refused")),
                        HostProblems.engineDenied("unix:///var/run/docker.sock", "ada"),
                        HostProblems.engineTooOld("unix:///var/run/docker.sock", "18.09.9", "1.39", "1.40"),
                        HostProblems.engineForWindows("tcp://127.0.0.1:2375"),
                        HostProblems.engineRootless("unix:///run/user/1000/docker.sock"),
                        HostProblems.engineFailed("create network aiplat", "all predefined address pools are in use"),
                        HostProblems.imageMissing("ghcr.io/x/node:v1", "Its registry was asked: denied"),
                        HostProblems.portTaken(8080, "java (pid 4711)", "gateway.port", "--port"),
                        HostProblems.diskShort(Path.of("/home/ada/.local/share/aiplat"), 1L << 30, 5L << 30),
                        HostProblems.memoryShort(300L << 20, 1536L << 20),
                        HostProblems.memoryTight(3L << 30, 4L << 30),
                        HostProblems.clockSkew(-3600),
                        HostProblems.inotifyLow(128, 512),
                        HostProblems.descriptorsFew(256, 1024),
                        HostProblems.homeNotWritable(Path.of("/srv/aiplat"), "This user may not write to /srv."),
                        HostProblems.programNotStarted("/usr/bin/ollama", "error=13, Permission denied"),
                        GitProblems.missing(),
                        GitProblems.failed(
                                "https://git.example/shop.git",
                                "git says: fatal: Authentication failed for 'https://git.example/shop.git/'"),
                        GitProblems.noSuchRevision("https://git.example/shop.git", "branch mian"),
                        GitProblems.tooLarge("https://git.example/shop.git", "It takes more than 256 MiB.")));
    }
}
