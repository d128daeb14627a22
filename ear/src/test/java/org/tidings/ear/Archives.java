package org.tidings.ear;

import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.tidings.testkit.Distribution;

/** What is deployed: the archives as they were built, and nothing added. */
final class Archives {

    private Archives() {}

    static EnterpriseArchive ear() {
        return ShrinkWrap.createFromZipFile(
                EnterpriseArchive.class, Path.of("target", "tidings.ear").toFile());
    }

    /** The application of the default distribution. */
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class,
                Distribution.root()
                        .resolve(Path.of("server-config", "target", "tidings.war"))
                        .toFile());
    }
}
