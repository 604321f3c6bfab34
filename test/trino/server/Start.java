import io.trino.server.Server;

/** Starts Trino as its own packaging would: the version is the one argument. */
public final class Start {
    private Start() {}

    public static void main(String[] arguments) {
        new Server().start(arguments[0]);
    }
}
