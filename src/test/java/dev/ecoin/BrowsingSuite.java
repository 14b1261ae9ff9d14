package dev.ecoin;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Slow tests of the dashboard in a browser. */
@Suite
@SelectPackages("dev.ecoin.dashboard")
@IncludeClassNamePatterns(BrowsingSuite.TESTS)
@IncludeTags("service")
class BrowsingSuite {

    static final String TESTS = "dev\\.ecoin\\.dashboard\\..*Test";
}
