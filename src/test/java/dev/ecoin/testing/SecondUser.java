package dev.ecoin.testing;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Another user of this machine, without privileges; only root can act as one. */
public final class SecondUser {

    /** The user id of nobody. */
    public static final int ID = 65534;

    private SecondUser() {}

    public static boolean available() {
        return new UnixSystem().getUid() == 0;
    }

    /** Runs a shell command and returns its exit status. */
    public static int run(String command) throws IOException, InterruptedException {
        var user = Integer.toString(ID);
        return new ProcessBuilder(
                        "setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
