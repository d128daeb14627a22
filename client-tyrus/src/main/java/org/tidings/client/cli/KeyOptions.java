package org.tidings.client.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.tidings.client.token.DevelopmentKeys;
import picocli.CommandLine.Option;

/** Where the development keys are. */
final class KeyOptions {

    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description = "Folder of the development keys. Default: the data directory.")
    private Path keys;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Data directory of the instance whose keys are used. Default: ./data.")
    private Path data;

    /** Opens the keys, or makes them and says so. */
    DevelopmentKeys open(PrintWriter err) throws CommandFailure {
        Path folder = keys == null ? data : keys;
        try {
            DevelopmentKeys opened = DevelopmentKeys.openOrCreate(folder);
            if (opened.created()) {
                err.println("made new development keys in " + folder);
            }
            return opened;
        } catch (AccessDeniedException denied) {
            throw new CommandFailure("no permission for the development keys: " + denied.getFile(), denied);
        } catch (FileSystemException unusable) {
            String detail = unusable.getReason() == null ? unusable.getClass().getSimpleName() : unusable.getReason();
            throw new CommandFailure(
                    "cannot use the folder of the development keys: " + unusable.getFile() + ": " + detail, unusable);
        } catch (IOException unusable) {
            throw new CommandFailure("cannot use the development keys: " + unusable.getMessage(), unusable);
        }
    }
}
