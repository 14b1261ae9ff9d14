package dev.ecoin;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests on one shared service, except those of {@link BrowsingSuite} and {@link CrawlingSuite}. */
@Suite
@SelectPackages("dev.ecoin")
@IncludeClassNamePatterns("(?!" + BrowsingSuite.TESTS + "|" + CrawlingSuite.TESTS + ").*Test")
@IncludeTags("service")
class AnsweringSuite {}
