package jackfield.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The layering of ARCHITECTURE.md, as a test.
class ArchitectureTest {
    private static final int LONGEST_FILE = 600;

    /// Files that are longer, each with the reason why they are not two.
    private static final Map<String, String> LONGER_WITH_A_REASON = Map.of();

    private static final DescribedPredicate<JavaClass> CORES =
            resideInAnyPackage(
                            "jackfield.base..",
                            "jackfield.sip..",
                            "jackfield.rtc..",
                            "jackfield.roles..")
                    .and(not(resideInAnyPackage("jackfield.rtc.dtls.bc..")))
                    .as("a core");

    /// Calls that ask the machine what time it is, or to throw dice.
    private static final Map<String, Set<String>> CLOCKS =
            Map.of(
                    "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
                    "java.time.Instant", Set.of("now"),
                    "java.time.LocalDateTime", Set.of("now"),
                    "java.time.ZonedDateTime", Set.of("now"),
                    "java.time.OffsetDateTime", Set.of("now"),
                    "java.lang.Math", Set.of("random"));

    private static JavaClasses jackfield;

    @BeforeAll
    static void readClasses() {
        jackfield =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("jackfield");
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(jackfield.stream().map(JavaClass::getPackageName))
                .anyMatch(name -> name.startsWith("jackfield.base"))
                .anyMatch(name -> name.startsWith("jackfield.sip."))
                .anyMatch(name -> name.startsWith("jackfield.rtc."))
                .anyMatch(name -> name.startsWith("jackfield.roles."))
                .anyMatch(name -> name.startsWith("jackfield.store"))
                .anyMatch(name -> name.startsWith("jackfield.server."));
    }

    @Test
    void coresTouchNoSocketNoThreadNoLockNoDice() {
        noClasses()
                .that(CORES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.channels..", "java.util.concurrent..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        java.net.Socket.class,
                        java.net.ServerSocket.class,
                        java.net.DatagramSocket.class,
                        java.util.Timer.class,
                        java.util.Random.class,
                        java.security.SecureRandom.class)
                .check(jackfield);
    }

    @Test
    void coresAskNoClock() {
        noClasses()
                .that(CORES)
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "a clock or dice",
                                (JavaAccess<?> access) ->
                                        CLOCKS.getOrDefault(
                                                        access.getTargetOwner().getName(), Set.of())
                                                .contains(access.getTarget().getName())))
                .check(jackfield);
    }

    /// Records that are keys in a core and have no order, each with the reason why no stranger can
    /// fill a hash table with its like.
    private static final Map<String, String> KEYS_WITHOUT_ORDER =
            Map.of("jackfield.roles.relay.RtpPorts$Pair", "ports are ours, and one each");

    /// The JDK's hash tables turn a long bucket into a tree only where its keys are Comparable: of
    /// other keys a stranger who picks them makes a list that each request walks along.
    @Test
    void keysOfHashTablesHaveAnOrder() {
        List<String> without =
                jackfield.stream()
                        .filter(
                                resideInAnyPackage(
                                        "jackfield.base..", "jackfield.sip..", "jackfield.roles.."))
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> isHashed(field.getRawType()))
                        .filter(field -> field.getType() instanceof JavaParameterizedType)
                        .map(field ->
                                ((JavaParameterizedType) field.getType())
                                        .getActualTypeArguments()
                                        .getFirst()
                                        .toErasure())
                        .filter(key -> key.isAssignableTo(Record.class))
                        .filter(key -> !key.isAssignableTo(Comparable.class))
                        .map(JavaClass::getFullName)
                        .filter(name -> !KEYS_WITHOUT_ORDER.containsKey(name))
                        .distinct()
                        .toList();
        assertThat(without).as("keys without an order").isEmpty();
    }

    private static boolean isHashed(JavaClass type) {
        return (type.isAssignableTo(Map.class) || type.isAssignableTo(Set.class))
                && !type.isAssignableTo(SortedMap.class)
                && !type.isAssignableTo(SortedSet.class);
    }

    static Stream<Arguments> arrows() {
        return Stream.of(
                never("base", "sip", "rtc", "media", "roles", "net", "store", "server"),
                never("sip", "rtc", "media", "roles", "net", "store", "server"),
                never("rtc", "sip", "media", "roles", "net", "store", "server"),
                never("media", "sip", "roles", "net", "store", "server"),
                never("roles", "net", "store", "server"),
                never("net", "sip", "rtc", "media", "roles", "store", "server"),
                never("store", "rtc", "media", "net", "server"));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void noArrowTurnsRound(String module, List<String> others) {
        String[] packages =
                others.stream().map(name -> "jackfield." + name + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("jackfield." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .allowEmptyShould(true)
                .check(jackfield);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("jackfield.(**)").should().beFreeOfCycles().check(jackfield);
    }

    @Test
    void onlyBootKnowsEverybody() {
        noClasses()
                .that()
                .resideInAPackage("jackfield.server..")
                .and()
                .resideOutsideOfPackage("jackfield.server.boot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jackfield.server.boot..", "jackfield.net..")
                .check(jackfield);
    }

    @Test
    void noCodeSleeps() throws IOException {
        String word = "Thread." + "sleep(";
        assertThat(sources().entrySet().stream().filter(file -> file.getValue().contains(word)))
                .as("wait for what you wait for")
                .isEmpty();
    }

    @Test
    void aFileHoldsOneThing() throws IOException {
        Map<String, Long> long_ = new TreeMap<>();
        sources()
                .forEach((file, text) -> {
                    long lines = text.lines().count();
                    if (lines > LONGEST_FILE && !LONGER_WITH_A_REASON.containsKey(file)) {
                        long_.put(file, lines);
                    }
                });
        assertThat(long_).as("files longer than " + LONGEST_FILE + " lines").isEmpty();
    }

    @Test
    void everyRoomSaysWhatItIsFor() throws IOException {
        List<Path> without = new ArrayList<>();
        for (Path folder : sourceFolders("src/main/java")) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isDirectory)
                        .filter(ArchitectureTest::holdsCode)
                        .filter(room -> !Files.exists(room.resolve("package-info.java")))
                        .forEach(without::add);
            }
        }
        assertThat(without).as("packages without package-info.java").isEmpty();
    }

    private static boolean holdsCode(Path room) {
        try (Stream<Path> files = Files.list(room)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".java") && !name.equals("module-info.java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Every source of ours, by its path in the tree.
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        List<Path> folders = new ArrayList<>(sourceFolders("src"));
        Path page = Path.of("..", "web", "phone");
        if (Files.isDirectory(page)) {
            folders.add(page);
        }
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().matches(".*\\.(java|ts|tsx)")).toList()) {
                    sources.put(Path.of("..").relativize(file).toString(), Files.readString(file));
                }
            }
        }
        assertThat(sources).hasSizeGreaterThan(50);
        return sources;
    }

    private static List<Path> sourceFolders(String inModule) throws IOException {
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            return modules.map(module -> module.resolve(inModule))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
    }

    private static Arguments never(String module, String... others) {
        return Arguments.of(module, List.of(others));
    }
}
