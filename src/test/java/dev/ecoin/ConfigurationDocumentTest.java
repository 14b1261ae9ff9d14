package dev.ecoin;

import static dev.ecoin.testing.GeneratedPart.assertGenerated;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} repeats the Javadoc of each key's interface. */
class ConfigurationDocumentTest {

    private static final String HEAD = "| key | values | default | meaning |\n|---|---|---|---|\n";

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "text",
            Path.class, "a path",
            int.class, "a whole number",
            Integer.class, "a whole number",
            MemorySize.class, "a size");

    private final Map<String, Documented> documentation = new TreeMap<>();
    private final Properties defaults = new Properties();

    /** The Javadoc of a type and of its members in source order, without hidden ones. */
    private record Documented(String text, Map<String, String> members) {}

    @Test
    void theDocumentSaysWhatTheInterfacesSay() throws Exception {
        readSources();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            defaults.load(file);
        }
        var text = new StringBuilder();
        UnknownKeys.INTERFACES.stream()
                .collect(groupingBy(ConfigurationDocumentTest::prefix, TreeMap::new, toList()))
                .forEach((prefix, interfaces) -> text.append("\n## %s.*\n\n%s\n\n%s%s"
                        .formatted(
                                prefix,
                                interfaces.stream()
                                        .map(each -> documented(each).text)
                                        .collect(joining(" ")),
                                HEAD,
                                interfaces.stream()
                                        .flatMap(each -> lines(each, prefix))
                                        .collect(joining()))));
        assertGenerated(Path.of("docs/configuration.md"), text + "\n", getClass());
    }

    @Test
    void theSampleHoldsKnownKeysOnly() throws IOException {
        var sample = new Properties();
        var text = Files.readString(Path.of("docs/application.properties"));
        sample.load(new java.io.StringReader(text.replaceAll("(?m)^# (?=[a-z.-]+=)", "")));
        assertFalse(sample.isEmpty());
        assertEquals(Map.of(), UnknownKeys.in(sample.stringPropertyNames().stream()));
        assertEquals(
                List.of(),
                sample.stringPropertyNames().stream()
                        .filter(key -> !key.startsWith("ecoin.")
                                && !key.matches("quarkus\\.(datasource\\.(reactive\\.url|username)|management\\.host"
                                        + "|http\\.proxy\\.(proxy-address-forwarding|trusted-proxies))"))
                        .toList());
    }

    private static String prefix(Class<?> each) {
        return each.getAnnotation(ConfigMapping.class).prefix();
    }

    private Documented documented(Class<?> type) {
        return Optional.ofNullable(documentation.get(type.getCanonicalName()))
                .orElseThrow(() -> new AssertionError(type + " has no source"));
    }

    /** The type's own keys in source order, then inherited ones. */
    private Stream<String> lines(Class<?> type, String prefix) {
        var methods = Arrays.stream(type.getDeclaredMethods()).collect(toMap(Method::getName, method -> method));
        return Stream.concat(
                documented(type).members.entrySet().stream().flatMap(member -> {
                    var method = methods.get(member.getKey());
                    var name = method.getAnnotation(WithName.class);
                    var key = prefix + "." + (name == null ? StringUtil.skewer(method.getName()) : name.value());
                    return method.getReturnType().getEnclosingClass() == type
                                    && method.getReturnType().isInterface()
                            ? lines(method.getReturnType(), key)
                            : Stream.of(line(key, method, member.getValue()));
                }),
                Arrays.stream(type.getInterfaces()).flatMap(each -> lines(each, prefix)));
    }

    private String line(String key, Method method, String meaning) {
        assertFalse(meaning.isBlank(), () -> key + " has no Javadoc");
        var declared = method.getAnnotation(WithDefault.class);
        var value = declared == null ? defaults.getProperty(key, "") : declared.value();
        return "| `%s`<br>`%s` | %s | %s | %s |\n"
                .formatted(
                        key,
                        StringUtil.replaceNonAlphanumericByUnderscores(key).toUpperCase(Locale.ROOT),
                        values(method).replace("|", "\\|"),
                        value.isEmpty() || value.contains("${") ? "" : "`" + value + "`",
                        meaning.replace("|", "\\|"));
    }

    private static String values(Method method) {
        var type = method.getAnnotatedReturnType();
        var converter = method.getAnnotation(WithConverter.class);
        while (type instanceof AnnotatedParameterizedType container) {
            type = container.getAnnotatedActualTypeArguments()[0];
            converter = converter == null ? type.getAnnotation(WithConverter.class) : converter;
        }
        var values = converter == null ? values(type) : accepted(converter.value());
        var several = method.getGenericReturnType().getTypeName().contains("java.util.List<");
        return !several || values.contains("commas") ? values : values + ", or several, separated by commas";
    }

    private static String values(AnnotatedType type) {
        var value = (Class<?>) type.getType();
        return value.isEnum()
                ? Arrays.stream(value.getEnumConstants())
                        .map(each -> "`" + each.toString().toLowerCase(Locale.ROOT) + "`")
                        .collect(joining(", "))
                : Optional.ofNullable(TYPES.get(value)).orElseThrow(() -> new AssertionError(type + " has no name"));
    }

    /** The valid values that a converter names when it rejects a value. */
    private static String accepted(Class<? extends Converter<?>> converter) {
        try {
            var made = converter.getDeclaredConstructor();
            made.setAccessible(true);
            made.newInstance().convert("\0");
        } catch (IllegalArgumentException e) {
            return e.getMessage().replaceFirst("^must be ", "");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(converter + " cannot be tried", e);
        }
        throw new AssertionError(converter + " accepts everything");
    }

    private void readSources() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var sources = Files.walk(Path.of("src/main/java"))) {
            var task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(
                            sources.filter(file -> file.getFileName().toString().endsWith("Config.java"))
                                    .toList()));
            var trees = DocTrees.instance(task);
            for (var unit : task.parse()) {
                new TreePathScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String outer) {
                        var name = outer + "." + type.getSimpleName();
                        documentation.put(
                                name,
                                new Documented(text(trees.getDocCommentTree(getCurrentPath())), new LinkedHashMap<>()));
                        return super.visitClass(type, name);
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String outer) {
                        var comment = trees.getDocCommentTree(getCurrentPath());
                        if (!isHidden(comment)) {
                            documentation
                                    .get(outer)
                                    .members
                                    .put(method.getName().toString(), text(comment));
                        }
                        return null;
                    }
                }.scan(new TreePath(unit), unit.getPackageName().toString());
            }
        }
    }

    private static boolean isHidden(DocCommentTree comment) {
        return comment != null && comment.getBlockTags().stream().anyMatch(tag -> tag.getKind() == DocTree.Kind.HIDDEN);
    }

    private static String text(DocCommentTree comment) {
        var words = new ArrayList<String>();
        if (comment != null) {
            for (var part : comment.getFullBody()) {
                words.add(part instanceof LiteralTree code ? "`" + code.getBody() + "`" : part.toString());
            }
        }
        return String.join("", words).replaceAll("\\s+", " ").strip();
    }
}
