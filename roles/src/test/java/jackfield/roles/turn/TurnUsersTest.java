package jackfield.roles.turn;

import static org.assertj.core.api.Assertions.assertThat;

import jackfield.rtc.turn.Credentials;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnUsersTest {
    private static final long EPOCH_MS = 1_700_000_000_000L;
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    private final TimeLimited timeLimited = new TimeLimited("north");
    private final TurnUsers users =
            new TurnUsers(
                    "jackfield",
                    name -> name.equals("alice") ? TurnUsers.stored(MD5, "") : null,
                    () -> List.of("alice"),
                    timeLimited,
                    EPOCH_MS);

    /// The value that `openssl dgst -sha1 -hmac north -binary | base64` gives.
    @Test
    void aPasswordIsTheHmacOfItsUsername() {
        assertThat(timeLimited.make("alice", 1_700_003_600L, TimeLimited.Hash.SHA1))
                .satisfies(credential -> {
                    assertThat(credential.username()).isEqualTo("1700003600:alice");
                    assertThat(credential.password()).isEqualTo("wjwSXO2ch1B6VaLTLMy2Avn5O9o=");
                    assertThat(credential.toString()).doesNotContain(credential.password());
                });
        assertThat(timeLimited.make("alice", 1_700_003_600L, TimeLimited.Hash.SHA256).password())
                .isEqualTo("ZlB8VYmPhmyc10FawVJHfIDwpZjz6GuPyl7Yh17ftDs=");
    }

    @Test
    void aUserHasTheKeysThatAreStoredForSip() {
        assertThat(users.find("alice", 0))
                .isInstanceOfSatisfying(
                        Credentials.Account.Known.class,
                        known ->
                                assertThat(known.keys().getFirst().md5())
                                        .isEqualTo(HexFormat.of().parseHex(MD5)));
        assertThat(users.find("bob", 0)).isInstanceOf(Credentials.Account.Unknown.class);
    }

    @Test
    void aCredentialIsGoodUntilItsTimeAndCountsForItsUser() {
        assertThat(users.find("1700000010:alice", 9_000_000_000L))
                .isInstanceOfSatisfying(
                        Credentials.Account.Known.class,
                        known -> {
                            assertThat(known.user()).isEqualTo("alice");
                            assertThat(known.keys()).hasSize(2);
                        });
        assertThat(users.find("1700000010:alice", 12_000_000_000L))
                .isEqualTo(new Credentials.Account.Unknown("its credential ran out 2 s ago"));
        assertThat(users.find("1700000010", 9_000_000_000L))
                .isInstanceOfSatisfying(
                        Credentials.Account.Known.class,
                        known -> assertThat(known.user()).isEqualTo("1700000010"));
    }

    @Test
    void aUserMayBeNamedByAHash() {
        byte[] hash =
                HexFormat.of()
                        .parseHex(
                                "c48e39fc26175558c7f377c4a49fc0c86d202e3b5538bdb0516ef8473bc6c69e");
        assertThat(users.byUserhash(hash)).isEqualTo("alice");
        assertThat(users.byUserhash(new byte[32])).isNull();
    }
}
