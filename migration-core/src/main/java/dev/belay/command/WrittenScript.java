package dev.belay.command;

import dev.belay.migrate.MigrationProject;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A script that Belay has written, as files.
 *
 * @param project whose encoding it has
 * @param fileName its own
 * @param text its own
 * @param conf the text of its {@code .conf}; empty when it needs none
 */
record WrittenScript(MigrationProject project, String fileName, String text, Optional<String> conf) {

    /**
     * Adds the files to those that are to be made, the script last.
     *
     * @return their paths, the script first
     */
    List<Path> addTo(Map<Path, byte[]> files, Path folder) {
        Charset encoding = project.encoding();
        String settings = conf.orElse("");
        if (!encoding.newEncoder().canEncode(text)) {
            encoding = StandardCharsets.UTF_8;
            settings += "encoding=UTF-8\n";
        }
        Path script = folder.resolve(fileName);
        Path beside = folder.resolve(fileName + ".conf");
        if (settings.isEmpty()) {
            files.put(script, text.getBytes(encoding));
            return List.of(script);
        }
        // without it the script would run otherwise
        files.put(beside, settings.getBytes(StandardCharsets.UTF_8));
        files.put(script, text.getBytes(encoding));
        return List.of(script, beside);
    }
}
