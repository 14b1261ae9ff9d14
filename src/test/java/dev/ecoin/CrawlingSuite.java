package dev.ecoin;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of nightly work on one shared service; about half of all such tests. */
@Suite
@SelectPackages("dev.ecoin")
@IncludeClassNamePatterns(CrawlingSuite.TESTS)
@IncludeTags("service")
class CrawlingSuite {

    static final String TESTS =
            "dev\\.ecoin\\.(accuracy|cli|crawl|database|feeds|logging|runs|schedule|training)\\..*Test";
}
