package jackfield.server.cli;

import jackfield.server.config.DataFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `jackfield console`.
@Command(
        name = "console",
        description = "Print the address of the operator's console, and a link that signs in once.")
final class ConsoleCommand implements Runnable {
    @Mixin private NodeOptions options = new NodeOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        DataFolder data = options.data();
        String code =
                new ApiClient(data).send("POST", "/api/console/ticket", "").path("code").asString();
        PrintWriter out = spec.commandLine().getOut();
        String page = address(data) + "/console";
        out.println("Console   " + page);
        out.println("Sign in   " + page + "#/ticket/" + code);
        out.println("          (one browser, once, within five minutes)");
        out.println("Token     in " + data.adminToken() + ", for every other time");
        out.flush();
    }

    private static String address(DataFolder data) {
        try {
            return Files.readString(data.apiAddress()).strip();
        } catch (NoSuchFileException e) {
            throw new Failure("no node runs on the data folder " + data.path());
        } catch (IOException e) {
            throw new Failure("the node's address cannot be read: " + e.getMessage());
        }
    }
}
