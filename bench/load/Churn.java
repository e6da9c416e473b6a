import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;

/// A live set that is churned, as indexes, agents and caches have: objects that refer to each other, of which some are
/// always replaced. By itself, or in the process of another program, for whom the pauses of the collector are then.
///
///     java Churn MIB MIB_PER_SECOND [MAIN ARGUMENTS...]
public final class Churn {
    private static final int MIB = 1 << 20;
    /// Of an object, its array and what the JVM puts before both.
    private static final int BESIDE = 56;
    private static final int MOST = 2048;

    private final Random random = new Random(1);
    private final Node[] live;
    private long made;

    private static final class Node {
        private final byte[] data;
        private final Node other;

        private Node(int size, Node other) {
            this.data = new byte[size];
            this.other = other;
        }
    }

    private Churn(int mib) {
        live = new Node[(int) ((long) mib * MIB / (MOST / 2 + BESIDE))];
        for (int i = 0; i < live.length; i++) {
            live[i] = node(i);
        }
    }

    private Node node(int below) {
        int size = random.nextInt(MOST);
        made += size + BESIDE;
        // One that nothing else refers to is as old as its place, and its neighbour's own neighbours are let go.
        Node near = below == 0 ? null : live[random.nextInt(below)];
        return new Node(size, near == null || near.other != null ? null : near);
    }

    private void churn(long bytesPerSecond) {
        long begin = System.nanoTime();
        made = 0;
        while (true) {
            for (int i = 0; i < 100; i++) {
                live[random.nextInt(live.length)] = node(live.length);
            }
            long ahead = made * 1_000_000_000L / bytesPerSecond - (System.nanoTime() - begin);
            if (ahead > 1_000_000) {
                try {
                    Thread.sleep(ahead / 1_000_000);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Churn churn = new Churn(Integer.parseInt(args[0]));
        long rate = Long.parseLong(args[1]) * MIB;
        if (args.length == 2) {
            churn.churn(rate);
            return;
        }
        Thread.ofPlatform().daemon().name("churn").start(() -> churn.churn(rate));
        Method main = Class.forName(args[2]).getMethod("main", String[].class);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 3, args.length));
    }
}
