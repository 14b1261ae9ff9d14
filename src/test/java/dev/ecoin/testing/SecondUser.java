package dev.ecoin.testing;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Another user of this machine, who has no rights; root alone can act as one. */
public final class SecondUser {

    /** Of nobody. */
    public static final int ID = 65534;

    private SecondUser() {}

    public static boolean available() {
        return new UnixSystem().getUid() == 0;
    }

    /** The exit status of a shell's command. */
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
