package org.tidings.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DeadLinkTest {

    /** A link's target: file and anchor, one of which may be empty. */
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

    @Test
    void everyLinkWithinTheProjectLeadsSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Page page : Page.all()) {
            for (MatchResult link : LINK.matcher(page.prose()).results().toList()) {
                if (!link.group(1).contains(":") && !leadsSomewhere(page, link.group(1), link.group(2))) {
                    dead.add(page + ": " + link.group());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static boolean leadsSomewhere(Page from, String file, String anchor) {
        Path target =
                file.isEmpty() ? from.file() : from.file().resolveSibling(file).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return anchor == null || Page.of(target.toString()).anchors().contains(anchor);
    }
}
