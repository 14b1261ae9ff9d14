package dev.ecoin;

import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The tests of a night's work that share one running service; about half of all that do. */
@Suite
@SelectPackages("dev.ecoin")
@IncludeClassNamePatterns(CrawlingSuite.TESTS)
@IncludeTags("service")
@ExcludeTags("own-service")
class CrawlingSuite {

    static final String TESTS =
            "dev\\.ecoin\\.(accuracy|cli|crawl|database|feeds|logging|runs|schedule|training)\\..*Test";
}
